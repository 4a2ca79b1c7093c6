//! `/training-courses/{course_id}/editions/{edition_id}/start`, `/completion`, `/cancellation`.

use actix_web::{HttpResponse, post};
use domain_shared::{CourseId, EditionId, civil_date};
use domain_specialists::EditionStatus;

use super::{dto::EditionView, editions::change};
use crate::{
    http::{Ctx, IfMatch, PathId, reply},
    problem::Outcome,
    wire::{CourseIdField, EditionIdField},
};

/// Begin an edition
///
/// Lessons begin: from the first day on.
#[utoipa::path(
    tag = "training", operation_id = "begin_training_edition",
    params(
        ("course_id" = CourseIdField, Path, description = "The course."),
        ("edition_id" = EditionIdField, Path, description = "The edition."),
    ),
    responses(
        (status = 200, description = "The running edition.", body = EditionView),
        (status = 409, description = "The state or the date does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("training.write")), ("x-if-match" = json!(true))),
)]
#[post("/training-courses/{course_id}/editions/{edition_id}/start")]
pub(super) async fn begin_training_edition(
    ctx: Ctx,
    ids: PathId<(CourseId, EditionId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    transition(&ctx, ids.0, expected, EditionStatus::Running).await
}

/// Complete an edition
///
/// Lessons are over: from the last day on. Certificates can then be issued.
#[utoipa::path(
    tag = "training", operation_id = "complete_training_edition",
    params(
        ("course_id" = CourseIdField, Path, description = "The course."),
        ("edition_id" = EditionIdField, Path, description = "The edition."),
    ),
    responses(
        (status = 200, description = "The completed edition.", body = EditionView),
        (status = 409, description = "The state or the date does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("training.write")), ("x-if-match" = json!(true))),
)]
#[post("/training-courses/{course_id}/editions/{edition_id}/completion")]
pub(super) async fn complete_training_edition(
    ctx: Ctx,
    ids: PathId<(CourseId, EditionId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    transition(&ctx, ids.0, expected, EditionStatus::Completed).await
}

/// Cancel an edition
///
/// It does not take place, or not to its end.
#[utoipa::path(
    tag = "training", operation_id = "cancel_training_edition",
    params(
        ("course_id" = CourseIdField, Path, description = "The course."),
        ("edition_id" = EditionIdField, Path, description = "The edition."),
    ),
    responses(
        (status = 200, description = "The cancelled edition.", body = EditionView),
        (status = 409, description = "The state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("training.write")), ("x-if-match" = json!(true))),
)]
#[post("/training-courses/{course_id}/editions/{edition_id}/cancellation")]
pub(super) async fn cancel_training_edition(
    ctx: Ctx,
    ids: PathId<(CourseId, EditionId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    transition(&ctx, ids.0, expected, EditionStatus::Cancelled).await
}

async fn transition(
    ctx: &Ctx,
    ids: (CourseId, EditionId),
    expected: IfMatch,
    to: EditionStatus,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let today = civil_date(ctx.now());
    let (edition, enrolled) = ctx
        .write(move |unit| {
            change(unit, ids, expected, |_, before, _| {
                Ok(before.change_status(to, today)?)
            })
        })
        .await?;
    reply::changed(&EditionView::of(&edition, enrolled), edition.version)
}
