//! `/specialists/{specialist_id}/assignments`.

use actix_web::{HttpResponse, delete, get, post};
use chrono::NaiveDate;
use domain_accounts::{Action, Permit};
use domain_shared::{AssignmentId, SpecialistId, messages};
use domain_specialists::{Assignment, AssignmentTerms};
use persistence::{
    AnyConnection,
    specialists::{
        assignment_delete, assignment_find, assignment_insert, assignment_list, assignment_update,
        assignments_of, point_network_find,
    },
};

use super::{
    Known,
    dto::{AssignmentEndInput, AssignmentInput, AssignmentParams, AssignmentView},
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, Page, PageParams, PathId, UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{AssignmentIdField, SpecialistIdField},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "assignment";

/// List the assignments of a specialist
///
/// By first day, past and future ones too.
#[utoipa::path(
    tag = "specialists", operation_id = "list_assignments",
    params(
        ("specialist_id" = SpecialistIdField, Path, description = "The specialist."),
        AssignmentParams, PageParams,
    ),
    responses((status = 200, description = "A page of assignments.", body = Page<AssignmentView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("specialist.read"))),
)]
#[get("/specialists/{specialist_id}/assignments")]
pub(super) async fn list_assignments(
    ctx: Ctx,
    id: PathId<SpecialistId>,
    query: ListQuery<AssignmentParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = params.filter()?;
    let assignments = ctx
        .read(move |snapshot| {
            let now = snapshot.now();
            let known = Known::of(snapshot.connection(), id.0, now)?;
            let _: Permit = snapshot.authorize(Action::SpecialistRead, &known.target())?;
            Ok(assignment_list(
                snapshot.connection(),
                id.0,
                &filter,
                &page,
            )?)
        })
        .await?;
    list.answer(
        &ctx,
        assignments.map(|one| AssignmentView::from(&one)),
        Caching::Private,
    )
}

/// Find an assignment
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "specialists", operation_id = "find_assignment",
    params(
        ("specialist_id" = SpecialistIdField, Path, description = "The specialist."),
        ("assignment_id" = AssignmentIdField, Path, description = "The assignment."),
    ),
    responses((status = 200, description = "The assignment.", body = AssignmentView)),
    security(("bearer" = [])), extensions(("x-action" = json!("specialist.read"))),
)]
#[get("/specialists/{specialist_id}/assignments/{assignment_id}")]
pub(super) async fn find_assignment(
    ctx: Ctx,
    ids: PathId<(SpecialistId, AssignmentId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let PathId((specialist, id)) = ids;
    let assignment = ctx
        .read(move |snapshot| {
            let now = snapshot.now();
            let known = Known::of(snapshot.connection(), specialist, now)?;
            let _: Permit = snapshot.authorize(Action::SpecialistRead, &known.target())?;
            assignment_of(snapshot.connection(), specialist, id)
        })
        .await?;
    reply::resource(
        &ctx,
        &AssignmentView::from(&assignment),
        assignment.version,
        Caching::Private,
    )
}

/// Assign a specialist to a point
///
/// In one of their roles. Assignments to the same point in the same role share no day.
#[utoipa::path(
    tag = "specialists", operation_id = "create_assignment",
    params(("specialist_id" = SpecialistIdField, Path, description = "The specialist.")),
    request_body = AssignmentInput,
    responses(
        (status = 201, description = "The new assignment.", body = AssignmentView),
        (status = 409, description = "Another assignment shares a day, or the specialist is inactive."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("staff.write"))),
)]
#[post("/specialists/{specialist_id}/assignments")]
pub(super) async fn create_assignment(
    ctx: Ctx,
    id: PathId<SpecialistId>,
    body: ValidJson<AssignmentInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let terms = body.read(|input| AssignmentTerms::parse(&input.into()))?;
    ctx.create(move |unit| {
        let assignment = create(unit, id.0, terms)?;
        Ok(Created {
            path: format!("/specialists/{}/assignments/{}", id.0, assignment.id),
            version: Some(assignment.version),
            view: AssignmentView::from(&assignment),
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    id: SpecialistId,
    terms: AssignmentTerms,
) -> Outcome<Assignment> {
    let known = Known::readable(unit, id)?;
    let network = known.specialist.network_id;
    let point = Some(terms.point_id);
    let here = point_network_find(unit.connection(), terms.point_id)? == Some(network);
    let target = known.part(point.filter(|_| here));
    let permit = unit.authorize(Action::StaffWrite, &target)?;
    if !here {
        return Err(Problem::invalid("/point_id", &messages::UNKNOWN_REFERENCE));
    }
    let existing = assignments_of(unit.connection(), id)?;
    let assignment = Assignment::new(unit.new_id(), &known.specialist, terms, &existing)?;
    let now = unit.now();
    assignment_insert(unit.tx(), &permit, network, &assignment, now)?;
    record(unit, &permit, &known, None, Some(&assignment))?;
    Ok(assignment)
}

/// End an assignment
///
/// It only ever gets shorter: a longer one is a new assignment, so that the history stays true.
#[utoipa::path(
    tag = "specialists", operation_id = "end_assignment",
    params(
        ("specialist_id" = SpecialistIdField, Path, description = "The specialist."),
        ("assignment_id" = AssignmentIdField, Path, description = "The assignment."),
    ),
    request_body = AssignmentEndInput,
    responses((status = 200, description = "The assignment with its end.", body = AssignmentView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("staff.write")), ("x-if-match" = json!(true))),
)]
#[post("/specialists/{specialist_id}/assignments/{assignment_id}/ending")]
pub(super) async fn end_assignment(
    ctx: Ctx,
    ids: PathId<(SpecialistId, AssignmentId)>,
    expected: IfMatch,
    body: ValidJson<AssignmentEndInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let last_day = body.read(|input| input.parse())?;
    let assignment = ctx
        .write(move |unit| end(unit, ids.0, expected, last_day))
        .await?;
    reply::changed(&AssignmentView::from(&assignment), assignment.version)
}

fn end(
    unit: &mut UnitOfWork<'_, '_>,
    ids: (SpecialistId, AssignmentId),
    expected: IfMatch,
    last_day: NaiveDate,
) -> Outcome<Assignment> {
    let (known, before, permit) = writable(unit, ids, expected)?;
    let after = Assignment {
        version: before.version.next(),
        ..before.end(last_day)?
    };
    let now = unit.now();
    assignment_update(unit.tx(), &permit, before.version, &after, now)?;
    record(unit, &permit, &known, Some(&before), Some(&after))?;
    Ok(after)
}

/// Remove an assignment
///
/// Only one that has not begun: what was is ended, not removed.
#[utoipa::path(
    tag = "specialists", operation_id = "remove_assignment",
    params(
        ("specialist_id" = SpecialistIdField, Path, description = "The specialist."),
        ("assignment_id" = AssignmentIdField, Path, description = "The assignment."),
    ),
    responses(
        (status = 204, description = "It is removed."),
        (status = 409, description = "It has begun."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("staff.write")), ("x-if-match" = json!(true))),
)]
#[delete("/specialists/{specialist_id}/assignments/{assignment_id}")]
pub(super) async fn remove_assignment(
    ctx: Ctx,
    ids: PathId<(SpecialistId, AssignmentId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| {
        let (known, assignment, permit) = writable(unit, ids.0, expected)?;
        assignment.check_removal(known.today)?;
        assignment_delete(unit.tx(), &permit, assignment.id, assignment.version)?;
        record(unit, &permit, &known, Some(&assignment), None)
    })
    .await?;
    Ok(reply::nothing())
}

/// An assignment in the expected version that the caller may change.
fn writable(
    unit: &mut UnitOfWork<'_, '_>,
    (specialist, id): (SpecialistId, AssignmentId),
    expected: IfMatch,
) -> Outcome<(Known, Assignment, Permit)> {
    let known = Known::readable(unit, specialist)?;
    let assignment = assignment_of(unit.connection(), specialist, id)?;
    let target = known.part(Some(assignment.terms.point_id));
    let permit = unit.authorize(Action::StaffWrite, &target)?;
    expected.check(assignment.version)?;
    Ok((known, assignment, permit))
}

/// This assignment of a specialist, or 404.
fn assignment_of(
    connection: &mut AnyConnection,
    specialist: SpecialistId,
    id: AssignmentId,
) -> Outcome<Assignment> {
    assignment_find(connection, specialist, id)?.ok_or_else(Problem::not_found)
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    known: &Known,
    before: Option<&Assignment>,
    after: Option<&Assignment>,
) -> Outcome<()> {
    let Some(assignment) = after.or(before) else {
        return Ok(());
    };
    unit.audit(
        permit,
        (RESOURCE, assignment.id),
        Some(known.specialist.network_id),
        before.map(AssignmentView::from).as_ref(),
        after.map(AssignmentView::from).as_ref(),
    )
}
