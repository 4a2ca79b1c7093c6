//! Responses to campaigns: submissions and edits, one by one and in batches, and their review.

mod anonymity;
mod batch;
mod common;
mod dto;
mod facts;
mod fields;
mod resource;
mod reviews;
pub(crate) mod schema;
pub(crate) mod store;
mod submit;
mod view;

pub(crate) use anonymity::time_of;
pub(crate) use common::hash_of;
pub(crate) use facts::lay_in;
use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(submit::submit_survey_response)
        .service(resource::list_survey_responses)
        .service(resource::find_survey_response)
        .service(resource::remove_survey_response)
        .service(reviews::review_survey_response)
        .service(reviews::list_survey_response_reviews)
        .service(batch::submit_survey_responses);
}
