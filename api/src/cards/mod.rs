//! Service cards as their editors and reviewers see them: working copies, life, history.

pub(crate) mod common;
mod differences;
mod dto;
mod history;
mod resource;
pub(crate) mod schema;
mod steps;
mod submission;
pub(crate) mod suspicion;
mod verification;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(resource::list_cards)
        .service(resource::create_card)
        .service(resource::find_card)
        .service(resource::update_card)
        .service(resource::remove_card)
        .service(steps::discard_card_draft)
        .service(submission::submit_card)
        .service(submission::submit_cards)
        .service(steps::withdraw_card)
        .service(steps::request_card_changes)
        .service(steps::publish_card)
        .service(steps::suspend_card)
        .service(steps::reinstate_card)
        .service(steps::archive_card)
        .service(verification::verify_card)
        .service(verification::verify_cards)
        .service(history::list_card_revisions)
        .service(history::find_card_revision)
        .service(history::list_card_events)
        .service(history::list_card_suspects)
        .service(differences::find_card_differences);
}
