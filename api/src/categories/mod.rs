//! The tree of service categories.

mod dto;
mod lifecycle;
mod list;
mod resource;

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(resource::list_service_categories)
        .service(resource::create_service_category)
        .service(resource::find_service_category)
        .service(resource::update_service_category)
        .service(lifecycle::retire_service_category)
        .service(lifecycle::merge_service_category);
}
