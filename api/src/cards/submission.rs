//! Submission to review: of one card, or of many at once.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, post};
use domain_accounts::{Action, Permit};
use domain_cards::{CardEvent, CardStep};
use domain_shared::{CardId, NetworkBodyId, ProviderId, Version};
use persistence::cards::{card_find_many, cards_submit, events_append, revisions_last};

use super::{
    common::{Shown, card_of, lacks, not_now, record, shown_of, target, tell_reviewers},
    dto::{CardSubmissionsInput, each_once},
    suspicion,
    view::{CardOutcome, CardOutcomesView, CardView},
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    problem::{Outcome, Problem, ProblemCode},
    wire::CardIdField,
};

/// Submit a card to review
///
/// Its working copy, while it is a draft or changes were requested. It must be complete, and what it
/// names must exist: active categories, municipalities, provinces, regions and zones, sites of the
/// provider, files of the card. Every member that is missing or wrong is named in one answer, by JSON
/// Pointer into the card as it is read (`/content/title/it`). Cards that look like the same service
/// are noted for the reviewer and block nothing. The reviewers of the network are told by e-mail.
#[utoipa::path(
    tag = "cards", operation_id = "submit_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    responses(
        (status = 200, description = "The submitted card.", body = CardView),
        (status = 409, description = "Its state does not allow it."),
        (status = 422, description = "It is not complete; errors lists everything it lacks."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.write")), ("x-if-match" = json!(true))),
)]
#[post("/cards/{card_id}/submission")]
pub(super) async fn submit_card(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let shown = ctx.write(move |unit| submit(unit, id.0, expected)).await?;
    reply::changed(&CardView::from(&shown), shown.card.version)
}

fn submit(unit: &mut UnitOfWork<'_, '_>, id: CardId, expected: IfMatch) -> Outcome<Shown> {
    let card = card_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::CardWrite, &target(&card))?;
    expected.check(card.version)?;
    card.state.after(CardStep::Submit).map_err(not_now)?;
    let before = shown_of(unit.connection(), card)?;
    for wrong in lacks(unit.connection(), &[&before])? {
        wrong.into_result()?;
    }
    let mut after = send(unit, &permit, &[before])?;
    after
        .pop()
        .ok_or_else(|| Problem::internal("a submission of nothing"))
}

/// Submit many cards to review
///
/// Up to a hundred. Each is judged as if it were alone and those that can be submitted are, all of
/// them in one transaction; the answer says for each card what became of it, with the problem it
/// would have met alone. A card without `version` is submitted in whatever version it is.
#[utoipa::path(
    tag = "cards", operation_id = "submit_cards",
    request_body = CardSubmissionsInput,
    responses((status = 200, description = "What became of each card.", body = CardOutcomesView)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.write"))),
)]
#[post("/card-submissions")]
pub(super) async fn submit_cards(
    ctx: Ctx,
    body: ValidJson<CardSubmissionsInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let input = body.into_inner()?;
    let versions = input.cards.iter();
    let versions: BTreeMap<CardId, Option<i32>> =
        versions.map(|one| (one.id.0, one.version)).collect();
    let ids = each_once(input.cards.into_iter().map(|one| one.id));
    let outcomes = ctx
        .write(move |unit| submit_many(unit, &ids, &versions))
        .await?;
    reply::personal(&CardOutcomesView::of(&outcomes, &ctx))
}

fn submit_many(
    unit: &mut UnitOfWork<'_, '_>,
    ids: &[CardId],
    versions: &BTreeMap<CardId, Option<i32>>,
) -> Outcome<Vec<CardOutcome>> {
    let found = found(unit, ids)?;
    let mut problems: BTreeMap<CardId, Problem> = BTreeMap::new();
    let mut ready: Vec<(Permit, Shown)> = Vec::new();
    for id in ids {
        let wanted = versions.get(id).copied().flatten();
        match judge(unit, found.get(id), wanted) {
            Ok(one) => ready.push(one),
            Err(problem) => {
                problems.insert(*id, problem);
            }
        }
    }
    let cards: Vec<&Shown> = ready.iter().map(|(_, shown)| shown).collect();
    let wrong = lacks(unit.connection(), &cards)?;
    let mut permit = None;
    let mut complete = Vec::new();
    for ((permitted, shown), wrong) in ready.into_iter().zip(wrong) {
        match wrong.into_result() {
            Ok(()) => {
                permit = Some(permitted);
                complete.push(shown);
            }
            Err(wrong) => {
                problems.insert(shown.card.id, wrong.into());
            }
        }
    }
    let sent = if let Some(permit) = permit {
        send(unit, &permit, &complete)?
    } else {
        unit.tx().bookkeeping();
        Vec::new()
    };
    let sent: BTreeMap<CardId, Version> = sent
        .into_iter()
        .map(|shown| (shown.card.id, shown.card.version))
        .collect();
    let outcomes = ids.iter().map(|id| {
        let outcome = match (sent.get(id), problems.remove(id)) {
            (Some(version), _) => Ok(*version),
            (None, problem) => Err(problem.unwrap_or_else(Problem::not_found)),
        };
        (*id, outcome)
    });
    Ok(outcomes.collect())
}

/// The cards with what they say, by identifier.
fn found(unit: &mut UnitOfWork<'_, '_>, ids: &[CardId]) -> Outcome<BTreeMap<CardId, Shown>> {
    let cards = card_find_many(unit.connection(), ids)?;
    let copyless = cards.iter().filter(|card| card.draft.is_none());
    let copyless: Vec<CardId> = copyless.map(|card| card.id).collect();
    let revisions = revisions_last(unit.connection(), &copyless)?;
    let mut last: BTreeMap<CardId, _> = revisions
        .into_iter()
        .map(|revision| (revision.card_id, revision.content))
        .collect();
    let shown = cards.into_iter().filter_map(|card| {
        let content = card.draft.clone().or_else(|| last.remove(&card.id))?;
        Some((card.id, Shown { card, content }))
    });
    Ok(shown.collect())
}

/// Whether the caller may submit a card in this version, as far as its content does not matter.
fn judge(
    unit: &UnitOfWork<'_, '_>,
    shown: Option<&Shown>,
    version: Option<i32>,
) -> Outcome<(Permit, Shown)> {
    let shown = shown.ok_or_else(Problem::not_found)?;
    let card = &shown.card;
    let permit = unit.authorize(Action::CardWrite, &target(card))?;
    if version.is_some_and(|version| version != card.version.number()) {
        return Err(Problem::new(ProblemCode::StaleVersion));
    }
    card.state.after(CardStep::Submit).map_err(not_now)?;
    Ok((permit, shown.clone()))
}

/// Sends cards to review that are allowed to go there, with everything that goes with it.
fn send(unit: &mut UnitOfWork<'_, '_>, permit: &Permit, before: &[Shown]) -> Outcome<Vec<Shown>> {
    let now = unit.now();
    let ids: Vec<CardId> = before.iter().map(|shown| shown.card.id).collect();
    cards_submit(unit.tx(), permit, &ids, now)?;
    let event = CardEvent {
        step: CardStep::Submit,
        reason: None,
        revision: None,
        by: permit.user(),
        at: now,
    };
    events_append(unit.tx(), permit, &ids, &event)?;
    suspicion::note(unit, permit, before)?;
    let mut after = Vec::with_capacity(before.len());
    for shown in before {
        let mut sent = shown.clone();
        sent.card.state = shown.card.state.after(CardStep::Submit).map_err(not_now)?;
        sent.card.version = shown.card.version.next();
        sent.card.submitted_at = Some(now);
        sent.card.claim = None;
        sent.card.updated_at = now;
        record(unit, permit, Some(shown), Some(&sent))?;
        after.push(sent);
    }
    let mut by_provider: BTreeMap<(NetworkBodyId, ProviderId), Vec<&Shown>> = BTreeMap::new();
    for shown in &after {
        let place = (shown.card.network_id, shown.card.provider_id);
        by_provider.entry(place).or_default().push(shown);
    }
    for cards in by_provider.values() {
        tell_reviewers(unit, cards)?;
    }
    Ok(after)
}
