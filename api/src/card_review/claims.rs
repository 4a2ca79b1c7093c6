//! `/cards/{card_id}/claim`: who works on a card under review.

use actix_web::{HttpResponse, delete, put};
use domain_accounts::Action;
use domain_cards::Claim;
use domain_shared::CardId;
use persistence::cards::{claim_put, claim_release};

use super::{
    common::{card_of, check_under_review, target},
    dto::CardClaimInput,
    fields::CardIdField,
    view::ReviewClaimView,
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    problem::{Outcome, Problem, ProblemCode},
};

/// Claim a card under review
///
/// So that others see that somebody works on it. Of several who claim it at once, one succeeds; who
/// claimed it already keeps it. An administrator of the network may take it over. The claim ends with
/// the review. The ETag is that of the card, whose version a claim does not change.
#[utoipa::path(
    tag = "review", operation_id = "claim_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    request_body = CardClaimInput,
    responses(
        (status = 200, description = "The claim.", body = ReviewClaimView),
        (status = 409, description = "It is not under review, or somebody else claimed it (`claimed_by_other`)."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.review")), ("x-if-match" = json!(true))),
)]
#[put("/cards/{card_id}/claim")]
pub(super) async fn claim_card(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
    body: ValidJson<CardClaimInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let take_over = body.into_inner()?.take_over;
    let (claim, version) = ctx
        .write(move |unit| claim(unit, id.0, expected, take_over))
        .await?;
    reply::changed(&ReviewClaimView::of(id.0, claim), version)
}

fn claim(
    unit: &mut UnitOfWork<'_, '_>,
    id: CardId,
    expected: IfMatch,
    take_over: bool,
) -> Outcome<(Claim, domain_shared::Version)> {
    let card = card_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::CardReview, &target(&card))?;
    let by = permit
        .user()
        .ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))?;
    let permit = if take_over {
        unit.authorize(Action::CardTakeOver, &target(&card))?
    } else {
        permit
    };
    expected.check(card.version)?;
    check_under_review(&card)?;
    match card.claim {
        Some(held) if held.by == by => {
            // Nothing is written, so nothing is audited.
            unit.tx().bookkeeping();
            return Ok((held, card.version));
        }
        Some(_) if !take_over => return Err(Problem::new(ProblemCode::ClaimedByOther)),
        Some(_) | None => {}
    }
    let claim = Claim { by, at: unit.now() };
    claim_put(unit.tx(), &permit, id, card.claim, claim)?;
    let view = |claim: Claim| ReviewClaimView::of(id, claim);
    unit.audit(
        &permit,
        ("card_claim", id),
        Some(card.network_id),
        card.claim.map(view).as_ref(),
        Some(&view(claim)),
    )?;
    Ok((claim, card.version))
}

/// Release a card under review
///
/// Whoever claimed it gives it back to the queue; an administrator of the network may do it for them.
#[utoipa::path(
    tag = "review", operation_id = "release_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    responses(
        (status = 204, description = "Nobody works on it any more."),
        (status = 409, description = "Somebody else claimed it (`claimed_by_other`)."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.review")), ("x-if-match" = json!(true))),
)]
#[delete("/cards/{card_id}/claim")]
pub(super) async fn release_card(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| {
        let card = card_of(unit.connection(), id.0)?;
        let permit = unit.authorize(Action::CardReview, &target(&card))?;
        expected.check(card.version)?;
        let held = card.claim.ok_or_else(Problem::not_found)?;
        let is_own = permit.user() == Some(held.by);
        if !is_own
            && unit
                .authorize(Action::CardTakeOver, &target(&card))
                .is_err()
        {
            return Err(Problem::new(ProblemCode::ClaimedByOther));
        }
        claim_release(unit.tx(), &permit, id.0, held)?;
        unit.audit(
            &permit,
            ("card_claim", id.0),
            Some(card.network_id),
            Some(&ReviewClaimView::of(id.0, held)),
            None,
        )
    })
    .await?;
    Ok(reply::nothing())
}
