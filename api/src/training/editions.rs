//! `/training-courses/{course_id}/editions`.

use actix_web::{HttpResponse, get, patch, post};
use domain_accounts::{Action, Permit};
use domain_shared::{CourseId, EditionId, messages};
use domain_specialists::{Course, Edition, EditionDraft, EditionTerms};
use persistence::{
    AnyConnection, DbError, DbResult,
    training::{attendees_count, edition_insert, edition_list, edition_update},
};

use super::{
    course_of,
    dto::{EditionInput, EditionParams, EditionView},
    edition_of, target,
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{CourseIdField, EditionIdField},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "training_edition";

/// List the editions of a course
///
/// By first day.
#[utoipa::path(
    tag = "training", operation_id = "list_training_editions",
    params(
        ("course_id" = CourseIdField, Path, description = "The course."),
        EditionParams, PageParams,
    ),
    responses((status = 200, description = "A page of editions.", body = Page<EditionView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("training.read"))),
)]
#[get("/training-courses/{course_id}/editions")]
pub(super) async fn list_training_editions(
    ctx: Ctx,
    id: PathId<CourseId>,
    query: ListQuery<EditionParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = params.into();
    let editions = ctx
        .read(move |snapshot| {
            let course = course_of(snapshot.connection(), id.0)?;
            let _: Permit = snapshot.authorize(Action::TrainingRead, &target(&course))?;
            let connection = snapshot.connection();
            let editions = edition_list(connection, id.0, &filter, &page)?;
            let ids: Vec<_> = editions.items.iter().map(|one| one.id).collect();
            let counts = attendees_count(connection, &ids)?;
            Ok(editions.map(|one| {
                let enrolled = counts.get(&one.id).copied().unwrap_or_default();
                EditionView::of(&one, enrolled)
            }))
        })
        .await?;
    list.answer(&ctx, editions, Caching::Private)
}

/// Find an edition
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "training", operation_id = "find_training_edition",
    params(
        ("course_id" = CourseIdField, Path, description = "The course."),
        ("edition_id" = EditionIdField, Path, description = "The edition."),
    ),
    responses((status = 200, description = "The edition.", body = EditionView)),
    security(("bearer" = [])), extensions(("x-action" = json!("training.read"))),
)]
#[get("/training-courses/{course_id}/editions/{edition_id}")]
pub(super) async fn find_training_edition(
    ctx: Ctx,
    ids: PathId<(CourseId, EditionId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let PathId((course, id)) = ids;
    let (edition, enrolled) = ctx
        .read(move |snapshot| {
            let course = course_of(snapshot.connection(), course)?;
            let _: Permit = snapshot.authorize(Action::TrainingRead, &target(&course))?;
            let edition = edition_of(snapshot.connection(), course.id, id)?;
            let enrolled = enrolled_in(snapshot.connection(), id)?;
            Ok((edition, enrolled))
        })
        .await?;
    reply::resource(
        &ctx,
        &EditionView::of(&edition, enrolled),
        edition.version,
        Caching::Private,
    )
}

/// Create an edition
///
/// Planned, of an active course; its dates must have room for the lessons.
#[utoipa::path(
    tag = "training", operation_id = "create_training_edition",
    params(("course_id" = CourseIdField, Path, description = "The course.")),
    request_body = EditionInput,
    responses(
        (status = 201, description = "The new edition.", body = EditionView),
        (status = 409, description = "The course is retired."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("training.write"))),
)]
#[post("/training-courses/{course_id}/editions")]
pub(super) async fn create_training_edition(
    ctx: Ctx,
    id: PathId<CourseId>,
    body: ValidJson<EditionInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    // The dates are checked against the course, so the course is read before the body is.
    let course = ctx
        .read(move |snapshot| {
            let course = course_of(snapshot.connection(), id.0)?;
            let _: Permit = snapshot.authorize(Action::TrainingWrite, &target(&course))?;
            Ok(course)
        })
        .await?;
    let draft = body.read(|input| {
        let draft = EditionDraft::from(input);
        EditionTerms::parse(&draft, &course).map(|_| draft)
    })?;
    ctx.create(move |unit| {
        let edition = create(unit, id.0, &draft)?;
        Ok(Created {
            path: format!("/training-courses/{}/editions/{}", id.0, edition.id),
            version: Some(edition.version),
            view: EditionView::of(&edition, 0),
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    course: CourseId,
    draft: &EditionDraft,
) -> Outcome<Edition> {
    let course = course_of(unit.connection(), course)?;
    let permit = unit.authorize(Action::TrainingWrite, &target(&course))?;
    let terms = EditionTerms::parse(draft, &course)?;
    let edition = Edition::new(unit.new_id(), &course, terms)?;
    let now = unit.now();
    edition_insert(unit.tx(), &permit, course.network_id, &edition, now)
        .map_err(unknown_municipality)?;
    record(unit, &permit, &course, None, (&edition, 0))?;
    Ok(edition)
}

/// Change an edition
///
/// While it is planned or running; never to fewer seats than are taken.
#[utoipa::path(
    tag = "training", operation_id = "update_training_edition",
    params(
        ("course_id" = CourseIdField, Path, description = "The course."),
        ("edition_id" = EditionIdField, Path, description = "The edition."),
    ),
    request_body(content = EditionInput, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, description = "The changed edition.", body = EditionView),
        (status = 409, description = "It is over, or the seats are too few."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("training.write")), ("x-if-match" = json!(true))),
)]
#[patch("/training-courses/{course_id}/editions/{edition_id}")]
pub(super) async fn update_training_edition(
    ctx: Ctx,
    ids: PathId<(CourseId, EditionId)>,
    expected: IfMatch,
    patch: MergePatch<EditionInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (edition, enrolled) = ctx
        .write(move |unit| {
            change(unit, ids.0, expected, |course, before, enrolled| {
                let terms = patch.apply(&before.terms, |input| {
                    EditionTerms::parse(&EditionDraft::from(input), course)
                })?;
                let enrolled = usize::try_from(enrolled).unwrap_or_default();
                Ok(before.revise(terms, enrolled)?)
            })
        })
        .await?;
    reply::changed(&EditionView::of(&edition, enrolled), edition.version)
}

/// Changes an edition in the expected version; answers with the number of people enrolled.
pub(super) fn change(
    unit: &mut UnitOfWork<'_, '_>,
    (course, id): (CourseId, EditionId),
    expected: IfMatch,
    make: impl FnOnce(&Course, Edition, i64) -> Outcome<Edition>,
) -> Outcome<(Edition, i64)> {
    let course = course_of(unit.connection(), course)?;
    let permit = unit.authorize(Action::TrainingWrite, &target(&course))?;
    let before = edition_of(unit.connection(), course.id, id)?;
    expected.check(before.version)?;
    let enrolled = enrolled_in(unit.connection(), id)?;
    let after = Edition {
        version: before.version.next(),
        ..make(&course, before.clone(), enrolled)?
    };
    let now = unit.now();
    edition_update(unit.tx(), &permit, before.version, &after, now)
        .map_err(unknown_municipality)?;
    let both = (Some((&before, enrolled)), (&after, enrolled));
    record(unit, &permit, &course, both.0, both.1)?;
    Ok((after, enrolled))
}

/// How many people are enrolled.
fn enrolled_in(connection: &mut AnyConnection, id: EditionId) -> DbResult<i64> {
    let counts = attendees_count(connection, &[id])?;
    Ok(counts.get(&id).copied().unwrap_or_default())
}

/// The only reference valid terms can break is the municipality.
fn unknown_municipality(error: DbError) -> Problem {
    match error {
        DbError::Reference => Problem::invalid("/municipality", &messages::UNKNOWN_REFERENCE),
        other => other.into(),
    }
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    course: &Course,
    before: Option<(&Edition, i64)>,
    after: (&Edition, i64),
) -> Outcome<()> {
    let view = |(edition, enrolled)| EditionView::of(edition, enrolled);
    unit.audit(
        permit,
        (RESOURCE, after.0.id),
        Some(course.network_id),
        before.map(view).as_ref(),
        Some(&view(after)),
    )
}
