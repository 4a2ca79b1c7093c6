//! The tree of service categories.

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(_: &mut ServiceConfig<'_>) {}
