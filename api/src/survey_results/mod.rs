//! Results of survey campaigns: what answers amount to, as far as it tells nothing of a few people.

mod codebook;
mod codes;
mod coding;
mod counted;
mod cross;
mod data;
mod data_answers;
mod export;
mod facts;
mod frequencies;
mod groups;
mod open_answers;
mod params;
mod report;
mod survey;
mod trends;
mod view;

pub(crate) use facts::facts_of;
pub use report::reports_run_due;
use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(frequencies::find_survey_results)
        .service(cross::find_survey_cross_table)
        .service(trends::find_survey_trend)
        .service(report::find_survey_report)
        .service(report::create_survey_report)
        .service(report::list_survey_reports)
        .service(report::find_survey_report_status)
        .service(report::cancel_survey_report)
        .service(report::download_survey_report_page)
        .service(report::download_survey_report_document)
        .service(export::export_survey_results)
        .service(data::export_survey_data)
        .service(codebook::export_survey_codebook)
        .service(codes::list_survey_answer_codes)
        .service(codes::replace_survey_answer_codes)
        .service(coding::find_survey_answer_coding)
        .service(coding::replace_survey_answer_coding)
        .service(open_answers::list_survey_open_answers)
        .service(open_answers::count_survey_words);
}
