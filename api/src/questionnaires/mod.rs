//! Questionnaires of a network, shared by all its points.

mod checks;
mod common;
mod differences;
mod dto;
mod fhir;
mod json_schema;
mod resource;
mod schema;
mod starters;
mod steps;
mod versions;
mod view;
mod workbook;
mod xlsform;
mod xlsform_view;

pub(crate) use schema::DefinitionView;
pub(crate) use starters::install_starters;
use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(resource::list_questionnaires)
        .service(resource::create_questionnaire)
        .service(starters::add_questionnaire_starters)
        .service(checks::check_questionnaire)
        .service(xlsform::import_questionnaire)
        .service(json_schema::find_questionnaire_schema)
        .service(resource::find_questionnaire)
        .service(resource::update_questionnaire)
        .service(versions::list_questionnaire_versions)
        .service(versions::create_questionnaire_version)
        .service(versions::find_questionnaire_version)
        .service(versions::replace_questionnaire_version)
        .service(steps::activate_questionnaire_version)
        .service(steps::retire_questionnaire_version)
        .service(differences::find_questionnaire_differences)
        .service(xlsform::import_questionnaire_version)
        .service(xlsform::download_questionnaire_form)
        .service(fhir::find_questionnaire_fhir);
}
