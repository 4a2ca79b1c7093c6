//! What clients get of providers.

use chrono::{DateTime, NaiveDate, Utc};
use domain_providers::{
    Accreditation, Applicant, Provider, ProviderContacts, ProviderSite, RegisterEntry, Registration,
};
use domain_shared::civil_date;
use persistence::{accounts::Member, providers::NumberedDecision};
use serde::Serialize;
use utoipa::ToSchema;

use super::fields::{
    AccreditationStateField, DecisionStepField, DecisionSubjectField, LegalFormField,
    ProviderKindField, RegisterField, RegisterNumberField, RegistrationStatusField, TaxCodeField,
    VatNumberField,
};
use crate::wire::{
    BelfioreField, Coded, DisplayNameField, EmailAddressField, GeoPoint, Ident, LongTextField,
    MembershipIdField, NetworkBodyIdField, PersonNameField, PhoneNumberField, PostalAddress,
    ProviderIdField, ReasonField, RoleField, SiteIdField, Text, UserIdField, UserStatusField,
    WebUrlField, optional,
};

/// Who looks: it decides what is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Eye {
    /// Anybody.
    Public,
    /// A member of the provider, or its network.
    Inside,
}

impl Eye {
    /// The value, if it may be seen from here.
    fn inside<T>(self, value: Option<T>) -> Option<T> {
        value.filter(|_| self == Self::Inside)
    }
}

/// How a provider or one of its sites is reached.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProviderContactsView {
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<EmailAddressField>,
    /// Certified e-mail address (PEC).
    #[serde(skip_serializing_if = "Option::is_none")]
    certified_email: Option<EmailAddressField>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumberField>,
    /// Web address.
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<WebUrlField>,
    /// Whom to ask for. Only for members and the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_person: Option<DisplayNameField>,
}

impl ProviderContactsView {
    fn of(contacts: &ProviderContacts, eye: Eye) -> Self {
        Self {
            email: optional(contacts.email.as_ref()),
            certified_email: optional(contacts.certified_email.as_ref()),
            phone: optional(contacts.phone.as_ref()),
            website: optional(contacts.website.as_ref()),
            contact_person: eye.inside(optional(contacts.contact_person.as_ref())),
        }
    }
}

/// An entry in a public register.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegisterEntryView {
    /// The register.
    register: RegisterField,
    /// The number in it.
    number: RegisterNumberField,
    /// Since which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<NaiveDate>,
}

impl From<&RegisterEntry> for RegisterEntryView {
    fn from(entry: &RegisterEntry) -> Self {
        Self {
            register: Coded(entry.register()),
            number: Text::of(entry.number()),
            since: entry.since(),
        }
    }
}

/// Who registered a provider.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApplicantView {
    /// E-mail address.
    email: EmailAddressField,
    /// Given name.
    given_name: PersonNameField,
    /// Family name.
    family_name: PersonNameField,
}

impl From<&Applicant> for ApplicantView {
    fn from(applicant: &Applicant) -> Self {
        Self {
            email: Text::of(&applicant.email),
            given_name: Text::of(&applicant.given_name),
            family_name: Text::of(&applicant.family_name),
        }
    }
}

/// Whether a provider was let into the hub.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegistrationView {
    /// Where it stands.
    status: RegistrationStatusField,
    /// When it was registered.
    submitted_at: DateTime<Utc>,
    /// When it was decided on. Only for members and the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<DateTime<Utc>>,
    /// Why. Only for members and the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<ReasonField>,
}

impl RegistrationView {
    fn of(registration: &Registration, eye: Eye) -> Self {
        let decision = eye.inside(registration.decision.as_ref());
        Self {
            status: Coded(registration.status),
            submitted_at: registration.submitted_at,
            decided_at: decision.map(|decision| decision.at),
            reason: decision.and_then(|decision| optional(decision.reason.as_ref())),
        }
    }
}

/// Whether a provider is accredited.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AccreditationView {
    /// Where it stands today (the day in Rome).
    state: AccreditationStateField,
    /// First day it was granted for.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<NaiveDate>,
    /// Last day it was granted for; absent without an end.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
    /// Why the last step was taken. Only for members and the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<ReasonField>,
}

impl AccreditationView {
    fn of(accreditation: &Accreditation, eye: Eye, today: NaiveDate) -> Self {
        let period = accreditation.period();
        Self {
            state: Coded(accreditation.state(today)),
            from: period.map(|period| period.from()),
            until: period.and_then(|period| period.until()),
            reason: eye.inside(optional(accreditation.reason())),
        }
    }
}

/// A provider (*ente erogatore*). Members of the provider and the staff of its network who review
/// see all of it; others see neither the applicant, the contact person and the reasons of
/// decisions, nor the tax code of a natural person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProviderView {
    /// Identifier.
    id: ProviderIdField,
    /// The network it works with.
    network_id: NetworkBodyIdField,
    /// Public, private or third sector.
    kind: ProviderKindField,
    /// Legal form.
    legal_form: LegalFormField,
    /// Name in the statute or in the business register.
    legal_name: DisplayNameField,
    /// Name it is known by, if another.
    #[serde(skip_serializing_if = "Option::is_none")]
    trade_name: Option<DisplayNameField>,
    /// Tax code; that of a natural person only for members and the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_code: Option<TaxCodeField>,
    /// VAT number.
    #[serde(skip_serializing_if = "Option::is_none")]
    vat_number: Option<VatNumberField>,
    /// Public registers it is entered in.
    #[schema(max_items = 10)]
    registers: Vec<RegisterEntryView>,
    /// What it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<LongTextField>,
    /// How it is reached.
    contacts: ProviderContactsView,
    /// Legal seat.
    legal_seat: PostalAddress,
    /// Whether it was let into the hub.
    registration: RegistrationView,
    /// Whether it is accredited.
    accreditation: AccreditationView,
    /// Who registered it. Only for members and the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    applicant: Option<ApplicantView>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl ProviderView {
    /// The provider as it is seen at `now`.
    pub(super) fn of(provider: &Provider, eye: Eye, now: DateTime<Utc>) -> Self {
        let profile = &provider.profile;
        let tax_code = Some(&profile.tax_code);
        let tax_code = tax_code.filter(|code| eye == Eye::Inside || !code.is_of_a_person());
        Self {
            id: Ident(provider.id),
            network_id: Ident(provider.network_id),
            kind: Coded(profile.kind),
            legal_form: Coded(profile.legal_form),
            legal_name: Text::of(&profile.legal_name),
            trade_name: optional(profile.trade_name.as_ref()),
            tax_code: optional(tax_code),
            vat_number: optional(profile.vat_number.as_ref()),
            registers: profile.registers.iter().map(Into::into).collect(),
            description: optional(profile.description.as_ref()),
            contacts: ProviderContactsView::of(&profile.contacts, eye),
            legal_seat: PostalAddress::from(&profile.legal_seat),
            registration: RegistrationView::of(&provider.registration, eye),
            accreditation: AccreditationView::of(&provider.accreditation, eye, civil_date(now)),
            applicant: eye.inside(provider.applicant.as_ref().map(Into::into)),
            updated_at: provider.updated_at,
        }
    }
}

/// A provider in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProviderSummary {
    /// Identifier.
    id: ProviderIdField,
    /// The network it works with.
    network_id: NetworkBodyIdField,
    /// Public, private or third sector.
    kind: ProviderKindField,
    /// Legal form.
    legal_form: LegalFormField,
    /// Name it is known by; the list is sorted by it.
    name: DisplayNameField,
    /// Municipality of its legal seat, by cadastral code.
    municipality: BelfioreField,
    /// Whether it was let into the hub.
    registration: RegistrationStatusField,
    /// Where its accreditation stands today (the day in Rome).
    accreditation: AccreditationStateField,
}

impl ProviderSummary {
    pub(super) fn of(provider: &Provider, today: NaiveDate) -> Self {
        let profile = &provider.profile;
        Self {
            id: Ident(provider.id),
            network_id: Ident(provider.network_id),
            kind: Coded(profile.kind),
            legal_form: Coded(profile.legal_form),
            name: Text::of(profile.public_name()),
            municipality: Text::of(&profile.legal_seat.municipality),
            registration: Coded(provider.registration.status),
            accreditation: Coded(provider.accreditation.state(today)),
        }
    }
}

/// A decision on a provider.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProviderDecisionView {
    /// Number in the history of the provider, from 1.
    #[schema(minimum = 1, maximum = 1_000_000)]
    number: i32,
    /// What it is about.
    subject: DecisionSubjectField,
    /// What was decided.
    step: DecisionStepField,
    /// First day of the accreditation in force since.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<NaiveDate>,
    /// Last day of the accreditation in force since.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<ReasonField>,
    /// By whom; absent when the hub itself did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<UserIdField>,
    /// When.
    decided_at: DateTime<Utc>,
}

impl From<&NumberedDecision> for ProviderDecisionView {
    fn from(numbered: &NumberedDecision) -> Self {
        let decision = &numbered.decision;
        Self {
            number: numbered.number,
            subject: Coded(decision.step.subject()),
            step: Coded(decision.step),
            from: decision.period.map(|period| period.from()),
            until: decision.period.and_then(|period| period.until()),
            reason: optional(decision.reason.as_ref()),
            decided_by: decision.by.map(Ident),
            decided_at: decision.at,
        }
    }
}

/// A site of a provider.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProviderSiteView {
    /// Identifier.
    id: SiteIdField,
    /// The provider it belongs to.
    provider_id: ProviderIdField,
    /// Name.
    name: DisplayNameField,
    /// Postal address.
    address: PostalAddress,
    /// Position on the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinates: Option<GeoPoint>,
    /// Contacts of the site itself; where absent, those of the provider hold.
    contacts: ProviderContactsView,
    /// How to get in, when it is open, and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<LongTextField>,
}

impl ProviderSiteView {
    pub(super) fn of(site: &ProviderSite, eye: Eye) -> Self {
        let profile = &site.profile;
        Self {
            id: Ident(site.id),
            provider_id: Ident(site.provider),
            name: Text::of(&profile.name),
            address: PostalAddress::from(&profile.address),
            coordinates: profile.coordinates.map(GeoPoint::from),
            contacts: ProviderContactsView::of(&profile.contacts, eye),
            notes: optional(profile.notes.as_ref()),
        }
    }
}

/// A person who works with a provider in the hub.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProviderMemberView {
    /// Identifier of the membership.
    id: MembershipIdField,
    /// The account.
    user_id: UserIdField,
    /// Given name.
    given_name: PersonNameField,
    /// Family name.
    family_name: PersonNameField,
    /// E-mail address.
    email: EmailAddressField,
    /// `provider_editor` or `provider_manager`.
    role: RoleField,
    /// Whether the account can be used.
    status: UserStatusField,
    /// Since when.
    joined_at: DateTime<Utc>,
}

impl From<&Member> for ProviderMemberView {
    fn from(member: &Member) -> Self {
        Self {
            id: Ident(member.record.id),
            user_id: Ident(member.record.user_id),
            given_name: Text::of(&member.given_name),
            family_name: Text::of(&member.family_name),
            email: Text::of(&member.email),
            role: Coded(member.record.grant.role()),
            status: Coded(member.status),
            joined_at: member.record.created_at,
        }
    }
}
