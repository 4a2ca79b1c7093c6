//! Templates of agreements (*modulario*) of a network, shared by all its points.

mod common;
mod content;
mod differences;
mod dto;
mod filling;
mod rendering;
mod resource;
mod starters;
mod steps;
mod versions;
mod view;

pub(crate) use filling::{AgreementClauseText, PlaceholderValues};
pub(crate) use starters::install_starters;
use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(resource::list_agreement_templates)
        .service(resource::create_agreement_template)
        .service(starters::add_agreement_template_starters)
        .service(resource::find_agreement_template)
        .service(resource::update_agreement_template)
        .service(versions::list_agreement_template_versions)
        .service(versions::create_agreement_template_version)
        .service(versions::find_agreement_template_version)
        .service(versions::replace_agreement_template_version)
        .service(steps::activate_agreement_template_version)
        .service(steps::retire_agreement_template_version)
        .service(rendering::render_agreement_template_version)
        .service(differences::find_agreement_template_differences);
}
