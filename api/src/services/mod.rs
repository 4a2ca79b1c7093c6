//! The public catalogue: published service cards as citizens find them.

mod agreements;
pub mod catalogue;
mod changes;
mod detail;
mod entry;
mod highlights;
mod jsonld;
mod list;
mod modello;
pub(crate) mod params;
pub mod publication;
mod quote;
mod stored_texts;
mod suggest;
mod view;

use actix_web::web;
use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_services)
        .service(suggest::list_service_suggestions)
        // Left out of the description, whose paths have no file endings; it names this address in words.
        .route(
            "/services/{service_id}.jsonld",
            web::get().to(detail::linked),
        )
        .service(detail::find_service)
        .service(list::list_point_services)
        .service(detail::find_linked_service)
        .service(detail::find_municipal_card)
        .service(detail::list_similar_services)
        .service(quote::quote_benefits)
        .service(changes::list_changes);
}
