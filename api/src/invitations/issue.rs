//! Inviting and taking invitations back, for the contexts whose places they are for.

use chrono::Duration;
use domain_accounts::{Grant, GrantPlace, INVITATION_DAYS, InvitationState, Permit};
use domain_shared::{EmailAddress, InvitationId, Locale, Version};
use persistence::{
    AnyConnection,
    accounts::{
        Invitation, invitation_find, invitation_insert, invitation_is_pending, invitation_revoke,
        user_find_by_email,
    },
};
use secrecy::ExposeSecret as _;

use super::InvitationView;
use crate::{
    auth::token_hash,
    clock::random_token,
    http::UnitOfWork,
    mail::Letter,
    problem::{Outcome, Problem},
};

/// Invites somebody to a role: keeps the invitation and sends its code, named after `place`. The
/// language is that of their account, if they have one, else `locale`.
///
/// # Errors
/// 409 at `/email` when they are invited to the same already and can still accept.
pub(crate) fn invite(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    grant: Grant,
    email: &EmailAddress,
    (place, locale): (&str, Locale),
) -> Outcome<Invitation> {
    let now = unit.now();
    if invitation_is_pending(unit.connection(), grant, email, now)? {
        return Err(Problem::taken("/email"));
    }
    let invited_by = permit
        .user()
        .ok_or_else(|| Problem::internal("nobody invites"))?;
    let token = random_token();
    let invitation = Invitation {
        id: unit.new_id(),
        grant,
        email: email.clone(),
        invited_by,
        expires_at: now + Duration::days(INVITATION_DAYS),
        accepted_at: None,
        revoked_at: None,
        version: Version::FIRST,
        created_at: now,
    };
    let hash = token_hash(token.expose_secret());
    invitation_insert(unit.tx(), permit, &invitation, &hash)?;
    record(unit, permit, None, &invitation)?;
    let account = user_find_by_email(unit.connection(), email)?;
    let locale = account.map_or(locale, |user| user.locale.locale());
    let role = grant.role();
    unit.send(Letter::invitation(
        email,
        locale,
        place,
        role,
        &token,
        INVITATION_DAYS,
    ))?;
    Ok(invitation)
}

/// The invitation to this place, or 404.
///
/// # Errors
/// 404.
pub(crate) fn invitation_to(
    connection: &mut AnyConnection,
    place: GrantPlace,
    id: InvitationId,
) -> Outcome<Invitation> {
    invitation_find(connection, id)?
        .filter(|invitation| invitation.grant.place() == place)
        .ok_or_else(Problem::not_found)
}

/// Takes a pending invitation back.
///
/// # Errors
/// 409 when it is not pending.
pub(crate) fn revoke(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    invitation: &Invitation,
) -> Outcome<Invitation> {
    let now = unit.now();
    match invitation.state(now) {
        InvitationState::Pending => {}
        InvitationState::Accepted | InvitationState::Revoked | InvitationState::Expired => {
            return Err(Problem::invalid_transition(Vec::new()));
        }
    }
    invitation_revoke(unit.tx(), permit, invitation.id, invitation.version, now)?;
    let after = Invitation {
        revoked_at: Some(now),
        version: invitation.version.next(),
        ..invitation.clone()
    };
    record(unit, permit, Some(invitation), &after)?;
    Ok(after)
}

/// Writes a change of an invitation to the audit log.
pub(super) fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<&Invitation>,
    after: &Invitation,
) -> Outcome<()> {
    let now = unit.now();
    let view = |invitation: &Invitation| InvitationView::of(invitation, now);
    unit.audit(
        permit,
        ("invitation", after.id),
        Some(after.grant.place().network()),
        before.map(view).as_ref(),
        Some(&view(after)),
    )
}
