//! What a questionnaire asks, as it is written: well-formed, though expressions may not fit together yet.

use std::collections::BTreeMap;

use domain_shared::{DisplayName, LocalText, LongText, ShortText};
use serde::{Deserialize, Serialize};

use super::{
    codes::ItemType,
    draft::DefinitionDraft,
    name::{ChoiceCode, ExpressionText, ItemName},
};

/// A choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Code, unique in the list.
    pub code: ChoiceCode,
    /// Label.
    pub label: LocalText<LongText>,
    /// Values that choice filters compare, by column.
    pub columns: BTreeMap<ItemName, String>,
}

/// A row of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Name, unique in the matrix.
    pub name: ItemName,
    /// Label.
    pub label: LocalText<LongText>,
}

/// A scale with labelled ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// First point.
    pub from: f64,
    /// Last point.
    pub to: f64,
    /// Distance between points.
    pub step: f64,
    /// What the first point means.
    pub from_label: Option<LocalText<ShortText>>,
    /// What the last point means.
    pub to_label: Option<LocalText<ShortText>>,
}

/// Choices of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The list.
    pub list: ItemName,
    /// Which of them are offered; all without.
    pub filter: Option<ExpressionText>,
    /// Whether another answer in one's own words is offered.
    pub other: bool,
}

/// What an item is, with what only items of its type have.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A point on a scale.
    Range(Scale),
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// One choice.
    SelectOne(Selection),
    /// Several choices.
    SelectMultiple(Selection),
    /// Choices in order.
    Rank(Selection),
    /// One choice for each row.
    Matrix {
        /// The choices of every row.
        selection: Selection,
        /// The rows.
        rows: Vec<Row>,
    },
    /// A text to read.
    Note,
    /// A computed value.
    Calculate(ExpressionText),
    /// Items that belong together.
    Group {
        /// Whether it is a page of its own.
        page: bool,
        /// The items.
        items: Vec<Item>,
    },
    /// Items that are answered several times.
    Repeat(Vec<Item>),
}

impl ItemKind {
    /// The type.
    #[must_use]
    pub const fn item_type(&self) -> ItemType {
        match self {
            Self::Text => ItemType::Text,
            Self::Integer => ItemType::Integer,
            Self::Decimal => ItemType::Decimal,
            Self::Range(_) => ItemType::Range,
            Self::Date => ItemType::Date,
            Self::Time => ItemType::Time,
            Self::SelectOne(_) => ItemType::SelectOne,
            Self::SelectMultiple(_) => ItemType::SelectMultiple,
            Self::Rank(_) => ItemType::Rank,
            Self::Matrix { .. } => ItemType::Matrix,
            Self::Note => ItemType::Note,
            Self::Calculate(_) => ItemType::Calculate,
            Self::Group { .. } => ItemType::Group,
            Self::Repeat(_) => ItemType::Repeat,
        }
    }

    /// The items inside.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        match self {
            Self::Group { items, .. } | Self::Repeat(items) => items,
            Self::Text
            | Self::Integer
            | Self::Decimal
            | Self::Range(_)
            | Self::Date
            | Self::Time
            | Self::SelectOne(_)
            | Self::SelectMultiple(_)
            | Self::Rank(_)
            | Self::Matrix { .. }
            | Self::Note
            | Self::Calculate(_) => &[],
        }
    }
}

/// An item of a questionnaire.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Name.
    pub name: ItemName,
    /// What it is.
    pub kind: ItemKind,
    /// What is asked.
    pub label: Option<LocalText<LongText>>,
    /// Help for whoever answers.
    pub hint: Option<LocalText<LongText>>,
    /// Whether an answer is needed where the item is relevant.
    pub required: bool,
    /// When the item is asked; always without.
    pub relevant: Option<ExpressionText>,
    /// What an answer must fulfil.
    pub constraint: Option<ExpressionText>,
    /// What is told when it does not.
    pub constraint_message: Option<LocalText<LongText>>,
    /// Whether the answer is of a special category of personal data.
    pub special_category: bool,
}

/// What a questionnaire asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// Title.
    pub title: LocalText<DisplayName>,
    /// What whoever answers reads first.
    pub introduction: Option<LocalText<LongText>>,
    /// What is asked.
    pub items: Vec<Item>,
    /// Lists of choices, by name.
    pub choices: BTreeMap<ItemName, Vec<Choice>>,
}

impl Serialize for Definition {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DefinitionDraft::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Definition {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = DefinitionDraft::deserialize(deserializer)?;
        Self::parse(&draft).map_err(serde::de::Error::custom)
    }
}
