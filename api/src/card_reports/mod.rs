//! Reports that a published card is wrong: sent by anybody, answered by provider or reviewers.

mod answer;
mod dto;
mod list;
mod send;

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(send::report_card)
        .service(list::list_card_reports)
        .service(list::find_card_report)
        .service(answer::answer_card_report);
}
