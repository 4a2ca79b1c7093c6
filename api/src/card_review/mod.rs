//! The review of service cards: the queue, who works on which card, and what is said about it.

mod claims;
mod comments;
pub(crate) mod common;
mod dto;
pub(crate) mod fields;
mod queue;
pub mod reminders;
mod resolution;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(queue::list_review_queue)
        .service(claims::claim_card)
        .service(claims::release_card)
        .service(comments::list_card_comments)
        .service(comments::create_card_comment)
        .service(comments::find_card_comment)
        .service(resolution::resolve_card_comment)
        .service(resolution::reopen_card_comment);
}
