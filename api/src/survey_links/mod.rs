//! Single-use links for answering by oneself: making them, and answering with them.

mod answering;
mod dto;
mod manage;
mod opened;
mod submission;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(manage::create_survey_links)
        .service(manage::list_survey_links)
        .service(manage::remove_survey_link)
        .service(answering::find_survey_link)
        .service(answering::save_survey_link_answers)
        .service(submission::submit_survey_link);
}
