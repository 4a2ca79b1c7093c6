//! `/users`: the accounts of a network.

use actix_web::{HttpResponse, get, patch, post};
use domain_accounts::{Action, EndReason, Permit, Target, User, UserStatus};
use domain_shared::{Code as _, Message, UserId, Version, messages};
use persistence::{
    AnyConnection, DbError,
    accounts::{
        UserFilter, admins_of_network, sessions_end_all, user_find, user_insert, user_list,
        user_update,
    },
    network::network_body_find,
};

use super::{
    dto::{NewUser, NewUserInput, ProfileForm, ProfileInput, UserParams, UserView},
    resets::send_code,
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
    wire::UserIdField,
};

/// Name of the resource in the audit log.
pub(super) const RESOURCE: &str = "user";

static LAST_ADMINISTRATOR: Message = Message {
    code: "last_administrator",
    it: "La rete resterebbe senza amministratori.",
    en: "The network would be left without administrators.",
};

/// List users
///
/// Those the caller may see, by family name.
#[utoipa::path(
    tag = "users", operation_id = "list_users",
    params(UserParams, PageParams),
    responses((status = 200, description = "A page of users.", body = Page<UserView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("user.read"))),
)]
#[get("/users")]
pub(super) async fn list_users(ctx: Ctx, query: ListQuery<UserParams>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = UserFilter {
        name: params.name,
        status: params.status,
    };
    let users = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::UserRead)?;
            Ok(user_list(snapshot.connection(), &scope, &filter, &page)?)
        })
        .await?;
    list.answer(
        &ctx,
        users.map(|user| UserView::from(&user)),
        Caching::Private,
    )
}

/// Find a user
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "users", operation_id = "find_user",
    params(("user_id" = UserIdField, Path, description = "The user.")),
    responses((status = 200, description = "The user.", body = UserView)),
    security(("bearer" = [])), extensions(("x-action" = json!("user.read"))),
)]
#[get("/users/{user_id}")]
pub(super) async fn find_user(ctx: Ctx, id: PathId<UserId>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let user = ctx
        .read(move |snapshot| {
            let user = user_of(snapshot.connection(), id.0)?;
            snapshot.authorize(Action::UserRead, &target(&user))?;
            Ok(user)
        })
        .await?;
    reply::resource(&ctx, &UserView::from(&user), user.version, Caching::Private)
}

/// Create a user
///
/// Without roles yet. A code to choose the first password is sent by mail.
#[utoipa::path(
    tag = "users", operation_id = "create_user",
    request_body = NewUserInput,
    responses((status = 201, description = "The new user.", body = UserView)),
    security(("bearer" = [])), extensions(("x-action" = json!("user.write"))),
)]
#[post("/users")]
pub(super) async fn create_user(ctx: Ctx, body: ValidJson<NewUserInput>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let new = body.read(NewUserInput::parse)?;
    ctx.create(move |unit| {
        let user = create(unit, new.clone())?;
        Ok(Created {
            path: format!("/users/{}", user.id),
            version: Some(user.version),
            view: UserView::from(&user),
        })
    })
    .await
}

fn create(unit: &mut UnitOfWork<'_, '_>, new: NewUser) -> Outcome<User> {
    let unknown = || Problem::invalid("/network_id", &messages::UNKNOWN_REFERENCE);
    let network = network_body_find(unit.connection(), new.network_id)?
        .filter(domain_network::NetworkBody::is_root)
        .ok_or_else(unknown)?;
    let permit = unit.authorize(Action::UserWrite, &Target::public_in(network.id))?;
    let now = unit.now();
    let user = User {
        id: unit.new_id(),
        network_id: Some(network.id),
        email: new.email,
        given_name: new.given_name,
        family_name: new.family_name,
        locale: new.locale,
        status: UserStatus::Active,
        must_change_password: false,
        last_login_at: None,
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    };
    user_insert(unit.tx(), &permit, &user).map_err(email_taken)?;
    send_code(unit, &user)?;
    record(unit, &permit, None, &user)?;
    Ok(user)
}

/// Change a user
///
/// Name and language.
#[utoipa::path(
    tag = "users", operation_id = "update_user",
    params(("user_id" = UserIdField, Path, description = "The user.")),
    request_body(content = ProfileInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed user.", body = UserView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("user.write")), ("x-if-match" = json!(true))),
)]
#[patch("/users/{user_id}")]
pub(super) async fn update_user(
    ctx: Ctx,
    id: PathId<UserId>,
    expected: IfMatch,
    patch: MergePatch<ProfileInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let user = ctx
        .write(move |unit| {
            change(unit, id.0, expected, |before| {
                patch.apply(&ProfileForm::from(before), |input| input.apply(before))
            })
        })
        .await?;
    reply::changed(&UserView::from(&user), user.version)
}

/// Disable a user
///
/// Ends all sessions of the account. The last administrator of a network stays.
#[utoipa::path(
    tag = "users", operation_id = "disable_user",
    params(("user_id" = UserIdField, Path, description = "The user.")),
    responses(
        (status = 200, description = "The disabled user.", body = UserView),
        (status = 409, description = "It is disabled already, or the last administrator."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("user.write")), ("x-if-match" = json!(true))),
)]
#[post("/users/{user_id}/deactivation")]
pub(super) async fn disable_user(
    ctx: Ctx,
    id: PathId<UserId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let user = ctx
        .write(move |unit| {
            let user = change(unit, id.0, expected, |before| {
                move_to(before, UserStatus::Active, UserStatus::Disabled)
            })?;
            keep_an_administrator(unit, &user)?;
            let now = unit.now();
            sessions_end_all(unit.tx(), user.id, None, EndReason::AccountDisabled, now)?;
            Ok(user)
        })
        .await?;
    reply::changed(&UserView::from(&user), user.version)
}

/// Enable a user
///
/// Makes a disabled account usable again.
#[utoipa::path(
    tag = "users", operation_id = "enable_user",
    params(("user_id" = UserIdField, Path, description = "The user.")),
    responses(
        (status = 200, description = "The enabled user.", body = UserView),
        (status = 409, description = "It is not disabled."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("user.write")), ("x-if-match" = json!(true))),
)]
#[post("/users/{user_id}/reactivation")]
pub(super) async fn enable_user(
    ctx: Ctx,
    id: PathId<UserId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let user = ctx
        .write(move |unit| {
            change(unit, id.0, expected, |before| {
                move_to(before, UserStatus::Disabled, UserStatus::Active)
            })
        })
        .await?;
    reply::changed(&UserView::from(&user), user.version)
}

/// The account in another state, if it is in the one it must leave.
fn move_to(user: &User, from: UserStatus, to: UserStatus) -> Outcome<User> {
    if user.status == from {
        Ok(User {
            status: to,
            ..user.clone()
        })
    } else {
        Err(Problem::invalid_transition(vec![from.code()]))
    }
}

/// Loads, authorises, changes, stores, records.
fn change(
    unit: &mut UnitOfWork<'_, '_>,
    id: UserId,
    expected: IfMatch,
    work: impl FnOnce(&User) -> Outcome<User>,
) -> Outcome<User> {
    let before = user_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::UserWrite, &target(&before))?;
    expected.check(before.version)?;
    let after = User {
        version: before.version.next(),
        updated_at: unit.now(),
        ..work(&before)?
    };
    user_update(unit.tx(), &permit, before.version, &after).map_err(email_taken)?;
    record(unit, &permit, Some(&before), &after)?;
    Ok(after)
}

/// Refuses what would leave the network of a user without an active administrator.
pub(super) fn keep_an_administrator(unit: &mut UnitOfWork<'_, '_>, user: &User) -> Outcome<()> {
    let Some(network) = user.network_id else {
        return Ok(());
    };
    if admins_of_network(unit.connection(), network)? > 0 {
        Ok(())
    } else {
        Err(Problem::new(ProblemCode::Conflict).saying(&LAST_ADMINISTRATOR))
    }
}

/// The user with this identifier, or 404.
pub(super) fn user_of(connection: &mut AnyConnection, id: UserId) -> Outcome<User> {
    user_find(connection, id)?.ok_or_else(Problem::not_found)
}

/// Where an account belongs.
pub(super) fn target(user: &User) -> Target {
    Target {
        network: user.network_id,
        ..Target::default()
    }
    .about(Some(user.id))
}

pub(super) fn email_taken(error: DbError) -> Problem {
    if error.is_unique_of("users", "email") {
        Problem::taken("/email")
    } else {
        error.into()
    }
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<&User>,
    after: &User,
) -> Outcome<()> {
    let before = before.map(UserView::from);
    unit.audit(
        permit,
        (RESOURCE, after.id),
        after.network_id,
        before.as_ref(),
        Some(&UserView::from(after)),
    )
}
