//! How many answers a point and a category of respondents must and may give.

use std::collections::BTreeSet;

use domain_shared::{
    BoundedNumber as _, PointId, StableCode, TextValue as _, Violation, Violations,
    bounded_numbers, messages, parse_id,
};
use serde::{Deserialize, Serialize};

use super::content::{MAX_CATEGORIES, RespondentCategory};

domain_shared::define_messages! {
    /// The most is less than the least.
    CAP_BELOW_MINIMUM = "cap_below_minimum",
        "Il massimo è inferiore al minimo.",
        "The most is less than the least.";
    /// What the categories of a point must give is more than the point may; `{minimums}`.
    MINIMUMS_ABOVE_CAP = "minimums_above_cap",
        "I minimi delle categorie ({minimums}) superano il massimo del punto.",
        "The minimums of the categories ({minimums}) exceed the most of the point.";
    /// What the categories of a point may give is less than the point must; `{caps}`.
    CAPS_BELOW_MINIMUM = "caps_below_minimum",
        "I massimi delle categorie ({caps}) non bastano per il minimo del punto.",
        "The most the categories may give ({caps}) is less than the minimum of the point.";
    /// A category that the campaign does not have.
    CATEGORY_UNKNOWN = "category_unknown",
        "La categoria non è tra quelle della campagna.",
        "The category is not among those of the campaign.";
}

bounded_numbers! {
    /// How many answers are needed.
    QuotaMinimum = 0..=10_000;
    /// How many answers are taken at most.
    QuotaCap = 1..=10_000;
}

/// How many answers are needed, and taken at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Quota {
    /// How many are needed.
    pub minimum: QuotaMinimum,
    /// How many are taken at most; any number without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<QuotaCap>,
}

/// The quota of a category at a point, as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct SlotQuotaDraft {
    /// Code of the category.
    pub category: String,
    /// How many answers are needed.
    pub minimum: i64,
    /// How many are taken at most; any number without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<i64>,
}

/// The quota of a point, as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct PointQuotaDraft {
    /// The point.
    pub point_id: String,
    /// How many answers are needed.
    pub minimum: i64,
    /// How many are taken at most; any number without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<i64>,
    /// Categories that are asked there; all, without quotas, when there are none.
    pub slots: Vec<SlotQuotaDraft>,
}

/// The quota of a category at a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlotQuota {
    /// The category.
    pub category: StableCode,
    /// How many answers.
    #[serde(flatten)]
    pub quota: Quota,
}

/// The quota of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PointQuota {
    /// The point.
    pub point_id: PointId,
    /// How many answers.
    #[serde(flatten)]
    pub quota: Quota,
    /// The categories that are asked there, at least one.
    pub slots: Vec<SlotQuota>,
}

fn read_quota(wrong: &mut Violations, minimum: i64, cap: Option<i64>) -> Option<Quota> {
    let minimum: Option<QuotaMinimum> = wrong.keep_number("/minimum", minimum);
    let limit: Option<QuotaCap> = cap.and_then(|cap| wrong.keep_number("/cap", cap));
    let below = |(least, most): (QuotaMinimum, QuotaCap)| most.number() < least.number();
    if minimum.zip(limit).is_some_and(below) {
        wrong.add("/cap", &CAP_BELOW_MINIMUM);
    }
    if cap.is_some() && limit.is_none() {
        return None;
    }
    minimum.map(|minimum| Quota {
        minimum,
        cap: limit,
    })
}

/// The categories of a campaign.
pub(super) struct Known<'a> {
    /// The codes as they were typed: what has another mistake is not unknown besides.
    pub(super) typed: BTreeSet<&'a str>,
    /// Those that could be read.
    pub(super) read: &'a [RespondentCategory],
}

impl PointQuota {
    /// Reads the quota of a point.
    pub(super) fn parse(draft: &PointQuotaDraft, known: &Known<'_>) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let point_id = wrong.keep("/point_id", parse_id(&draft.point_id));
        let quota = read_quota(&mut wrong, draft.minimum, draft.cap);
        let parse = |slot: &SlotQuotaDraft| SlotQuota::parse(slot, known);
        let slots = wrong.keep_parts("/slots", &draft.slots, MAX_CATEGORIES, parse);
        let mut seen = BTreeSet::new();
        for (index, slot) in &slots {
            if !seen.insert(&slot.category) {
                wrong.add(format!("/slots/{index}/category"), &messages::DUPLICATE);
            }
        }
        let mut slots: Vec<SlotQuota> = slots.into_iter().map(|(_, slot)| slot).collect();
        if draft.slots.is_empty() {
            let all = known.read.iter();
            slots.extend(all.map(|one| SlotQuota::open(one.code.clone())));
        }
        let (Some(point_id), Some(quota), true) = (point_id, quota, wrong.is_empty()) else {
            return Err(wrong);
        };
        let point = Self {
            point_id,
            quota,
            slots,
        };
        point.check(&mut wrong);
        wrong.into_result().map(|()| point)
    }

    /// Whether the quotas of the categories and that of the point can both be met.
    fn check(&self, wrong: &mut Violations) {
        let minimums = self.slots.iter().map(|slot| slot.quota.minimum.number());
        let minimums: u32 = minimums.map(u32::from).sum();
        let cap = self.quota.cap.map(|cap| u32::from(cap.number()));
        if cap.is_some_and(|cap| minimums > cap) {
            let above = Violation::new("/cap", &MINIMUMS_ABOVE_CAP);
            wrong.push(above.with("minimums", &minimums));
        }
        let caps = self.slots.iter().map(|slot| slot.quota.cap);
        let caps: Option<u32> = caps.map(|cap| cap.map(|cap| u32::from(cap.number()))).sum();
        if let Some(caps) = caps
            && caps < u32::from(self.quota.minimum.number())
        {
            wrong.push(Violation::new("/minimum", &CAPS_BELOW_MINIMUM).with("caps", &caps));
        }
    }

    /// The slot of a category, if the category is asked there.
    #[must_use]
    pub fn slot(&self, category: &StableCode) -> Option<&SlotQuota> {
        self.slots.iter().find(|slot| slot.category == *category)
    }
}

impl SlotQuota {
    /// A category without a quota.
    fn open(category: StableCode) -> Self {
        let quota = Quota {
            minimum: QuotaMinimum::default(),
            cap: None,
        };
        Self { category, quota }
    }

    fn parse(draft: &SlotQuotaDraft, known: &Known<'_>) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let category = wrong.keep("/category", StableCode::parse(&draft.category));
        let is_known = |code: &StableCode| known.typed.contains(code.as_str());
        if category.as_ref().is_some_and(|code| !is_known(code)) {
            wrong.add("/category", &CATEGORY_UNKNOWN);
        }
        let quota = read_quota(&mut wrong, draft.minimum, draft.cap);
        match (category, quota) {
            (Some(category), Some(quota)) if wrong.is_empty() => Ok(Self { category, quota }),
            (..) => Err(wrong),
        }
    }
}

impl From<&PointQuota> for PointQuotaDraft {
    fn from(point: &PointQuota) -> Self {
        let cap = |quota: &Quota| quota.cap.map(|cap| i64::from(cap.number()));
        let slot = |slot: &SlotQuota| SlotQuotaDraft {
            category: slot.category.as_str().to_owned(),
            minimum: i64::from(slot.quota.minimum.number()),
            cap: cap(&slot.quota),
        };
        Self {
            point_id: point.point_id.to_string(),
            minimum: i64::from(point.quota.minimum.number()),
            cap: cap(&point.quota),
            slots: point.slots.iter().map(slot).collect(),
        }
    }
}

impl Default for QuotaMinimum {
    /// None is needed.
    fn default() -> Self {
        Self(Self::MIN)
    }
}
