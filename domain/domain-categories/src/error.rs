//! Why the tree refuses a change.

use std::fmt;

use domain_shared::{Message, Violation, messages as shared};

use crate::MAX_DEPTH;

/// Why a change to the tree is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CategoryError {
    /// There is no such category.
    Unknown,
    /// The category is retired: it does not change any more.
    Retired,
    /// Another category has the code.
    CodeTaken,
    /// The code of a category was to change.
    CodeFixed,
    /// The parent does not exist.
    UnknownParent,
    /// The parent is retired.
    RetiredParent,
    /// The category would lie below itself.
    Cycle,
    /// The tree would get deeper than [`MAX_DEPTH`].
    TooDeep,
    /// It has active categories below and no replacement was named.
    HasActiveChildren,
    /// Something uses it and no replacement was named.
    InUse,
    /// The replacement does not exist.
    UnknownReplacement,
    /// The replacement is retired.
    RetiredReplacement,
    /// The replacement is the category itself or lies below it.
    ReplacementInside,
}

impl CategoryError {
    /// What is wrong, for people.
    #[must_use]
    pub const fn message(self) -> &'static Message {
        match self {
            Self::Unknown | Self::UnknownParent | Self::UnknownReplacement => {
                &shared::UNKNOWN_REFERENCE
            }
            Self::Retired => &messages::CATEGORY_RETIRED,
            Self::CodeTaken => &shared::ALREADY_TAKEN,
            Self::CodeFixed => &messages::CATEGORY_CODE_FIXED,
            Self::RetiredParent => &messages::PARENT_RETIRED,
            Self::Cycle => &messages::CATEGORY_CYCLE,
            Self::TooDeep => &messages::CATEGORY_TOO_DEEP,
            Self::HasActiveChildren => &messages::CATEGORY_HAS_CHILDREN,
            Self::InUse => &messages::CATEGORY_IN_USE,
            Self::RetiredReplacement => &messages::REPLACEMENT_RETIRED,
            Self::ReplacementInside => &messages::REPLACEMENT_INSIDE,
        }
    }

    /// Which member of the input is wrong (JSON Pointer); empty when it is the category itself.
    #[must_use]
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::Unknown | Self::Retired | Self::HasActiveChildren | Self::InUse => "",
            Self::CodeTaken | Self::CodeFixed => "/code",
            Self::UnknownParent | Self::RetiredParent | Self::Cycle | Self::TooDeep => "/parent_id",
            Self::UnknownReplacement | Self::RetiredReplacement | Self::ReplacementInside => {
                "/replaced_by"
            }
        }
    }

    /// The same as a mistake of the input.
    #[must_use]
    pub fn violation(self) -> Violation {
        let violation = Violation::new(self.pointer(), self.message());
        match self {
            Self::TooDeep => violation.with("max", &MAX_DEPTH),
            Self::Unknown
            | Self::Retired
            | Self::CodeTaken
            | Self::CodeFixed
            | Self::UnknownParent
            | Self::RetiredParent
            | Self::Cycle
            | Self::HasActiveChildren
            | Self::InUse
            | Self::UnknownReplacement
            | Self::RetiredReplacement
            | Self::ReplacementInside => violation,
        }
    }
}

impl fmt::Display for CategoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.violation().text(domain_shared::Locale::English))
    }
}

impl std::error::Error for CategoryError {}

/// Why stored categories are no tree: a defect of the data, not of somebody's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenTree {
    /// Two categories have the same identifier.
    DuplicateId,
    /// Two categories have the same code.
    DuplicateCode,
    /// A parent does not exist.
    MissingParent,
    /// An active category lies below a retired one.
    RetiredParent,
    /// A category lies below itself, or deeper than [`MAX_DEPTH`].
    CycleOrTooDeep,
    /// A replacement does not exist, or replacements go round in a circle.
    BadReplacement,
}

impl fmt::Display for BrokenTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DuplicateId => "two categories have the same identifier",
            Self::DuplicateCode => "two categories have the same code",
            Self::MissingParent => "the parent of a category does not exist",
            Self::RetiredParent => "an active category lies below a retired one",
            Self::CycleOrTooDeep => "a category lies below itself or too deep",
            Self::BadReplacement => "a replacement does not exist or leads back to itself",
        })
    }
}

impl std::error::Error for BrokenTree {}

/// The messages of the category tree.
pub mod messages {
    use domain_shared::Message;

    /// A retired category was to change or be used.
    pub static CATEGORY_RETIRED: Message = Message {
        code: "category_retired",
        it: "La categoria è ritirata e non può più essere modificata.",
        en: "The category is retired and can no longer be changed.",
    };
    /// The code of a category was to change.
    pub static CATEGORY_CODE_FIXED: Message = Message {
        code: "category_code_fixed",
        it: "Il codice di una categoria non può cambiare.",
        en: "The code of a category cannot change.",
    };
    /// The parent is retired.
    pub static PARENT_RETIRED: Message = Message {
        code: "parent_retired",
        it: "La categoria superiore è ritirata: sceglierne una attiva.",
        en: "The parent category is retired: choose an active one.",
    };
    /// A category would lie below itself.
    pub static CATEGORY_CYCLE: Message = Message {
        code: "category_cycle",
        it: "Una categoria non può stare sotto sé stessa o sotto una delle sue sottocategorie.",
        en: "A category cannot lie below itself or below one of its subcategories.",
    };
    /// The tree would get too deep.
    pub static CATEGORY_TOO_DEEP: Message = Message {
        code: "category_too_deep",
        it: "L'albero delle categorie non può superare {max} livelli.",
        en: "The category tree cannot have more than {max} levels.",
    };
    /// A category with active children needs a replacement to be retired.
    pub static CATEGORY_HAS_CHILDREN: Message = Message {
        code: "category_has_children",
        it: "La categoria ha sottocategorie attive: spostarle o ritirarle, oppure indicare la categoria che la sostituisce.",
        en: "The category has active subcategories: move or retire them, or name the category that replaces it.",
    };
    /// A category in use needs a replacement to be retired.
    pub static CATEGORY_IN_USE: Message = Message {
        code: "category_in_use",
        it: "La categoria è in uso: indicare la categoria che la sostituisce.",
        en: "The category is in use: name the category that replaces it.",
    };
    /// The replacement is retired.
    pub static REPLACEMENT_RETIRED: Message = Message {
        code: "replacement_retired",
        it: "La categoria sostitutiva è ritirata: sceglierne una attiva.",
        en: "The replacing category is retired: choose an active one.",
    };
    /// The replacement is the category itself or lies below it.
    pub static REPLACEMENT_INSIDE: Message = Message {
        code: "replacement_inside",
        it: "Una categoria non può essere sostituita da sé stessa o da una delle sue sottocategorie.",
        en: "A category cannot be replaced by itself or by one of its subcategories.",
    };
}
