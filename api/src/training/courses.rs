//! `/training-courses`.

use actix_web::{HttpResponse, get, patch, post};
use domain_accounts::{Action, Permit, Target};
use domain_shared::{CourseId, NetworkBodyId, Version};
use domain_specialists::{Course, CourseDraft, CourseStatus, CourseTerms};
use persistence::{
    DbError,
    training::{course_insert, course_list, course_update},
};

use super::{
    course_of,
    dto::{CourseInput, CourseParams, CourseView, NewCourseInput},
    target,
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    network::check_root,
    problem::{Outcome, Problem},
    wire::CourseIdField,
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "training_course";

/// List training courses
///
/// By Italian title: those of the networks the caller works for.
#[utoipa::path(
    tag = "training", operation_id = "list_training_courses",
    params(CourseParams, PageParams),
    responses((status = 200, description = "A page of courses.", body = Page<CourseView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("training.read"))),
)]
#[get("/training-courses")]
pub(super) async fn list_training_courses(
    ctx: Ctx,
    query: ListQuery<CourseParams>,
) -> Outcome<HttpResponse> {
    let (params, page, list) = query.split();
    let filter = params.into();
    let courses = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::TrainingRead)?;
            Ok(course_list(snapshot.connection(), &scope, &filter, &page)?)
        })
        .await?;
    list.answer(
        &ctx,
        courses.map(|one| CourseView::from(&one)),
        Caching::Private,
    )
}

/// Find a training course
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "training", operation_id = "find_training_course",
    params(("course_id" = CourseIdField, Path, description = "The course.")),
    responses((status = 200, description = "The course.", body = CourseView)),
    security(("bearer" = [])), extensions(("x-action" = json!("training.read"))),
)]
#[get("/training-courses/{course_id}")]
pub(super) async fn find_training_course(ctx: Ctx, id: PathId<CourseId>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let course = ctx
        .read(move |snapshot| {
            let course = course_of(snapshot.connection(), id.0)?;
            let _: Permit = snapshot.authorize(Action::TrainingRead, &target(&course))?;
            Ok(course)
        })
        .await?;
    reply::resource(
        &ctx,
        &CourseView::from(&course),
        course.version,
        Caching::Private,
    )
}

/// Create a training course
///
/// Of a network, and active.
#[utoipa::path(
    tag = "training", operation_id = "create_training_course",
    request_body = NewCourseInput,
    responses((status = 201, description = "The new course.", body = CourseView)),
    security(("bearer" = [])), extensions(("x-action" = json!("training.write"))),
)]
#[post("/training-courses")]
pub(super) async fn create_training_course(
    ctx: Ctx,
    body: ValidJson<NewCourseInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (network_id, terms) = body.read(|input| {
        let terms = CourseTerms::parse(&CourseDraft::from(input.course))?;
        Ok((input.network_id.0, terms))
    })?;
    ctx.create(move |unit| {
        let course = create(unit, network_id, terms.clone())?;
        Ok(Created {
            path: format!("/training-courses/{}", course.id),
            version: Some(course.version),
            view: CourseView::from(&course),
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    network_id: NetworkBodyId,
    terms: CourseTerms,
) -> Outcome<Course> {
    // That a network exists is public: who may not write in it is told so.
    let permit = unit.authorize(Action::TrainingWrite, &Target::public_in(network_id))?;
    check_root(unit.connection(), network_id)?;
    let course = Course {
        id: unit.new_id(),
        version: Version::FIRST,
        network_id,
        status: CourseStatus::Active,
        terms,
    };
    let now = unit.now();
    course_insert(unit.tx(), &permit, &course, now).map_err(code_taken)?;
    record(unit, &permit, None, &course)?;
    Ok(course)
}

/// Change a training course
///
/// Editions and certificates that exist stay as they are.
#[utoipa::path(
    tag = "training", operation_id = "update_training_course",
    params(("course_id" = CourseIdField, Path, description = "The course.")),
    request_body(content = CourseInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed course.", body = CourseView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("training.write")), ("x-if-match" = json!(true))),
)]
#[patch("/training-courses/{course_id}")]
pub(super) async fn update_training_course(
    ctx: Ctx,
    id: PathId<CourseId>,
    expected: IfMatch,
    patch: MergePatch<CourseInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let course = ctx
        .write(move |unit| {
            change(unit, id.0, expected, |before| {
                let terms = patch.apply(&before.terms, |input| {
                    CourseTerms::parse(&CourseDraft::from(input))
                })?;
                Ok(Course { terms, ..before })
            })
        })
        .await?;
    reply::changed(&CourseView::from(&course), course.version)
}

/// Retire a training course
///
/// No new edition can be opened; the certificates it gave stay.
#[utoipa::path(
    tag = "training", operation_id = "retire_training_course",
    params(("course_id" = CourseIdField, Path, description = "The course.")),
    responses(
        (status = 200, description = "The retired course.", body = CourseView),
        (status = 409, description = "It is retired already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("training.write")), ("x-if-match" = json!(true))),
)]
#[post("/training-courses/{course_id}/retirement")]
pub(super) async fn retire_training_course(
    ctx: Ctx,
    id: PathId<CourseId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let course = ctx
        .write(move |unit| {
            change(unit, id.0, expected, |before| {
                before
                    .retire()
                    .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))
            })
        })
        .await?;
    reply::changed(&CourseView::from(&course), course.version)
}

/// Changes a course in the expected version.
fn change(
    unit: &mut UnitOfWork<'_, '_>,
    id: CourseId,
    expected: IfMatch,
    make: impl FnOnce(Course) -> Outcome<Course>,
) -> Outcome<Course> {
    let before = course_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::TrainingWrite, &target(&before))?;
    expected.check(before.version)?;
    let after = Course {
        version: before.version.next(),
        ..make(before.clone())?
    };
    let now = unit.now();
    course_update(unit.tx(), &permit, before.version, &after, now).map_err(code_taken)?;
    record(unit, &permit, Some(&before), &after)?;
    Ok(after)
}

fn code_taken(error: DbError) -> Problem {
    if error.is_unique_of("training_courses", "code") {
        Problem::taken("/code")
    } else {
        error.into()
    }
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<&Course>,
    after: &Course,
) -> Outcome<()> {
    unit.audit(
        permit,
        (RESOURCE, after.id),
        Some(after.network_id),
        before.map(CourseView::from).as_ref(),
        Some(&CourseView::from(after)),
    )
}
