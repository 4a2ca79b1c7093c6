//! `/training-courses/{course_id}/editions/{edition_id}/certificates`.

use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use domain_accounts::Action;
use domain_shared::{CourseId, EditionId, SpecialistId, civil_date, messages};
use domain_specialists::{Certificate, issue};
use persistence::{
    specialists::{certificate_insert, certificates_of},
    training::attendance_find,
};

use super::{attendances::trainee, course_of, dto::IssueInput, edition_of, target};
use crate::{
    http::{Created, Ctx, PathId, UnitOfWork, ValidJson},
    problem::{Outcome, Problem},
    specialists::{CertificateView, record_certificate},
    wire::{CourseIdField, EditionIdField},
};

/// Issue the certificate of an edition
///
/// To a specialist who passed with at least 80 % of the hours, once the edition is completed, and
/// only once.
#[utoipa::path(
    tag = "training", operation_id = "issue_certificate",
    params(
        ("course_id" = CourseIdField, Path, description = "The course."),
        ("edition_id" = EditionIdField, Path, description = "The edition."),
    ),
    request_body = IssueInput,
    responses(
        (status = 201, description = "The new certificate.", body = CertificateView),
        (status = 409, description = "The edition is not completed, or the specialist does not qualify."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("training.write"))),
)]
#[post("/training-courses/{course_id}/editions/{edition_id}/certificates")]
pub(super) async fn issue_certificate(
    ctx: Ctx,
    ids: PathId<(CourseId, EditionId)>,
    body: ValidJson<IssueInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (specialist, issued_on) = body.read(|input| input.parse())?;
    let today = civil_date(ctx.now());
    ctx.create(move |unit| {
        let certificate = certify(unit, ids.0, specialist, issued_on)?;
        Ok(Created {
            path: format!("/specialists/{specialist}/certificates/{}", certificate.id),
            version: Some(certificate.version),
            view: CertificateView::of(&certificate, today),
        })
    })
    .await
}

fn certify(
    unit: &mut UnitOfWork<'_, '_>,
    (course, edition): (CourseId, EditionId),
    specialist: SpecialistId,
    issued_on: NaiveDate,
) -> Outcome<Certificate> {
    let course = course_of(unit.connection(), course)?;
    let permit = unit.authorize(Action::TrainingWrite, &target(&course))?;
    let edition = edition_of(unit.connection(), course.id, edition)?;
    let specialist = trainee(unit.connection(), &course, specialist)?;
    let attendance = attendance_find(unit.connection(), edition.id, specialist.id)?
        .ok_or_else(|| Problem::invalid("/specialist_id", &messages::UNKNOWN_REFERENCE))?;
    let held = certificates_of(unit.connection(), specialist.id)?;
    let now = unit.now();
    let certificate = issue(
        unit.new_id(),
        (&course, &edition, &attendance),
        &held,
        issued_on,
        civil_date(now),
    )?;
    certificate_insert(unit.tx(), &permit, course.network_id, &certificate, now)?;
    record_certificate(unit, &permit, course.network_id, None, &certificate)?;
    Ok(certificate)
}
