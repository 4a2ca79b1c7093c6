//! Random questionnaires: whatever they are, they are refused or can be answered and exchanged.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::xlsform::{export, import};

fn text() -> impl Strategy<Value = domain_shared::LocalTextDraft> {
    prop::sample::select(vec!["", "Età", "Quanti anni ha?", "${a}"]).prop_map(|text| {
        let text = (!text.is_empty()).then(|| ("it".to_owned(), text.to_owned()));
        text.into_iter().collect()
    })
}

fn expression() -> impl Strategy<Value = Option<String>> {
    let word = prop::sample::select(vec![
        "${a}",
        "${b}",
        "${c}",
        "${d.r}",
        ".",
        "1",
        "'x'",
        "''",
        " = ",
        " > ",
        " and ",
        "not(",
        ")",
        "selected(${c}, 'x')",
        "count-selected(${c})",
        "today()",
        "name",
        "regex(., 'x+')",
    ]);
    let words = prop::collection::vec(word, 1..4).prop_map(|words| Some(words.concat()));
    prop_oneof![3 => Just(None), 2 => words]
}

fn leaf() -> impl Strategy<Value = ItemDraft> {
    let name = prop::sample::select(vec!["a", "b", "c", "d", "e", "f.g", "1"]);
    let kind = prop::sample::select(vec![
        "text",
        "integer",
        "decimal",
        "range",
        "date",
        "time",
        "select_one",
        "select_multiple",
        "rank",
        "matrix",
        "note",
        "calculate",
    ]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (
        name,
        kind,
        text(),
        flags,
        (expression(), expression(), expression()),
    )
        .prop_map(
            |(
                name,
                kind,
                label,
                (required, other, special_category),
                (relevant, constraint, third),
            )| {
                let selects = matches!(kind, "select_one" | "select_multiple" | "rank" | "matrix");
                let asks = !matches!(kind, "note" | "calculate");
                let row = |name: &str| RowDraft {
                    name: name.to_owned(),
                    label: [("it".to_owned(), "Riga".to_owned())].into(),
                };
                ItemDraft {
                    name: name.to_owned(),
                    kind: kind.to_owned(),
                    label,
                    required: required && asks,
                    relevant,
                    constraint: constraint.filter(|_| asks),
                    choices: selects.then(|| "l".to_owned()),
                    choice_filter: third.clone().filter(|_| selects),
                    other: other && kind.starts_with("select"),
                    scale: (kind == "range").then(|| ScaleDraft {
                        from: 0.0,
                        to: 1.0,
                        step: Some(0.25),
                        ..ScaleDraft::default()
                    }),
                    rows: if kind == "matrix" {
                        vec![row("r"), row("s")]
                    } else {
                        Vec::new()
                    },
                    calculation: third.filter(|_| kind == "calculate"),
                    special_category: special_category && asks,
                    ..ItemDraft::default()
                }
            },
        )
}

fn items() -> impl Strategy<Value = Vec<ItemDraft>> {
    let item = leaf().prop_recursive(3, 12, 4, |inner| {
        let name = prop::sample::select(vec!["g", "h", "i"]);
        let kind = prop::sample::select(vec!["group", "repeat"]);
        (name, kind, expression(), prop::collection::vec(inner, 0..4)).prop_map(
            |(name, kind, relevant, items)| ItemDraft {
                name: name.to_owned(),
                kind: kind.to_owned(),
                relevant,
                items,
                ..ItemDraft::default()
            },
        )
    });
    prop::collection::vec(item, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]
    #[test]
    fn what_is_not_refused_can_be_answered_and_exchanged(
        items in items(),
        answers in prop::collection::btree_map(
            prop::sample::select(vec!["a", "b", "c", "d", "e", "g", "h"]).prop_map(str::to_owned),
            prop_oneof![
                (-2.0..3.0_f64).prop_map(RawAnswer::Number),
                prop::sample::select(vec!["x", "y", "other", "2026-01-01"]).prop_map(|text| RawAnswer::Text(text.to_owned())),
                Just(RawAnswer::List(vec![RawAnswer::Text("x".to_owned())])),
                Just(RawAnswer::Members([("r".to_owned(), RawAnswer::Text("x".to_owned()))].into())),
            ],
            0..5,
        ),
    ) {
        let label = || -> domain_shared::LocalTextDraft { [("it".to_owned(), "Scelta".to_owned())].into() };
        let choice = |code: &str| ChoiceDraft { code: code.to_owned(), label: label(), ..ChoiceDraft::default() };
        let draft = DefinitionDraft {
            title: label(),
            items,
            choices: [("l".to_owned(), vec![choice("x"), choice("y")])].into(),
            ..DefinitionDraft::default()
        };
        let Ok(definition) = Definition::parse(&draft) else { return Ok(()) };
        let Ok(form) = Form::compile(&definition) else { return Ok(()) };
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        for completeness in [Completeness::Partial, Completeness::Complete] {
            let _ = form.check(&RawAnswers::new(), &answers, completeness, today);
        }
        let read = import(&export(&definition));
        prop_assert!(read.is_ok(), "{read:?}");
    }
}
