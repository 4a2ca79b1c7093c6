//! Import and export of cards: tables a desk can fill in, read and written as jobs.

mod batch;
mod cells;
mod columns;
mod engine;
mod export;
mod hours;
mod lexicon;
mod lines;
mod messages;
mod request;
mod sheet;
mod template;
#[cfg(test)]
mod tests;

use utoipa_actix_web::service_config::ServiceConfig;

pub use engine::{MAX_ROWS, Progress, Source, TableFile, run, run_due};
pub use export::Export;
pub use template::documentation;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(request::download_import_template)
        .service(request::import_cards)
        .service(export::export_cards);
}
