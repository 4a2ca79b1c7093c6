//! Which counts are too small to be shown.

/// Counts below this are hidden unless somebody sets another number.
pub const DEFAULT_SMALLEST: u32 = 5;
/// The least that can be set.
pub const MIN_SMALLEST: u32 = 3;
/// The most that can be set.
pub const MAX_SMALLEST: u32 = 100;
/// For questions on special categories of personal data.
pub const SPECIAL_SMALLEST: u32 = 10;

/// What is shown of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// The count.
    Count(u32),
    /// That it is not shown.
    Hidden,
}

impl Shown {
    /// The count, where it is shown.
    #[must_use]
    pub const fn count(self) -> Option<u32> {
        match self {
            Self::Count(count) => Some(count),
            Self::Hidden => None,
        }
    }

    /// Whether it is not shown.
    #[must_use]
    pub const fn is_hidden(self) -> bool {
        matches!(self, Self::Hidden)
    }
}

/// The smallest count that is shown of a question, given that of its campaign.
#[must_use]
pub fn smallest_for(campaign: u32, special_category: bool) -> u32 {
    let own = if special_category {
        SPECIAL_SMALLEST
    } else {
        0
    };
    campaign.max(own).max(MIN_SMALLEST)
}
