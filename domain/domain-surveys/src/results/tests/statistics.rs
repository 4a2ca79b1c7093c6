//! Statistics of 400 answers against those that `tests/tools/survey_statistics.py` worked out with Python's `statistics`.

use serde_json::{Value as Json, json};

use super::{super::*, data::*};

const CATEGORIES: [&str; 3] = ["anziano", "lavoratrice", "studente"];

fn survey() -> (crate::Form, Columns) {
    let it = |text: &str| json!({"it": text});
    let choice = |code: &str| json!({"code": code, "label": it(code)});
    form_of(
        json!([
            {"name": "eta", "type": "integer", "label": it("?")},
            {"name": "lavora", "type": "select_one", "choices": "lavoro", "label": it("?")},
            {"name": "servizi", "type": "select_multiple", "choices": "abc", "label": it("?")},
            {"name": "ordine", "type": "rank", "choices": "abc", "label": it("?")},
            {"name": "voto", "type": "range", "scale": {"from": 1, "to": 5}, "label": it("?")},
            {"name": "spesa", "type": "decimal", "label": it("?")},
            {"name": "griglia", "type": "matrix", "choices": "sino", "label": it("?"),
             "rows": [{"name": "inps", "label": it("?")}, {"name": "asl", "label": it("?")}]},
        ]),
        json!({
            "lavoro": [choice("si"), choice("no"), choice("cerca")],
            "abc": [choice("a"), choice("b"), choice("c")],
            "sino": [choice("si"), choice("no")],
        }),
    )
}

fn close(found: f64, expected: &Json) {
    let expected = expected.as_f64().unwrap();
    assert!(
        (found - expected).abs() < 1e-9 * expected.abs().max(1.0),
        "{found} instead of {expected}"
    );
}

fn counts(sheet: &SheetShown) -> Json {
    json!({"answered": sheet.answered.count(), "counts": sheet.counts.iter().map(|one| one.count()).collect::<Vec<_>>()})
}

#[test]
fn statistics_agree_with_an_independent_computation() {
    let data: Json = serde_json::from_str(include_str!("statistics.json")).unwrap();
    let (form, columns) = survey();
    let responses = data["responses"].as_array().unwrap();
    let rows: Vec<Vec<u8>> = responses
        .iter()
        .map(|one| packed(&form, &columns, &one["answers"]))
        .collect();
    let groups = Groups::flat(3);
    let group = |at: usize| {
        let category = responses[at]["category"].as_str().unwrap();
        1 + CATEGORIES.iter().position(|one| *one == category).unwrap()
    };
    // Three is the least there is, so that nearly everything is shown: what is hidden is tested elsewhere.
    let shown = |name: &str| {
        let column = columns.find(name).unwrap().1;
        protect(column, &tally(column, &groups, &rows, group), &groups, 3)
    };
    for (at, name) in ["all"].iter().chain(&CATEGORIES).enumerate() {
        let expected = &data["expected"][name];
        for question in ["eta", "voto", "spesa"] {
            let answers = &shown(question).groups[at];
            let figures = answers.figures.unwrap();
            assert_eq!(json!(answers.answered.count()), expected[question]["count"]);
            assert_eq!(json!(answers.total.count()), expected["total"]);
            close(figures.mean, &expected[question]["mean"]);
            close(figures.deviation.unwrap(), &expected[question]["deviation"]);
            for (found, expected) in figures
                .quartiles
                .unwrap()
                .iter()
                .zip(expected[question]["quartiles"].as_array().unwrap())
            {
                close(*found, expected);
            }
        }
        for question in ["lavora", "servizi"] {
            assert_eq!(
                counts(&shown(question).groups[at].sheets[0]),
                expected[question]
            );
        }
        for (row, sheet) in ["griglia.inps", "griglia.asl"]
            .iter()
            .zip(&shown("griglia").groups[at].sheets)
        {
            // Of a group in which one or two left out the whole matrix, nothing is shown.
            assert!(at > 0 || !sheet.answered.is_hidden());
            assert!(sheet.answered.is_hidden() || counts(sheet) == expected[*row]);
        }
        for (sheet, expected) in shown("ordine").groups[at]
            .sheets
            .iter()
            .zip(expected["ordine"].as_array().unwrap())
        {
            close(sheet.mean_position.unwrap(), expected);
        }
    }
}

#[test]
fn cross_tables_agree_with_an_independent_computation() {
    let data: Json = serde_json::from_str(include_str!("statistics.json")).unwrap();
    let (form, columns) = survey();
    let responses = data["responses"].as_array().unwrap();
    let rows: Vec<Vec<u8>> = responses
        .iter()
        .map(|one| packed(&form, &columns, &one["answers"]))
        .collect();
    let (row, by) = (
        columns.find("lavora").unwrap(),
        columns.find("voto").unwrap(),
    );
    let groups = by.1.groups();
    let group = |at: usize| by.1.group_of(Packed::new(&rows[at]));
    let counts = tally(row.1, &groups, &rows, group);
    let table = cross(row, by, &counts, 5);
    let expected = data["expected"]["all"]["lavora by voto"]
        .as_array()
        .unwrap();
    let mut hidden = 0;
    for (at, expected) in expected.iter().enumerate() {
        for (one, shown) in expected
            .as_array()
            .unwrap()
            .iter()
            .zip(&table.groups[at + 1].sheets[0].counts)
        {
            match shown {
                Shown::Count(count) => assert_eq!(json!(count), *one),
                Shown::Hidden => hidden += 1,
            }
        }
    }
    assert!(hidden < 8, "{hidden}");
    // The same table, asked for the other way round.
    let turned_groups = row.1.groups();
    let turned = tally(by.1, &turned_groups, &rows, |at| {
        row.1.group_of(Packed::new(&rows[at]))
    });
    let turned = cross(by, row, &turned, 5);
    for at in 0..3 {
        for point in 0..5 {
            assert_eq!(
                turned.groups[at + 1].sheets[0].counts[point],
                table.groups[point + 1].sheets[0].counts[at]
            );
        }
    }
}
