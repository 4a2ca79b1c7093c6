//! How long one waits, how many places are left, how it is shared.

use chrono::NaiveDate;
use domain_shared::{
    LocalText, LocalTextDraft, LongText, Message, Violations, bounded_numbers, parse_date,
};
use serde::{Deserialize, Serialize};

use crate::RANGE_REVERSED;

bounded_numbers! {
    /// Days of waiting, 0 to 730.
    WaitingDays = 0..=730;
    /// Places of a service, 0 to 60,000.
    Places = 0..=60_000;
    /// People in a shared service, 2 to 500.
    GroupSize = 2..=500;
}

/// More places are free than there are.
pub static MORE_FREE_THAN_THERE_ARE: Message = Message {
    code: "more_free_than_there_are",
    it: "I posti liberi superano i posti totali.",
    en: "More places are free than there are.",
};

/// Places are stated without the day they were counted.
pub static STATED_ON_REQUIRED: Message = Message {
    code: "stated_on_required",
    it: "Indicare il giorno a cui si riferiscono i posti.",
    en: "Name the day the places were counted.",
};

/// Waiting times as somebody typed them, not checked yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WaitingDraft {
    /// Days until the need is analysed.
    pub analysis_days: Option<i64>,
    /// Days from confirmation to the beginning.
    pub activation_days: Option<i64>,
}

/// Average waiting times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Days until the need is analysed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analysis_days: Option<WaitingDays>,
    /// Days from confirmation to the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activation_days: Option<WaitingDays>,
}

impl Waiting {
    /// Reads waiting times.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &WaitingDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let mut keep = |pointer: &str, days: Option<i64>| {
            days.and_then(|days| wrong.keep_number::<WaitingDays>(pointer, days))
        };
        let waiting = Self {
            analysis_days: keep("/analysis_days", draft.analysis_days),
            activation_days: keep("/activation_days", draft.activation_days),
        };
        wrong.into_result().map(|()| waiting)
    }

    /// Days from the first contact to the beginning, as far as they are known.
    #[must_use]
    pub fn total_days(&self) -> Option<u16> {
        let days = [self.analysis_days, self.activation_days];
        let known: Vec<u16> = days.into_iter().flatten().map(u16::from).collect();
        (!known.is_empty()).then(|| known.iter().sum())
    }
}

/// A capacity as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CapacityDraft {
    /// Places there are.
    pub total: Option<i64>,
    /// Places left.
    pub available: Option<i64>,
    /// The day they were counted, `YYYY-MM-DD`.
    pub stated_on: Option<String>,
}

/// How many places there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Capacity {
    /// Places there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Places>,
    /// Places left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<Places>,
    /// The day they were counted.
    pub stated_on: NaiveDate,
}

impl Capacity {
    /// Reads a capacity.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &CapacityDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let total = draft
            .total
            .and_then(|n| wrong.keep_number::<Places>("/total", n));
        let available = draft
            .available
            .and_then(|n| wrong.keep_number::<Places>("/available", n));
        if total
            .zip(available)
            .is_some_and(|(total, left)| left > total)
        {
            wrong.add("/available", &MORE_FREE_THAN_THERE_ARE);
        }
        let day = draft
            .stated_on
            .as_deref()
            .map_or(Err(&STATED_ON_REQUIRED), parse_date);
        let stated_on = wrong.keep("/stated_on", day);
        let (Some(stated_on), true) = (stated_on, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Self {
            total,
            available,
            stated_on,
        })
    }
}

/// How a service is shared, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SharingDraft {
    /// Fewest people.
    pub min_group: i64,
    /// Most people.
    pub max_group: Option<i64>,
    /// How it works.
    pub note: LocalTextDraft,
}

/// How a service is shared among several people (*servizio condiviso*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sharing {
    /// Fewest people.
    pub min_group: GroupSize,
    /// Most people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_group: Option<GroupSize>,
    /// How it works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<LocalText<LongText>>,
}

impl Sharing {
    /// Reads how a service is shared.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &SharingDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let min_group = wrong.keep_number::<GroupSize>("/min_group", draft.min_group);
        let max_group = draft
            .max_group
            .and_then(|size| wrong.keep_number::<GroupSize>("/max_group", size));
        if min_group.zip(max_group).is_some_and(|(min, max)| max < min) {
            wrong.add("/max_group", &RANGE_REVERSED);
        }
        let note = wrong.keep_local("/note", &draft.note);
        let (Some(min_group), true) = (min_group, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Self {
            min_group,
            max_group,
            note,
        })
    }
}
