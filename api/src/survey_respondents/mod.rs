//! People to be asked in a campaign: the list, the calls, how far asking them has come.

mod calls;
pub(crate) mod common;
mod disposition;
mod dto;
mod erasure;
mod fields;
mod resource;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(resource::list_survey_respondents)
        .service(resource::create_survey_respondent)
        .service(resource::find_survey_respondent)
        .service(resource::update_survey_respondent)
        .service(erasure::erase_survey_respondent)
        .service(disposition::set_survey_respondent_disposition)
        .service(calls::create_survey_call_attempt)
        .service(calls::list_survey_call_attempts);
}
