//! What every endpoint of a provider needs: the provider, who may see it, the audit log, letters.

use domain_accounts::{Action, GrantPlace, Permit, Target};
use domain_providers::{DecisionStep, Provider, RegistrationStatus};
use domain_shared::{
    Code as _, EmailAddress, InvalidTransition, Locale, ProviderId, Reason, TextValue as _,
    messages,
};
use persistence::{
    AnyConnection, DbError, accounts::managers_of_provider, providers::provider_find,
};

use super::view::{Eye, ProviderView};
use crate::{
    http::{Snapshot, UnitOfWork},
    mail::Letter,
    problem::{Outcome, Problem},
};

/// The provider with this identifier, or 404.
pub(super) fn provider_of(connection: &mut AnyConnection, id: ProviderId) -> Outcome<Provider> {
    provider_find(connection, id)?.ok_or_else(Problem::not_found)
}

/// What the policy decides on: anybody may know of a provider once it is let into the hub.
pub(super) fn target(provider: &Provider) -> Target {
    Target {
        public: provider.registration.status == RegistrationStatus::Approved,
        ..Target::private_in(provider.network_id).of_provider(provider.id)
    }
}

/// The place that memberships of a provider count at.
pub(super) const fn place(provider: &Provider) -> GrantPlace {
    GrantPlace::Provider(provider.network_id, provider.id)
}

/// The provider, which the caller may read, and how much of it they see.
pub(super) fn read_provider(
    snapshot: &mut Snapshot<'_>,
    id: ProviderId,
) -> Outcome<(Provider, Eye)> {
    let provider = provider_of(snapshot.connection(), id)?;
    let target = target(&provider);
    snapshot
        .authorize(Action::ProviderRead, &target)
        .map_err(hidden)?;
    let inside = snapshot.authorize(Action::ProviderInside, &target).is_ok();
    Ok((provider, if inside { Eye::Inside } else { Eye::Public }))
}

/// Reading is public where the provider is: whoever may not read it, signed in or not, must not
/// learn that it exists.
fn hidden(_: Problem) -> Problem {
    Problem::not_found()
}

/// The provider, for an inner matter that the caller may read or change.
pub(super) fn provider_inside(
    snapshot: &mut Snapshot<'_>,
    action: Action,
    id: ProviderId,
) -> Outcome<Provider> {
    let provider = provider_of(snapshot.connection(), id)?;
    snapshot.authorize(action, &target(&provider))?;
    Ok(provider)
}

/// Writes a change of a provider to the audit log.
pub(super) fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<&Provider>,
    after: &Provider,
) -> Outcome<()> {
    let now = unit.now();
    let view = |provider: &Provider| ProviderView::of(provider, Eye::Inside, now);
    unit.audit(
        permit,
        ("provider", after.id),
        Some(after.network_id),
        before.map(view).as_ref(),
        Some(&view(after)),
    )
}

/// The problem behind a write of a provider that the database refused: another one has the tax code,
/// or the municipality does not exist today.
pub(super) fn refused(error: DbError) -> Problem {
    match error {
        DbError::Reference => {
            Problem::invalid("/legal_seat/municipality", &messages::UNKNOWN_REFERENCE)
        }
        other if other.is_unique_of("providers", "tax_code") => Problem::taken("/tax_code"),
        other => other.into(),
    }
}

/// The problem of a step that the state does not allow.
pub(super) fn not_now<S: domain_shared::Code, A: domain_shared::Code>(
    refused: InvalidTransition<S, A>,
) -> Problem {
    Problem::invalid_transition(refused.allowed_codes())
}

/// Tells of a decision: the managers; before there are any, the applicant or else the provider's
/// own address.
pub(super) fn tell(
    unit: &mut UnitOfWork<'_, '_>,
    provider: &Provider,
    step: DecisionStep,
    reason: Option<&Reason>,
) -> Outcome<()> {
    let name = provider.profile.public_name().as_str();
    for (to, locale) in recipients(unit.connection(), provider)? {
        let reason = reason.map(Reason::as_str);
        let state = step.label(locale);
        unit.send(Letter::provider_decision(&to, locale, name, state, reason))?;
    }
    Ok(())
}

fn recipients(
    connection: &mut AnyConnection,
    provider: &Provider,
) -> Outcome<Vec<(EmailAddress, Locale)>> {
    let managers: Vec<_> = managers_of_provider(connection, provider.id)?
        .into_iter()
        .map(|manager| (manager.email, manager.locale.locale()))
        .collect();
    if !managers.is_empty() {
        return Ok(managers);
    }
    let applicant = provider.applicant.as_ref();
    let applicant = applicant.map(|applicant| (applicant.email.clone(), applicant.locale()));
    let contacts = &provider.profile.contacts;
    let contact = contacts
        .email
        .as_ref()
        .or(contacts.certified_email.as_ref());
    let contact = contact.map(|email| (email.clone(), Locale::default()));
    Ok(applicant.or(contact).into_iter().collect())
}
