//! `/zones`.

use actix_web::{HttpResponse, delete, get, patch, post};
use domain_accounts::{Action, Permit, Target};
use domain_shared::{Violations, ZoneId, messages};
use domain_territory::{MunicipalityRef, Zone, ZoneDraft, ZoneProfile};
use persistence::{
    AnyConnection, DbError,
    territory::{
        municipality_find, municipality_resolve, zone_delete, zone_find, zone_insert, zone_list,
        zone_update,
    },
};

use super::zone_dto::{NewZoneInput, ZoneInput, ZoneParams, ZoneView};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::ZoneIdField,
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "zone";

/// List zones
///
/// By municipality and code.
#[utoipa::path(
    tag = "territory", operation_id = "list_zones",
    params(ZoneParams, PageParams),
    responses((status = 200, description = "A page of zones.", body = Page<ZoneView>)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/zones")]
pub(super) async fn list_zones(ctx: Ctx, query: ListQuery<ZoneParams>) -> Outcome<HttpResponse> {
    let (params, page, list) = query.split();
    let filter = params.into();
    let zones = ctx
        .read(move |snapshot| Ok(zone_list(snapshot.connection(), &filter, &page)?))
        .await?;
    list.answer(
        &ctx,
        zones.map(|zone| ZoneView::from(&zone)),
        Caching::Public,
    )
}

/// Find a zone
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "territory", operation_id = "find_zone",
    params(("zone_id" = ZoneIdField, Path, description = "The zone.")),
    responses((status = 200, description = "The zone.", body = ZoneView)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/zones/{zone_id}")]
pub(super) async fn find_zone(ctx: Ctx, id: PathId<ZoneId>) -> Outcome<HttpResponse> {
    let zone = ctx
        .read(move |snapshot| zone_of(snapshot.connection(), id.0))
        .await?;
    reply::resource(&ctx, &ZoneView::from(&zone), zone.version, Caching::Public)
}

/// Create a zone
///
/// In an existing municipality.
#[utoipa::path(
    tag = "territory", operation_id = "create_zone",
    request_body = NewZoneInput,
    responses((status = 201, description = "The new zone.", body = ZoneView)),
    security(("bearer" = [])), extensions(("x-action" = json!("zone.write"))),
)]
#[post("/zones")]
pub(super) async fn create_zone(ctx: Ctx, body: ValidJson<NewZoneInput>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let draft = body.read(|input| checked(input.into()))?;
    ctx.create(move |unit| {
        let zone = create(unit, &draft)?;
        Ok(Created {
            path: format!("/zones/{}", zone.id),
            version: Some(zone.version),
            view: ZoneView::from(&zone),
        })
    })
    .await
}

/// The draft, if nothing is wrong with it that can be told without knowing the municipalities.
fn checked(draft: ZoneDraft) -> Result<ZoneDraft, Violations> {
    let Err(wrong) = ZoneProfile::parse(&draft, None) else {
        return Ok(draft);
    };
    let mut certain = Violations::new();
    for violation in wrong {
        if violation.message.code != messages::UNKNOWN_REFERENCE.code {
            certain.push(violation);
        }
    }
    certain.into_result().map(|()| draft)
}

fn create(unit: &mut UnitOfWork<'_, '_>, draft: &ZoneDraft) -> Outcome<Zone> {
    let permit = unit.authorize(Action::ZoneWrite, &Target::reference())?;
    let municipality = match MunicipalityRef::parse(&draft.municipality) {
        Ok(reference) => municipality_resolve(unit.connection(), &reference)?,
        Err(_) => None,
    };
    let municipality = municipality.as_ref().map(|placed| &placed.municipality);
    // That the code is free, the unique key tells better than a query before.
    let zone = ZoneProfile::parse(draft, municipality)?.create(unit.new_id(), false)?;
    let now = unit.now();
    zone_insert(unit.tx(), &permit, &zone, now).map_err(code_taken)?;
    record(unit, &permit, None, Some(&zone))?;
    Ok(zone)
}

/// Change a zone
///
/// Municipality and code stay.
#[utoipa::path(
    tag = "territory", operation_id = "update_zone",
    params(("zone_id" = ZoneIdField, Path, description = "The zone.")),
    request_body(content = ZoneInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed zone.", body = ZoneView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("zone.write")), ("x-if-match" = json!(true))),
)]
#[patch("/zones/{zone_id}")]
pub(super) async fn update_zone(
    ctx: Ctx,
    id: PathId<ZoneId>,
    expected: IfMatch,
    patch: MergePatch<ZoneInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let zone = ctx
        .write(move |unit| update(unit, id.0, expected, &patch))
        .await?;
    reply::changed(&ZoneView::from(&zone), zone.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: ZoneId,
    expected: IfMatch,
    patch: &MergePatch<ZoneInput>,
) -> Outcome<Zone> {
    let before = zone_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::ZoneWrite, &Target::reference())?;
    expected.check(before.version)?;
    let placed = municipality_find(unit.connection(), &before.municipality)?;
    let municipality = placed.as_ref().map(|placed| &placed.municipality);
    let profile = patch.apply(&ZoneInput::from(&before), |input| {
        ZoneProfile::parse(&input.of(&before), municipality)
    })?;
    let after = before.revise(profile)?;
    let now = unit.now();
    zone_update(unit.tx(), &permit, before.version, &after, now)?;
    record(unit, &permit, Some(&before), Some(&after))?;
    Ok(after)
}

/// Remove a zone
///
/// Only one that nothing uses.
#[utoipa::path(
    tag = "territory", operation_id = "remove_zone",
    params(("zone_id" = ZoneIdField, Path, description = "The zone.")),
    responses(
        (status = 204, description = "It is removed."),
        (status = 409, description = "It is still used."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("zone.write")), ("x-if-match" = json!(true))),
)]
#[delete("/zones/{zone_id}")]
pub(super) async fn remove_zone(
    ctx: Ctx,
    id: PathId<ZoneId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| {
        let zone = zone_of(unit.connection(), id.0)?;
        let permit = unit.authorize(Action::ZoneWrite, &Target::reference())?;
        expected.check(zone.version)?;
        zone_delete(unit.tx(), &permit, zone.id, zone.version)?;
        record(unit, &permit, Some(&zone), None)
    })
    .await?;
    Ok(reply::nothing())
}

/// The zone with this identifier, or 404.
fn zone_of(connection: &mut AnyConnection, id: ZoneId) -> Outcome<Zone> {
    zone_find(connection, id)?.ok_or_else(Problem::not_found)
}

fn code_taken(error: DbError) -> Problem {
    if error.is_unique_of("zones", "code") {
        Problem::taken("/code")
    } else {
        error.into()
    }
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<&Zone>,
    after: Option<&Zone>,
) -> Outcome<()> {
    let Some(zone) = after.or(before) else {
        return Ok(());
    };
    let network = unit.acting_network();
    unit.audit(
        permit,
        (RESOURCE, zone.id),
        network,
        before.map(ZoneView::from).as_ref(),
        after.map(ZoneView::from).as_ref(),
    )
}
