//! The steps in the life of a card but its submission, each a resource below the card.

use actix_web::{HttpResponse, delete, post};
use domain_accounts::{Action, Permit};
use domain_cards::{Card, CardRevision, CardStep, Publication, RevisionNumber, Verification};
use domain_shared::{BoundedNumber as _, CardId, Reason, civil_date};
use persistence::cards::{card_update, revision_insert};

use super::{
    common::{
        Shown, card_of, is_public_matter, lacks, not_now, note, published, record, shown_of,
        target, tell_provider,
    },
    dto::CardReasonInput,
    view::CardView,
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    problem::{Outcome, Problem},
    services::publication::{Affected, refresh},
    wire::CardIdField,
};

/// Throw the working copy of a published card away
///
/// What is published stays. A card that was never published is deleted instead, one under review is
/// withdrawn first.
#[utoipa::path(
    tag = "cards", operation_id = "discard_card_draft",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    responses(
        (status = 204, description = "The working copy is gone."),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.write")), ("x-if-match" = json!(true))),
)]
#[delete("/cards/{card_id}/draft")]
pub(super) async fn discard_card_draft(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| take(unit, id.0, expected, CardStep::Discard, None))
        .await?;
    Ok(reply::nothing())
}

/// Withdraw a card from review
///
/// While its working copy is under review; it is a draft again.
#[utoipa::path(
    tag = "cards", operation_id = "withdraw_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    responses(
        (status = 200, description = "The card.", body = CardView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.write")), ("x-if-match" = json!(true))),
)]
#[post("/cards/{card_id}/withdrawal")]
pub(super) async fn withdraw_card(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    step(ctx, id.0, expected, CardStep::Withdraw, None).await
}

/// Ask for changes to a card
///
/// While its working copy is under review; editors and managers of the provider are told why by
/// e-mail.
#[utoipa::path(
    tag = "cards", operation_id = "request_card_changes",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    request_body = CardReasonInput,
    responses(
        (status = 200, description = "The card.", body = CardView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.review")), ("x-if-match" = json!(true))),
)]
#[post("/cards/{card_id}/change-request")]
pub(super) async fn request_card_changes(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
    body: ValidJson<CardReasonInput>,
) -> Outcome<HttpResponse> {
    explained(ctx, id.0, expected, CardStep::RequestChanges, body).await
}

/// Publish a card
///
/// While its working copy is under review. The working copy becomes the next revision, which never
/// changes, and counts as verified today by who publishes it. A suspended card comes back with it.
/// What was removed since the submission (a category, a site, a file) is refused as there, by
/// pointers into the card. Editors and managers of the provider are told by e-mail.
#[utoipa::path(
    tag = "cards", operation_id = "publish_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    responses(
        (status = 200, description = "The published card.", body = CardView),
        (status = 409, description = "Its state does not allow it."),
        (status = 422, description = "It names what is not there any more."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.review")), ("x-if-match" = json!(true))),
)]
#[post("/cards/{card_id}/publication")]
pub(super) async fn publish_card(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    step(ctx, id.0, expected, CardStep::Publish, None).await
}

/// Suspend a card
///
/// A published one: the public does not see it until it is reinstated. Editors and managers of the
/// provider are told why by e-mail.
#[utoipa::path(
    tag = "cards", operation_id = "suspend_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    request_body = CardReasonInput,
    responses(
        (status = 200, description = "The suspended card.", body = CardView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.review")), ("x-if-match" = json!(true))),
)]
#[post("/cards/{card_id}/suspension")]
pub(super) async fn suspend_card(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
    body: ValidJson<CardReasonInput>,
) -> Outcome<HttpResponse> {
    explained(ctx, id.0, expected, CardStep::Suspend, body).await
}

/// Reinstate a card
///
/// A suspended one: the public sees its last revision again. Editors and managers of the provider are
/// told by e-mail.
#[utoipa::path(
    tag = "cards", operation_id = "reinstate_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    responses(
        (status = 200, description = "The card.", body = CardView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.review")), ("x-if-match" = json!(true))),
)]
#[post("/cards/{card_id}/reinstatement")]
pub(super) async fn reinstate_card(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    step(ctx, id.0, expected, CardStep::Reinstate, None).await
}

/// Archive a card
///
/// From any state, for good: it is out of the public view and is not changed any more. A working
/// copy beside a published revision is thrown away. Editors and managers of the provider are told
/// why by e-mail.
#[utoipa::path(
    tag = "cards", operation_id = "archive_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    request_body = CardReasonInput,
    responses(
        (status = 200, description = "The archived card.", body = CardView),
        (status = 409, description = "It is archived already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.keep")), ("x-if-match" = json!(true))),
)]
#[post("/cards/{card_id}/archiving")]
pub(super) async fn archive_card(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
    body: ValidJson<CardReasonInput>,
) -> Outcome<HttpResponse> {
    explained(ctx, id.0, expected, CardStep::Archive, body).await
}

/// Takes a step that must be explained.
async fn explained(
    ctx: Ctx,
    id: CardId,
    expected: IfMatch,
    taken: CardStep,
    body: ValidJson<CardReasonInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let reason = body.read(|input| input.read())?;
    step(ctx, id, expected, taken, Some(reason)).await
}

async fn step(
    ctx: Ctx,
    id: CardId,
    expected: IfMatch,
    step: CardStep,
    reason: Option<Reason>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let shown = ctx
        .write(move |unit| take(unit, id, expected, step, reason.as_ref()))
        .await?;
    reply::changed(&CardView::from(&shown), shown.card.version)
}

/// The permission a step needs.
const fn permission(step: CardStep) -> Action {
    match step {
        CardStep::Create
        | CardStep::Edit
        | CardStep::Submit
        | CardStep::Withdraw
        | CardStep::Discard => Action::CardWrite,
        CardStep::RequestChanges | CardStep::Publish | CardStep::Suspend | CardStep::Reinstate => {
            Action::CardReview
        }
        CardStep::Archive => Action::CardKeep,
    }
}

/// Whether the provider is told of a step.
const fn is_told(step: CardStep) -> bool {
    match step {
        CardStep::RequestChanges
        | CardStep::Publish
        | CardStep::Suspend
        | CardStep::Reinstate
        | CardStep::Archive => true,
        CardStep::Create
        | CardStep::Edit
        | CardStep::Submit
        | CardStep::Withdraw
        | CardStep::Discard => false,
    }
}

/// Takes a step with a card: everything that goes with it, in this transaction.
pub(super) fn take(
    unit: &mut UnitOfWork<'_, '_>,
    id: CardId,
    expected: IfMatch,
    step: CardStep,
    reason: Option<&Reason>,
) -> Outcome<Shown> {
    let card = card_of(unit.connection(), id)?;
    let permit = unit.authorize(permission(step), &target(&card))?;
    expected.check(card.version)?;
    let publication = card.state.publication;
    let before = shown_of(unit.connection(), card)?;
    let after = stepped(unit, &permit, &before, step)?;
    card_update(
        unit.tx(),
        &permit,
        before.card.version,
        &after.card,
        Some(&after.content),
    )?;
    if step == CardStep::Publish {
        publish(unit, &permit, &after)?;
    }
    note(unit, &permit, &after.card, step, reason.cloned())?;
    record(unit, &permit, Some(&before), Some(&after))?;
    if is_public_matter(publication, step) {
        refresh(unit, &Affected::Card(id))?;
    }
    if is_told(step) {
        tell_provider(unit, &after, step, reason)?;
    }
    Ok(after)
}

/// The card after a step.
fn stepped(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: &Shown,
    step: CardStep,
) -> Outcome<Shown> {
    let now = unit.now();
    let state = before.card.state.after(step).map_err(not_now)?;
    let mut after = before.clone();
    let card = &mut after.card;
    card.state = state;
    card.version = before.card.version.next();
    card.updated_at = now;
    match step {
        CardStep::Create | CardStep::Edit | CardStep::Suspend | CardStep::Reinstate => {}
        CardStep::Submit => card.submitted_at = Some(now),
        CardStep::Withdraw | CardStep::RequestChanges => leave_review(card),
        CardStep::Publish => {
            let wrong = lacks(unit.connection(), &[before])?;
            for violations in wrong {
                violations.into_result()?;
            }
            leave_review(card);
            card.draft = None;
            card.revision = Some(next_number(&before.card)?);
            card.verification = Some(Verification {
                on: civil_date(now),
                by: permit.user(),
            });
        }
        CardStep::Discard => {
            card.draft = None;
            after.content = published(unit.connection(), card)?;
        }
        CardStep::Archive => {
            leave_review(card);
            if before.card.state.publication != Publication::Unpublished && card.draft.is_some() {
                card.draft = None;
                after.content = published(unit.connection(), card)?;
            }
        }
    }
    Ok(after)
}

/// The working copy is not under review any more.
const fn leave_review(card: &mut Card) {
    card.submitted_at = None;
    card.claim = None;
}

/// The number of the next revision of a card.
fn next_number(card: &Card) -> Outcome<RevisionNumber> {
    let last = card.revision.map_or(0, |number| i64::from(number.number()));
    RevisionNumber::from_number(last.saturating_add(1))
        .ok_or_else(|| Problem::internal("no more revision numbers"))
}

/// Keeps what was published.
fn publish(unit: &mut UnitOfWork<'_, '_>, permit: &Permit, after: &Shown) -> Outcome<()> {
    let number = after.card.revision;
    let revision = CardRevision {
        card_id: after.card.id,
        number: number.ok_or_else(|| Problem::internal("a publication without a number"))?,
        content: after.content.clone(),
        published_at: unit.now(),
        published_by: permit.user(),
    };
    Ok(revision_insert(unit.tx(), permit, &revision)?)
}
