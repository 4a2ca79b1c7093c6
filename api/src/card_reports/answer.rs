//! `/card-reports/{report_id}/answer`.

use actix_web::{HttpResponse, post};
use domain_accounts::Action;
use domain_cards::{CardReport, ReportAnswer};
use domain_shared::{Locale, LongText, ReportId, TextValue as _};
use persistence::cards::{ReportRecord, report_answer_put, report_find};

use super::dto::{CardReportAnswerInput, CardReportView, target};
use crate::{
    card_review::fields::ReportIdField,
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    mail::Letter,
    problem::{Outcome, Problem},
};

/// Answer a report on a card
///
/// Which closes it. The answer is sent to the address left with the report, if there is one.
#[utoipa::path(
    tag = "reports", operation_id = "answer_card_report",
    params(("report_id" = ReportIdField, Path, description = "The report.")),
    request_body = CardReportAnswerInput,
    responses(
        (status = 200, description = "The closed report.", body = CardReportView),
        (status = 409, description = "It is closed already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card_report.answer")), ("x-if-match" = json!(true))),
)]
#[post("/card-reports/{report_id}/answer")]
pub(super) async fn answer_card_report(
    ctx: Ctx,
    id: PathId<ReportId>,
    expected: IfMatch,
    body: ValidJson<CardReportAnswerInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let text = body.read(|input| input.read())?;
    let (record, is_reviewer) = ctx
        .write(move |unit| answer(unit, id.0, expected, &text))
        .await?;
    let view = CardReportView::of(&record, is_reviewer);
    reply::changed(&view, record.report.version)
}

fn answer(
    unit: &mut UnitOfWork<'_, '_>,
    id: ReportId,
    expected: IfMatch,
    text: &LongText,
) -> Outcome<(ReportRecord, bool)> {
    let before = report_find(unit.connection(), id)?.ok_or_else(Problem::not_found)?;
    let permit = unit.authorize(Action::CardReportAnswer, &target(&before))?;
    expected.check(before.report.version)?;
    if before.report.answer.is_some() {
        return Err(Problem::invalid_transition(Vec::new()));
    }
    let answer = ReportAnswer {
        text: text.clone(),
        by: permit.user(),
        at: unit.now(),
    };
    report_answer_put(unit.tx(), &permit, id, before.report.version, &answer)?;
    let after = ReportRecord {
        report: CardReport {
            answer: Some(answer),
            version: before.report.version.next(),
            ..before.report.clone()
        },
        ..before.clone()
    };
    unit.audit(
        &permit,
        ("card_report", id),
        Some(after.network_id),
        Some(&CardReportView::of(&before, false)),
        Some(&CardReportView::of(&after, false)),
    )?;
    if let Some(email) = &after.report.email {
        // Nobody knows the language of whoever reported.
        let locale = Locale::default();
        let title = &after.card_title;
        unit.send(Letter::report_answered(email, locale, title, text.as_str()))?;
    }
    let review = unit.authorize(Action::CardReview, &target(&after));
    Ok((after, review.is_ok()))
}
