//! Regions, provinces, municipalities and the zones inside them.

mod dto;
mod municipalities;
mod units;
mod zone_dto;
mod zones;

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(units::list_regions)
        .service(units::find_region)
        .service(units::list_provinces)
        .service(units::find_province)
        .service(municipalities::list_municipalities)
        .service(municipalities::find_municipality)
        .service(zones::list_zones)
        .service(zones::create_zone)
        .service(zones::find_zone)
        .service(zones::update_zone)
        .service(zones::remove_zone);
}
