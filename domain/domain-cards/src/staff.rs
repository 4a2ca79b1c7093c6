//! Who does the work.

use domain_shared::{
    DisplayName, LocalText, LocalTextDraft, Message, ShortText, Summary, TextValue, Violations,
    bounded_numbers, parse_code,
};
use serde::{Deserialize, Serialize};

use crate::StaffKind;

bounded_numbers! {
    /// People in a staff group, 1 to 10,000.
    Headcount = 1..=10_000;
    /// Years of experience, 0 to 70.
    YearsOfExperience = 0..=70;
}

/// Internal staff has no supplier.
pub static SUPPLIER_NOT_EXPECTED: Message = Message {
    code: "supplier_not_expected",
    it: "Il fornitore si indica solo per il personale esterno.",
    en: "A supplier is named for external staff only.",
};

/// A group of staff as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StaffGroupDraft {
    /// Code of [`StaffKind`].
    pub kind: String,
    /// What they do.
    pub role: String,
    /// How many they are.
    pub number: Option<i64>,
    /// What they are qualified for.
    pub qualifications: LocalTextDraft,
    /// Years of experience, at least.
    pub years_of_experience: Option<i64>,
    /// Whether references can be had.
    pub references_available: bool,
    /// Whose staff they are, if not the provider's.
    pub supplier: Option<String>,
}

/// People of one kind who do the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaffGroup {
    /// Whose staff they are.
    pub kind: StaffKind,
    /// What they do.
    pub role: ShortText,
    /// How many they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Headcount>,
    /// What they are qualified for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualifications: Option<LocalText<Summary>>,
    /// Years of experience, at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years_of_experience: Option<YearsOfExperience>,
    /// Whether references can be had.
    pub references_available: bool,
    /// The supplier of external staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<DisplayName>,
}

impl StaffGroup {
    /// Reads a group of staff.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &StaffGroupDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let kind = wrong.keep("/kind", parse_code(&draft.kind));
        let role = wrong.keep("/role", ShortText::parse(&draft.role));
        let number = draft
            .number
            .and_then(|n| wrong.keep_number::<Headcount>("/number", n));
        let years_of_experience = draft
            .years_of_experience
            .and_then(|n| wrong.keep_number::<YearsOfExperience>("/years_of_experience", n));
        let supplier = draft.supplier.as_deref();
        let supplier = wrong.keep_optional("/supplier", supplier, DisplayName::parse);
        if kind == Some(StaffKind::Internal) && supplier.is_some() {
            wrong.add("/supplier", &SUPPLIER_NOT_EXPECTED);
        }
        let qualifications = wrong.keep_local("/qualifications", &draft.qualifications);
        let (Some(kind), Some(role), true) = (kind, role, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Self {
            kind,
            role,
            number,
            qualifications,
            years_of_experience,
            references_available: draft.references_available,
            supplier,
        })
    }
}
