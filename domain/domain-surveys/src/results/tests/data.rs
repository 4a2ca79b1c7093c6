//! A questionnaire, places and answers for the tests of results.

use serde_json::{Value as Json, json};

use super::super::{Columns, Groups, Packed, Tally, columns::Column, counts::ColumnCounts, pack};
use crate::{CheckedAnswers, Completeness, Definition, DefinitionDraft, Form, RawAnswers};

#[expect(
    clippy::needless_pass_by_value,
    reason = "documents are written where they are passed"
)]
pub(super) fn form_of(items: Json, choices: Json) -> (Form, Columns) {
    let json = json!({"title": {"it": "Prova"}, "items": items, "choices": choices});
    let draft: DefinitionDraft = serde_json::from_value(json).unwrap();
    let definition = Definition::parse(&draft).unwrap();
    let form = Form::compile(&definition).unwrap();
    let columns = Columns::of(&definition, &form);
    (form, columns)
}

pub(super) fn checked(form: &Form, answers: &Json) -> CheckedAnswers {
    let raw: RawAnswers = serde_json::from_value(answers.clone()).unwrap();
    let today = "2026-11-22".parse().unwrap();
    let checked = form.check(&RawAnswers::new(), &raw, Completeness::Complete, today);
    checked.unwrap_or_else(|wrong| panic!("{wrong}: {answers}"))
}

pub(super) fn packed(form: &Form, columns: &Columns, answers: &Json) -> Vec<u8> {
    pack(
        columns,
        form,
        &checked(form, answers),
        "2026-11-22".parse().unwrap(),
    )
}

/// Counts by a group of each row.
pub(super) fn tally(
    column: &Column,
    groups: &Groups,
    rows: &[Vec<u8>],
    group: impl Fn(usize) -> usize,
) -> Vec<ColumnCounts> {
    let mut tally = Tally::new(column, groups.len());
    for (at, row) in rows.iter().enumerate() {
        tally.add(group(at), Packed::new(row));
    }
    tally.finish(groups)
}
