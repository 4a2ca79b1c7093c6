//! Which members items of each type have.

use super::codes::ItemType;

/// The members that only items of some types have.
pub const TYPED_MEMBERS: [&str; 12] = [
    "choices",
    "choice_filter",
    "other",
    "scale",
    "rows",
    "calculation",
    "page",
    "items",
    "required",
    "constraint",
    "constraint_message",
    "special_category",
];

impl ItemType {
    /// Whether items of this type have a member.
    #[must_use]
    pub fn has_member(self, member: &str) -> bool {
        let groups = matches!(self, Self::Group | Self::Repeat);
        match member {
            "choices" | "choice_filter" => matches!(
                self,
                Self::SelectOne | Self::SelectMultiple | Self::Rank | Self::Matrix
            ),
            "other" => matches!(self, Self::SelectOne | Self::SelectMultiple),
            "scale" => self == Self::Range,
            "rows" => self == Self::Matrix,
            "calculation" => self == Self::Calculate,
            "page" => self == Self::Group,
            "items" => groups,
            "required" | "constraint" | "constraint_message" | "special_category" => {
                !groups && !matches!(self, Self::Note | Self::Calculate)
            }
            _ => true,
        }
    }

    /// The members that items of this type must have, besides name and type.
    #[must_use]
    pub const fn needed_members(self) -> &'static [&'static str] {
        match self {
            Self::Text | Self::Integer | Self::Decimal | Self::Date | Self::Time | Self::Note => {
                &["label"]
            }
            Self::Range => &["label", "scale"],
            Self::SelectOne | Self::SelectMultiple | Self::Rank => &["label", "choices"],
            Self::Matrix => &["label", "choices", "rows"],
            Self::Calculate => &["calculation"],
            Self::Group | Self::Repeat => &["items"],
        }
    }
}
