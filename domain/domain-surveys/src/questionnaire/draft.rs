//! A questionnaire as it travels: as somebody typed it, and written back.

use std::collections::BTreeMap;

use domain_shared::{Code as _, LocalText, LocalTextDraft, TextValue};
use serde::{Deserialize, Serialize};

use super::{
    definition::{Choice, Definition, Item, ItemKind},
    name::ExpressionText,
};

/// A choice as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChoiceDraft {
    /// Code, unique in the list.
    pub code: String,
    /// Label.
    pub label: LocalTextDraft,
    /// Values that choice filters compare, by column.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
}

/// A row of a matrix as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct RowDraft {
    /// Name, unique in the matrix.
    pub name: String,
    /// Label.
    pub label: LocalTextDraft,
}

/// A scale as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScaleDraft {
    /// First point.
    pub from: f64,
    /// Last point.
    pub to: f64,
    /// Distance between points; 1 without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<f64>,
    /// What the first point means.
    #[serde(skip_serializing_if = "LocalTextDraft::is_empty")]
    pub from_label: LocalTextDraft,
    /// What the last point means.
    #[serde(skip_serializing_if = "LocalTextDraft::is_empty")]
    pub to_label: LocalTextDraft,
}

/// An item as somebody typed it, not checked yet.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a member of the item as it travels"
)]
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ItemDraft {
    /// Name, unique in the questionnaire.
    pub name: String,
    /// Code of [`super::ItemType`].
    #[serde(rename = "type")]
    pub kind: String,
    /// What is asked.
    #[serde(skip_serializing_if = "LocalTextDraft::is_empty")]
    pub label: LocalTextDraft,
    /// Help for whoever answers.
    #[serde(skip_serializing_if = "LocalTextDraft::is_empty")]
    pub hint: LocalTextDraft,
    /// Whether an answer is needed where the item is relevant.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    /// When the item is asked; always without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relevant: Option<String>,
    /// What an answer must fulfil.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraint: Option<String>,
    /// What is told when it does not.
    #[serde(skip_serializing_if = "LocalTextDraft::is_empty")]
    pub constraint_message: LocalTextDraft,
    /// The list of choices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choices: Option<String>,
    /// Which of them are offered; all without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice_filter: Option<String>,
    /// Whether another answer in one's own words is offered.
    #[serde(skip_serializing_if = "is_false")]
    pub other: bool,
    /// The scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<ScaleDraft>,
    /// The rows of a matrix.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<RowDraft>,
    /// What is computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calculation: Option<String>,
    /// Whether a group is a page of its own.
    #[serde(skip_serializing_if = "is_false")]
    pub page: bool,
    /// Whether the answer is of a special category of personal data (health, beliefs, origin …).
    #[serde(skip_serializing_if = "is_false")]
    pub special_category: bool,
    /// The items of a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemDraft>,
}

impl ItemDraft {
    /// Every expression of the item, but for those of items inside.
    pub(crate) fn expressions(&self) -> impl Iterator<Item = &String> {
        let all = [
            &self.relevant,
            &self.constraint,
            &self.choice_filter,
            &self.calculation,
        ];
        all.into_iter().flatten()
    }

    /// The same, to be changed.
    pub(crate) fn expressions_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let all = [
            &mut self.relevant,
            &mut self.constraint,
            &mut self.choice_filter,
            &mut self.calculation,
        ];
        all.into_iter().flatten()
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// A questionnaire as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct DefinitionDraft {
    /// Title.
    pub title: LocalTextDraft,
    /// What whoever answers reads first.
    #[serde(skip_serializing_if = "LocalTextDraft::is_empty")]
    pub introduction: LocalTextDraft,
    /// What is asked.
    pub items: Vec<ItemDraft>,
    /// Lists of choices, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<String, Vec<ChoiceDraft>>,
}
/// The languages of a text, as they are typed.
fn typed<T: TextValue>(text: &LocalText<T>) -> LocalTextDraft {
    text.iter()
        .map(|(tag, text)| (tag.to_owned(), text.as_str().to_owned()))
        .collect()
}

fn typed_optional<T: TextValue>(text: Option<&LocalText<T>>) -> LocalTextDraft {
    text.map(typed).unwrap_or_default()
}

impl From<&Item> for ItemDraft {
    fn from(item: &Item) -> Self {
        let text =
            |expression: Option<&ExpressionText>| expression.map(|one| one.as_str().to_owned());
        let mut draft = Self {
            name: item.name.as_str().to_owned(),
            kind: item.kind.item_type().code().to_owned(),
            label: typed_optional(item.label.as_ref()),
            hint: typed_optional(item.hint.as_ref()),
            required: item.required,
            relevant: text(item.relevant.as_ref()),
            constraint: text(item.constraint.as_ref()),
            constraint_message: typed_optional(item.constraint_message.as_ref()),
            special_category: item.special_category,
            items: item.kind.items().iter().map(Self::from).collect(),
            ..Self::default()
        };
        match &item.kind {
            ItemKind::SelectOne(selection)
            | ItemKind::SelectMultiple(selection)
            | ItemKind::Rank(selection)
            | ItemKind::Matrix { selection, .. } => {
                draft.choices = Some(selection.list.as_str().to_owned());
                draft.choice_filter = text(selection.filter.as_ref());
                draft.other = selection.other;
            }
            ItemKind::Range(scale) => {
                draft.scale = Some(ScaleDraft {
                    from: scale.from,
                    to: scale.to,
                    step: Some(scale.step),
                    from_label: typed_optional(scale.from_label.as_ref()),
                    to_label: typed_optional(scale.to_label.as_ref()),
                });
            }
            ItemKind::Calculate(expression) => draft.calculation = text(Some(expression)),
            ItemKind::Group { page, .. } => draft.page = *page,
            ItemKind::Text
            | ItemKind::Integer
            | ItemKind::Decimal
            | ItemKind::Date
            | ItemKind::Time
            | ItemKind::Note
            | ItemKind::Repeat(_) => {}
        }
        if let ItemKind::Matrix { rows, .. } = &item.kind {
            draft.rows = rows
                .iter()
                .map(|row| RowDraft {
                    name: row.name.as_str().to_owned(),
                    label: typed(&row.label),
                })
                .collect();
        }
        draft
    }
}

impl From<&Definition> for DefinitionDraft {
    fn from(definition: &Definition) -> Self {
        let choice = |choice: &Choice| ChoiceDraft {
            code: choice.code.as_str().to_owned(),
            label: typed(&choice.label),
            columns: choice
                .columns
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), value.clone()))
                .collect(),
        };
        Self {
            title: typed(&definition.title),
            introduction: typed_optional(definition.introduction.as_ref()),
            items: definition.items.iter().map(ItemDraft::from).collect(),
            choices: definition
                .choices
                .iter()
                .map(|(name, list)| (name.as_str().to_owned(), list.iter().map(choice).collect()))
                .collect(),
        }
    }
}
