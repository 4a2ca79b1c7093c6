//! Agreements of the network with providers and public bodies, and what people gain from them.

mod answers;
mod common;
mod documents;
mod dto;
pub mod effects;
mod ending;
mod fields;
mod file_view;
mod files;
mod history;
pub(crate) mod in_force;
mod overlap;
mod references;
mod resource;
mod schema;
mod sending;
mod signatures;
mod steps;
mod successors;
mod telling;
mod text;
mod upload;
mod view;

pub(crate) use overlap::check_free;
pub(crate) use text::{next_revision, text_of};
use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(resource::list_agreements)
        .service(resource::create_agreement)
        .service(resource::find_agreement)
        .service(resource::update_agreement)
        .service(resource::remove_agreement)
        .service(steps::submit_agreement)
        .service(steps::send_agreement_back)
        .service(steps::recall_agreement)
        .service(steps::cancel_agreement)
        .service(sending::send_agreement)
        .service(answers::accept_agreement)
        .service(answers::propose_agreement_change)
        .service(answers::refuse_agreement)
        .service(signatures::sign_agreement)
        .service(ending::terminate_agreement)
        .service(ending::complete_agreement)
        .service(successors::amend_agreement)
        .service(successors::renew_agreement)
        .service(history::list_agreement_revisions)
        .service(history::find_agreement_revision)
        .service(history::list_agreement_events)
        .service(documents::find_agreement_differences)
        .service(documents::find_agreement_revision_text)
        .service(documents::find_agreement_text)
        .service(upload::upload_agreement_file)
        .service(files::list_agreement_files)
        .service(files::download_agreement_file)
        .service(files::remove_agreement_file);
}
