//! Renewing, listing and ending sessions.

use actix_web::{HttpResponse, delete, get, post};
use domain_accounts::{Action, EndReason, Permit, Target, User};
use domain_shared::SessionId;
use persistence::accounts::{
    RefreshOutcome, session_end, session_list, session_rotate, sessions_end_all, user_find,
};
use secrecy::ExposeSecret as _;

use super::{
    dto::{RenewalInput, SessionTokensView, SessionView, SessionsView},
    login::{self, RESOURCE, own_permit, summary},
};
use crate::{
    auth::token_hash,
    clock::random_token,
    http::{
        Ctx, PathId, UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
    wire::SessionIdField,
};

/// Renew a session
///
/// Exchanges a refresh token for a new pair. A refresh token that comes back a second time ends the
/// session, because somebody else may hold it.
#[utoipa::path(
    tag = "sessions", operation_id = "renew_session",
    request_body = RenewalInput,
    responses((status = 200, description = "New tokens of the same session.", body = SessionTokensView)),
    security(()), extensions(("x-action" = json!("account.own"))),
)]
#[post("/sessions/renewal")]
pub(super) async fn renew_session(
    ctx: Ctx,
    body: ValidJson<RenewalInput>,
) -> Outcome<HttpResponse> {
    ctx.check_sensitive_rate()?;
    let old = token_hash(body.into_inner()?.refresh_token.expose_secret());
    let refresh = random_token();
    let new = token_hash(refresh.expose_secret());
    // A reused token ends the session: that is kept, so the refusal comes after the transaction.
    let renewed = ctx.write(move |unit| renew(unit, &old, &new)).await?;
    let (session, user) = renewed.ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))?;
    login::answer(ctx.hub(), &session, &refresh, user.must_change_password)
}

fn renew(
    unit: &mut UnitOfWork<'_, '_>,
    old: &str,
    new: &str,
) -> Outcome<Option<(persistence::accounts::SessionRecord, User)>> {
    let now = unit.now();
    let (session, is_going) = match session_rotate(unit.tx(), old, new, now)? {
        RefreshOutcome::Rotated(session) => (session, true),
        RefreshOutcome::Reused(session) => (session, false),
        RefreshOutcome::Invalid => return Err(Problem::new(ProblemCode::Unauthenticated)),
    };
    let user = user_find(unit.connection(), session.user_id)?.ok_or_else(Problem::not_found)?;
    let permit = own_permit(&user)?;
    let after = is_going.then(|| summary(&session));
    unit.audit(
        &permit,
        (RESOURCE, session.id),
        user.network_id,
        Some(&summary(&session)),
        after.as_ref(),
    )?;
    Ok(is_going.then_some((session, user)))
}

/// List one's own sessions
///
/// Those that are still going, newest first.
#[utoipa::path(
    tag = "sessions", operation_id = "list_sessions",
    responses((status = 200, description = "The caller's sessions.", body = SessionsView)),
    security(("bearer" = [])), extensions(("x-action" = json!("account.own"))),
)]
#[get("/sessions")]
pub(super) async fn list_sessions(ctx: Ctx) -> Outcome<HttpResponse> {
    let claims = ctx.session()?.clone();
    let sessions = ctx
        .read(move |snapshot| {
            let now = snapshot.now();
            Ok(session_list(snapshot.connection(), claims.user, now)?)
        })
        .await?;
    let current = ctx.session()?.session;
    let items = sessions
        .into_iter()
        .map(|session| {
            let is_current = session.id == current;
            SessionView::of(session, is_current)
        })
        .collect();
    reply::document(&ctx, &SessionsView { items }, Caching::Private)
}

/// Sign out
///
/// Ends the session of this request. Access tokens of an ended session are refused at once.
#[utoipa::path(
    tag = "sessions", operation_id = "remove_current_session",
    responses((status = 204, description = "The session is over.")),
    security(("bearer" = [])), extensions(("x-action" = json!("account.own"))),
)]
#[delete("/sessions/current")]
pub(super) async fn remove_current_session(ctx: Ctx) -> Outcome<HttpResponse> {
    let session = ctx.session()?.session;
    end(ctx.even_if_password_is_due(), session).await
}

/// End one of one's own sessions
///
/// For example on a lost device.
#[utoipa::path(
    tag = "sessions", operation_id = "remove_session",
    params(("session_id" = SessionIdField, Path, description = "The session.")),
    responses((status = 204, description = "The session is over.")),
    security(("bearer" = [])), extensions(("x-action" = json!("account.own"))),
)]
#[delete("/sessions/{session_id}")]
pub(super) async fn remove_session(ctx: Ctx, id: PathId<SessionId>) -> Outcome<HttpResponse> {
    ctx.session()?;
    end(ctx, id.0).await
}

async fn end(ctx: Ctx, id: SessionId) -> Outcome<HttpResponse> {
    ctx.write(move |unit| {
        let (user, permit) = caller(unit)?;
        let now = unit.now();
        let going = session_list(unit.connection(), user.id, now)?;
        let session = going
            .into_iter()
            .find(|one| one.id == id)
            .ok_or_else(Problem::not_found)?;
        session_end(unit.tx(), id, EndReason::Logout, now)?;
        unit.audit(
            &permit,
            (RESOURCE, id),
            user.network_id,
            Some(&summary(&session)),
            None,
        )
    })
    .await?;
    Ok(reply::nothing())
}

/// Sign out everywhere
///
/// Ends all sessions of the caller, this one included.
#[utoipa::path(
    tag = "sessions", operation_id = "remove_all_sessions",
    responses((status = 204, description = "All sessions are over.")),
    security(("bearer" = [])), extensions(("x-action" = json!("account.own"))),
)]
#[delete("/sessions")]
pub(super) async fn remove_all_sessions(ctx: Ctx) -> Outcome<HttpResponse> {
    ctx.session()?;
    ctx.even_if_password_is_due()
        .write(move |unit| {
            let (user, permit) = caller(unit)?;
            let now = unit.now();
            let ended =
                sessions_end_all(unit.tx(), user.id, None, EndReason::LogoutEverywhere, now)?;
            let note = serde_json::json!({ "sessions_ended": ended });
            unit.audit(
                &permit,
                (RESOURCE, user.id),
                user.network_id,
                Some(&note),
                None,
            )
        })
        .await?;
    Ok(reply::nothing())
}

/// The caller's account and the permission to manage it.
pub(super) fn caller(unit: &mut UnitOfWork<'_, '_>) -> Outcome<(User, Permit)> {
    let id = unit.session()?.user;
    let user = user_find(unit.connection(), id)?.ok_or_else(Problem::not_found)?;
    let permit = unit.authorize(Action::AccountOwn, &Target::default().about(Some(id)))?;
    Ok((user, permit))
}
