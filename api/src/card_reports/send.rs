//! `/services/{card_id}/reports`.

use actix_web::{HttpResponse, post};
use domain_accounts::{Action, Target};
use domain_cards::{Card, CardReport};
use domain_shared::{CardId, Code as _, TextValue as _, Version, civil_date};
use persistence::{
    accounts::reviewers_of_network,
    cards::{ReportRecord, card_find, report_insert, revision_find},
    services::service_is_public,
};

use super::dto::{CardReportInput, CardReportReceipt, CardReportView, Reported};
use crate::{
    card_review::{
        common::{people_of_provider, title},
        fields::CardIdField,
    },
    http::{Created, Ctx, PathId, UnitOfWork, ValidJson},
    mail::Letter,
    problem::{Outcome, Problem},
};

/// Report that a published card is wrong
///
/// Anybody may. Provider and reviewers are told by e-mail, and one of them closes the report with an
/// answer, which is sent to the address left here. The address is shown to reviewers only. The report
/// itself can be read by provider and reviewers.
#[utoipa::path(
    tag = "reports", operation_id = "report_card",
    params(("card_id" = CardIdField, Path, description = "The published card.")),
    request_body = CardReportInput,
    responses((status = 201, description = "The report has arrived.", body = CardReportReceipt)),
    security((), ("bearer" = [])), extensions(("x-action" = json!("card_report.send"))),
)]
#[post("/services/{card_id}/reports")]
pub(super) async fn report_card(
    ctx: Ctx,
    id: PathId<CardId>,
    body: ValidJson<CardReportInput>,
) -> Outcome<HttpResponse> {
    ctx.check_sensitive_rate()?;
    let reported = body.read(CardReportInput::read)?;
    ctx.create(move |unit| {
        let record = send(unit, id.0, &reported)?;
        Ok(Created {
            path: format!("/card-reports/{}", record.report.id),
            version: None,
            view: CardReportReceipt::from(&record),
        })
    })
    .await
}

fn send(unit: &mut UnitOfWork<'_, '_>, id: CardId, reported: &Reported) -> Outcome<ReportRecord> {
    let today = civil_date(unit.now());
    if !service_is_public(unit.connection(), id, today)? {
        return Err(Problem::not_found());
    }
    let card = card_find(unit.connection(), id)?.ok_or_else(Problem::not_found)?;
    let target = Target::public_in(card.network_id).of_provider(card.provider_id);
    let permit = unit.authorize(Action::CardReportSend, &target)?;
    let record = ReportRecord {
        report: CardReport {
            id: unit.new_id(),
            card_id: card.id,
            reason: reported.reason,
            text: reported.text.clone(),
            email: reported.email.clone(),
            answer: None,
            version: Version::FIRST,
            created_at: unit.now(),
        },
        provider_id: card.provider_id,
        network_id: card.network_id,
        card_title: published_title(unit, &card)?,
    };
    report_insert(unit.tx(), &permit, &record)?;
    unit.audit(
        &permit,
        ("card_report", record.report.id),
        Some(card.network_id),
        None,
        Some(&CardReportView::of(&record, false)),
    )?;
    tell(unit, &card, &record)?;
    Ok(record)
}

/// The title under which the public sees a card.
fn published_title(unit: &mut UnitOfWork<'_, '_>, card: &Card) -> Outcome<String> {
    let Some(number) = card.revision else {
        return Ok(String::new());
    };
    let revision = revision_find(unit.connection(), card.id, number)?;
    let content = revision.map(|revision| revision.content);
    Ok(title(content.as_ref()).to_owned())
}

/// Tells the people of the provider and the reviewers, each once.
fn tell(unit: &mut UnitOfWork<'_, '_>, card: &Card, record: &ReportRecord) -> Outcome<()> {
    let mut people = people_of_provider(unit, card)?;
    for reviewer in reviewers_of_network(unit.connection(), card.network_id)? {
        if !people.contains(&reviewer) {
            people.push(reviewer);
        }
    }
    let report = &record.report;
    for person in people {
        unit.send(Letter::card_reported(
            &person.email,
            person.locale,
            &record.card_title,
            report.reason.label(person.locale),
            report.text.as_str(),
        ))?;
    }
    Ok(())
}
