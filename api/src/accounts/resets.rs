//! Forgotten passwords: a single-use code by mail.

use actix_web::{HttpResponse, post};
use chrono::Duration;
use domain_accounts::{EndReason, PASSWORD_RESET_MINUTES, UserStatus, check_password};
use domain_shared::{Locale, Message, Violation, Violations};
use persistence::accounts::{
    password_reset_insert, password_reset_use, password_set, sessions_end_all, user_find,
    user_find_by_email,
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    dto::{PasswordResetCompletionInput, PasswordResetInput, PasswordResetView},
    login::own_permit,
    users::RESOURCE,
};
use crate::{
    auth::{hash_password, token_hash},
    clock::random_token,
    http::{Ctx, UnitOfWork, ValidJson, reply},
    hub::off_thread,
    mail::Letter,
    problem::{Outcome, Problem},
};

static INVALID_CODE: Message = Message {
    code: "invalid_code",
    it: "Il codice non è valido, è scaduto o è già stato usato.",
    en: "The code is not valid, has expired or was used already.",
};

/// Ask for a new password
///
/// Sends a single-use code, good for an hour, if the address belongs to an account. The answer is
/// the same whether it does or not.
#[utoipa::path(
    tag = "sessions", operation_id = "request_password_reset",
    request_body = PasswordResetInput,
    responses((status = 202, description = "A code is on its way, if there is such an account.", body = PasswordResetView)),
    security(()), extensions(("x-action" = json!("account.own")), ("x-idempotency-key" = json!(false))),
)]
#[post("/password-resets")]
pub(super) async fn request_password_reset(
    ctx: Ctx,
    body: ValidJson<PasswordResetInput>,
) -> Outcome<HttpResponse> {
    ctx.check_sensitive_rate()?;
    let email = body.read(|input| {
        input
            .email
            .parse()
            .map_err(|message| Violations::from(Violation::new("/email", message)))
    })?;
    ctx.write(move |unit| {
        unit.tx().bookkeeping();
        match user_find_by_email(unit.connection(), &email)? {
            Some(user) if user.status == UserStatus::Active => send_code(unit, &user),
            Some(_) | None => Ok(()),
        }
    })
    .await?;
    let message = match ctx.locale() {
        Locale::Italian => {
            "Se l'indirizzo appartiene a un account, riceverà un codice per scegliere una nuova password."
        }
        Locale::English => {
            "If the address belongs to an account, a code to choose a new password is sent there."
        }
    };
    reply::accepted(&PasswordResetView { message })
}

/// Makes a code and puts it into the outbox.
pub(super) fn send_code(
    unit: &mut UnitOfWork<'_, '_>,
    user: &domain_accounts::User,
) -> Outcome<()> {
    let code = random_token();
    let now = unit.now();
    let expires_at = now + Duration::minutes(PASSWORD_RESET_MINUTES);
    password_reset_insert(
        unit.tx(),
        user.id,
        &token_hash(code.expose_secret()),
        now,
        expires_at,
    )?;
    let locale = user.locale.locale();
    unit.send(Letter::password_reset(
        &user.email,
        locale,
        &code,
        PASSWORD_RESET_MINUTES,
    ))
}

/// Choose a new password with a code
///
/// Uses the code up and ends every session of the account.
#[utoipa::path(
    tag = "sessions", operation_id = "complete_password_reset",
    request_body = PasswordResetCompletionInput,
    responses((status = 204, description = "The new password is in force.")),
    security(()), extensions(("x-action" = json!("account.own"))),
)]
#[post("/password-resets/completion")]
pub(super) async fn complete_password_reset(
    ctx: Ctx,
    body: ValidJson<PasswordResetCompletionInput>,
) -> Outcome<HttpResponse> {
    ctx.check_sensitive_rate()?;
    let input = body.into_inner()?;
    let code = token_hash(input.code.expose_secret());
    let new_password = input.new_password.clone();
    let hash = off_thread(move || hash_password(&new_password)).await?;
    ctx.write(move |unit| complete(unit, &code, &input.new_password, &hash))
        .await?;
    Ok(reply::nothing())
}

fn complete(
    unit: &mut UnitOfWork<'_, '_>,
    code: &str,
    password: &SecretString,
    hash: &str,
) -> Outcome<()> {
    let now = unit.now();
    let invalid = || Problem::invalid("/code", &INVALID_CODE);
    let id = password_reset_use(unit.tx(), code, now)?.ok_or_else(invalid)?;
    let user = user_find(unit.connection(), id)?
        .filter(|user| user.status == UserStatus::Active)
        .ok_or_else(invalid)?;
    // Only whoever holds the code learns what is wrong with the password; refusing keeps the code.
    check_password(password.expose_secret(), &user.email)
        .map_err(|message| Problem::invalid("/new_password", message))?;
    let permit = own_permit(&user)?;
    password_set(unit.tx(), &permit, user.id, hash, false, now)?;
    sessions_end_all(unit.tx(), user.id, None, EndReason::PasswordChanged, now)?;
    unit.send(Letter::password_changed(&user.email, user.locale.locale()))?;
    let note = serde_json::json!({ "password": "reset" });
    unit.audit(
        &permit,
        (RESOURCE, user.id),
        user.network_id,
        None,
        Some(&note),
    )
}
