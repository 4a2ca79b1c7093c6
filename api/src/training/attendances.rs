//! `/training-courses/{course_id}/editions/{edition_id}/attendances`.

use actix_web::{HttpResponse, get, patch, post};
use domain_accounts::{Action, Permit};
use domain_shared::{CourseId, EditionId, SpecialistId, civil_date, messages};
use domain_specialists::{
    Attendance, AttendanceDraft, AttendanceRecord, CertificateSource, Course, Refusal, Specialist,
    enrol,
};
use persistence::{
    AnyConnection,
    specialists::{certificates_of, specialist_find},
    training::{
        Attendee, attendance_find, attendance_insert, attendance_list, attendance_update,
        attendances_of,
    },
};

use super::{
    course_of,
    dto::{AttendanceInput, AttendanceParams, AttendanceView, EnrolmentInput},
    edition_of, target,
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    specialists::Known,
    wire::{CourseIdField, EditionIdField, SpecialistIdField},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "attendance";

/// List the attendances of an edition
///
/// By name: those of the specialists the caller may read.
#[utoipa::path(
    tag = "training", operation_id = "list_attendances",
    params(
        ("course_id" = CourseIdField, Path, description = "The course."),
        ("edition_id" = EditionIdField, Path, description = "The edition."),
        AttendanceParams, PageParams,
    ),
    responses((status = 200, description = "A page of attendances.", body = Page<AttendanceView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("training.read"))),
)]
#[get("/training-courses/{course_id}/editions/{edition_id}/attendances")]
pub(super) async fn list_attendances(
    ctx: Ctx,
    ids: PathId<(CourseId, EditionId)>,
    query: ListQuery<AttendanceParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let PathId((course, edition)) = ids;
    let (params, page, list) = query.split();
    let outcomes = params.outcomes();
    let attendances = ctx
        .read(move |snapshot| {
            let course = course_of(snapshot.connection(), course)?;
            let _: Permit = snapshot.authorize(Action::TrainingRead, &target(&course))?;
            let scope = snapshot.scope(Action::SpecialistRead)?;
            let today = civil_date(snapshot.now());
            let connection = snapshot.connection();
            let edition = edition_of(connection, course.id, edition)?.id;
            Ok(attendance_list(
                connection, edition, &scope, &outcomes, today, &page,
            )?)
        })
        .await?;
    list.answer(
        &ctx,
        attendances.map(|one| AttendanceView::from(&one)),
        Caching::Private,
    )
}

/// Enrol a specialist
///
/// While the edition is planned or running and has seats.
#[utoipa::path(
    tag = "training", operation_id = "enrol_specialist",
    params(
        ("course_id" = CourseIdField, Path, description = "The course."),
        ("edition_id" = EditionIdField, Path, description = "The edition."),
    ),
    request_body = EnrolmentInput,
    responses(
        (status = 201, description = "The new attendance.", body = AttendanceView),
        (status = 409, description = "No seat, too late, or enrolled already."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("training.write"))),
)]
#[post("/training-courses/{course_id}/editions/{edition_id}/attendances")]
pub(super) async fn enrol_specialist(
    ctx: Ctx,
    ids: PathId<(CourseId, EditionId)>,
    body: ValidJson<EnrolmentInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let specialist = body.into_inner()?.specialist_id.0;
    let PathId((course, edition)) = ids;
    ctx.create(move |unit| {
        let attendee = seat(unit, course, edition, specialist)?;
        Ok(Created {
            path: format!("/training-courses/{course}/editions/{edition}/attendances/{specialist}"),
            version: Some(attendee.attendance.version),
            view: AttendanceView::from(&attendee),
        })
    })
    .await
}

fn seat(
    unit: &mut UnitOfWork<'_, '_>,
    course: CourseId,
    edition: EditionId,
    specialist: SpecialistId,
) -> Outcome<Attendee> {
    let course = course_of(unit.connection(), course)?;
    let permit = unit.authorize(Action::TrainingWrite, &target(&course))?;
    let edition = edition_of(unit.connection(), course.id, edition)?;
    let specialist = trainee(unit.connection(), &course, specialist)?;
    let enrolled = attendances_of(unit.connection(), edition.id)?;
    let attendance = enrol(&edition, specialist.id, &enrolled)?;
    let now = unit.now();
    attendance_insert(unit.tx(), &permit, &attendance, now)?;
    let attendee = named(attendance, &specialist);
    record(unit, &permit, &course, None, &attendee)?;
    Ok(attendee)
}

/// A specialist of the network that gives the course; anybody else is unknown here.
pub(super) fn trainee(
    connection: &mut AnyConnection,
    course: &Course,
    id: SpecialistId,
) -> Outcome<Specialist> {
    specialist_find(connection, id)?
        .filter(|specialist| specialist.network_id == course.network_id)
        .ok_or_else(|| Problem::invalid("/specialist_id", &messages::UNKNOWN_REFERENCE))
}

/// Find an attendance
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "training", operation_id = "find_attendance",
    params(
        ("course_id" = CourseIdField, Path, description = "The course."),
        ("edition_id" = EditionIdField, Path, description = "The edition."),
        ("specialist_id" = SpecialistIdField, Path, description = "The specialist."),
    ),
    responses((status = 200, description = "The attendance.", body = AttendanceView)),
    security(("bearer" = [])), extensions(("x-action" = json!("specialist.read"))),
)]
#[get("/training-courses/{course_id}/editions/{edition_id}/attendances/{specialist_id}")]
pub(super) async fn find_attendance(
    ctx: Ctx,
    ids: PathId<(CourseId, EditionId, SpecialistId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let PathId((course, edition, specialist)) = ids;
    let attendee = ctx
        .read(move |snapshot| {
            let now = snapshot.now();
            let course = course_of(snapshot.connection(), course)?;
            let _: Permit = snapshot.authorize(Action::TrainingRead, &target(&course))?;
            let edition = edition_of(snapshot.connection(), course.id, edition)?;
            let known = Known::of(snapshot.connection(), specialist, now)?;
            let _: Permit = snapshot.authorize(Action::SpecialistRead, &known.target())?;
            let attendance = attendance_of(snapshot.connection(), edition.id, specialist)?;
            Ok(named(attendance, &known.specialist))
        })
        .await?;
    reply::resource(
        &ctx,
        &AttendanceView::from(&attendee),
        attendee.attendance.version,
        Caching::Private,
    )
}

/// Change an attendance
///
/// Hours and outcome, once lessons have begun and until the certificate is issued.
#[utoipa::path(
    tag = "training", operation_id = "update_attendance",
    params(
        ("course_id" = CourseIdField, Path, description = "The course."),
        ("edition_id" = EditionIdField, Path, description = "The edition."),
        ("specialist_id" = SpecialistIdField, Path, description = "The specialist."),
    ),
    request_body(content = AttendanceInput, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, description = "The changed attendance.", body = AttendanceView),
        (status = 409, description = "The edition has not begun, or the certificate is issued."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("training.write")), ("x-if-match" = json!(true))),
)]
#[patch("/training-courses/{course_id}/editions/{edition_id}/attendances/{specialist_id}")]
pub(super) async fn update_attendance(
    ctx: Ctx,
    ids: PathId<(CourseId, EditionId, SpecialistId)>,
    expected: IfMatch,
    patch: MergePatch<AttendanceInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let attendee = ctx
        .write(move |unit| update(unit, ids.0, expected, &patch))
        .await?;
    reply::changed(
        &AttendanceView::from(&attendee),
        attendee.attendance.version,
    )
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    (course, edition, specialist): (CourseId, EditionId, SpecialistId),
    expected: IfMatch,
    patch: &MergePatch<AttendanceInput>,
) -> Outcome<Attendee> {
    let course = course_of(unit.connection(), course)?;
    let permit = unit.authorize(Action::TrainingWrite, &target(&course))?;
    let edition = edition_of(unit.connection(), course.id, edition)?;
    let before = attendance_of(unit.connection(), edition.id, specialist)?;
    expected.check(before.version)?;
    let noted = patch.apply(&before.record, |input| {
        AttendanceRecord::parse(&AttendanceDraft::from(input), &course)
    })?;
    let after = Attendance {
        version: before.version.next(),
        ..before.record(&edition, noted)?
    };
    let held = certificates_of(unit.connection(), specialist)?;
    let source = CertificateSource::Edition(edition.id);
    if held.iter().any(|certificate| certificate.source == source) {
        return Err(Refusal::AlreadyCertified.into());
    }
    let person = trainee(unit.connection(), &course, specialist)?;
    let now = unit.now();
    attendance_update(unit.tx(), &permit, before.version, &after, now)?;
    let (before, after) = (named(before, &person), named(after, &person));
    record(unit, &permit, &course, Some(&before), &after)?;
    Ok(after)
}

/// The attendance of a specialist, or 404.
fn attendance_of(
    connection: &mut AnyConnection,
    edition: EditionId,
    specialist: SpecialistId,
) -> Outcome<Attendance> {
    attendance_find(connection, edition, specialist)?.ok_or_else(Problem::not_found)
}

/// An attendance with the name of who attends.
fn named(attendance: Attendance, specialist: &Specialist) -> Attendee {
    Attendee {
        attendance,
        given_name: specialist.profile.given_name.clone(),
        family_name: specialist.profile.family_name.clone(),
    }
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    course: &Course,
    before: Option<&Attendee>,
    after: &Attendee,
) -> Outcome<()> {
    let attendance = &after.attendance;
    let id = format!("{}/{}", attendance.edition_id, attendance.specialist_id);
    unit.audit(
        permit,
        (RESOURCE, id),
        Some(course.network_id),
        before.map(AttendanceView::from).as_ref(),
        Some(&AttendanceView::from(after)),
    )
}
