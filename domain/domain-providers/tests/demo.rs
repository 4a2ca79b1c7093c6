//! The demonstration providers are what they claim to be: every text, number and rule holds.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of a test, which fails by panicking"
)]

use std::collections::HashSet;

use chrono::{Duration, NaiveDate};
use domain_providers::{
    Accreditation, AccreditationState, AccreditationStatus, Address, Contacts, LegalForm,
    ProfileParts, ProviderKind, ProviderProfile, Register, RegisterEntry, RegisterNumber,
    RegistrationStatus, SiteDetails, TaxCode, VatNumber,
};
use domain_shared::{Code, Coordinates, DisplayName, LongText, Period, Reason, StableCode};
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
    key: StableCode,
    #[serde(rename = "network_body")]
    _network_body: StableCode,
    kind: ProviderKind,
    legal_form: LegalForm,
    legal_name: DisplayName,
    trade_name: Option<DisplayName>,
    tax_code: TaxCode,
    vat_number: Option<VatNumber>,
    registers: Vec<DemoRegister>,
    description: LongText,
    contacts: Contacts,
    legal_seat: Address,
    registration: DemoRegistration,
    accreditation: DemoAccreditation,
    sites: Vec<DemoSite>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoRegister {
    register: Register,
    number: RegisterNumber,
    since: NaiveDate,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoSite {
    name: DisplayName,
    address: Address,
    coordinates: Coordinates,
    contacts: Contacts,
    notes: Option<LongText>,
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

fn check_site(site: DemoSite) -> SiteDetails {
    let (lat, lon) = (site.coordinates.lat(), site.coordinates.lon());
    assert!(
        (36.0..47.5).contains(&lat) && (6.5..18.6).contains(&lon),
        "{:?}",
        site.name
    );
    assert!(site.contacts.reaches_somebody());
    SiteDetails {
        name: site.name,
        address: site.address,
        coordinates: Some(site.coordinates),
        contacts: site.contacts,
        notes: site.notes,
    }
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
    demo.sites
        .into_iter()
        .for_each(|site| drop(check_site(site)));
    let registers = demo.registers.into_iter();
    let profile = ProviderProfile::new(ProfileParts {
        kind: demo.kind,
        legal_form: demo.legal_form,
        legal_name: demo.legal_name,
        trade_name: demo.trade_name,
        tax_code: demo.tax_code,
        vat_number: demo.vat_number,
        registers: registers
            .map(|entry| RegisterEntry::new(entry.register, entry.number, Some(entry.since)))
            .collect::<Result<_, _>>()
            .unwrap(),
        description: Some(demo.description),
        contacts: demo.contacts,
        legal_seat: demo.legal_seat,
    });
    (
        profile.unwrap_or_else(|found| panic!("{key:?}: {found:?}")),
        state,
    )
}

#[test]
fn every_demonstration_provider_is_sound_and_every_case_is_there() {
    let text = include_str!("../../../persistence/data/demo/providers.json");
    let demo: Demo = serde_json::from_str(text).unwrap();
    assert_eq!(demo.providers.len(), 24);
    let keys: HashSet<_> = demo
        .providers
        .iter()
        .map(|provider| provider.key.clone())
        .collect();
    assert_eq!(keys.len(), 24);
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
    assert_eq!(tax_codes.len(), 24);
    let kinds: HashSet<_> = checked.iter().map(|(profile, _)| profile.kind).collect();
    assert_eq!(kinds.len(), ProviderKind::ALL.len());
    let states: HashSet<_> = checked.iter().map(|(_, state)| state).collect();
    assert_eq!(states.len(), AccreditationState::ALL.len());
}
