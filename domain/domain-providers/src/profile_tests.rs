//! The rules between the parts of a profile.

use domain_shared::{
    AddressLine, Belfiore, EmailAddress, PostalCode, TaxCode, TextValue, VatNumber,
    messages::TOO_LONG,
};

use super::*;
use crate::RegisterNumber;

fn cooperative() -> ProviderParts {
    ProviderParts {
        kind: ProviderKind::ThirdSector,
        legal_form: LegalForm::SocialCooperativeA,
        legal_name: DisplayName::parse("Il Melograno cooperativa sociale").unwrap(),
        trade_name: None,
        tax_code: TaxCode::parse("12345670017").unwrap(),
        vat_number: VatNumber::parse("12345670017").ok(),
        registers: vec![
            entry(Register::Runts, "1234"),
            entry(Register::Cooperatives, "A123456"),
        ],
        description: None,
        contacts: ProviderContacts {
            email: EmailAddress::parse("info@example.org").ok(),
            ..ProviderContacts::default()
        },
        legal_seat: Address {
            street: AddressLine::parse("Via Roma 1").unwrap(),
            postal_code: PostalCode::parse("47521").unwrap(),
            municipality: Belfiore::parse("C573").unwrap(),
            notes: None,
        },
    }
}

fn entry(register: Register, number: &str) -> RegisterEntry {
    RegisterEntry::new(register, RegisterNumber::parse(number).unwrap(), None).unwrap()
}

fn mistakes(result: Result<ProviderProfile, Violations>) -> Vec<(String, &'static str)> {
    let found = result.err().into_iter().flatten();
    found
        .map(|violation| (violation.pointer, violation.message.code))
        .collect()
}

#[test]
fn a_consistent_profile_is_kept_as_it_is() {
    let profile = ProviderProfile::new(cooperative()).unwrap();
    assert_eq!(
        profile.public_name().as_str(),
        "Il Melograno cooperativa sociale"
    );
    assert_eq!(profile.into_parts(), cooperative());
}

#[test]
fn all_missing_parts_are_reported() {
    let pointers: Vec<_> = mistakes(ProviderProfile::parse(&ProviderDraft::default()))
        .into_iter()
        .map(|(at, _)| at)
        .collect();
    assert_eq!(
        pointers,
        [
            "/kind",
            "/legal_form",
            "/legal_name",
            "/tax_code",
            "/legal_seat",
            "/contacts"
        ]
    );
}

#[test]
fn every_rule_that_does_not_hold_is_reported() {
    let mut parts = cooperative();
    parts.kind = ProviderKind::Private;
    parts.tax_code = TaxCode::parse("RSSMRA85M01H501Q").unwrap();
    parts.vat_number = None;
    parts.contacts = ProviderContacts::default();
    parts
        .registers
        .push(entry(Register::Cooperatives, "a123456"));
    assert_eq!(
        mistakes(ProviderProfile::new(parts)),
        [
            ("/legal_form".to_owned(), "legal_form_not_of_kind"),
            ("/vat_number".to_owned(), "vat_number_required"),
            ("/tax_code".to_owned(), "tax_code_of_a_person"),
            ("/registers/0/register".to_owned(), "register_not_of_kind"),
            ("/registers/2".to_owned(), "duplicate"),
            ("/contacts".to_owned(), "contact_required"),
        ]
    );
}

#[test]
fn what_was_refused_is_not_reported_again() {
    let mut found = Violations::new();
    found.add("/legal_name", &TOO_LONG);
    found.add("/legal_seat/street", &REQUIRED);
    found.add("/contacts/email", &TOO_LONG);
    found.add("/vat_number", &TOO_LONG);
    let draft = Reading {
        legal_name: None,
        legal_seat: None,
        vat_number: None,
        contacts: ProviderContacts::default(),
        ..cooperative().into()
    };
    assert_eq!(draft.validate(found.clone()), Err(found));
}

#[test]
fn associations_need_no_vat_number_and_sole_traders_have_their_own_tax_code() {
    let mut parts = cooperative();
    parts.legal_form = LegalForm::Association;
    parts.vat_number = None;
    assert!(ProviderProfile::new(parts).is_ok());
    let mut parts = cooperative();
    parts.kind = ProviderKind::Private;
    parts.legal_form = LegalForm::SoleTrader;
    parts.registers.clear();
    parts.tax_code = TaxCode::parse("RSSMRA85M01H501Q").unwrap();
    assert!(ProviderProfile::new(parts).is_ok());
}

#[test]
fn registers_are_bounded() {
    let mut parts = cooperative();
    parts.registers = (0..=MAX_REGISTERS)
        .map(|number| entry(Register::Other, &number.to_string()))
        .collect();
    assert_eq!(
        mistakes(ProviderProfile::new(parts)),
        [("/registers".to_owned(), "too_many_items")]
    );
}

#[test]
fn a_draft_is_read_and_every_mistake_told() {
    let good = r#"{"kind": "third_sector", "legal_form": "social_cooperative_a",
        "legal_name": "Il Melograno cooperativa sociale", "tax_code": "12345670017",
        "vat_number": "12345670017", "contacts": {"email": "info@example.org"},
        "registers": [{"register": "runts", "number": "1234"},
            {"register": "cooperatives", "number": "a123456"}],
        "legal_seat": {"street": "Via Roma 1", "postal_code": "47521", "municipality": "C573"}}"#;
    let draft: ProviderDraft = serde_json::from_str(good).unwrap();
    let profile = ProviderProfile::parse(&draft).unwrap();
    assert_eq!(profile.clone().into_parts(), cooperative());
    let stored = serde_json::to_string(&profile).unwrap();
    assert_eq!(
        serde_json::from_str::<ProviderProfile>(&stored).unwrap(),
        profile
    );

    let mut wrong = draft;
    wrong.kind = "charity".to_owned();
    wrong.tax_code = "1".to_owned();
    wrong.registers[0].number = "RM-1".to_owned();
    wrong.registers[1].since = Some("ieri".to_owned());
    wrong.contacts.email = Some("nobody".to_owned());
    wrong.vat_number = None;
    wrong.legal_seat.as_mut().unwrap().street = String::new();
    assert_eq!(
        ProviderProfile::parse(&wrong).unwrap_err().to_string(),
        "/kind: unknown_code; /tax_code: tax_code_format; \
         /registers/0/number: register_number_format; /registers/1/since: invalid_date; \
         /contacts/email: invalid_email; /legal_seat/street: required; \
         /vat_number: vat_number_required"
    );
}
