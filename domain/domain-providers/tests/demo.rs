//! The demonstration providers are what they claim to be: every text, number and rule holds.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of a test, which fails by panicking"
)]

use std::collections::HashSet;

use chrono::{Duration, NaiveDate};
use domain_providers::{
    Accreditation, AccreditationState, AccreditationStatus, ProviderDraft, ProviderKind,
    ProviderProfile, RegistrationStatus, SiteProfile,
};
use domain_shared::{Code, Period, ProviderId, Reason, SiteId, StableCode};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Demo {
    #[serde(rename = "note")]
    _note: String,
    providers: Vec<DemoProvider>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoProvider {
    id: ProviderId,
    key: StableCode,
    #[serde(rename = "network_body")]
    _network_body: StableCode,
    profile: ProviderDraft,
    registration: DemoRegistration,
    accreditation: DemoAccreditation,
    sites: Vec<DemoSite>,
}

#[derive(Deserialize)]
struct DemoSite {
    id: SiteId,
    #[serde(flatten)]
    profile: SiteProfile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoRegistration {
    status: RegistrationStatus,
    submitted_day: i64,
    reason: Option<Reason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoAccreditation {
    status: AccreditationStatus,
    period: Option<DemoPeriod>,
    reason: Option<Reason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoPeriod {
    from_day: i64,
    until_day: Option<i64>,
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
}

fn accreditation(demo: DemoAccreditation) -> Accreditation {
    let day = |days| today() + Duration::days(days);
    let period = demo
        .period
        .map(|period| Period::new(day(period.from_day), period.until_day.map(day)).unwrap());
    Accreditation::from_stored(demo.status, period, demo.reason).unwrap()
}

fn check_site(site: &DemoSite) {
    let site = &site.profile;
    let place = site.coordinates.unwrap();
    let in_italy = (36.0..47.5).contains(&place.lat()) && (6.5..18.6).contains(&place.lon());
    assert!(in_italy, "{:?}", site.name);
    assert!(site.contacts.reaches_somebody());
}

/// The profile of a provider and where its accreditation stands.
fn check(demo: DemoProvider) -> (ProviderProfile, AccreditationState) {
    let key = demo.key;
    assert!(demo.registration.submitted_day < 0, "{key:?}");
    let rejected = demo.registration.status == RegistrationStatus::Rejected;
    assert_eq!(demo.registration.reason.is_some(), rejected, "{key:?}");
    let state = accreditation(demo.accreditation).state(today());
    let entered = state == AccreditationState::NotApplied
        || demo.registration.status == RegistrationStatus::Approved;
    assert!(entered, "{key:?} cannot have applied before it was let in");
    assert!((1..=3).contains(&demo.sites.len()), "{key:?}");
    demo.sites.iter().for_each(check_site);
    let profile = ProviderProfile::parse(&demo.profile);
    (
        profile.unwrap_or_else(|found| panic!("{key:?}: {found}")),
        state,
    )
}

#[test]
fn every_demonstration_provider_is_sound_and_every_case_is_there() {
    let text = include_str!("../../../persistence/data/demo/providers.json");
    let demo: Demo = serde_json::from_str(text).unwrap();
    assert_eq!(demo.providers.len(), 39);
    let ids: HashSet<_> = demo.providers.iter().map(|provider| provider.id).collect();
    assert_eq!(ids.len(), 39);
    let sites: Vec<_> = demo
        .providers
        .iter()
        .flat_map(|one| &one.sites)
        .map(|site| site.id)
        .collect();
    assert_eq!(sites.iter().collect::<HashSet<_>>().len(), sites.len());
    let keys: HashSet<_> = demo
        .providers
        .iter()
        .map(|provider| provider.key.clone())
        .collect();
    assert_eq!(keys.len(), 39);
    let registrations: HashSet<_> = demo
        .providers
        .iter()
        .map(|provider| provider.registration.status)
        .collect();
    assert_eq!(registrations.len(), RegistrationStatus::ALL.len());

    let checked: Vec<_> = demo.providers.into_iter().map(check).collect();
    let tax_codes: HashSet<_> = checked
        .iter()
        .map(|(profile, _)| &profile.tax_code)
        .collect();
    assert_eq!(tax_codes.len(), 39);
    let kinds: HashSet<_> = checked.iter().map(|(profile, _)| profile.kind).collect();
    assert_eq!(kinds.len(), ProviderKind::ALL.len());
    let states: HashSet<_> = checked.iter().map(|(_, state)| state).collect();
    assert_eq!(states.len(), AccreditationState::ALL.len());
}
