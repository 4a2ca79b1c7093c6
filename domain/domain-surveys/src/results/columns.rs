//! What of a questionnaire can be counted, and where it is in a packed row.

use std::collections::BTreeMap;

use domain_shared::{LocalText, TextValue};

use crate::{
    expression::ValueType,
    questionnaire::{
        Choice, Definition, Form, Item, ItemKind, OTHER, OTHER_ENDING, Scale, Selection,
    },
};

/// Scales with more points are counted as numbers.
pub const MAX_SCALE_POINTS: usize = 21;

/// A text by language tag.
pub type TextByLanguage = BTreeMap<String, String>;

/// A text in a language, else in Italian, else the first there is, else nothing.
#[must_use]
pub fn text_in<'a>(text: &'a TextByLanguage, language: &str) -> &'a str {
    let found = text.get(language).or_else(|| text.get("it"));
    found
        .or_else(|| text.values().next())
        .map_or("", String::as_str)
}

/// A choice of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Code.
    pub code: String,
    /// Label.
    pub label: TextByLanguage,
}

/// A row of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRow {
    /// Name, unique in the matrix.
    pub name: String,
    /// Label.
    pub label: TextByLanguage,
}

/// What the answers to a question are.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnKind {
    /// One of several choices, or a computed yes or no.
    Single(Vec<ColumnChoice>),
    /// A point on a scale: the points, as choices and as numbers.
    Scale(Vec<ColumnChoice>, Vec<f64>),
    /// Any of several choices.
    Multiple(Vec<ColumnChoice>),
    /// One choice for each row.
    Matrix(Vec<ColumnRow>, Vec<ColumnChoice>),
    /// Choices in order.
    Rank(Vec<ColumnChoice>),
    /// A number; of a repeated group, how often it was answered.
    Number,
    /// Words of one's own: only whether there are any.
    Open,
    /// A day, a time: only whether there is one.
    Given,
}

impl ColumnKind {
    /// The choices, where there are any.
    #[must_use]
    pub fn choices(&self) -> &[ColumnChoice] {
        match self {
            Self::Single(choices)
            | Self::Scale(choices, _)
            | Self::Multiple(choices)
            | Self::Matrix(_, choices)
            | Self::Rank(choices) => choices,
            Self::Number | Self::Open | Self::Given => &[],
        }
    }

    /// Whether every answer is exactly one of the choices, so that answers can be compared by them.
    #[must_use]
    pub const fn divides(&self) -> bool {
        matches!(self, Self::Single(_) | Self::Scale(..))
    }

    /// Bytes in a packed row.
    fn size(&self) -> usize {
        match self {
            Self::Single(_) | Self::Scale(..) => 2,
            Self::Multiple(choices) => 1 + choices.len().div_ceil(8),
            Self::Matrix(rows, _) => 1 + 2 * rows.len(),
            Self::Rank(choices) => 1 + choices.len(),
            Self::Number => 9,
            Self::Open | Self::Given => 1,
        }
    }
}

/// A question as it is counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// What is asked.
    pub label: TextByLanguage,
    /// Labels of the groups it is in, outer ones first.
    pub parts: Vec<TextByLanguage>,
    /// Whether the answer is of a special category of personal data.
    pub special_category: bool,
    /// What the answers are.
    pub kind: ColumnKind,
    /// Where it is in a packed row.
    pub(super) at: usize,
}

impl Column {
    /// The same question as choices of several: the codes that its answers were given.
    #[must_use]
    pub fn coded(&self, codes: Vec<ColumnChoice>) -> Self {
        Self {
            kind: ColumnKind::Multiple(codes),
            at: 1,
            ..self.clone()
        }
    }
}

/// The questions of a questionnaire as they are counted, in its order: always the same for the same version.
///
/// Questions inside a repeated group are not counted, only how often it was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    columns: Vec<Column>,
    pub(super) size: usize,
}

impl Columns {
    /// The columns of a questionnaire.
    #[must_use]
    pub fn of(definition: &Definition, form: &Form) -> Self {
        let mut builder = Builder {
            definition,
            form,
            // The first byte says how the others are packed.
            columns: Self {
                columns: Vec::new(),
                size: 1,
            },
        };
        builder.add_all(&definition.items, &[], false);
        builder.columns
    }

    /// Every column.
    pub fn iter(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter()
    }

    /// A column with its place among the others, by name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<(usize, &Column)> {
        self.columns
            .iter()
            .enumerate()
            .find(|(_, column)| column.name == name)
    }

    /// A column by its place among the others.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<&Column> {
        self.columns.get(place)
    }
}

struct Builder<'a> {
    definition: &'a Definition,
    form: &'a Form,
    columns: Columns,
}

fn texts<T: TextValue>(text: Option<&LocalText<T>>) -> TextByLanguage {
    let texts = text.into_iter().flat_map(LocalText::iter);
    texts
        .map(|(tag, text)| (tag.to_owned(), text.as_str().to_owned()))
        .collect()
}

fn in_both(italian: &str, english: &str) -> TextByLanguage {
    let pairs = [("it", italian), ("en", english)];
    pairs
        .map(|(tag, text)| (tag.to_owned(), text.to_owned()))
        .into()
}

impl Builder<'_> {
    fn add_all(&mut self, items: &[Item], parts: &[TextByLanguage], special: bool) {
        for item in items {
            let special = special || item.special_category;
            if let ItemKind::Group { items, .. } = &item.kind {
                let mut inner = parts.to_vec();
                inner.extend(item.label.as_ref().map(|label| texts(Some(label))));
                self.add_all(items, &inner, special);
                continue;
            }
            let Some(kind) = self.kind(item) else {
                continue;
            };
            let other = has_own_words(item);
            self.push(
                item.name.as_str().to_owned(),
                texts(item.label.as_ref()),
                parts,
                special,
                kind,
            );
            if other {
                let mut label = texts(item.label.as_ref());
                for (tag, text) in &mut label {
                    text.push_str(if tag == "it" {
                        " – altro"
                    } else {
                        " – other"
                    });
                }
                let name = format!("{}{OTHER_ENDING}", item.name.as_str());
                self.push(name, label, parts, special, ColumnKind::Open);
            }
        }
    }

    fn push(
        &mut self,
        name: String,
        label: TextByLanguage,
        parts: &[TextByLanguage],
        special_category: bool,
        kind: ColumnKind,
    ) {
        let at = self.columns.size;
        self.columns.size += kind.size();
        self.columns.columns.push(Column {
            name,
            label,
            parts: parts.to_vec(),
            special_category,
            kind,
            at,
        });
    }

    fn choices(&self, selection: &Selection) -> Vec<ColumnChoice> {
        let list = self.definition.choices.get(&selection.list);
        let choice = |choice: &Choice| ColumnChoice {
            code: choice.code.as_str().to_owned(),
            label: texts(Some(&choice.label)),
        };
        let mut choices: Vec<ColumnChoice> = list.into_iter().flatten().map(choice).collect();
        if selection.other && choices.iter().all(|choice| choice.code != OTHER) {
            choices.push(ColumnChoice {
                code: OTHER.to_owned(),
                label: in_both("Altro", "Other"),
            });
        }
        choices
    }

    fn kind(&self, item: &Item) -> Option<ColumnKind> {
        Some(match &item.kind {
            ItemKind::Text => ColumnKind::Open,
            ItemKind::Integer | ItemKind::Decimal | ItemKind::Repeat(_) => ColumnKind::Number,
            ItemKind::Range(scale) => scale_kind(scale),
            ItemKind::Date | ItemKind::Time => ColumnKind::Given,
            ItemKind::SelectOne(one) => ColumnKind::Single(self.choices(one)),
            ItemKind::SelectMultiple(one) => ColumnKind::Multiple(self.choices(one)),
            ItemKind::Rank(one) => ColumnKind::Rank(self.choices(one)),
            ItemKind::Matrix { selection, rows } => {
                let row = |row: &crate::Row| ColumnRow {
                    name: row.name.as_str().to_owned(),
                    label: texts(Some(&row.label)),
                };
                ColumnKind::Matrix(rows.iter().map(row).collect(), self.choices(selection))
            }
            ItemKind::Calculate(_) => match self.form.value_type(item.name.as_str())? {
                ValueType::Number => ColumnKind::Number,
                ValueType::Boolean => ColumnKind::Single(vec![
                    ColumnChoice {
                        code: "true".to_owned(),
                        label: in_both("Sì", "Yes"),
                    },
                    ColumnChoice {
                        code: "false".to_owned(),
                        label: in_both("No", "No"),
                    },
                ]),
                ValueType::Text | ValueType::Date | ValueType::Time | ValueType::Choices => {
                    ColumnKind::Given
                }
            },
            ItemKind::Note | ItemKind::Group { .. } => return None,
        })
    }
}

fn scale_kind(scale: &Scale) -> ColumnKind {
    let mut points = Vec::new();
    let mut number = 0_u32;
    loop {
        let point = scale.from + f64::from(number) * scale.step;
        if point > scale.to + 1e-9 || points.len() > MAX_SCALE_POINTS {
            break;
        }
        points.push(point);
        number += 1;
    }
    if points.len() > MAX_SCALE_POINTS {
        return ColumnKind::Number;
    }
    let last = points.len().saturating_sub(1);
    let choice = |(at, point): (usize, &f64)| {
        // Steps of a tenth must not show the error of binary fractions.
        let code = format!("{}", (point * 1e6).round() / 1e6);
        let end = match at {
            0 => scale.from_label.as_ref(),
            at if at == last => scale.to_label.as_ref(),
            _ => None,
        };
        let mut label = texts(end);
        for text in label.values_mut() {
            *text = format!("{code} – {text}");
        }
        if label.is_empty() {
            label.insert("it".to_owned(), code.clone());
        }
        ColumnChoice { code, label }
    };
    let choices = points.iter().enumerate().map(choice).collect();
    ColumnKind::Scale(choices, points)
}

/// Whether another answer in one's own words is offered.
const fn has_own_words(item: &Item) -> bool {
    match &item.kind {
        ItemKind::SelectOne(one) | ItemKind::SelectMultiple(one) | ItemKind::Rank(one) => one.other,
        _ => false,
    }
}
