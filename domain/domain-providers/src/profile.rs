//! What a provider says about itself, and the rules that hold between its parts.

use std::ops::Deref;

use domain_shared::{
    Address, DisplayName, LongText, Message, TaxCode, VatNumber, Violations,
    messages::{DUPLICATE, REQUIRED},
};
use serde::{Deserialize, Serialize};

use crate::{
    LegalForm, MAX_REGISTERS, ProviderContacts, ProviderDraft, ProviderKind, Register,
    RegisterEntry, TaxPerson,
    messages::{
        CONTACT_REQUIRED, LEGAL_FORM_NOT_OF_KIND, REGISTER_NOT_OF_KIND, TAX_CODE_OF_A_PERSON,
        VAT_NUMBER_REQUIRED,
    },
};

/// The parts of a profile, each sound by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProviderParts {
    /// Public, private or third sector.
    pub kind: ProviderKind,
    /// Legal form.
    pub legal_form: LegalForm,
    /// Name in the statute or in the business register.
    pub legal_name: DisplayName,
    /// Name it is known by, if another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_name: Option<DisplayName>,
    /// Tax code.
    pub tax_code: TaxCode,
    /// VAT number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat_number: Option<VatNumber>,
    /// Registers it is entered in, at most [`MAX_REGISTERS`].
    pub registers: Vec<RegisterEntry>,
    /// What it does, for the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<LongText>,
    /// How it is reached.
    pub contacts: ProviderContacts,
    /// Legal seat.
    pub legal_seat: Address,
}

/// What a provider says about itself, consistent as a whole: readable, not changeable in place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ProviderProfile(ProviderParts);

impl ProviderProfile {
    /// A profile whose parts agree.
    ///
    /// # Errors
    /// Every rule that does not hold, with pointers `/legal_form`, `/tax_code`, `/vat_number`,
    /// `/registers`, `/registers/{i}`, `/contacts`.
    pub fn new(parts: ProviderParts) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        wrong.check_length("/registers", parts.registers.len(), MAX_REGISTERS);
        Reading::from(parts).validate(wrong)
    }

    /// Reads a profile; pointers start at the profile itself (`/legal_seat/street`).
    ///
    /// # Errors
    /// Every mistake of the draft, and of the rules between its parts as [`Self::new`]. Whether
    /// the municipality exists and the tax code is taken is not known here.
    pub fn parse(draft: &ProviderDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        draft.read(&mut wrong).validate(wrong)
    }

    /// The parts, to make another profile of.
    #[must_use]
    pub fn into_parts(self) -> ProviderParts {
        self.0
    }

    /// The name people know it by: the trade name, else the legal name.
    #[must_use]
    pub fn public_name(&self) -> &DisplayName {
        self.0.trade_name.as_ref().unwrap_or(&self.0.legal_name)
    }
}

impl Deref for ProviderProfile {
    type Target = ProviderParts;

    fn deref(&self) -> &ProviderParts {
        &self.0
    }
}

/// What is stored is checked like what comes in.
impl<'de> Deserialize<'de> for ProviderProfile {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = ProviderDraft::deserialize(deserializer)?;
        Self::parse(&draft).map_err(serde::de::Error::custom)
    }
}

/// A profile being put together from an input, any of whose parts may be missing or refused.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    pub(crate) kind: Option<ProviderKind>,
    pub(crate) legal_form: Option<LegalForm>,
    pub(crate) legal_name: Option<DisplayName>,
    pub(crate) trade_name: Option<DisplayName>,
    pub(crate) tax_code: Option<TaxCode>,
    pub(crate) vat_number: Option<VatNumber>,
    /// `None` where an entry was refused: a list keeps the places of the input.
    pub(crate) registers: Vec<Option<RegisterEntry>>,
    pub(crate) description: Option<LongText>,
    pub(crate) contacts: ProviderContacts,
    pub(crate) legal_seat: Option<Address>,
}

impl From<ProviderParts> for Reading {
    fn from(parts: ProviderParts) -> Self {
        Self {
            kind: Some(parts.kind),
            legal_form: Some(parts.legal_form),
            legal_name: Some(parts.legal_name),
            trade_name: parts.trade_name,
            tax_code: Some(parts.tax_code),
            vat_number: parts.vat_number,
            registers: parts.registers.into_iter().map(Some).collect(),
            description: parts.description,
            contacts: parts.contacts,
            legal_seat: Some(parts.legal_seat),
        }
    }
}

impl Reading {
    /// The profile, if nothing is missing and the parts agree, after the mistakes `found` while the parts were read. A part that is
    /// missing because it was refused is not reported a second time, and no rule is held against it.
    ///
    /// # Errors
    /// `found` and every further mistake.
    pub(crate) fn validate(self, found: Violations) -> Result<ProviderProfile, Violations> {
        let mut found = Findings(found);
        found.require("/kind", self.kind.is_some());
        found.require("/legal_form", self.legal_form.is_some());
        found.require("/legal_name", self.legal_name.is_some());
        found.require("/tax_code", self.tax_code.is_some());
        found.require("/legal_seat", self.legal_seat.is_some());
        self.check_identity(&mut found);
        self.check_registers(&mut found);
        if !self.contacts.reaches_somebody() {
            found.add_once("/contacts", &CONTACT_REQUIRED);
        }
        found.0.clone().into_result()?;
        self.into_profile().ok_or(found.0)
    }

    fn check_identity(&self, found: &mut Findings) {
        let Some(legal_form) = self.legal_form else {
            return;
        };
        if self.kind.is_some_and(|kind| !legal_form.fits(kind)) {
            found.add_once("/legal_form", &LEGAL_FORM_NOT_OF_KIND);
        }
        if legal_form.needs_vat_number() && self.vat_number.is_none() {
            found.add_once("/vat_number", &VAT_NUMBER_REQUIRED);
        }
        let of_a_person = self.tax_code.as_ref().is_some_and(TaxCode::is_of_a_person);
        if of_a_person && legal_form.tax_person() == TaxPerson::Body {
            found.add_once("/tax_code", &TAX_CODE_OF_A_PERSON);
        }
    }

    fn check_registers(&self, found: &mut Findings) {
        let in_third_sector = self
            .kind
            .is_none_or(|kind| kind == ProviderKind::ThirdSector);
        for (index, entry) in self.registers.iter().enumerate() {
            let Some(entry) = entry else { continue };
            if entry.register() == Register::Runts && !in_third_sector {
                found.add_once(
                    &format!("/registers/{index}/register"),
                    &REGISTER_NOT_OF_KIND,
                );
            }
            let mut before = self.registers.iter().take(index).flatten();
            if before.any(|other| other.repeats(entry)) {
                found.add_once(&format!("/registers/{index}"), &DUPLICATE);
            }
        }
    }

    /// `None` when a mandatory part is missing.
    fn into_profile(self) -> Option<ProviderProfile> {
        Some(ProviderProfile(ProviderParts {
            kind: self.kind?,
            legal_form: self.legal_form?,
            legal_name: self.legal_name?,
            trade_name: self.trade_name,
            tax_code: self.tax_code?,
            vat_number: self.vat_number,
            registers: self.registers.into_iter().flatten().collect(),
            description: self.description,
            contacts: self.contacts,
            legal_seat: self.legal_seat?,
        }))
    }
}

/// The mistakes so far, at most one reported by the rules for each place.
struct Findings(Violations);

impl Findings {
    /// Reports a mistake unless something is already wrong at that place or inside it.
    fn add_once(&mut self, pointer: &str, message: &'static Message) {
        let inside = |found: &str| {
            found
                .strip_prefix(pointer)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if !self.0.iter().any(|violation| inside(&violation.pointer)) {
            self.0.add(pointer, message);
        }
    }

    fn require(&mut self, pointer: &str, present: bool) {
        if !present {
            self.add_once(pointer, &REQUIRED);
        }
    }
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
