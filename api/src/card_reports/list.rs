//! `/card-reports`: reading.

use actix_web::{HttpResponse, get};
use domain_accounts::Action;
use domain_shared::ReportId;
use persistence::cards::{ReportFilter, report_find, report_list};

use super::dto::{CardReportParams, CardReportView, target};
use crate::{
    card_review::fields::ReportIdField,
    http::{
        Ctx, ListQuery, Page, PageParams, PathId,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
};

/// List the reports on cards
///
/// Newest first: those on the caller's provider, or of the networks they review.
#[utoipa::path(
    tag = "reports", operation_id = "list_card_reports",
    params(CardReportParams, PageParams),
    responses((status = 200, description = "A page of reports.", body = Page<CardReportView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("card_report.answer"))),
)]
#[get("/card-reports")]
pub(super) async fn list_card_reports(
    ctx: Ctx,
    query: ListQuery<CardReportParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = ReportFilter::from(params);
    let reports = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::CardReportAnswer)?;
            let reports = report_list(snapshot.connection(), &scope, &filter, &page)?;
            Ok(reports.map(|record| {
                let review = snapshot.authorize(Action::CardReview, &target(&record));
                CardReportView::of(&record, review.is_ok())
            }))
        })
        .await?;
    list.answer(&ctx, reports, Caching::Private)
}

/// Find a report on a card
///
/// With the ETag that answering it needs.
#[utoipa::path(
    tag = "reports", operation_id = "find_card_report",
    params(("report_id" = ReportIdField, Path, description = "The report.")),
    responses((status = 200, description = "The report.", body = CardReportView)),
    security(("bearer" = [])), extensions(("x-action" = json!("card_report.answer"))),
)]
#[get("/card-reports/{report_id}")]
pub(super) async fn find_card_report(ctx: Ctx, id: PathId<ReportId>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (record, is_reviewer) = ctx
        .read(move |snapshot| {
            let record = report_find(snapshot.connection(), id.0)?;
            let record = record.ok_or_else(Problem::not_found)?;
            snapshot.authorize(Action::CardReportAnswer, &target(&record))?;
            let review = snapshot.authorize(Action::CardReview, &target(&record));
            Ok((record, review.is_ok()))
        })
        .await?;
    reply::resource(
        &ctx,
        &CardReportView::of(&record, is_reviewer),
        record.report.version,
        Caching::Private,
    )
}
