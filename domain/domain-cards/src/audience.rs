//! Whom a service is for and who may have it.

use std::collections::BTreeSet;

use domain_shared::{
    BoundedNumber, LocalText, LocalTextDraft, LongText, Message, Money, MoneyDraft, Violations,
    bounded_numbers, parse_code,
};
use serde::{Deserialize, Serialize};

use crate::{MAX_CODES, Recipient};

bounded_numbers! {
    /// Years of age, 0 to 130.
    Age = 0..=130;
}

/// The lower bound lies above the upper one.
pub static RANGE_REVERSED: Message = Message {
    code: "range_reversed",
    it: "Il valore massimo è inferiore al minimo.",
    en: "The maximum is below the minimum.",
};

/// An age range as somebody typed it, not checked yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AgeRangeDraft {
    /// Youngest age.
    pub from: Option<i64>,
    /// Oldest age.
    pub to: Option<i64>,
}

/// The ages a service is for, bounds included; open where there is no bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct AgeRange {
    /// Youngest age.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Age>,
    /// Oldest age.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Age>,
}

impl AgeRange {
    /// Reads a range.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &AgeRangeDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let from = draft
            .from
            .and_then(|age| wrong.keep_number::<Age>("/from", age));
        let to = draft
            .to
            .and_then(|age| wrong.keep_number::<Age>("/to", age));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            wrong.add("/to", &RANGE_REVERSED);
        }
        wrong.into_result().map(|()| Self { from, to })
    }

    /// Whether an age lies within.
    #[must_use]
    pub fn contains(&self, age: u16) -> bool {
        self.from.is_none_or(|from| from.number() <= age)
            && self.to.is_none_or(|to| age <= to.number())
    }
}

/// The audience of a service as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AudienceDraft {
    /// Codes of [`Recipient`].
    pub recipients: Vec<String>,
    /// Ages.
    pub age: AgeRangeDraft,
    /// Whom it is for, in words.
    pub note: LocalTextDraft,
}

/// Whom a service is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Audience {
    /// Groups of people.
    pub recipients: BTreeSet<Recipient>,
    /// Ages.
    pub age: AgeRange,
    /// Whom it is for, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<LocalText<LongText>>,
}

impl Audience {
    /// Reads an audience.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &AudienceDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let recipients = wrong.keep_list("/recipients", &draft.recipients, MAX_CODES, parse_code);
        let age = wrong.keep_part("/age", AgeRange::parse(&draft.age));
        let note = wrong.keep_local("/note", &draft.note);
        wrong.into_result()?;
        Ok(Self {
            recipients: recipients.into_iter().collect(),
            age: age.unwrap_or_default(),
            note,
        })
    }
}

/// Who may have a service, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EligibilityDraft {
    /// Lowest ISEE.
    pub isee_from: Option<MoneyDraft>,
    /// Highest ISEE.
    pub isee_to: Option<MoneyDraft>,
    /// Whether only residents of the covered area may have it.
    pub residents_only: bool,
    /// Conditions in words.
    pub note: LocalTextDraft,
}

/// Who may have a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Eligibility {
    /// Lowest ISEE (equivalent economic situation indicator) that gives a right to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isee_from: Option<Money>,
    /// Highest ISEE that gives a right to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isee_to: Option<Money>,
    /// Whether only residents of the covered area may have it.
    pub residents_only: bool,
    /// Conditions in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<LocalText<LongText>>,
}

impl Eligibility {
    /// Reads who may have a service.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &EligibilityDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let (isee_from, isee_to) = keep_amounts(
            &mut wrong,
            ("/isee_from", draft.isee_from.as_ref()),
            ("/isee_to", draft.isee_to.as_ref()),
        );
        let note = wrong.keep_local("/note", &draft.note);
        wrong.into_result()?;
        Ok(Self {
            isee_from,
            isee_to,
            residents_only: draft.residents_only,
            note,
        })
    }
}

/// Reads two amounts of which the second may not be below the first.
pub(crate) fn keep_amounts(
    wrong: &mut Violations,
    (from_at, from): (&str, Option<&MoneyDraft>),
    (to_at, to): (&str, Option<&MoneyDraft>),
) -> (Option<Money>, Option<Money>) {
    let mut keep = |at: &str, draft: Option<&MoneyDraft>| {
        draft.and_then(|draft| wrong.keep(format!("{at}/amount"), Money::parse(draft)))
    };
    let (from, to) = (keep(from_at, from), keep(to_at, to));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        wrong.add(format!("{to_at}/amount"), &RANGE_REVERSED);
    }
    (from, to)
}
