//! Providers with their history and their sites.

use std::collections::HashMap;

use chrono::{DateTime, Duration, NaiveTime, Utc};
use domain_accounts::{Action, Permit};
use domain_providers::{
    Accreditation, AccreditationAction, AccreditationDecision, AccreditationStatus, Decision,
    Provider, ProviderProfile, ProviderSite, Registration, RegistrationAction,
    RegistrationDecision, RegistrationStatus, SiteProfile,
};
use domain_shared::{
    NetworkBodyId, Period, ProviderId, Reason, SiteId, TextValue as _, Version, civil_date,
    instant_of,
};
use persistence::{
    PageRequest,
    network::{NetworkBodyFilter, network_body_list},
    providers::{decision_append, provider_insert, site_insert},
};
use serde::Deserialize;

use super::read;
use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem},
};

/// When the network decides.
const NOON: NaiveTime = NaiveTime::MIN.overflowing_add_signed(Duration::hours(12)).0;

#[derive(Deserialize)]
struct File {
    providers: Vec<ProviderRecord>,
}

#[derive(Deserialize)]
struct ProviderRecord {
    id: ProviderId,
    /// Code of the body that knows it; the provider belongs to that body's network.
    network_body: String,
    profile: ProviderProfile,
    registration: RegistrationRecord,
    accreditation: AccreditationRecord,
    sites: Vec<SiteRecord>,
}

#[derive(Deserialize)]
struct RegistrationRecord {
    status: RegistrationStatus,
    submitted_day: i64,
    reason: Option<Reason>,
}

#[derive(Deserialize)]
struct AccreditationRecord {
    status: AccreditationStatus,
    period: Option<PeriodRecord>,
    reason: Option<Reason>,
}

#[derive(Deserialize)]
struct PeriodRecord {
    from_day: i64,
    until_day: Option<i64>,
}

#[derive(Deserialize)]
struct SiteRecord {
    id: SiteId,
    #[serde(flatten)]
    profile: SiteProfile,
}

/// Loads the providers, each brought to its state by the decisions that lead there.
pub(super) fn load(unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
    let file: File = read(
        "providers",
        include_str!("../../../persistence/data/demo/providers.json"),
    )?;
    let networks = networks(unit)?;
    for record in file.providers {
        let network = networks.get(&record.network_body).copied();
        let network = network.ok_or_else(|| wrong("provider without its network"))?;
        load_one(unit, network, record)?;
    }
    Ok(())
}

fn wrong(what: &str) -> Problem {
    Problem::internal(format!("demo providers: {what}"))
}

/// The network of each body, by the body's code.
fn networks(unit: &mut UnitOfWork<'_, '_>) -> Outcome<HashMap<String, NetworkBodyId>> {
    let all = PageRequest {
        limit: 100,
        after: None,
    };
    let bodies = network_body_list(unit.connection(), &NetworkBodyFilter::default(), &all)?;
    let codes = bodies.items.into_iter();
    Ok(codes
        .map(|body| (body.profile.code.as_str().to_owned(), body.network_id()))
        .collect())
}

fn load_one(
    unit: &mut UnitOfWork<'_, '_>,
    network: NetworkBodyId,
    record: ProviderRecord,
) -> Outcome<()> {
    let now = unit.now();
    let submitted = now + Duration::days(record.registration.submitted_day);
    let (registration, mut history) = registration(record.registration, submitted)?;
    let (accreditation, decisions) = accreditation(record.accreditation, submitted, now)?;
    history.extend(decisions);
    let provider = Provider {
        id: record.id,
        network_id: network,
        profile: record.profile,
        applicant: None,
        registration,
        accreditation,
        version: Version::FIRST,
        created_at: submitted,
        updated_at: history.last().map_or(submitted, |decision| decision.at),
    };
    let permit = Permit::system(Action::ProviderRegister);
    provider_insert(unit.tx(), &permit, &provider)?;
    let permit = Permit::system(Action::ProviderDecide);
    for decision in &history {
        decision_append(unit.tx(), &permit, provider.id, decision)?;
    }
    let permit = Permit::system(Action::ProviderWrite);
    for site in record.sites {
        let site = ProviderSite {
            id: site.id,
            provider: provider.id,
            profile: site.profile,
            version: Version::FIRST,
            created_at: submitted,
            updated_at: submitted,
        };
        site_insert(unit.tx(), &permit, &site)?;
    }
    Ok(())
}

/// The registration, decided on five days after it was submitted.
fn registration(
    record: RegistrationRecord,
    submitted: DateTime<Utc>,
) -> Outcome<(Registration, Vec<Decision>)> {
    let pending = Registration::submitted(submitted);
    let action = match record.status {
        RegistrationStatus::Pending => return Ok((pending, Vec::new())),
        RegistrationStatus::Approved => RegistrationAction::Approve,
        RegistrationStatus::Rejected => RegistrationAction::Reject,
    };
    let decision =
        RegistrationDecision::new(action, record.reason).map_err(|message| wrong(message.code))?;
    let decided = pending
        .decide(decision, None, submitted + Duration::days(5))
        .map_err(|refused| wrong(&refused.to_string()))?;
    let history = decided
        .decision
        .iter()
        .map(|entry| Decision::on_registration(action, entry))
        .collect();
    Ok((decided, history))
}

/// The accreditation, applied for ten days after the registration was submitted.
fn accreditation(
    record: AccreditationRecord,
    submitted: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Outcome<(Accreditation, Vec<Decision>)> {
    use AccreditationAction::{Accredit, Apply, Revoke, Suspend};
    let last = match record.status {
        AccreditationStatus::NotApplied => return Ok((Accreditation::NONE, Vec::new())),
        AccreditationStatus::Applied | AccreditationStatus::Accredited => None,
        AccreditationStatus::Suspended => Some(Suspend),
        AccreditationStatus::Revoked => Some(Revoke),
    };
    let mut steps = vec![(Apply, submitted + Duration::days(10), None, None)];
    if let Some(days) = record.period {
        let day = |days| civil_date(now) + Duration::days(days);
        let period = Period::new(day(days.from_day), days.until_day.map(day))
            .map_err(|message| wrong(message.code))?;
        let granted = instant_of(period.from().and_time(NOON));
        steps.push((Accredit, granted, Some(period), None));
    }
    steps.extend(last.map(|action| (action, now - Duration::days(12), None, record.reason)));
    let mut accreditation = Accreditation::NONE;
    let mut history = Vec::new();
    for (action, at, period, reason) in steps {
        let decision = AccreditationDecision::new(action, period, reason, civil_date(at))
            .map_err(|found| wrong(&found.to_string()))?;
        let (next, entry) = accreditation
            .decide(decision, None, at)
            .map_err(|refused| wrong(&refused.to_string()))?;
        accreditation = next;
        history.push(Decision::from(entry));
    }
    Ok((accreditation, history))
}
