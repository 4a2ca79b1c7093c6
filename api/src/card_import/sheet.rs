//! Rows of a table as cards, and cards as rows: what a table cannot hold stays as it is.

use domain_shared::{Message, Violation, Violations};
use serde_json::{Map, Value, json};

use super::{
    columns::{Column, columns},
    lexicon::Lexicon,
    messages,
};

/// The columns of one table, in its order.
#[derive(Debug)]
pub(crate) struct Header(Vec<&'static Column>);

impl Header {
    /// Finds the column of each header. Case, accents and blanks make no difference.
    ///
    /// # Errors
    /// Every header that no column has.
    pub(crate) fn read<S: AsRef<str>>(headers: &[S]) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let mut found = Vec::with_capacity(headers.len());
        for header in headers {
            let wanted = domain_shared::fold(header.as_ref());
            match columns()
                .iter()
                .find(|one| domain_shared::fold(&one.header) == wanted)
            {
                Some(column) => found.push(column),
                None => wrong.push(
                    Violation::new("", &messages::UNKNOWN_COLUMN).with("name", &header.as_ref()),
                ),
            }
        }
        wrong.into_result()?;
        let says_something = |column: &&&Column| column.pointer.starts_with("/content/");
        if !found.iter().any(|column| says_something(&column)) {
            return Err(Violation::new("", &messages::NO_COLUMNS).into());
        }
        Ok(Self(found))
    }

    /// The text under one column, if the table has it and the cell is not empty.
    pub(crate) fn text<'r>(&self, cells: &[&'r str], pointer: &str) -> Option<&'r str> {
        let place = self.0.iter().position(|column| column.pointer == pointer)?;
        let text = cells.get(place)?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// Writes the cells over a card, given as a line of JSON: columns that the table does not have
    /// leave their members alone, and so does a cell that says what is there already.
    ///
    /// Answers the mistakes of the cells, and how the places in lists moved, for mistakes found later.
    pub(crate) fn apply(
        &self,
        cells: &[&str],
        line: &mut Value,
        lexicon: &Lexicon,
    ) -> (Violations, Moves) {
        let mut wrong = Violations::new();
        for (column, text) in self.0.iter().zip(cells) {
            let known = line.pointer(&column.pointer);
            if text.is_empty() && known.is_none() {
                continue;
            }
            if column.kind.write(known, lexicon) == text.trim() {
                continue;
            }
            match column.kind.read(text, lexicon) {
                Ok(Some(value)) => put(line, &column.pointer, value),
                Ok(None) => take(line, &column.pointer),
                Err(mistakes) => {
                    take(line, &column.pointer);
                    for (below, message) in mistakes {
                        wrong.add(format!("{}{below}", column.pointer), message);
                    }
                }
            }
        }
        let moves = self.close_gaps(cells, line);
        complete_pairs(line, &mut wrong);
        (wrong, moves)
    }

    /// Takes out the parts whose cells are all empty, so that no list has gaps.
    fn close_gaps(&self, cells: &[&str], line: &mut Value) -> Moves {
        let mut moves = Moves::default();
        let mut lists: Vec<&'static str> = Vec::new();
        for part in self.0.iter().filter_map(|column| column.part) {
            if !lists.contains(&part.list) {
                lists.push(part.list);
            }
        }
        for list in lists {
            let Some(Value::Array(items)) = line.pointer_mut(list) else {
                continue;
            };
            let mut stay = Vec::new();
            let parts = std::mem::take(items);
            for (index, item) in parts.into_iter().enumerate() {
                if is_nothing(&item) || self.is_cleared(cells, list, index) {
                    continue;
                }
                items.push(item);
                stay.push(index);
            }
            let is_moved = stay.iter().enumerate().any(|(place, from)| place != *from);
            if items.is_empty() {
                take(line, list);
            }
            if is_moved {
                moves.0.push((list, stay));
            }
        }
        moves
    }

    /// Whether the table has the column a part cannot be without, and all its cells are empty.
    fn is_cleared(&self, cells: &[&str], list: &str, index: usize) -> bool {
        let of_part = || {
            self.0.iter().zip(cells).filter_map(move |(column, text)| {
                let part = column.part?;
                (part.list == list && part.index == index).then_some((part, text))
            })
        };
        of_part().any(|(part, _)| part.is_key) && of_part().all(|(_, text)| text.trim().is_empty())
    }
}

/// How the places in lists moved when gaps were closed: for each list, where each item came from.
#[derive(Debug, Default)]
pub(crate) struct Moves(Vec<(&'static str, Vec<usize>)>);

impl Moves {
    /// The pointer a mistake had before the gaps were closed.
    pub(crate) fn back(&self, pointer: &str) -> String {
        for (list, from) in &self.0 {
            let Some(rest) = pointer
                .strip_prefix(list)
                .and_then(|rest| rest.strip_prefix('/'))
            else {
                continue;
            };
            let (index, below) = rest.split_once('/').unwrap_or((rest, ""));
            let place = index
                .parse::<usize>()
                .ok()
                .and_then(|index| from.get(index));
            if let Some(place) = place {
                let slash = if below.is_empty() { "" } else { "/" };
                return format!("{list}/{place}{slash}{below}");
            }
        }
        pointer.to_owned()
    }
}

/// Whether a value holds nothing but empty objects and lists.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(members) => members.values().all(is_nothing),
        Value::Array(items) => items.iter().all(is_nothing),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Puts a value at a pointer; what is missing on the way is made.
fn put(target: &mut Value, pointer: &str, value: Value) {
    let mut at = target;
    for token in pointer.split('/').skip(1) {
        at = match token.parse::<usize>() {
            Ok(index) => {
                if !at.is_array() {
                    *at = Value::Array(Vec::new());
                }
                let Value::Array(items) = at else { return };
                while items.len() <= index {
                    items.push(Value::Object(Map::new()));
                }
                let Some(item) = items.get_mut(index) else {
                    return;
                };
                item
            }
            Err(_) => {
                if !at.is_object() {
                    *at = Value::Object(Map::new());
                }
                let Value::Object(members) = at else { return };
                members.entry(token).or_insert(Value::Null)
            }
        };
    }
    *at = value;
}

/// Takes a value out, and the objects around it that are empty then. Items of lists stay.
fn take(target: &mut Value, pointer: &str) {
    let mut pointer = pointer;
    loop {
        let Some((above, name)) = pointer.rsplit_once('/') else {
            return;
        };
        match target.pointer_mut(above) {
            Some(Value::Object(members)) => {
                members.remove(name);
                if !members.is_empty() || above.is_empty() {
                    return;
                }
            }
            Some(_) | None => return,
        }
        pointer = above;
        let is_item = pointer
            .rsplit_once('/')
            .is_some_and(|(_, name)| name.bytes().all(|byte| byte.is_ascii_digit()));
        if is_item {
            return;
        }
    }
}

/// Coordinates need both members to be readable at all.
fn complete_pairs(line: &mut Value, wrong: &mut Violations) {
    let Some(Value::Array(places)) = line.pointer_mut("/content/places") else {
        return;
    };
    for (index, place) in places.iter_mut().enumerate() {
        let Some(Value::Object(pair)) = place.get("coordinates") else {
            continue;
        };
        let missing = ["lat", "lon"]
            .into_iter()
            .find(|name| !pair.contains_key(*name));
        if let Some(name) = missing {
            let pointer = format!("/content/places/{index}/coordinates/{name}");
            if !wrong.iter().any(|one| one.pointer == pointer) {
                wrong.add(
                    pointer,
                    &domain_shared::messages::REQUIRED as &'static Message,
                );
            }
            if let Some(place) = place.as_object_mut() {
                place.remove("coordinates");
            }
        }
    }
}

/// The row of a card, given as a line of JSON: only the cells that hold something.
pub(crate) fn row(line: &Value, lexicon: &Lexicon) -> Vec<(&'static str, String)> {
    columns()
        .iter()
        .filter_map(|column| {
            let text = column.kind.write(line.pointer(&column.pointer), lexicon);
            (!text.is_empty()).then_some((column.header.as_str(), text))
        })
        .collect()
}

/// A card as a line of JSON.
pub(crate) fn line(id: Option<String>, external_id: Option<&str>, content: Value) -> Value {
    let mut line = json!({ "content": content });
    if let Some(members) = line.as_object_mut() {
        members.extend(id.map(|id| ("id".to_owned(), json!(id))));
        members.extend(external_id.map(|id| ("external_id".to_owned(), json!(id))));
    }
    line
}
