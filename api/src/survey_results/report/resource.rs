//! Asking for reports, how far they are, and giving them up.

use actix_web::{HttpResponse, get, post};
use domain_accounts::{Action, Permit};
use domain_shared::{JobStatus, NetworkBodyId, SurveyCampaignId, SurveyReportId, Version};
use domain_surveys::{SurveyCampaign, SurveyReport};
use persistence::{
    AnyConnection,
    surveys::{
        survey_report_find, survey_report_insert, survey_report_list, survey_report_under_way,
        survey_report_update,
    },
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::view::SurveyReportView;
use crate::{
    http::{
        Created, Ctx, ListQuery, Page, PageParams, PathId, Snapshot, UnitOfWork,
        reply::{self, Caching},
    },
    jobs::life,
    problem::{Outcome, Problem, ProblemCode},
    survey_campaigns::common::{campaign_of, target},
    survey_results::survey::is_closed,
    wire::{SurveyCampaignIdField, SurveyReportIdField},
};

/// Name of the resource in the audit log.
const REPORT: &str = "survey_report";

/// The campaign, of which the caller may read results.
fn read_campaign(snapshot: &mut Snapshot<'_>, id: SurveyCampaignId) -> Outcome<SurveyCampaign> {
    let campaign = campaign_of(snapshot.connection(), id)?;
    snapshot.authorize(Action::SurveyResultRead, &target(&campaign))?;
    Ok(campaign)
}

fn report_of(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    id: SurveyReportId,
) -> Outcome<SurveyReport> {
    survey_report_find(connection, campaign, id)?.ok_or_else(Problem::not_found)
}

/// A report, which the caller may read.
pub(super) fn read_report(
    snapshot: &mut Snapshot<'_>,
    campaign: SurveyCampaignId,
    id: SurveyReportId,
) -> Outcome<SurveyReport> {
    let campaign = read_campaign(snapshot, campaign)?;
    report_of(snapshot.connection(), campaign.id, id)
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    network: NetworkBodyId,
    before: Option<&SurveyReport>,
    after: &SurveyReport,
) -> Outcome<SurveyReportView> {
    let locale = unit.locale();
    let view = SurveyReportView::of(after, locale);
    let before = before.map(|report| SurveyReportView::of(report, locale));
    unit.audit(
        permit,
        (REPORT, after.id),
        Some(network),
        before.as_ref(),
        Some(&view),
    )?;
    Ok(view)
}

/// Ask for a report of a survey campaign
///
/// Of a closed campaign: method, field work, quotas, results with charts, by category and by point, in Italian, as a page and as a PDF that say the
/// same. It is made by and by: ask the report how far it is. One report of a campaign is made at a time.
#[utoipa::path(
    tag = "survey-results", operation_id = "create_survey_report",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    responses(
        (status = 202, description = "The report, which waits for a worker.", body = SurveyReportView,
            headers(("Location" = crate::wire::WebUrlField, description = "URL of the report."))),
        (status = 409, description = "The campaign is not closed, or a report of it is being made."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_result.read"))),
)]
#[post("/survey-campaigns/{campaign_id}/reports")]
pub(in crate::survey_results) async fn create_survey_report(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let hub = ctx.hub().clone();
    let accepted = ctx.accept(move |unit| create(unit, id.0)).await;
    hub.jobs.wake();
    accepted
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    id: SurveyCampaignId,
) -> Outcome<Created<SurveyReportView>> {
    let campaign = campaign_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::SurveyResultRead, &target(&campaign))?;
    is_closed(&campaign)?;
    if survey_report_under_way(unit.connection(), id)?.is_some() {
        return Err(Problem::new(ProblemCode::ReportUnderWay));
    }
    let now = unit.now();
    let report = SurveyReport {
        id: unit.new_id(),
        campaign_id: id,
        status: JobStatus::Queued,
        page_key: None,
        document_key: None,
        message: None,
        created_by: permit.user(),
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
        finished_at: None,
    };
    survey_report_insert(unit.tx(), &permit, &report)?;
    Ok(Created {
        path: format!("/survey-campaigns/{id}/reports/{}", report.id),
        version: None,
        view: record(unit, &permit, campaign.network_id, None, &report)?,
    })
}

/// Which reports to list: all.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ReportParams {}

/// List the reports of a survey campaign
///
/// Newest first, those that were given up among them.
#[utoipa::path(
    tag = "survey-results", operation_id = "list_survey_reports",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), PageParams),
    responses((status = 200, description = "A page of reports.", body = Page<SurveyReportView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_result.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/reports")]
pub(in crate::survey_results) async fn list_survey_reports(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ListQuery<ReportParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (ReportParams {}, page, list) = query.split();
    let reports = ctx
        .read(move |snapshot| {
            let campaign = read_campaign(snapshot, id.0)?;
            Ok(survey_report_list(
                snapshot.connection(),
                campaign.id,
                &page,
            )?)
        })
        .await?;
    let locale = ctx.locale();
    let items = reports.map(|report| SurveyReportView::of(&report, locale));
    list.answer(&ctx, items, Caching::Private)
}

/// Find how far a report of a survey campaign is
///
/// It changes without anybody's doing, so ask again every few seconds while its status is `queued` or `running`. Once it is `done`, read it at
/// `…/page` and `…/document`.
#[utoipa::path(
    tag = "survey-results", operation_id = "find_survey_report_status",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("report_id" = SurveyReportIdField, Path, description = "The report."),
    ),
    responses((status = 200, description = "The report.", body = SurveyReportView)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_result.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/reports/{report_id}")]
pub(in crate::survey_results) async fn find_survey_report_status(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyReportId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (campaign, report) = ids.0;
    let report = ctx
        .read(move |snapshot| read_report(snapshot, campaign, report))
        .await?;
    let view = SurveyReportView::of(&report, ctx.locale());
    reply::document(&ctx, &view, Caching::Private)
}

/// Cancel a report of a survey campaign
///
/// One that waits or is being made.
#[utoipa::path(
    tag = "survey-results", operation_id = "cancel_survey_report",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("report_id" = SurveyReportIdField, Path, description = "The report."),
    ),
    responses(
        (status = 200, description = "The cancelled report.", body = SurveyReportView),
        (status = 409, description = "It is over."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_result.read"))),
)]
#[post("/survey-campaigns/{campaign_id}/reports/{report_id}/cancellation")]
pub(in crate::survey_results) async fn cancel_survey_report(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyReportId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (campaign, report) = ids.0;
    let view = ctx
        .write(move |unit| cancel(unit, campaign, report))
        .await?;
    reply::personal(&view)
}

fn cancel(
    unit: &mut UnitOfWork<'_, '_>,
    campaign: SurveyCampaignId,
    report: SurveyReportId,
) -> Outcome<SurveyReportView> {
    let campaign = campaign_of(unit.connection(), campaign)?;
    let permit = unit.authorize(Action::SurveyResultRead, &target(&campaign))?;
    let before = report_of(unit.connection(), campaign.id, report)?;
    let mut after = before.clone();
    let read = life::cancel(&mut after, unit.now())?;
    // A worker that is making it finds out with its next sign of life, and removes what it made.
    (after.page_key, after.document_key) = (None, None);
    survey_report_update(unit.tx(), read, &after)?;
    record(unit, &permit, campaign.network_id, Some(&before), &after)
}
