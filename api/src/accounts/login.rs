//! `POST /sessions`: signing in.

use actix_web::{HttpResponse, http::header, post};
use domain_accounts::{
    Action, Actor, Attempts, Lockout, Permit, Target, User, UserStatus, authorize,
};
use domain_shared::EmailAddress;
use persistence::accounts::{
    Credentials, SessionRecord, attempts_clear, attempts_find, attempts_put, credentials_find,
    session_insert, user_note_login,
};
use secrecy::{ExposeSecret as _, SecretString};

use super::dto::{CredentialsInput, SessionTokensView};
use crate::{
    auth::{token_hash, verify_password},
    clock::{new_id, random_token},
    http::{Client, Ctx, UnitOfWork, ValidJson, reply},
    hub::{Hub, off_thread},
    problem::{Outcome, Problem, ProblemCode},
    wire::Ident,
};

/// Name of the resource in the audit log.
pub(super) const RESOURCE: &str = "session";

/// What failed sign-ins are counted under: the account from this client, and the account.
fn failure_subjects(email: &EmailAddress, client: &Client) -> [(String, Lockout); 2] {
    use domain_shared::TextValue as _;
    let (email, client) = (email.as_str(), client.hashed());
    [
        (token_hash(&format!("{email} {client}")), Lockout::CLIENT),
        (token_hash(email), Lockout::ACCOUNT),
    ]
}

/// Sign in
///
/// Opens a session and gives a short access token and a refresh token. Wrong passwords are slowed
/// down per account and client. Not covered by Idempotency-Key: tokens are never stored.
#[utoipa::path(
    tag = "sessions", operation_id = "create_session",
    request_body = CredentialsInput,
    responses(
        (status = 200, description = "The tokens of a new session.", body = SessionTokensView),
        (status = 401, description = "Wrong e-mail address or password."),
    ),
    security(()), extensions(("x-action" = json!("account.own"))),
)]
#[post("/sessions")]
pub(super) async fn create_session(
    ctx: Ctx,
    body: ValidJson<CredentialsInput>,
) -> Outcome<HttpResponse> {
    ctx.check_sensitive_rate()?;
    let (email, password, name) = body.read(|input| {
        let email = input.email.parse().map_err(|message| {
            domain_shared::Violations::from(domain_shared::Violation::new("/email", message))
        })?;
        Ok((email, input.password, input.client.map(String::from)))
    })?;
    let subjects = failure_subjects(&email, &Client::of(&ctx));
    let user = prove(&ctx, email, password, subjects.clone()).await?;
    let client = name.unwrap_or_else(|| "-".to_owned());
    let refresh = random_token();
    let hash = token_hash(refresh.expose_secret());
    let lifetime = ctx.hub().config.tokens.refresh;
    let session = SessionRecord {
        id: new_id(),
        user_id: user.id,
        client,
        created_at: ctx.now(),
        last_used_at: ctx.now(),
        expires_at: ctx.now() + lifetime,
    };
    let (opened, owner) = (session.clone(), user.clone());
    ctx.write(move |unit| open(unit, &owner, &opened, &hash, &subjects))
        .await?;
    answer(ctx.hub(), &session, &refresh, user.must_change_password)
}

/// The account, if the password is right and nobody has been guessing.
async fn prove(
    ctx: &Ctx,
    email: EmailAddress,
    password: SecretString,
    subjects: [(String, Lockout); 2],
) -> Outcome<User> {
    let (asked, now) = (subjects.clone(), ctx.now());
    let credentials: Option<Credentials> = ctx
        .hub()
        .read(move |connection| -> Outcome<_> {
            for (subject, _) in &asked {
                refuse_if_locked(attempts_find(connection, subject)?, now)?;
            }
            Ok(credentials_find(connection, &email)?)
        })
        .await?;
    let usable = credentials.filter(|found| found.user.status == UserStatus::Active);
    let (user, hash) = usable.map_or((None, None), |found| {
        (Some(found.user), found.password_hash)
    });
    let right =
        off_thread(move || -> Outcome<bool> { Ok(verify_password(&password, hash.as_deref())) })
            .await?;
    match user {
        Some(user) if right => Ok(user),
        Some(_) | None => {
            count_failure(ctx, subjects).await?;
            Err(Problem::new(ProblemCode::InvalidCredentials))
        }
    }
}

fn refuse_if_locked(attempts: Option<Attempts>, now: chrono::DateTime<chrono::Utc>) -> Outcome<()> {
    match attempts.and_then(|attempts| attempts.lock_at(now)) {
        None => Ok(()),
        Some(until) => {
            let seconds = u64::try_from((until - now).num_seconds())
                .unwrap_or(0)
                .max(1);
            Err(Problem::new(ProblemCode::TooManyRequests).retry_after(seconds))
        }
    }
}

async fn count_failure(ctx: &Ctx, subjects: [(String, Lockout); 2]) -> Outcome<()> {
    let now = ctx.now();
    ctx.hub()
        .write(move |tx| -> Outcome<()> {
            for (subject, lockout) in &subjects {
                let before = attempts_find(tx, subject)?;
                attempts_put(tx, subject, &Attempts::after_failure(before, *lockout, now))?;
            }
            Ok(())
        })
        .await
}

/// Opens the session, unless a guesser was locked out while the password was being checked.
fn open(
    unit: &mut UnitOfWork<'_, '_>,
    user: &User,
    session: &SessionRecord,
    hash: &str,
    subjects: &[(String, Lockout); 2],
) -> Outcome<()> {
    let now = unit.now();
    for (subject, _) in subjects {
        refuse_if_locked(attempts_find(unit.connection(), subject)?, now)?;
    }
    let [(client_subject, _), _] = subjects;
    attempts_clear(unit.tx(), client_subject)?;
    session_insert(unit.tx(), session, hash)?;
    user_note_login(unit.tx(), user.id, now)?;
    let permit = own_permit(user)?;
    unit.audit(
        &permit,
        (RESOURCE, session.id),
        user.network_id,
        None,
        Some(&summary(session)),
    )
}

/// The permission of somebody who proved to be this user.
pub(super) fn own_permit(user: &User) -> Outcome<Permit> {
    let actor = Actor::User {
        id: user.id,
        grants: Vec::new(),
    };
    Ok(authorize(
        &actor,
        Action::AccountOwn,
        &Target::default().about(Some(user.id)),
    )?)
}

/// What the audit log keeps of a session.
pub(super) fn summary(session: &SessionRecord) -> serde_json::Value {
    serde_json::json!({ "id": session.id, "user_id": session.user_id, "expires_at": session.expires_at })
}

/// The tokens of a session.
pub(super) fn answer(
    hub: &Hub,
    session: &SessionRecord,
    refresh: &SecretString,
    must_change_password: bool,
) -> Outcome<HttpResponse> {
    let (access, lifetime) = hub
        .keys
        .issue(session.user_id, session.id, hub.clock.now())?;
    let mut response = reply::personal(&SessionTokensView {
        session_id: Ident(session.id),
        access_token: access.expose_secret().to_owned(),
        token_type: "Bearer",
        expires_in: u32::try_from(lifetime.as_secs()).unwrap_or(u32::MAX),
        refresh_token: refresh.expose_secret().to_owned(),
        session_expires_at: session.expires_at,
        must_change_password,
    })?;
    response
        .headers_mut()
        .insert(header::PRAGMA, header::HeaderValue::from_static("no-cache"));
    Ok(response)
}
