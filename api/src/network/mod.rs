//! Network bodies and territorial associations.

mod associations;
mod bodies;
mod dto;
mod named_root;

pub(crate) use named_root::{check_permit_for, check_root, permit_for};
use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(bodies::list_network_bodies)
        .service(bodies::create_network_body)
        .service(bodies::find_network_body)
        .service(bodies::update_network_body)
        .service(bodies::remove_network_body)
        .service(associations::list_associations)
        .service(associations::create_association)
        .service(associations::find_association)
        .service(associations::update_association)
        .service(associations::remove_association);
}
