//! Reads a questionnaire somebody typed, with every mistake of form.

use std::collections::BTreeMap;

use domain_shared::{
    LocalText, LocalTextDraft, Message, ShortText, TextValue, Violation, Violations, messages,
    parse_code,
};

use super::{
    codes::ItemType,
    definition::{Choice, Definition, Item, ItemKind, Row, Scale, Selection},
    draft::{ChoiceDraft, DefinitionDraft, ItemDraft, RowDraft, ScaleDraft},
    members::TYPED_MEMBERS,
    name::{ChoiceCode, ExpressionText, ItemName},
};

/// Most items of a questionnaire, groups included.
pub const MAX_ITEMS: usize = 1_000;
/// Most groups inside each other.
pub const MAX_GROUP_LEVELS: usize = 8;
/// Most lists of choices.
pub const MAX_LISTS: usize = 200;
/// Most choices of a list.
pub const MAX_CHOICES: usize = 1_000;
/// Most columns of a choice, for filters.
pub const MAX_COLUMNS: usize = 20;
/// Most rows of a matrix.
pub const MAX_ROWS: usize = 60;

domain_shared::define_messages! {
    /// Groups too far inside each other; `{max}`.
    GROUPS_TOO_DEEP = "groups_too_deep",
        "I gruppi sono annidati troppo in profondità: sono ammessi al massimo {max} livelli.",
        "Groups are nested too deeply: at most {max} levels are allowed.";
    /// Something an item of this type does not have.
    NOT_OF_TYPE = "not_of_type",
        "Un elemento di questo tipo non prevede questo campo.",
        "An item of this type does not have this member.";
    /// The ends of a scale do not make one.
    SCALE_INVALID = "scale_invalid",
        "La scala non è valida: la fine deve superare l'inizio, con un passo maggiore di 0.",
        "The scale is not valid: its end must be above its start, with a step above 0.";
}

impl Definition {
    /// Reads a questionnaire; pointers start at the questionnaire (`/items/0/label/it`).
    ///
    /// # Errors
    /// Every mistake of form. Whether names are unique, references lead somewhere and expressions can be read is told
    /// by [`super::Form::compile`].
    pub fn parse(draft: &DefinitionDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let title = wrong.keep_local("/title", &draft.title);
        if title.is_none() && draft.title.is_empty() {
            wrong.add("/title", &messages::REQUIRED);
        }
        let introduction = wrong.keep_local("/introduction", &draft.introduction);
        let total = draft.items.iter().map(count).sum();
        wrong.check_length("/items", total, MAX_ITEMS);
        let items = if total <= MAX_ITEMS {
            read_items("/items", &draft.items, 0, &mut wrong)
        } else {
            Vec::new()
        };
        let choices = read_lists(&draft.choices, &mut wrong);
        match title {
            Some(title) if wrong.is_empty() => Ok(Self {
                title,
                introduction,
                items,
                choices,
            }),
            Some(_) | None => Err(wrong),
        }
    }
}

/// An item with those inside. Nesting is bounded by whoever made a tree of the input.
fn count(draft: &ItemDraft) -> usize {
    1 + draft.items.iter().map(count).sum::<usize>()
}

fn read_lists(
    drafts: &BTreeMap<String, Vec<ChoiceDraft>>,
    wrong: &mut Violations,
) -> BTreeMap<ItemName, Vec<Choice>> {
    wrong.check_length("/choices", drafts.len(), MAX_LISTS);
    let mut lists = BTreeMap::new();
    for (name, drafts) in drafts.iter().take(MAX_LISTS) {
        let pointer = format!("/choices/{}", name.replace('~', "~0").replace('/', "~1"));
        let name = wrong.keep(pointer.as_str(), ItemName::parse(name));
        let read = wrong.keep_parts(&pointer, drafts, MAX_CHOICES, read_choice);
        let mut codes = std::collections::BTreeSet::new();
        for (index, choice) in &read {
            if !codes.insert(&choice.code) {
                wrong.add(format!("{pointer}/{index}/code"), &messages::DUPLICATE);
            }
        }
        if drafts.is_empty() {
            wrong.add(pointer, &messages::REQUIRED);
        }
        let choices = read.into_iter().map(|(_, choice)| choice).collect();
        lists.extend(name.map(|name| (name, choices)));
    }
    lists
}

fn read_choice(draft: &ChoiceDraft) -> Result<Choice, Violations> {
    let mut wrong = Violations::new();
    let code = wrong.keep("/code", ChoiceCode::parse(&draft.code));
    let label = required_text(&mut wrong, "/label", &draft.label);
    wrong.check_length("/columns", draft.columns.len(), MAX_COLUMNS);
    let mut columns = BTreeMap::new();
    for (name, value) in draft.columns.iter().take(MAX_COLUMNS) {
        let pointer = format!("/columns/{}", name.replace('~', "~0").replace('/', "~1"));
        let name = wrong.keep(pointer.as_str(), ItemName::parse(name));
        let value = wrong.keep(pointer, ShortText::parse(value));
        columns.extend(name.zip(value.map(|value| value.as_str().to_owned())));
    }
    match (code, label) {
        (Some(code), Some(label)) if wrong.is_empty() => Ok(Choice {
            code,
            label,
            columns,
        }),
        (..) => Err(wrong),
    }
}

/// Reads a text in at least one language.
fn required_text<T: TextValue>(
    wrong: &mut Violations,
    pointer: &str,
    draft: &LocalTextDraft,
) -> Option<LocalText<T>> {
    if draft.is_empty() {
        wrong.add(pointer, &messages::REQUIRED);
    }
    wrong.keep_local(pointer, draft)
}

fn read_items(
    pointer: &str,
    drafts: &[ItemDraft],
    level: usize,
    wrong: &mut Violations,
) -> Vec<Item> {
    if level > MAX_GROUP_LEVELS {
        let deep = Violation::new(pointer, &GROUPS_TOO_DEEP);
        wrong.push(deep.with("max", &MAX_GROUP_LEVELS));
        return Vec::new();
    }
    let mut items = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let mut own = Violations::new();
        let item = read_item(draft, level, &mut own);
        wrong.absorb(&format!("{pointer}/{index}"), own);
        items.extend(item);
    }
    items
}

fn read_item(draft: &ItemDraft, level: usize, wrong: &mut Violations) -> Option<Item> {
    let name = wrong.keep("/name", ItemName::parse(&draft.name));
    let kind = wrong.keep("/type", parse_code::<ItemType>(&draft.kind));
    let label = wrong.keep_local("/label", &draft.label);
    let hint = wrong.keep_local("/hint", &draft.hint);
    let relevant = draft.relevant.as_deref();
    let relevant = wrong.keep_optional("/relevant", relevant, ExpressionText::parse);
    let constraint = draft.constraint.as_deref();
    let constraint = wrong.keep_optional("/constraint", constraint, ExpressionText::parse);
    let constraint_message = wrong.keep_local("/constraint_message", &draft.constraint_message);
    let kind = kind?;
    refuse_foreign(kind, draft, wrong);
    if kind.needed_members().contains(&"label") && draft.label.is_empty() {
        wrong.add("/label", &messages::REQUIRED);
    }
    let kind = read_kind(kind, draft, level, wrong);
    Some(Item {
        name: name?,
        kind: kind?,
        label,
        hint,
        required: draft.required,
        relevant,
        constraint,
        constraint_message,
        special_category: draft.special_category,
    })
}

/// Records every member that an item of this type does not have.
fn refuse_foreign(kind: ItemType, draft: &ItemDraft, wrong: &mut Violations) {
    let is_there = |member: &str| match member {
        "choices" => draft.choices.is_some(),
        "choice_filter" => draft.choice_filter.is_some(),
        "other" => draft.other,
        "scale" => draft.scale.is_some(),
        "rows" => !draft.rows.is_empty(),
        "calculation" => draft.calculation.is_some(),
        "page" => draft.page,
        "items" => !draft.items.is_empty(),
        "required" => draft.required,
        "constraint" => draft.constraint.is_some(),
        "constraint_message" => !draft.constraint_message.is_empty(),
        "special_category" => draft.special_category,
        _ => false,
    };
    for member in TYPED_MEMBERS {
        if is_there(member) && !kind.has_member(member) {
            wrong.add(format!("/{member}"), &NOT_OF_TYPE);
        }
    }
}

fn read_kind(
    kind: ItemType,
    draft: &ItemDraft,
    level: usize,
    wrong: &mut Violations,
) -> Option<ItemKind> {
    Some(match kind {
        ItemType::Text => ItemKind::Text,
        ItemType::Integer => ItemKind::Integer,
        ItemType::Decimal => ItemKind::Decimal,
        ItemType::Date => ItemKind::Date,
        ItemType::Time => ItemKind::Time,
        ItemType::Note => ItemKind::Note,
        ItemType::Range => ItemKind::Range(read_scale(draft.scale.as_ref(), wrong)?),
        ItemType::SelectOne => ItemKind::SelectOne(read_selection(draft, wrong)?),
        ItemType::SelectMultiple => ItemKind::SelectMultiple(read_selection(draft, wrong)?),
        ItemType::Rank => ItemKind::Rank(read_selection(draft, wrong)?),
        ItemType::Matrix => {
            let selection = read_selection(draft, wrong);
            let rows = read_rows(&draft.rows, wrong);
            ItemKind::Matrix {
                selection: selection?,
                rows,
            }
        }
        ItemType::Calculate => {
            let text = draft.calculation.as_deref().unwrap_or_default();
            ItemKind::Calculate(wrong.keep("/calculation", ExpressionText::parse(text))?)
        }
        ItemType::Group => ItemKind::Group {
            page: draft.page,
            items: read_inner(draft, level, wrong),
        },
        ItemType::Repeat => ItemKind::Repeat(read_inner(draft, level, wrong)),
    })
}

fn read_inner(draft: &ItemDraft, level: usize, wrong: &mut Violations) -> Vec<Item> {
    if draft.items.is_empty() {
        wrong.add("/items", &messages::REQUIRED);
    }
    read_items("/items", &draft.items, level + 1, wrong)
}

fn read_selection(draft: &ItemDraft, wrong: &mut Violations) -> Option<Selection> {
    let list = draft.choices.as_deref().unwrap_or_default();
    let list = wrong.keep("/choices", ItemName::parse(list));
    let filter = draft.choice_filter.as_deref();
    let filter = wrong.keep_optional("/choice_filter", filter, ExpressionText::parse);
    Some(Selection {
        list: list?,
        filter,
        other: draft.other,
    })
}

fn read_rows(drafts: &[RowDraft], wrong: &mut Violations) -> Vec<Row> {
    if drafts.is_empty() {
        wrong.add("/rows", &messages::REQUIRED);
    }
    let read = wrong.keep_parts("/rows", drafts, MAX_ROWS, |draft| {
        let mut wrong = Violations::new();
        let name = wrong.keep("/name", ItemName::parse(&draft.name));
        let label = required_text(&mut wrong, "/label", &draft.label);
        match (name, label) {
            (Some(name), Some(label)) if wrong.is_empty() => Ok(Row { name, label }),
            (..) => Err(wrong),
        }
    });
    let mut names = std::collections::BTreeSet::new();
    for (index, row) in &read {
        if !names.insert(&row.name) {
            wrong.add(format!("/rows/{index}/name"), &messages::DUPLICATE);
        }
    }
    read.into_iter().map(|(_, row)| row).collect()
}

/// Most points of a scale.
const MAX_POINTS: f64 = 1_000.0;
/// Largest end of a scale, and the negative of its smallest.
pub const MAX_SCALE_END: f64 = 1_000_000_000.0;

fn read_scale(draft: Option<&ScaleDraft>, wrong: &mut Violations) -> Option<Scale> {
    let Some(draft) = draft else {
        wrong.add("/scale", &messages::REQUIRED);
        return None;
    };
    let from_label = wrong.keep_local("/scale/from_label", &draft.from_label);
    let to_label = wrong.keep_local("/scale/to_label", &draft.to_label);
    let step = draft.step.unwrap_or(1.0);
    let points = (draft.to - draft.from) / step;
    let in_bounds = |end: f64| end.abs() <= MAX_SCALE_END;
    let sound = step > 0.0
        && points > 0.0
        && points <= MAX_POINTS
        && in_bounds(draft.from)
        && in_bounds(draft.to);
    let unknown: Option<&'static Message> = (!sound).then_some(&SCALE_INVALID);
    if let Some(message) = unknown {
        wrong.add("/scale", message);
        return None;
    }
    Some(Scale {
        from: draft.from,
        to: draft.to,
        step,
        from_label,
        to_label,
    })
}
