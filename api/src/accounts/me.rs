//! `/me`: the caller's own account.

use actix_web::{HttpResponse, get, patch, post};
use domain_accounts::{EndReason, User, check_password};
use domain_shared::Message;
use persistence::accounts::{
    credentials_find, grants_of_user, password_set, sessions_end_all, user_find, user_update,
};
use secrecy::ExposeSecret as _;

use super::{
    dto::{GrantView, MeView, PasswordChangeInput, ProfileForm, ProfileInput, UserView},
    sessions::caller,
    users::RESOURCE,
};
use crate::{
    auth::{hash_password, verify_password},
    http::{
        Ctx, IfMatch, MergePatch, UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    hub::off_thread,
    mail::Letter,
    problem::{Outcome, Problem},
};

static WRONG_PASSWORD: Message = Message {
    code: "wrong_password",
    it: "La password attuale non è corretta.",
    en: "The present password is not correct.",
};

/// Show one's own account
///
/// With the roles the caller holds today.
#[utoipa::path(
    tag = "me", operation_id = "find_me",
    responses((status = 200, description = "The caller's account.", body = MeView)),
    security(("bearer" = [])), extensions(("x-action" = json!("account.own"))),
)]
#[get("/me")]
pub(super) async fn find_me(ctx: Ctx) -> Outcome<HttpResponse> {
    let id = ctx.session()?.user;
    let ctx = ctx.even_if_password_is_due();
    let (user, grants) = ctx
        .read(move |snapshot| {
            let user = user_find(snapshot.connection(), id)?.ok_or_else(Problem::not_found)?;
            Ok((user, grants_of_user(snapshot.connection(), id)?))
        })
        .await?;
    let grants = grants.iter().map(GrantView::from).collect();
    let view = MeView {
        user: UserView::from(&user),
        grants,
    };
    reply::resource(&ctx, &view, user.version, Caching::Private)
}

/// Change one's own account
///
/// Name and language. The e-mail address is changed by the network's administration.
#[utoipa::path(
    tag = "me", operation_id = "update_me",
    request_body(content = ProfileInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed account.", body = UserView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("account.own")), ("x-if-match" = json!(true))),
)]
#[patch("/me")]
pub(super) async fn update_me(
    ctx: Ctx,
    expected: IfMatch,
    patch: MergePatch<ProfileInput>,
) -> Outcome<HttpResponse> {
    ctx.session()?;
    let user = ctx
        .write(move |unit| update(unit, expected, &patch))
        .await?;
    reply::changed(&UserView::from(&user), user.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    expected: IfMatch,
    patch: &MergePatch<ProfileInput>,
) -> Outcome<User> {
    let (before, permit) = caller(unit)?;
    expected.check(before.version)?;
    let changed = patch.apply(&ProfileForm::from(&before), |input| input.apply(&before))?;
    let after = User {
        version: before.version.next(),
        updated_at: unit.now(),
        ..changed
    };
    user_update(unit.tx(), &permit, before.version, &after)?;
    let (old, new) = (UserView::from(&before), UserView::from(&after));
    unit.audit(
        &permit,
        (RESOURCE, after.id),
        after.network_id,
        Some(&old),
        Some(&new),
    )?;
    Ok(after)
}

/// Change one's own password
///
/// Ends every other session of the account.
#[utoipa::path(
    tag = "me", operation_id = "change_password",
    request_body = PasswordChangeInput,
    responses((status = 204, description = "The new password is in force.")),
    security(("bearer" = [])), extensions(("x-action" = json!("account.own"))),
)]
#[post("/me/password")]
pub(super) async fn change_password(
    ctx: Ctx,
    body: ValidJson<PasswordChangeInput>,
) -> Outcome<HttpResponse> {
    let claims = ctx.session()?.clone();
    ctx.check_sensitive_rate()?;
    let ctx = ctx.even_if_password_is_due();
    let input = body.into_inner()?;
    let credentials = ctx
        .read(move |snapshot| {
            let user =
                user_find(snapshot.connection(), claims.user)?.ok_or_else(Problem::not_found)?;
            credentials_find(snapshot.connection(), &user.email)?.ok_or_else(Problem::not_found)
        })
        .await?;
    check_password(input.new_password.expose_secret(), &credentials.user.email)
        .map_err(|message| Problem::invalid("/new_password", message))?;
    let hash = off_thread(move || {
        if !verify_password(
            &input.current_password,
            credentials.password_hash.as_deref(),
        ) {
            return Err(Problem::invalid("/current_password", &WRONG_PASSWORD));
        }
        hash_password(&input.new_password)
    })
    .await?;
    ctx.write(move |unit| {
        let (user, permit) = caller(unit)?;
        let (now, session) = (unit.now(), unit.session()?.session);
        password_set(unit.tx(), &permit, user.id, &hash, false, now)?;
        sessions_end_all(
            unit.tx(),
            user.id,
            Some(session),
            EndReason::PasswordChanged,
            now,
        )?;
        unit.send(Letter::password_changed(&user.email, user.locale.locale()))?;
        let note = serde_json::json!({ "password": "changed" });
        unit.audit(
            &permit,
            (RESOURCE, user.id),
            user.network_id,
            None,
            Some(&note),
        )
    })
    .await?;
    Ok(reply::nothing())
}
