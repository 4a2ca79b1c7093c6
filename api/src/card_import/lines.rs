//! Rows of any table as cards to write: who they are, and what they say.

use std::sync::Arc;

use domain_cards::{CardContent, CardDraft, ExternalId, RowProblem};
use domain_shared::{
    CardId, Note, TextValue as _, Violation, Violations, messages::UNKNOWN_REFERENCE,
};
use serde_json::{Map, Value, json};
use utoipa::ToSchema as _;

use super::{
    columns::{CARD_ID, EXTERNAL_ID, column_at},
    lexicon::Lexicon,
    messages,
    sheet::{self, Header},
};
use crate::{
    cards::schema::CardContentInput,
    http::SchemaChecker,
    tables::{Row, RowCells},
};

/// A row that says which card it is.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Line of the file or row of the sheet.
    pub(crate) line: i32,
    /// The card in the hub, if it is named.
    pub(crate) id: Option<CardId>,
    /// Its name in another system, if it has one.
    pub(crate) external_id: Option<ExternalId>,
    says: Says,
}

#[derive(Debug, Clone)]
enum Says {
    Cells(Vec<String>),
    Json(Value),
}

/// What rows are read with.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    /// The columns; none for lines of JSON.
    pub(crate) header: Option<&'a Header>,
    /// What names mean.
    pub(crate) lexicon: &'a Lexicon,
    /// What lines of JSON must look like.
    pub(crate) schemas: &'a SchemaChecker,
}

impl Reading<'_> {
    /// Learns which card a row is about.
    ///
    /// # Errors
    /// What is wrong with its identifiers, or with the whole line.
    pub(crate) fn identify(&self, row: Row) -> Result<Candidate, (i32, Violations)> {
        let line = i32::try_from(row.line).unwrap_or(i32::MAX);
        let mut wrong = Violations::new();
        let (id, external_id, says) = match (row.cells, self.header) {
            (RowCells::Fields(fields), Some(header)) => {
                let cells: Vec<String> = fields.into_iter().map(|(_, text)| text).collect();
                let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
                let text = |pointer: &str| header.text(&texts, pointer).map(str::to_owned);
                (text(CARD_ID), text(EXTERNAL_ID), Says::Cells(cells))
            }
            (RowCells::Json(Value::Object(members)), _) => {
                let (id, external_id, content) = split(members, &mut wrong);
                (id, external_id, Says::Json(content))
            }
            (RowCells::Fields(_) | RowCells::Json(_), _) => {
                wrong.add("", &crate::tables::messages::LINE_NOT_OBJECT);
                return Err((line, wrong));
            }
        };
        let id = wrong.keep_optional(CARD_ID, id.as_deref(), domain_shared::parse_id);
        let external_id =
            wrong.keep_optional(EXTERNAL_ID, external_id.as_deref(), ExternalId::parse);
        if wrong.is_empty() {
            Ok(Candidate {
                line,
                id,
                external_id,
                says,
            })
        } else {
            Err((line, wrong))
        }
    }

    /// Reads what a row says: over what the card says already, where the table has columns; in its
    /// place, where it has lines of JSON.
    ///
    /// # Errors
    /// Every mistake, by JSON Pointer into the line.
    pub(crate) fn content(
        &self,
        candidate: &Candidate,
        known: Option<&CardContent>,
    ) -> Result<CardContent, Violations> {
        match (&candidate.says, self.header) {
            (Says::Cells(cells), Some(header)) => self.read_cells(header, cells, known),
            (Says::Cells(_), None) => Err(Violation::new("", &UNKNOWN_REFERENCE).into()),
            (Says::Json(content), _) => self.read_json(content),
        }
    }

    fn read_cells(
        &self,
        header: &Header,
        cells: &[String],
        known: Option<&CardContent>,
    ) -> Result<CardContent, Violations> {
        let mut line = match known {
            Some(known) => sheet::line(None, None, to_json(known)?),
            None => json!({}),
        };
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let (mut wrong, moves) = header.apply(&cells, &mut line, self.lexicon);
        let content = line
            .get_mut("content")
            .map_or_else(|| json!({}), Value::take);
        let draft: CardDraft =
            serde_json::from_value(content).map_err(|error| unreadable(&error))?;
        match CardContent::parse(&draft) {
            Ok(content) if wrong.is_empty() => Ok(content),
            Ok(_) => Err(wrong),
            Err(more) => {
                for mut one in more {
                    one.pointer = moves.back(&format!("/content{}", one.pointer));
                    // A cell that could not be read is not missing as well.
                    let column = column_at(&one.pointer).map(|column| column.pointer.as_str());
                    let is_known = wrong.iter().any(|known| {
                        column.is_some_and(|column| known.pointer.starts_with(column))
                    });
                    if !is_known {
                        wrong.push(one);
                    }
                }
                Err(wrong)
            }
        }
    }

    fn read_json(&self, content: &Value) -> Result<CardContent, Violations> {
        let draft: CardDraft = match serde_json::from_value(content.clone()) {
            Ok(draft) => draft,
            Err(error) => {
                // The schema knows every member that does not fit; serde only the first.
                let found = self.schemas.check(&CardContentInput::name(), content);
                let mut wrong = Violations::new();
                wrong.absorb("/content", found.unwrap_or_default());
                return Err(if wrong.is_empty() {
                    unreadable(&error)
                } else {
                    wrong
                });
            }
        };
        CardContent::parse(&draft).map_err(|found| {
            let mut wrong = Violations::new();
            wrong.absorb("/content", found);
            wrong
        })
    }

    /// Says a mistake so that it can be kept, with the column it is in.
    pub(crate) fn told(&self, violation: &Violation) -> RowProblem {
        let column = self.header.and_then(|_| column_at(&violation.pointer));
        RowProblem {
            pointer: violation.pointer.clone(),
            column: column.map(|column| column.header.clone()),
            note: Note::of(violation),
        }
    }
}

fn to_json(content: &CardContent) -> Result<Value, Violations> {
    serde_json::to_value(content).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> Violations {
    Violation::new("", &messages::UNREADABLE_LINE)
        .with("reason", error)
        .into()
}

/// The members of a line of JSON.
fn split(
    mut members: Map<String, Value>,
    wrong: &mut Violations,
) -> (Option<String>, Option<String>, Value) {
    let mut text = |name: &str, wrong: &mut Violations| match members.remove(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(_) => {
            wrong.add(format!("/{name}"), &domain_shared::messages::INVALID_FORMAT);
            None
        }
    };
    let id = text("id", wrong);
    let external_id = text("external_id", wrong);
    let content = members.remove("content").unwrap_or_else(|| {
        wrong.add("/content", &domain_shared::messages::REQUIRED);
        Value::Null
    });
    for name in members.keys() {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        wrong.add(format!("/{escaped}"), &messages::UNKNOWN_MEMBER);
    }
    (id, external_id, content)
}

/// Headers as a table has them.
pub(crate) fn headers(columns: &[Arc<str>]) -> Result<Header, Violations> {
    Header::read(columns)
}
