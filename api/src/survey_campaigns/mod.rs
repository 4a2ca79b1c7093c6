//! Survey campaigns: where and when a questionnaire is asked, with quotas, and how far it has come.

pub(crate) mod common;
mod dto;
mod fields;
mod progress;
mod references;
mod resource;
pub(crate) mod schema;
mod steps;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(resource::list_survey_campaigns)
        .service(resource::create_survey_campaign)
        .service(resource::find_survey_campaign)
        .service(resource::update_survey_campaign)
        .service(steps::open_survey_campaign)
        .service(steps::close_survey_campaign)
        .service(steps::cancel_survey_campaign)
        .service(progress::find_survey_campaign_progress);
}
