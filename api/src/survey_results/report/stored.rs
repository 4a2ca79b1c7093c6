//! The page and the PDF of a report, as they were made.

use actix_web::{HttpResponse, get};
use domain_shared::{JobStatus, SurveyCampaignId, SurveyReportId};
use domain_surveys::SurveyReport;

use super::resource::read_report;
use crate::{
    files::{
        FileKey,
        answer::{self, Audience},
    },
    http::{Ctx, PathId},
    problem::{Outcome, Problem, ProblemCode},
    wire::{SurveyCampaignIdField, SurveyReportIdField},
};

/// A form of a report.
#[derive(Clone, Copy)]
enum Form {
    Page,
    Document,
}

impl Form {
    const fn media(self) -> &'static str {
        match self {
            Self::Page => "text/html; charset=utf-8",
            Self::Document => "application/pdf",
        }
    }

    const fn disposition(self) -> &'static str {
        match self {
            Self::Page => "inline; filename=\"report-indagine.html\"",
            Self::Document => "inline; filename=\"report-indagine.pdf\"",
        }
    }

    fn key(self, report: &SurveyReport) -> Option<&str> {
        match self {
            Self::Page => report.page_key.as_deref(),
            Self::Document => report.document_key.as_deref(),
        }
    }
}

/// Read the page of a report of a survey campaign
///
/// In Italian; it loads and runs nothing. Every chart has its numbers beside it. The ETag is the hash of the bytes.
#[utoipa::path(
    tag = "survey-results", operation_id = "download_survey_report_page",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("report_id" = SurveyReportIdField, Path, description = "The report."),
    ),
    responses(
        (status = 200, description = "The page."),
        (status = 409, description = "The report is not made, or was given up."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_result.read")), ("x-page-answer" = json!(true))),
)]
#[get("/survey-campaigns/{campaign_id}/reports/{report_id}/page")]
pub(in crate::survey_results) async fn download_survey_report_page(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyReportId)>,
) -> Outcome<HttpResponse> {
    download(ctx, ids.0, Form::Page).await
}

/// Download the PDF of a report of a survey campaign
///
/// For paper and for assistive technology (PDF/UA-1); it says what the page says. The ETag is the hash of the bytes.
#[utoipa::path(
    tag = "survey-results", operation_id = "download_survey_report_document",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("report_id" = SurveyReportIdField, Path, description = "The report."),
    ),
    responses(
        (status = 200, description = "The PDF."),
        (status = 409, description = "The report is not made, or was given up."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_result.read")), ("x-pdf-answer" = json!(true))),
)]
#[get("/survey-campaigns/{campaign_id}/reports/{report_id}/document")]
pub(in crate::survey_results) async fn download_survey_report_document(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyReportId)>,
) -> Outcome<HttpResponse> {
    download(ctx, ids.0, Form::Document).await
}

async fn download(
    ctx: Ctx,
    (campaign, report): (SurveyCampaignId, SurveyReportId),
    form: Form,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let report = ctx
        .read(move |snapshot| read_report(snapshot, campaign, report))
        .await?;
    let key = form
        .key(&report)
        .filter(|_| report.status == JobStatus::Done)
        .ok_or_else(|| Problem::new(ProblemCode::ReportNotReady))?;
    let key: FileKey = key
        .parse()
        .map_err(|error| Problem::internal(format!("report {}: {error}", report.id)))?;
    let (media, disposition) = (form.media(), form.disposition());
    answer::send(&ctx, &key, media, disposition, Audience::OwnPages).await
}
