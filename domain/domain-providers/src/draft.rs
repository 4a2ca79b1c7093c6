//! A provider as somebody typed it.

use domain_shared::{
    Address, AddressDraft, DisplayName, LongText, TaxCode, TextValue, VatNumber, Violations,
    parse_code, parse_date,
};
use serde::Deserialize;

use crate::{
    MAX_REGISTERS, ProviderContacts, ProviderContactsDraft, RegisterEntry, RegisterNumber,
    profile::Reading,
};

/// What somebody typed about a provider, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderDraft {
    /// Code of [`crate::ProviderKind`].
    pub kind: String,
    /// Code of [`crate::LegalForm`].
    pub legal_form: String,
    /// Name in the statute or in the business register.
    pub legal_name: String,
    /// Name it is known by, if another.
    pub trade_name: Option<String>,
    /// Tax code.
    pub tax_code: String,
    /// VAT number.
    pub vat_number: Option<String>,
    /// Registers it is entered in, at most [`MAX_REGISTERS`].
    pub registers: Vec<RegisterEntryDraft>,
    /// What it does, for the public.
    pub description: Option<String>,
    /// How it is reached.
    pub contacts: ProviderContactsDraft,
    /// Legal seat.
    pub legal_seat: Option<AddressDraft>,
}

/// An entry in a register as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegisterEntryDraft {
    /// Code of [`crate::Register`].
    pub register: String,
    /// Number in it.
    pub number: String,
    /// Since which day, `YYYY-MM-DD`, where known.
    pub since: Option<String>,
}

impl RegisterEntry {
    /// Reads an entry; pointers start at the entry itself (`/number`).
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &RegisterEntryDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let register = wrong.keep("/register", parse_code(&draft.register));
        let number = wrong.keep("/number", RegisterNumber::parse(&draft.number));
        let since = wrong.keep_optional("/since", draft.since.as_deref(), parse_date);
        let entry = register.zip(number).and_then(|(register, number)| {
            wrong.keep("/number", Self::new(register, number, since))
        });
        entry.filter(|_| wrong.is_empty()).ok_or(wrong)
    }
}

impl ProviderDraft {
    /// The parts that could be read; `wrong` takes the mistakes of the others.
    pub(crate) fn read(&self, wrong: &mut Violations) -> Reading {
        let trade_name = self.trade_name.as_deref();
        let description = self.description.as_deref();
        Reading {
            kind: wrong.keep("/kind", parse_code(&self.kind)),
            legal_form: wrong.keep("/legal_form", parse_code(&self.legal_form)),
            legal_name: wrong.keep("/legal_name", DisplayName::parse(&self.legal_name)),
            trade_name: wrong.keep_optional("/trade_name", trade_name, DisplayName::parse),
            tax_code: wrong.keep("/tax_code", TaxCode::parse(&self.tax_code)),
            vat_number: wrong.keep_optional(
                "/vat_number",
                self.vat_number.as_deref(),
                VatNumber::parse,
            ),
            registers: self.read_registers(wrong),
            description: wrong.keep_optional("/description", description, LongText::parse),
            contacts: wrong
                .keep_part("/contacts", ProviderContacts::parse(&self.contacts))
                .unwrap_or_default(),
            legal_seat: self
                .legal_seat
                .as_ref()
                .and_then(|seat| wrong.keep_part("/legal_seat", Address::parse(seat))),
        }
    }

    fn read_registers(&self, wrong: &mut Violations) -> Vec<Option<RegisterEntry>> {
        wrong.check_length("/registers", self.registers.len(), MAX_REGISTERS);
        let entries = self.registers.iter().take(MAX_REGISTERS).enumerate();
        entries
            .map(|(index, entry)| {
                wrong.keep_part(&format!("/registers/{index}"), RegisterEntry::parse(entry))
            })
            .collect()
    }
}
