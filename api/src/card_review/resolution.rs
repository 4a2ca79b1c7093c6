//! `/cards/{card_id}/comments/{comment_id}/resolution`: settling a thread, opening it again.

use actix_web::{HttpResponse, delete, post};
use domain_accounts::Action;
use domain_shared::{CardId, CommentId};
use persistence::cards::{CommentThread, comment_resolution_put, thread_find};

use super::{
    common::{card_of, target},
    fields::{CardIdField, CommentIdField},
    view::CardCommentView,
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, reply},
    problem::{Outcome, Problem, ProblemCode},
};

/// Settle a thread of comments
///
/// By the comment that opened it; either side may.
#[utoipa::path(
    tag = "review", operation_id = "resolve_card_comment",
    params(
        ("card_id" = CardIdField, Path, description = "The card."),
        ("comment_id" = CommentIdField, Path, description = "The comment that opened the thread."),
    ),
    responses(
        (status = 200, description = "The settled thread.", body = CardCommentView),
        (status = 409, description = "It is settled already, or an answer."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.keep")), ("x-if-match" = json!(true))),
)]
#[post("/cards/{card_id}/comments/{comment_id}/resolution")]
pub(super) async fn resolve_card_comment(
    ctx: Ctx,
    ids: PathId<(CardId, CommentId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let thread = ctx
        .write(move |unit| settle(unit, ids.0, expected, true))
        .await?;
    let version = thread.opening.comment.version;
    reply::changed(&CardCommentView::from(&thread), version)
}

/// Open a thread of comments again
///
/// Either side may.
#[utoipa::path(
    tag = "review", operation_id = "reopen_card_comment",
    params(
        ("card_id" = CardIdField, Path, description = "The card."),
        ("comment_id" = CommentIdField, Path, description = "The comment that opened the thread."),
    ),
    responses(
        (status = 204, description = "The thread is open."),
        (status = 409, description = "It is open already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.keep")), ("x-if-match" = json!(true))),
)]
#[delete("/cards/{card_id}/comments/{comment_id}/resolution")]
pub(super) async fn reopen_card_comment(
    ctx: Ctx,
    ids: PathId<(CardId, CommentId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| settle(unit, ids.0, expected, false))
        .await?;
    Ok(reply::nothing())
}

fn settle(
    unit: &mut UnitOfWork<'_, '_>,
    (card, comment): (CardId, CommentId),
    expected: IfMatch,
    resolve: bool,
) -> Outcome<CommentThread> {
    let card = card_of(unit.connection(), card)?;
    let permit = unit.authorize(Action::CardKeep, &target(&card))?;
    let by = permit
        .user()
        .ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))?;
    let before = thread_find(unit.connection(), card.id, comment)?;
    let before = before.ok_or_else(Problem::not_found)?;
    let opening = &before.opening.comment;
    expected.check(opening.version)?;
    if opening.thread.is_some() {
        return Err(Problem::invalid_transition(Vec::new()));
    }
    if opening.resolved.is_some() == resolve {
        let allowed = if resolve { "reopen" } else { "resolve" };
        return Err(Problem::invalid_transition(vec![allowed]));
    }
    let resolved = resolve.then(|| (by, unit.now()));
    comment_resolution_put(unit.tx(), &permit, opening, resolved)?;
    let mut after = before.clone();
    after.opening.comment.resolved = resolved;
    after.opening.comment.version = opening.version.next();
    unit.audit(
        &permit,
        ("card_comment", comment),
        Some(card.network_id),
        Some(&CardCommentView::from(&before)),
        Some(&CardCommentView::from(&after)),
    )?;
    Ok(after)
}
