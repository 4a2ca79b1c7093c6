//! `/users/{user_id}/grants`: what a user may do and where.

use actix_web::{HttpResponse, delete, get, post};
use domain_accounts::{Action, Grant, GrantPlace, Target};
use domain_shared::{MembershipId, UserId, Version, Violation, Violations, messages};
use persistence::{
    AnyConnection,
    accounts::{
        GrantRecord, grant_delete, grant_insert, grants_of_user, network_of_point,
        network_of_provider,
    },
    network::network_body_find,
};

use super::{
    dto::{GrantView, GrantsView, NewGrantInput},
    users::{keep_an_administrator, target, user_of},
};
use crate::{
    http::{
        Created, Ctx, IfMatch, PathId, UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
    wire::{MembershipIdField, UserIdField},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "grant";

/// List the roles of a user
///
/// Oldest first.
#[utoipa::path(
    tag = "users", operation_id = "list_grants",
    params(("user_id" = UserIdField, Path, description = "The user.")),
    responses((status = 200, description = "The roles of the user.", body = GrantsView)),
    security(("bearer" = [])), extensions(("x-action" = json!("user.read"))),
)]
#[get("/users/{user_id}/grants")]
pub(super) async fn list_grants(ctx: Ctx, id: PathId<UserId>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let grants = ctx
        .read(move |snapshot| {
            let user = user_of(snapshot.connection(), id.0)?;
            snapshot.authorize(Action::UserRead, &target(&user))?;
            Ok(grants_of_user(snapshot.connection(), id.0)?)
        })
        .await?;
    let items = grants.iter().map(GrantView::from).collect();
    reply::document(&ctx, &GrantsView { items }, Caching::Private)
}

/// Give a role to a user
///
/// At a place of the kind the role asks for, within the caller's network.
#[utoipa::path(
    tag = "users", operation_id = "create_grant",
    params(("user_id" = UserIdField, Path, description = "The user.")),
    request_body = NewGrantInput,
    responses((status = 201, description = "The role that was given.", body = GrantView)),
    security(("bearer" = [])), extensions(("x-action" = json!("user.write"))),
)]
#[post("/users/{user_id}/grants")]
pub(super) async fn create_grant(
    ctx: Ctx,
    id: PathId<UserId>,
    body: ValidJson<NewGrantInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let wanted = body.read(|input| Wanted::parse(&input))?;
    ctx.create(move |unit| {
        let record = create(unit, id.0, &wanted)?;
        Ok(Created {
            path: format!("/users/{}/grants/{}", id.0, record.id),
            version: Some(record.version),
            view: GrantView::from(&record),
        })
    })
    .await
}

/// The place a grant is wanted for, before its network is known.
#[derive(Debug, Clone, Copy)]
enum PlaceWanted {
    Network(domain_shared::NetworkBodyId),
    Point(domain_shared::PointId),
    Provider(domain_shared::ProviderId),
}

impl PlaceWanted {
    const fn pointer(self) -> &'static str {
        match self {
            Self::Network(_) => "/network_id",
            Self::Point(_) => "/point_id",
            Self::Provider(_) => "/provider_id",
        }
    }

    /// The place with the network it belongs to, if it exists.
    fn find(self, connection: &mut AnyConnection) -> Outcome<Option<GrantPlace>> {
        Ok(match self {
            Self::Network(id) => network_body_find(connection, id)?
                .filter(domain_network::NetworkBody::is_root)
                .map(|root| GrantPlace::Network(root.id)),
            Self::Point(id) => {
                network_of_point(connection, id)?.map(|network| GrantPlace::Point(network, id))
            }
            Self::Provider(id) => network_of_provider(connection, id)?
                .map(|network| GrantPlace::Provider(network, id)),
        })
    }
}

#[derive(Debug, Clone, Copy)]
struct Wanted {
    role: domain_accounts::Role,
    place: PlaceWanted,
}

impl Wanted {
    fn parse(input: &NewGrantInput) -> Result<Self, Violations> {
        let place = match (input.network_id, input.point_id, input.provider_id) {
            (Some(id), None, None) => PlaceWanted::Network(id.0),
            (None, Some(id), None) => PlaceWanted::Point(id.0),
            (None, None, Some(id)) => PlaceWanted::Provider(id.0),
            _ => return Err(Violation::new("", &domain_accounts::INVALID_GRANT_PLACE).into()),
        };
        Ok(Self {
            role: input.role.0,
            place,
        })
    }
}

fn create(unit: &mut UnitOfWork<'_, '_>, id: UserId, wanted: &Wanted) -> Outcome<GrantRecord> {
    let user = user_of(unit.connection(), id)?;
    unit.authorize(Action::UserWrite, &target(&user))?;
    let pointer = wanted.place.pointer();
    let unknown = || Problem::invalid(pointer, &messages::UNKNOWN_REFERENCE);
    let place = wanted.place.find(unit.connection())?.ok_or_else(unknown)?;
    // A place of another network is as unknown as one that does not exist.
    let permit = unit
        .authorize(Action::UserWrite, &Target::private_in(place.network()))
        .map_err(|_| unknown())?;
    let grant =
        Grant::new(wanted.role, place).map_err(|message| Problem::invalid("/role", message))?;
    let held = grants_of_user(unit.connection(), id)?;
    if held.iter().any(|record| record.grant == grant) {
        return Err(Problem::new(ProblemCode::Conflict));
    }
    let record = GrantRecord {
        id: unit.new_id(),
        user_id: id,
        grant,
        version: Version::FIRST,
        created_at: unit.now(),
    };
    grant_insert(unit.tx(), &permit, &record)?;
    let view = GrantView::from(&record);
    unit.audit(
        &permit,
        (RESOURCE, record.id),
        Some(place.network()),
        None,
        Some(&view),
    )?;
    Ok(record)
}

/// Take a role back
///
/// The last administrator of a network keeps that role.
#[utoipa::path(
    tag = "users", operation_id = "remove_grant",
    params(
        ("user_id" = UserIdField, Path, description = "The user."),
        ("grant_id" = MembershipIdField, Path, description = "The role that was given."),
    ),
    responses(
        (status = 204, description = "It is taken back."),
        (status = 409, description = "The network would be left without administrators."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("user.write")), ("x-if-match" = json!(true))),
)]
#[delete("/users/{user_id}/grants/{grant_id}")]
pub(super) async fn remove_grant(
    ctx: Ctx,
    ids: PathId<(UserId, MembershipId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| {
        let (user_id, grant_id) = ids.0;
        let user = user_of(unit.connection(), user_id)?;
        unit.authorize(Action::UserWrite, &target(&user))?;
        let held = grants_of_user(unit.connection(), user_id)?;
        let record = held
            .into_iter()
            .find(|one| one.id == grant_id)
            .ok_or_else(Problem::not_found)?;
        let network = record.grant.place().network();
        let permit = unit.authorize(Action::UserWrite, &Target::private_in(network))?;
        expected.check(record.version)?;
        grant_delete(unit.tx(), &permit, grant_id, record.version)?;
        keep_an_administrator(unit, &user)?;
        unit.audit(
            &permit,
            (RESOURCE, grant_id),
            Some(network),
            Some(&GrantView::from(&record)),
            None,
        )
    })
    .await?;
    Ok(reply::nothing())
}
