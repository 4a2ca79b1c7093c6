//! `/specialists`.

use actix_web::{HttpResponse, delete, get, patch, post};
use domain_accounts::{Action, Permit, Target};
use domain_shared::{
    NetworkBodyId, ServiceCategoryId, SpecialistId, Version, Violations, civil_date, messages,
};
use domain_specialists::{Specialist, SpecialistDraft, SpecialistProfile, SpecialistStatus};
use persistence::{
    DbError, Listing,
    specialists::{
        SpecialistToday, categories_usable, specialist_delete, specialist_insert,
        specialist_is_used, specialist_list, specialist_update, specialists_today,
    },
};

use super::{
    Known,
    dto::{
        NewSpecialistInput, SpecialistInput, SpecialistParams, SpecialistSummary, SpecialistView,
    },
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    network::check_root,
    problem::{Outcome, Problem, ProblemCode},
    wire::SpecialistIdField,
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "specialist";

/// List specialists
///
/// By family and given name: those the caller may read.
#[utoipa::path(
    tag = "specialists", operation_id = "list_specialists",
    params(SpecialistParams, PageParams),
    responses((status = 200, description = "A page of specialists.", body = Page<SpecialistSummary>)),
    security(("bearer" = [])), extensions(("x-action" = json!("specialist.read"))),
)]
#[get("/specialists")]
pub(super) async fn list_specialists(
    ctx: Ctx,
    query: ListQuery<SpecialistParams>,
) -> Outcome<HttpResponse> {
    let (params, page, list) = query.split();
    let filter = params.into();
    let specialists = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::SpecialistRead)?;
            let today = civil_date(snapshot.now());
            let connection = snapshot.connection();
            let found = specialist_list(connection, &scope, &filter, today, &page)?;
            let ids: Vec<_> = found.items.iter().map(|one| one.id).collect();
            let states = specialists_today(connection, &ids, today)?;
            let unknown = SpecialistToday::default();
            let found: Listing<SpecialistSummary> = found
                .map(|one| SpecialistSummary::of(&one, states.get(&one.id).unwrap_or(&unknown)));
            Ok(found)
        })
        .await?;
    list.answer(&ctx, specialists, Caching::Private)
}

/// Find a specialist
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "specialists", operation_id = "find_specialist",
    params(("specialist_id" = SpecialistIdField, Path, description = "The specialist.")),
    responses((status = 200, description = "The specialist.", body = SpecialistView)),
    security(("bearer" = [])), extensions(("x-action" = json!("specialist.read"))),
)]
#[get("/specialists/{specialist_id}")]
pub(super) async fn find_specialist(ctx: Ctx, id: PathId<SpecialistId>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let known = ctx
        .read(move |snapshot| {
            let now = snapshot.now();
            let known = Known::of(snapshot.connection(), id.0, now)?;
            let _: Permit = snapshot.authorize(Action::SpecialistRead, &known.target())?;
            Ok(known)
        })
        .await?;
    reply::resource(
        &ctx,
        &SpecialistView::of(&known.specialist, &known.state),
        known.specialist.version,
        Caching::Private,
    )
}

/// Create a specialist
///
/// Active, without assignments and without an account.
#[utoipa::path(
    tag = "specialists", operation_id = "create_specialist",
    request_body = NewSpecialistInput,
    responses((status = 201, description = "The new specialist.", body = SpecialistView)),
    security(("bearer" = [])), extensions(("x-action" = json!("specialist.create"))),
)]
#[post("/specialists")]
pub(super) async fn create_specialist(
    ctx: Ctx,
    body: ValidJson<NewSpecialistInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (network_id, profile) = body.read(|input| {
        let profile = SpecialistProfile::parse(&SpecialistDraft::from(input.specialist))?;
        Ok((input.network_id.0, profile))
    })?;
    ctx.create(move |unit| {
        let specialist = create(unit, network_id, profile.clone())?;
        Ok(Created {
            path: format!("/specialists/{}", specialist.id),
            version: Some(specialist.version),
            view: SpecialistView::of(&specialist, &SpecialistToday::default()),
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    network_id: NetworkBodyId,
    profile: SpecialistProfile,
) -> Outcome<Specialist> {
    // That a network exists is public: who may not write in it is told so.
    let permit = unit.authorize(Action::SpecialistCreate, &Target::public_in(network_id))?;
    check_root(unit.connection(), network_id)?;
    check_expertise(unit, &[], &profile.expertise)?;
    let specialist = Specialist {
        id: unit.new_id(),
        version: Version::FIRST,
        network_id,
        user_id: None,
        status: SpecialistStatus::Active,
        profile,
    };
    let now = unit.now();
    specialist_insert(unit.tx(), &permit, &specialist, now)?;
    let state = SpecialistToday::default();
    record(unit, &permit, &state, None, Some(&specialist))?;
    Ok(specialist)
}

/// Change a specialist
///
/// People change their own profile, but roles and engagement are decided by who manages them.
#[utoipa::path(
    tag = "specialists", operation_id = "update_specialist",
    params(("specialist_id" = SpecialistIdField, Path, description = "The specialist.")),
    request_body(content = SpecialistInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed specialist.", body = SpecialistView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("specialist.write")), ("x-if-match" = json!(true))),
)]
#[patch("/specialists/{specialist_id}")]
pub(super) async fn update_specialist(
    ctx: Ctx,
    id: PathId<SpecialistId>,
    expected: IfMatch,
    patch: MergePatch<SpecialistInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let known = ctx
        .write(move |unit| update(unit, id.0, expected, &patch))
        .await?;
    reply::changed(
        &SpecialistView::of(&known.specialist, &known.state),
        known.specialist.version,
    )
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: SpecialistId,
    expected: IfMatch,
    patch: &MergePatch<SpecialistInput>,
) -> Outcome<Known> {
    let known = Known::readable(unit, id)?;
    let before = &known.specialist;
    let permit = unit.authorize(Action::SpecialistWrite, &known.target())?;
    expected.check(before.version)?;
    let profile = patch.apply(&before.profile, |input| {
        SpecialistProfile::parse(&input.into())
    })?;
    let own = &before.profile;
    if profile.roles != own.roles || profile.engagement != own.engagement {
        let _: Permit = unit.authorize(Action::SpecialistManage, &known.target())?;
    }
    check_expertise(unit, &own.expertise, &profile.expertise)?;
    let after = Specialist {
        version: before.version.next(),
        profile,
        ..before.clone()
    };
    store(unit, &permit, known, after)
}

/// Remove a specialist
///
/// Only one of whom nothing was ever noted: no assignment, attendance or certificate.
#[utoipa::path(
    tag = "specialists", operation_id = "remove_specialist",
    params(("specialist_id" = SpecialistIdField, Path, description = "The specialist.")),
    responses(
        (status = 204, description = "It is removed."),
        (status = 409, description = "It is still used."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("specialist.manage")), ("x-if-match" = json!(true))),
)]
#[delete("/specialists/{specialist_id}")]
pub(super) async fn remove_specialist(
    ctx: Ctx,
    id: PathId<SpecialistId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| {
        let known = Known::readable(unit, id.0)?;
        let specialist = &known.specialist;
        let permit = unit.authorize(Action::SpecialistManage, &known.target())?;
        expected.check(specialist.version)?;
        if specialist_is_used(unit.connection(), specialist.id)? {
            return Err(Problem::new(ProblemCode::InUse));
        }
        specialist_delete(unit.tx(), &permit, specialist.id, specialist.version)?;
        record(unit, &permit, &known.state, Some(specialist), None)
    })
    .await?;
    Ok(reply::nothing())
}

/// Every category that is new to the profile must exist and be in use.
fn check_expertise(
    unit: &mut UnitOfWork<'_, '_>,
    before: &[ServiceCategoryId],
    after: &[ServiceCategoryId],
) -> Outcome<()> {
    let usable = categories_usable(unit.connection(), after)?;
    let mut wrong = Violations::new();
    for (index, category) in after.iter().enumerate() {
        if !usable.contains(category) && !before.contains(category) {
            wrong.add(format!("/expertise/{index}"), &messages::UNKNOWN_REFERENCE);
        }
    }
    Ok(wrong.into_result()?)
}

/// Writes a changed specialist.
pub(super) fn store(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    known: Known,
    after: Specialist,
) -> Outcome<Known> {
    let now = unit.now();
    let before = &known.specialist;
    specialist_update(unit.tx(), permit, before.version, &after, now).map_err(account_taken)?;
    record(unit, permit, &known.state, Some(before), Some(&after))?;
    Ok(Known {
        specialist: after,
        ..known
    })
}

fn account_taken(error: DbError) -> Problem {
    if error.is_unique_of("specialists", "user_id") {
        Problem::taken("/user_id")
    } else {
        error.into()
    }
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    state: &SpecialistToday,
    before: Option<&Specialist>,
    after: Option<&Specialist>,
) -> Outcome<()> {
    let Some(specialist) = after.or(before) else {
        return Ok(());
    };
    let view = |one| SpecialistView::of(one, state);
    unit.audit(
        permit,
        (RESOURCE, specialist.id),
        Some(specialist.network_id),
        before.map(view).as_ref(),
        after.map(view).as_ref(),
    )
}
