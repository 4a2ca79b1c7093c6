//! `/network-bodies`.

use actix_web::{HttpResponse, delete, get, patch, post};
use domain_accounts::{Action, Permit, Target};
use domain_network::{NetworkBody, NetworkBodyDraft, NetworkBodyProfile, check_parent};
use domain_shared::{NetworkBodyId, Version, messages};
use persistence::{
    AnyConnection, DbError,
    network::{
        network_body_delete, network_body_find, network_body_insert, network_body_list,
        network_body_update,
    },
};

use super::dto::{NetworkBodyInput, NetworkBodyParams, NetworkBodyView, NewNetworkBodyInput};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::NetworkBodyIdField,
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "network_body";

/// List network bodies
///
/// By name.
#[utoipa::path(
    tag = "network", operation_id = "list_network_bodies",
    params(NetworkBodyParams, PageParams),
    responses((status = 200, description = "A page of network bodies.", body = Page<NetworkBodyView>)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/network-bodies")]
pub(super) async fn list_network_bodies(
    ctx: Ctx,
    query: ListQuery<NetworkBodyParams>,
) -> Outcome<HttpResponse> {
    let (params, page, list) = query.split();
    let filter = params.into();
    let bodies = ctx
        .read(move |snapshot| Ok(network_body_list(snapshot.connection(), &filter, &page)?))
        .await?;
    list.answer(
        &ctx,
        bodies.map(|body| NetworkBodyView::from(&body)),
        Caching::Public,
    )
}

/// Find a network body
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "network", operation_id = "find_network_body",
    params(("network_body_id" = NetworkBodyIdField, Path, description = "The network body.")),
    responses((status = 200, description = "The network body.", body = NetworkBodyView)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/network-bodies/{network_body_id}")]
pub(super) async fn find_network_body(
    ctx: Ctx,
    id: PathId<NetworkBodyId>,
) -> Outcome<HttpResponse> {
    let body = ctx
        .read(move |snapshot| body_of(snapshot.connection(), id.0))
        .await?;
    reply::resource(
        &ctx,
        &NetworkBodyView::from(&body),
        body.version,
        Caching::Public,
    )
}

/// Create a network body
///
/// It joins the network of its parent, which must be a root.
#[utoipa::path(
    tag = "network", operation_id = "create_network_body",
    request_body = NewNetworkBodyInput,
    responses((status = 201, description = "The new network body.", body = NetworkBodyView)),
    security(("bearer" = [])), extensions(("x-action" = json!("network_body.write"))),
)]
#[post("/network-bodies")]
pub(super) async fn create_network_body(
    ctx: Ctx,
    body: ValidJson<NewNetworkBodyInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (parent, profile) = body.read(|input| {
        let profile = NetworkBodyProfile::parse(&NetworkBodyDraft::from(input.body))?;
        Ok((input.parent_id.0, profile))
    })?;
    ctx.create(move |unit| {
        let body = create(unit, parent, profile.clone())?;
        Ok(Created {
            path: format!("/network-bodies/{}", body.id),
            version: Some(body.version),
            view: NetworkBodyView::from(&body),
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    parent: NetworkBodyId,
    profile: NetworkBodyProfile,
) -> Outcome<NetworkBody> {
    let unknown = || Problem::invalid("/parent_id", &messages::UNKNOWN_REFERENCE);
    let parent = network_body_find(unit.connection(), parent)?.ok_or_else(unknown)?;
    let permit = unit.authorize(Action::NetworkBodyWrite, &target(&parent))?;
    check_parent(&parent).map_err(|message| Problem::invalid("/parent_id", message))?;
    let body = NetworkBody {
        id: unit.new_id(),
        version: Version::FIRST,
        parent: Some(parent.id),
        profile,
    };
    let now = unit.now();
    network_body_insert(unit.tx(), &permit, &body, now).map_err(code_taken)?;
    record(unit, &permit, None, Some(&body))?;
    Ok(body)
}

/// Change a network body
///
/// The parent stays: a body never moves to another network.
#[utoipa::path(
    tag = "network", operation_id = "update_network_body",
    params(("network_body_id" = NetworkBodyIdField, Path, description = "The network body.")),
    request_body(content = NetworkBodyInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed network body.", body = NetworkBodyView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("network_body.write")), ("x-if-match" = json!(true))),
)]
#[patch("/network-bodies/{network_body_id}")]
pub(super) async fn update_network_body(
    ctx: Ctx,
    id: PathId<NetworkBodyId>,
    expected: IfMatch,
    patch: MergePatch<NetworkBodyInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let body = ctx
        .write(move |unit| update(unit, id.0, expected, &patch))
        .await?;
    reply::changed(&NetworkBodyView::from(&body), body.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: NetworkBodyId,
    expected: IfMatch,
    patch: &MergePatch<NetworkBodyInput>,
) -> Outcome<NetworkBody> {
    let before = body_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::NetworkBodyWrite, &target(&before))?;
    expected.check(before.version)?;
    let profile = patch.apply(&before.profile, |input| {
        NetworkBodyProfile::parse(&input.into())
    })?;
    let after = NetworkBody {
        version: before.version.next(),
        profile,
        ..before.clone()
    };
    let now = unit.now();
    network_body_update(unit.tx(), &permit, before.version, &after, now).map_err(code_taken)?;
    record(unit, &permit, Some(&before), Some(&after))?;
    Ok(after)
}

/// Remove a network body
///
/// Only one that nothing uses: no association, point, person or provider.
#[utoipa::path(
    tag = "network", operation_id = "remove_network_body",
    params(("network_body_id" = NetworkBodyIdField, Path, description = "The network body.")),
    responses(
        (status = 204, description = "It is removed."),
        (status = 409, description = "It is still used."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("network_body.write")), ("x-if-match" = json!(true))),
)]
#[delete("/network-bodies/{network_body_id}")]
pub(super) async fn remove_network_body(
    ctx: Ctx,
    id: PathId<NetworkBodyId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| {
        let body = body_of(unit.connection(), id.0)?;
        let permit = unit.authorize(Action::NetworkBodyWrite, &target(&body))?;
        expected.check(body.version)?;
        network_body_delete(unit.tx(), &permit, body.id, body.version)?;
        record(unit, &permit, Some(&body), None)
    })
    .await?;
    Ok(reply::nothing())
}

/// The body with this identifier, or 404.
fn body_of(connection: &mut AnyConnection, id: NetworkBodyId) -> Outcome<NetworkBody> {
    network_body_find(connection, id)?.ok_or_else(Problem::not_found)
}

fn target(body: &NetworkBody) -> Target {
    Target::public_in(body.network_id())
}

fn code_taken(error: DbError) -> Problem {
    if error.is_unique_of("network_bodies", "code") {
        Problem::taken("/code")
    } else {
        error.into()
    }
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<&NetworkBody>,
    after: Option<&NetworkBody>,
) -> Outcome<()> {
    let Some(body) = after.or(before) else {
        return Ok(());
    };
    unit.audit(
        permit,
        (RESOURCE, body.id),
        Some(body.network_id()),
        before.map(NetworkBodyView::from).as_ref(),
        after.map(NetworkBodyView::from).as_ref(),
    )
}
