//! Attacks on everything that is shown of a small survey: every question by places, categories and months, by every other
//! question, and that again for each place and category alone. Nothing small may be worked out.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{
    super::*,
    attacker::{By, Case, Leak, naively},
    data::{form_of, packed, tally},
    knowledge::{Knowledge, Quantity},
};

fn survey() -> (crate::Form, Columns) {
    let it = |text: &str| json!({"it": text});
    let one = |name: &str, list: &str| json!({"name": name, "type": "select_one", "choices": list, "label": it("?")});
    let mut special = one("s", "due");
    special["special_category"] = json!(true);
    form_of(
        json!([
            one("a", "tre"), special,
            {"name": "m", "type": "select_multiple", "choices": "tre", "label": it("?")},
            {"name": "x", "type": "matrix", "choices": "due", "label": it("?"),
             "rows": [{"name": "r1", "label": it("?")}, {"name": "r2", "label": it("?")}]},
            {"name": "v", "type": "range", "scale": {"from": 1, "to": 3}, "label": it("?")},
            {"name": "n", "type": "integer", "label": it("?")},
        ]),
        json!({
            "tre": [{"code": "1", "label": it("1")}, {"code": "2", "label": it("2")}, {"code": "3", "label": it("3")}],
            "due": [{"code": "1", "label": it("1")}, {"code": "2", "label": it("2")}],
        }),
    )
}

fn answer() -> impl Strategy<Value = Json> {
    // Skewed, so that there are small cells and empty ones.
    let code = prop_oneof![6 => Just(Some("1")), 3 => Just(Some("2")), 1 => Just(None)];
    let third = prop_oneof![8 => Just(Some("1")), 4 => Just(Some("2")), 1 => Just(Some("3")), 1 => Just(None)];
    let several = prop::sample::subsequence(vec!["1", "2", "3"], 0..=3);
    let number = prop_oneof![9 => (0_i32..3).prop_map(Some), 1 => Just(None)];
    (third, code.clone(), several, code.clone(), code, number).prop_map(|(a, s, m, r1, r2, n)| {
        let mut json = json!({});
        let mut put = |name: &str, value: Option<Json>| {
            if let Some(value) = value {
                json[name] = value;
            }
        };
        put("a", a.map(Json::from));
        put("s", s.map(Json::from));
        put("m", (!m.is_empty()).then(|| json!(m)));
        let rows: serde_json::Map<String, Json> = [("r1", r1), ("r2", r2)]
            .into_iter()
            .filter_map(|(name, code)| Some((name.to_owned(), code?.into())))
            .collect();
        put("x", (!rows.is_empty()).then(|| rows.into()));
        put("v", n.map(|n| json!(n + 1)));
        put("n", n.map(Json::from));
        json
    })
}

fn uneven() -> impl Strategy<Value = usize> {
    prop_oneof![8 => Just(0), 4 => Just(1), 4 => Just(2), 2 => Just(3), 1 => Just(4)]
}

/// Answers of a survey so even that some slices are shown and others are not.
fn full_answer() -> impl Strategy<Value = Json> {
    let one = |first: u32, second: u32| prop_oneof![first => Just("1"), second => Just("2")];
    let several = prop::sample::subsequence(vec!["1", "2", "3"], 1..=3);
    (one(3, 2), one(1, 1), several, one(2, 1), 1_i32..3).prop_map(|(a, s, m, r, v)| {
        json!({"a": a, "s": s, "m": m, "x": {"r1": r, "r2": "1"}, "v": v, "n": v})
    })
}

/// Attacks what is shown.
fn attack(
    responses: &[(usize, usize, usize, Json)],
    smallest: u32,
    (leak, with_slices): (Leak, bool),
) -> Vec<(Quantity, u32)> {
    let (form, columns) = survey();
    let rows: Vec<Vec<u8>> = responses
        .iter()
        .map(|one| packed(&form, &columns, &one.3))
        .collect();
    // Two regions; the first with two provinces, of two points and one; the second with one of two.
    let places = Groups::inside(&[0, 0, 0, 1, 1, 2, 3, 3, 4, 5, 5]);
    let by = |name: &str, groups: Groups, of: Vec<usize>, special: bool| By {
        name: name.to_owned(),
        groups,
        of,
        special,
        within: None,
    };
    let mut all = vec![
        by(
            "place",
            places,
            responses.iter().map(|one| 6 + one.0).collect(),
            false,
        ),
        by(
            "category",
            Groups::flat(3),
            responses.iter().map(|one| 1 + one.1).collect(),
            false,
        ),
        by(
            "month",
            Groups::flat(2),
            responses.iter().map(|one| 1 + one.2).collect(),
            false,
        ),
    ];
    for column in columns.iter().filter(|column| column.kind.divides()) {
        let of = rows
            .iter()
            .map(|row| column.group_of(Packed::new(row)))
            .collect();
        all.push(by(
            &column.name,
            column.groups(),
            of,
            column.special_category,
        ));
    }
    let mut case = Case {
        columns: &columns,
        rows: &rows,
        smallest,
        knowledge: Knowledge::default(),
    };
    for (place, column) in columns.iter().enumerate() {
        for by in all.iter().filter(|by| by.name != column.name) {
            let counts = tally(column, &by.groups, &rows, |at| by.of[at]);
            let table = match columns.find(&by.name) {
                Some(other) => cross((place, column), other, &counts, smallest),
                None => protect(column, &counts, &by.groups, smallest),
            };
            let table = match leak {
                Leak::Cells => naively((place, column), by, &counts, smallest),
                Leak::Sums if column.kind == ColumnKind::Number => {
                    with_sums(table, &counts, smallest)
                }
                Leak::None | Leak::Slices | Leak::Sums => table,
            };
            case.learn((place, column), by, &table);
        }
    }
    let (groups, questions) = all.split_at(3);
    for around in groups.iter().take(2).filter(|_| with_slices) {
        for (place, column) in columns.iter().enumerate() {
            for by in questions.iter().filter(|by| by.name != column.name) {
                let of_by = columns.iter().position(|one| one.name == by.name).unwrap();
                case.learn_slices((place, column), by, of_by, (around, leak));
            }
        }
    }
    case.knowledge.worked_out()
}

/// The table with statistics for every group that is large enough.
fn with_sums(mut table: AnswerTable, counts: &[ColumnCounts], smallest: u32) -> AnswerTable {
    for (shown, counts) in table.groups.iter_mut().zip(counts) {
        if counts.answered >= smallest {
            shown.answered = Shown::Count(counts.answered);
            shown.figures = Some(Figures {
                mean: 1.0,
                deviation: None,
                quartiles: None,
                is_rounded: false,
            });
        }
    }
    table
}

#[test]
fn the_attacker_is_able() {
    let answers = |a: &str| json!({"a": a, "s": "1", "v": 1, "n": 1});
    let mut responses = vec![(0, 0, 0, answers("1")); 30];
    responses.extend(vec![(1, 1, 1, answers("1")); 30]);
    responses.extend(vec![(1, 1, 1, answers("2")); 20]);
    responses.extend(vec![(0, 0, 0, answers("2")); 3]);
    assert!(!attack(&responses, 5, (Leak::Cells, false)).is_empty());
    assert_eq!(attack(&responses, 5, (Leak::None, true)), []);
}

#[test]
fn the_attacker_subtracts_one_filter_from_another() {
    let answers = |a: &str, v: i32| json!({"a": a, "s": "1", "v": v, "n": 1});
    let mut responses = Vec::new();
    for (point, counts) in [[20, 20, 20, 20], [20, 20, 20, 2]].into_iter().enumerate() {
        for (count, (a, v)) in counts
            .into_iter()
            .zip([("1", 1), ("1", 2), ("2", 1), ("2", 2)])
        {
            responses.extend(vec![(point, point, point, answers(a, v)); count]);
        }
    }
    let found = attack(&responses, 5, (Leak::Slices, true));
    let small = |one: &&(Quantity, u32)| one.0.0.starts_with("a.0=1 & v.0=1 & ") && one.1 == 2;
    assert!(found.iter().any(|one| small(&one)), "{found:?}");
    assert_eq!(attack(&responses, 5, (Leak::None, true)), []);
}

#[test]
fn the_attacker_subtracts_sums() {
    let answers = |n: i32| json!({"a": "1", "s": "1", "v": 1, "n": n});
    let mut responses = Vec::new();
    for (point, count) in [30, 3, 30].into_iter().enumerate() {
        responses.extend(vec![(point, 0, 0, answers(2)); count]);
    }
    let found = attack(&responses, 5, (Leak::Sums, false));
    let is_sum = |one: &(Quantity, u32)| one.0.0.starts_with("n.200=0 & place@") && one.1 == 3;
    assert!(found.iter().any(is_sum), "{found:?}");
    assert_eq!(attack(&responses, 5, (Leak::None, true)), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn nothing_small_can_be_worked_out_from_everything_that_is_shown(
        responses in prop::collection::vec((0_usize..5, 0_usize..3, 0_usize..2, answer()), 4..160),
        smallest in 3_u32..7,
    ) {
        let found = attack(&responses, smallest, (Leak::None, false));
        prop_assert!(found.is_empty(), "{found:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn nothing_small_can_be_worked_out_from_slices_either(
        responses in prop::collection::vec((uneven(), 0_usize..3, 0_usize..2, full_answer()), 100..500),
        smallest in 3_u32..7,
    ) {
        let found = attack(&responses, smallest, (Leak::None, true));
        prop_assert!(found.is_empty(), "{found:?}");
    }
}
