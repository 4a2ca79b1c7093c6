//! `/survey-campaigns/{campaign_id}/report`: the results of a campaign as one page to read and print; `…/reports`: the same made by
//! a worker, with a PDF beside it.

mod annex;
mod content;
mod make;
mod resource;
mod results;
mod stored;
#[cfg(test)]
mod tests;
mod view;
mod words;

use std::sync::Arc;

use actix_web::{HttpResponse, get, http::header};
use domain_accounts::Action;
use domain_shared::SurveyCampaignId;

use self::content::Content;
pub(super) use self::{
    resource::{
        cancel_survey_report, create_survey_report, find_survey_report_status, list_survey_reports,
    },
    stored::{download_survey_report_document, download_survey_report_page},
};
pub use make::reports_run_due;

use super::survey::Survey;
use crate::{
    documents::{DOCUMENT_POLICY, page},
    http::{Ctx, PathId},
    hub::off_thread,
    problem::Outcome,
    wire::SurveyCampaignIdField,
};

/// Read the report of a survey campaign
///
/// One page in Italian that loads and runs nothing: method, field work, quotas, results by part with charts, by category, and by point.
/// Every chart has its numbers beside it. What results suppress is suppressed here. It is made while you wait; of a large campaign ask for a
/// report at `…/reports`, which has a PDF too.
#[utoipa::path(
    tag = "survey-results", operation_id = "find_survey_report",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    responses(
        (status = 200, description = "The report."),
        (status = 409, description = "The campaign is not closed."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_result.read")), ("x-page-answer" = json!(true))),
)]
#[get("/survey-campaigns/{campaign_id}/report")]
pub(super) async fn find_survey_report(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let hub = Arc::clone(ctx.hub());
    let content = ctx
        .read(move |snapshot| {
            let survey = Survey::read(snapshot, &hub, id.0, Action::SurveyResultRead)?;
            Content::read(snapshot.connection(), survey)
        })
        .await?;
    let text = off_thread(move || Outcome::Ok(page(&content.document()))).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            "inline; filename=\"report-indagine.html\"",
        ))
        .insert_header((header::CONTENT_SECURITY_POLICY, DOCUMENT_POLICY))
        .content_type("text/html; charset=utf-8")
        .body(text))
}
