//! Confirming that cards are still true: one, or many at once.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use domain_accounts::{Action, Permit};
use domain_cards::{Card, Publication, Verification};
use domain_shared::{CardId, Code as _, civil_date};
use persistence::cards::{card_find_many, cards_verify};
use serde::Serialize;

use super::{
    common::{card_of, shown_of, target},
    dto::{CardVerificationsInput, each_once},
    view::{CardOutcome, CardOutcomesView, CardView},
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    problem::{Outcome, Problem},
    services::publication::{Affected, refresh},
    wire::CardIdField,
};

/// What the audit log shows of a verification.
#[derive(Debug, Serialize)]
struct VerifiedView {
    #[serde(skip_serializing_if = "Option::is_none")]
    verified_on: Option<NaiveDate>,
}

/// Confirm that a card is still true
///
/// A published or suspended one: its last revision counts as verified today by the caller.
#[utoipa::path(
    tag = "cards", operation_id = "verify_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    responses(
        (status = 200, description = "The verified card.", body = CardView),
        (status = 409, description = "Nothing of it is published."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.keep")), ("x-if-match" = json!(true))),
)]
#[post("/cards/{card_id}/verification")]
pub(super) async fn verify_card(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let shown = ctx
        .write(move |unit| {
            let card = card_of(unit.connection(), id.0)?;
            let permit = judge(unit, Some(&card))?;
            expected.check(card.version)?;
            is_verifiable(&card)?;
            verify(unit, &permit, &[&card])?;
            let card = card_of(unit.connection(), id.0)?;
            shown_of(unit.connection(), card)
        })
        .await?;
    reply::changed(&CardView::from(&shown), shown.card.version)
}

/// Confirm that many cards are still true
///
/// Up to five hundred. Each is judged as if it were alone and those that can be verified are, all of
/// them in one transaction; the answer says for each card what became of it, with the problem it
/// would have met alone.
#[utoipa::path(
    tag = "cards", operation_id = "verify_cards",
    request_body = CardVerificationsInput,
    responses((status = 200, description = "What became of each card.", body = CardOutcomesView)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.keep"))),
)]
#[post("/card-verifications")]
pub(super) async fn verify_cards(
    ctx: Ctx,
    body: ValidJson<CardVerificationsInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let ids = each_once(body.into_inner()?.ids);
    let outcomes = ctx.write(move |unit| verify_many(unit, &ids)).await?;
    reply::personal(&CardOutcomesView::of(&outcomes, &ctx))
}

fn verify_many(unit: &mut UnitOfWork<'_, '_>, ids: &[CardId]) -> Outcome<Vec<CardOutcome>> {
    let cards = card_find_many(unit.connection(), ids)?;
    let cards: BTreeMap<CardId, &Card> = cards.iter().map(|card| (card.id, card)).collect();
    let mut permit = None;
    let mut ready: Vec<&Card> = Vec::new();
    let mut outcomes = Vec::with_capacity(ids.len());
    for id in ids {
        let card = cards.get(id).copied();
        let judged = judge(unit, card).and_then(|permitted| {
            let card = card.ok_or_else(Problem::not_found)?;
            is_verifiable(card)?;
            Ok((permitted, card))
        });
        let outcome = judged.map(|(permitted, card)| {
            permit = Some(permitted);
            ready.push(card);
            card.version.next()
        });
        outcomes.push((*id, outcome));
    }
    match permit {
        Some(permit) => verify(unit, &permit, &ready)?,
        None => unit.tx().bookkeeping(),
    }
    Ok(outcomes)
}

/// Whether the caller may say that a card is true.
fn judge(unit: &UnitOfWork<'_, '_>, card: Option<&Card>) -> Outcome<Permit> {
    let card = card.ok_or_else(Problem::not_found)?;
    unit.authorize(Action::CardKeep, &target(card))
}

/// Refuses a card of which nothing is published.
fn is_verifiable(card: &Card) -> Outcome<()> {
    match card.state.publication {
        Publication::Published | Publication::Suspended => Ok(()),
        Publication::Unpublished | Publication::Archived => {
            let allowed = card.state.allowed().iter().map(|step| step.code());
            Err(Problem::invalid_transition(allowed.collect()))
        }
    }
}

/// Writes that cards are true today.
fn verify(unit: &mut UnitOfWork<'_, '_>, permit: &Permit, cards: &[&Card]) -> Outcome<()> {
    let now = unit.now();
    let verification = Verification {
        on: civil_date(now),
        by: permit.user(),
    };
    let ids: Vec<CardId> = cards.iter().map(|card| card.id).collect();
    cards_verify(unit.tx(), permit, &ids, verification, now)?;
    for card in cards {
        let before = VerifiedView {
            verified_on: card.verification.map(|one| one.on),
        };
        let after = VerifiedView {
            verified_on: Some(verification.on),
        };
        let network = Some(card.network_id);
        unit.audit(
            permit,
            ("card", card.id),
            network,
            Some(&before),
            Some(&after),
        )?;
    }
    refresh(unit, &Affected::Cards(ids))
}
