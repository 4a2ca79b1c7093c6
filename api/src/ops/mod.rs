//! What operators and integrators look at: health, status, metrics, the description and its pages.

mod health;
mod pages;
mod status;

pub(crate) use pages::pages;
use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints under the API's base.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config.service(status::show_status);
}
