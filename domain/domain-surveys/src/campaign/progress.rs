//! How far a campaign has come, in real numbers.

use chrono::NaiveDate;
use domain_shared::{BoundedNumber as _, PointId, StableCode};

use super::{life::SurveyCampaign, quota::Quota};

/// A quota with what counts towards it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaCount {
    /// How many are needed, and taken at most.
    pub quota: Quota,
    /// Final answers that count.
    pub completed: u32,
    /// Answers that were begun and wait to be finished.
    pub partial: u32,
}

impl QuotaCount {
    /// Whether there are as many as needed.
    #[must_use]
    pub fn has_minimum(&self) -> bool {
        self.completed >= u32::from(self.quota.minimum.number())
    }

    /// Whether no more are taken.
    #[must_use]
    pub fn is_full(&self) -> bool {
        let cap = self.quota.cap.map(|cap| u32::from(cap.number()));
        cap.is_some_and(|cap| self.completed >= cap)
    }

    /// Whether there are fewer than the part of `needed` that the days gone by ask for.
    fn is_behind(&self, needed: u32, gone: Share) -> bool {
        u64::from(self.completed) * gone.of < u64::from(needed) * gone.gone
    }
}

/// The days of a campaign that are over, of all its days.
#[derive(Debug, Clone, Copy)]
struct Share {
    gone: u64,
    of: u64,
}

impl Share {
    fn on(campaign: &SurveyCampaign, today: NaiveDate) -> Self {
        let days =
            |from: NaiveDate, to: NaiveDate| u64::try_from((to - from).num_days()).unwrap_or(0);
        let of = days(campaign.first_day, campaign.last_day) + 1;
        let gone = days(campaign.first_day, today).min(of);
        Self { gone, of }
    }
}

/// How far a category at a point has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotProgress {
    /// The category.
    pub category: StableCode,
    /// Its numbers.
    pub count: QuotaCount,
}

/// How far a point has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointProgress {
    /// The point.
    pub point_id: PointId,
    /// Its numbers.
    pub count: QuotaCount,
    /// Those of each category that is asked there.
    pub slots: Vec<SlotProgress>,
}

impl PointProgress {
    /// How many answers are needed: the minimum of the point, or what its categories need together if that is more.
    #[must_use]
    pub fn needed(&self) -> u32 {
        let slots = self.slots.iter();
        let slots: u32 = slots
            .map(|slot| u32::from(slot.count.quota.minimum.number()))
            .sum();
        slots.max(u32::from(self.count.quota.minimum.number()))
    }

    /// Whether the total and every category have as many as needed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.count.has_minimum() && self.slots.iter().all(|slot| slot.count.has_minimum())
    }

    /// Whether fewer answers are there than the days gone by ask for, in total or in a category.
    #[must_use]
    pub fn is_behind(&self, campaign: &SurveyCampaign, today: NaiveDate) -> bool {
        let gone = Share::on(campaign, today);
        let late = |slot: &SlotProgress| {
            let needed = u32::from(slot.count.quota.minimum.number());
            slot.count.is_behind(needed, gone)
        };
        self.count.is_behind(self.needed(), gone) || self.slots.iter().any(late)
    }
}

/// How far a campaign has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignProgress {
    /// Its points.
    pub points: Vec<PointProgress>,
}

impl CampaignProgress {
    /// Final answers of all points.
    #[must_use]
    pub fn completed(&self) -> u32 {
        self.points.iter().map(|point| point.count.completed).sum()
    }

    /// Answers of all points that wait to be finished.
    #[must_use]
    pub fn partial(&self) -> u32 {
        self.points.iter().map(|point| point.count.partial).sum()
    }

    /// How many answers are needed in all.
    #[must_use]
    pub fn needed(&self) -> u32 {
        self.points.iter().map(PointProgress::needed).sum()
    }

    /// Whether every point is complete: its total and each of its categories.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.points.iter().all(PointProgress::is_complete)
    }
}
