//! `/associations`.

use actix_web::{HttpResponse, delete, get, patch, post};
use domain_accounts::{Action, Permit, Target};
use domain_network::{Association, AssociationDraft, AssociationProfile};
use domain_shared::{AssociationId, NetworkBodyId, messages};
use persistence::{
    AnyConnection, DbError,
    network::{
        association_delete, association_find, association_insert, association_list,
        association_update, network_body_find,
    },
};

use super::dto::{AssociationInput, AssociationParams, AssociationView, NewAssociationInput};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::AssociationIdField,
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "association";

/// List associations
///
/// By name.
#[utoipa::path(
    tag = "network", operation_id = "list_associations",
    params(AssociationParams, PageParams),
    responses((status = 200, description = "A page of associations.", body = Page<AssociationView>)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/associations")]
pub(super) async fn list_associations(
    ctx: Ctx,
    query: ListQuery<AssociationParams>,
) -> Outcome<HttpResponse> {
    let (params, page, list) = query.split();
    let filter = params.into();
    let associations = ctx
        .read(move |snapshot| Ok(association_list(snapshot.connection(), &filter, &page)?))
        .await?;
    list.answer(
        &ctx,
        associations.map(|one| AssociationView::from(&one)),
        Caching::Public,
    )
}

/// Find an association
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "network", operation_id = "find_association",
    params(("association_id" = AssociationIdField, Path, description = "The association.")),
    responses((status = 200, description = "The association.", body = AssociationView)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/associations/{association_id}")]
pub(super) async fn find_association(ctx: Ctx, id: PathId<AssociationId>) -> Outcome<HttpResponse> {
    let association = ctx
        .read(move |snapshot| association_of(snapshot.connection(), id.0))
        .await?;
    reply::resource(
        &ctx,
        &AssociationView::from(&association),
        association.version,
        Caching::Public,
    )
}

/// Create an association
///
/// It belongs to a network body, and with it to that body's network.
#[utoipa::path(
    tag = "network", operation_id = "create_association",
    request_body = NewAssociationInput,
    responses((status = 201, description = "The new association.", body = AssociationView)),
    security(("bearer" = [])), extensions(("x-action" = json!("association.write"))),
)]
#[post("/associations")]
pub(super) async fn create_association(
    ctx: Ctx,
    body: ValidJson<NewAssociationInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (network_body, profile) = body.read(|input| {
        let profile = AssociationProfile::parse(&AssociationDraft::from(input.association))?;
        Ok((input.network_body_id.0, profile))
    })?;
    ctx.create(move |unit| {
        let association = create(unit, network_body, profile.clone())?;
        Ok(Created {
            path: format!("/associations/{}", association.id),
            version: Some(association.version),
            view: AssociationView::from(&association),
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    network_body: NetworkBodyId,
    profile: AssociationProfile,
) -> Outcome<Association> {
    let unknown = || Problem::invalid("/network_body_id", &messages::UNKNOWN_REFERENCE);
    let body = network_body_find(unit.connection(), network_body)?.ok_or_else(unknown)?;
    let association = Association::new(unit.new_id(), &body, profile);
    let permit = unit.authorize(Action::AssociationWrite, &target(&association))?;
    let now = unit.now();
    association_insert(unit.tx(), &permit, &association, now).map_err(unknown_municipality)?;
    record(unit, &permit, None, Some(&association))?;
    Ok(association)
}

/// Change an association
///
/// The body it belongs to stays.
#[utoipa::path(
    tag = "network", operation_id = "update_association",
    params(("association_id" = AssociationIdField, Path, description = "The association.")),
    request_body(content = AssociationInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed association.", body = AssociationView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("association.write")), ("x-if-match" = json!(true))),
)]
#[patch("/associations/{association_id}")]
pub(super) async fn update_association(
    ctx: Ctx,
    id: PathId<AssociationId>,
    expected: IfMatch,
    patch: MergePatch<AssociationInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let association = ctx
        .write(move |unit| update(unit, id.0, expected, &patch))
        .await?;
    reply::changed(&AssociationView::from(&association), association.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: AssociationId,
    expected: IfMatch,
    patch: &MergePatch<AssociationInput>,
) -> Outcome<Association> {
    let before = association_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::AssociationWrite, &target(&before))?;
    expected.check(before.version)?;
    let profile = patch.apply(&before.profile, |input| {
        AssociationProfile::parse(&input.into())
    })?;
    let after = Association {
        version: before.version.next(),
        profile,
        ..before.clone()
    };
    let now = unit.now();
    association_update(unit.tx(), &permit, before.version, &after, now)
        .map_err(unknown_municipality)?;
    record(unit, &permit, Some(&before), Some(&after))?;
    Ok(after)
}

/// Remove an association
///
/// Only one that hosts no point.
#[utoipa::path(
    tag = "network", operation_id = "remove_association",
    params(("association_id" = AssociationIdField, Path, description = "The association.")),
    responses(
        (status = 204, description = "It is removed."),
        (status = 409, description = "It is still used."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("association.write")), ("x-if-match" = json!(true))),
)]
#[delete("/associations/{association_id}")]
pub(super) async fn remove_association(
    ctx: Ctx,
    id: PathId<AssociationId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| {
        let association = association_of(unit.connection(), id.0)?;
        let permit = unit.authorize(Action::AssociationWrite, &target(&association))?;
        expected.check(association.version)?;
        association_delete(unit.tx(), &permit, association.id, association.version)?;
        record(unit, &permit, Some(&association), None)
    })
    .await?;
    Ok(reply::nothing())
}

/// The association with this identifier, or 404.
fn association_of(connection: &mut AnyConnection, id: AssociationId) -> Outcome<Association> {
    association_find(connection, id)?.ok_or_else(Problem::not_found)
}

fn target(association: &Association) -> Target {
    Target::public_in(association.network_id)
}

/// The only reference a valid association can break is its municipality.
fn unknown_municipality(error: DbError) -> Problem {
    match error {
        DbError::Reference => Problem::invalid("/municipality", &messages::UNKNOWN_REFERENCE),
        other => other.into(),
    }
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<&Association>,
    after: Option<&Association>,
) -> Outcome<()> {
    let Some(association) = after.or(before) else {
        return Ok(());
    };
    unit.audit(
        permit,
        (RESOURCE, association.id),
        Some(association.network_id),
        before.map(AssociationView::from).as_ref(),
        after.map(AssociationView::from).as_ref(),
    )
}
