//! What clients send about providers.

use domain_providers::{
    ApplicantDraft, ProviderContactsDraft, ProviderDraft, RegisterEntryDraft, SiteDraft,
};
use domain_shared::{Code, NetworkBodyKind, TextValue};
use persistence::providers::{ProviderFilter, SiteFilter};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::fields::{
    AccreditationStateField, LegalFormField, ProviderKindField, ProvinceCodeField, RegionCodeField,
    RegisterField, RegisterNumberField, RegistrationStatusField, TaxCodeField, VatNumberField,
};
use crate::wire::{
    BelfioreField, Coded, DisplayNameField, EmailAddressField, GeoPoint, Ident, LongTextField,
    NetworkBodyIdField, PersonNameField, PhoneNumberField, PostalAddress, ReasonField, RoleField,
    WebUrlField,
};

/// How a provider or one of its sites is reached.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(super) struct ProviderContactsInput {
    /// E-mail address.
    email: Option<EmailAddressField>,
    /// Certified e-mail address (PEC).
    certified_email: Option<EmailAddressField>,
    /// Telephone number.
    phone: Option<PhoneNumberField>,
    /// Web address.
    website: Option<WebUrlField>,
    /// Whom to ask for; shown to members and to the network only.
    contact_person: Option<DisplayNameField>,
}

impl From<ProviderContactsInput> for ProviderContactsDraft {
    fn from(input: ProviderContactsInput) -> Self {
        Self {
            email: input.email.map(Into::into),
            certified_email: input.certified_email.map(Into::into),
            phone: input.phone.map(Into::into),
            website: input.website.map(Into::into),
            contact_person: input.contact_person.map(Into::into),
        }
    }
}

/// An entry in a public register.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RegisterEntryInput {
    /// The register.
    #[schema(required = true)]
    register: Option<RegisterField>,
    /// The number in it.
    #[serde(default)]
    #[schema(required = true)]
    number: RegisterNumberField,
    /// Since which day.
    #[schema(format = "date", max_length = 10, example = "2022-11-07")]
    since: Option<String>,
}

impl From<RegisterEntryInput> for RegisterEntryDraft {
    fn from(input: RegisterEntryInput) -> Self {
        Self {
            register: code(input.register),
            number: input.number.into(),
            since: input.since,
        }
    }
}

/// What a provider says about itself.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "kind": "third_sector", "legal_form": "social_cooperative_a", "legal_name": "Il Melograno società cooperativa sociale",
    "trade_name": "Il Melograno", "tax_code": "12345670017", "vat_number": "12345670017",
    "registers": [{"register": "runts", "number": "123456", "since": "2022-11-07"}],
    "description": "Assistenza domiciliare ad anziani e persone con disabilità.",
    "contacts": {"email": "info@example.org", "phone": "+39 0547 000101", "contact_person": "Lucia Fabbri"},
    "legal_seat": {"street": "Viale Europa 20", "postal_code": "47521", "municipality": "C573"}
}))]
pub(super) struct ProviderInput {
    /// Public, private or third sector.
    #[schema(required = true)]
    kind: Option<ProviderKindField>,
    /// Legal form; it must fit the kind.
    #[schema(required = true)]
    legal_form: Option<LegalFormField>,
    /// Name in the statute or in the business register.
    #[serde(default)]
    #[schema(required = true)]
    legal_name: DisplayNameField,
    /// Name it is known by, if another.
    trade_name: Option<DisplayNameField>,
    /// Tax code, unique in the network.
    #[serde(default)]
    #[schema(required = true)]
    tax_code: TaxCodeField,
    /// VAT number; companies and self-employed people must have one.
    vat_number: Option<VatNumberField>,
    /// Public registers it is entered in.
    #[serde(default)]
    #[schema(max_items = 10)]
    registers: Vec<RegisterEntryInput>,
    /// What it does, for the public.
    description: Option<LongTextField>,
    /// How it is reached: an e-mail address, a certified one or a telephone number at least.
    contacts: Option<ProviderContactsInput>,
    /// Legal seat, in a municipality that exists today.
    #[schema(required = true)]
    legal_seat: Option<PostalAddress>,
}

impl From<ProviderInput> for ProviderDraft {
    fn from(input: ProviderInput) -> Self {
        Self {
            kind: code(input.kind),
            legal_form: code(input.legal_form),
            legal_name: input.legal_name.into(),
            trade_name: input.trade_name.map(Into::into),
            tax_code: input.tax_code.into(),
            vat_number: input.vat_number.map(Into::into),
            registers: input.registers.into_iter().map(Into::into).collect(),
            description: input.description.map(Into::into),
            contacts: input.contacts.unwrap_or_default().into(),
            legal_seat: input.legal_seat.map(Into::into),
        }
    }
}

/// The code of a member of a closed list; empty when it was left out.
fn code<C: Code>(field: Option<Coded<C>>) -> String {
    field.map_or_else(String::new, |field| field.0.code().to_owned())
}

/// Who registers a provider and will manage it.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(super) struct ApplicantInput {
    /// E-mail address the decision and the invitation go to.
    #[serde(default)]
    #[schema(required = true)]
    email: EmailAddressField,
    /// Given name.
    #[serde(default)]
    #[schema(required = true)]
    given_name: PersonNameField,
    /// Family name.
    #[serde(default)]
    #[schema(required = true)]
    family_name: PersonNameField,
}

impl From<ApplicantInput> for ApplicantDraft {
    fn from(input: ApplicantInput) -> Self {
        Self {
            email: input.email.into(),
            given_name: input.given_name.into(),
            family_name: input.family_name.into(),
        }
    }
}

/// A provider to register.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "network_id": "01930000-0000-7000-8000-000000000000",
    "applicant": {"email": "lucia.fabbri@example.org", "given_name": "Lucia", "family_name": "Fabbri"},
    "kind": "third_sector", "legal_form": "social_cooperative_a", "legal_name": "Il Melograno società cooperativa sociale",
    "tax_code": "12345670017", "vat_number": "12345670017",
    "contacts": {"email": "info@example.org"},
    "legal_seat": {"street": "Viale Europa 20", "postal_code": "47521", "municipality": "C573"}
}))]
pub(super) struct NewProviderInput {
    /// The network it wants to work with, named by its root body. Fixed once it is registered.
    #[schema(required = true)]
    pub(super) network_id: Option<NetworkBodyIdField>,
    /// Who registers it.
    #[schema(required = true)]
    pub(super) applicant: Option<ApplicantInput>,
    /// What it says about itself.
    #[serde(flatten)]
    pub(super) provider: ProviderInput,
}

/// Why something was decided.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"reason": "Documenti sulla regolarità contributiva non aggiornati."}))]
pub(super) struct ReasonInput {
    /// The reason; it is told to the provider.
    pub(super) reason: ReasonField,
}

/// An accreditation for a period.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"from": "2026-11-21", "until": "2028-11-20"}))]
pub(super) struct AccreditationInput {
    /// First day; today or before.
    #[serde(default)]
    #[schema(
        required = true,
        format = "date",
        max_length = 10,
        example = "2026-11-21"
    )]
    pub(super) from: String,
    /// Last day; without it the accreditation has no end.
    #[schema(format = "date", max_length = 10, example = "2028-11-20")]
    pub(super) until: Option<String>,
    /// A remark for the provider.
    pub(super) reason: Option<ReasonField>,
}

/// What can be written of a site.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "name": "Centro diurno Oltresavio", "address": {"street": "Via della Repubblica 69", "postal_code": "47521", "municipality": "C573"},
    "coordinates": {"lat": 44.1326, "lon": 12.2445}, "contacts": {"phone": "+39 0547 000103"}, "notes": "Aperto dal lunedì al venerdì."
}))]
pub(super) struct SiteInput {
    /// Name people look for.
    #[serde(default)]
    #[schema(required = true)]
    name: DisplayNameField,
    /// Postal address, in a municipality that exists today.
    #[schema(required = true)]
    address: Option<PostalAddress>,
    /// Position on the map.
    coordinates: Option<GeoPoint>,
    /// Contacts of the site itself; where left out, those of the provider hold.
    contacts: Option<ProviderContactsInput>,
    /// How to get in, when it is open, and the like.
    notes: Option<LongTextField>,
}

impl From<SiteInput> for SiteDraft {
    fn from(input: SiteInput) -> Self {
        Self {
            name: input.name.into(),
            address: input.address.map(Into::into).unwrap_or_default(),
            coordinates: input.coordinates.map(Into::into),
            contacts: input.contacts.unwrap_or_default().into(),
            notes: input.notes.map(Into::into),
        }
    }
}

/// What can be changed of a membership.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"role": "provider_editor"}))]
pub(super) struct MemberInput {
    /// `provider_editor` or `provider_manager`.
    pub(super) role: RoleField,
}

/// No filters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NoParams {}

/// Which providers to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ProviderParams {
    /// Beginning of the name it is known by; accents and case do not matter.
    #[param(min_length = 1, max_length = 100, example = "melograno")]
    q: Option<String>,
    /// Only these kinds.
    #[serde(default)]
    #[param(value_type = Option<Vec<ProviderKindField>>, max_items = 50)]
    kind: Vec<ProviderKindField>,
    /// Only these legal forms.
    #[serde(default)]
    #[param(value_type = Option<Vec<LegalFormField>>, max_items = 50)]
    legal_form: Vec<LegalFormField>,
    /// Only those whose accreditation stands like this today (the day in Rome).
    #[serde(default)]
    #[param(value_type = Option<Vec<AccreditationStateField>>, max_items = 50)]
    accreditation: Vec<AccreditationStateField>,
    /// Only those whose registration stands like this; who is not of the network sees approved ones
    /// only.
    #[serde(default)]
    #[param(value_type = Option<Vec<RegistrationStatusField>>, max_items = 50)]
    registration: Vec<RegistrationStatusField>,
    /// Only those seated in these municipalities, by cadastral code.
    #[serde(default)]
    #[param(value_type = Option<Vec<BelfioreField>>, max_items = 50)]
    municipality: Vec<domain_shared::Belfiore>,
    /// Only those seated in these provinces.
    #[serde(default)]
    #[param(value_type = Option<Vec<ProvinceCodeField>>, max_items = 50)]
    province: Vec<domain_shared::ProvinceCode>,
    /// Only those seated in these regions.
    #[serde(default)]
    #[param(value_type = Option<Vec<RegionCodeField>>, max_items = 50)]
    region: Vec<domain_shared::RegionCode>,
    /// Only those of these networks, named by their root bodies.
    #[serde(default)]
    #[param(value_type = Option<Vec<NetworkBodyIdField>>, max_items = 50)]
    network_id: Vec<Ident<NetworkBodyKind>>,
}

impl From<ProviderParams> for ProviderFilter {
    fn from(params: ProviderParams) -> Self {
        fn plain<C>(list: Vec<Coded<C>>) -> Vec<C> {
            list.into_iter().map(|one| one.0).collect()
        }
        fn texts<T: TextValue>(list: &[T]) -> Vec<String> {
            list.iter().map(|one| one.as_str().to_owned()).collect()
        }
        Self {
            name: params.q,
            kinds: plain(params.kind),
            legal_forms: plain(params.legal_form),
            accreditations: plain(params.accreditation),
            registrations: plain(params.registration),
            municipalities: params.municipality,
            provinces: texts(&params.province),
            regions: texts(&params.region),
            networks: params.network_id.into_iter().map(|id| id.0).collect(),
        }
    }
}

/// Which sites to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SiteParams {
    /// Only those in these municipalities, by cadastral code.
    #[serde(default)]
    #[param(value_type = Option<Vec<BelfioreField>>, max_items = 50)]
    municipality: Vec<domain_shared::Belfiore>,
}

impl From<SiteParams> for SiteFilter {
    fn from(params: SiteParams) -> Self {
        Self {
            municipalities: params.municipality,
        }
    }
}
