//! What is shown of small worked examples.

use serde_json::{Value as Json, json};

use super::{
    super::{slices::slices, *},
    data::*,
};

fn example() -> (crate::Form, Columns) {
    let it = |text: &str| json!({"it": text});
    form_of(
        json!([
            {"name": "eta", "type": "integer", "label": it("Età"), "required": true},
            {"name": "parte", "type": "group", "label": it("Lavoro"), "relevant": "${eta} >= 18", "items": [
                {"name": "lavora", "type": "select_one", "choices": "sino", "label": it("Lavora?"), "other": true},
                {"name": "adulto", "type": "calculate", "calculation": "${eta} >= 18"},
            ]},
            {"name": "servizi", "type": "select_multiple", "choices": "servizi", "label": it("Servizi")},
            {"name": "voti", "type": "matrix", "choices": "sino", "label": it("Voti"),
             "rows": [{"name": "inps", "label": it("INPS")}, {"name": "asl", "label": it("ASL")}]},
            {"name": "ordine", "type": "rank", "choices": "servizi", "label": it("Ordine")},
            {"name": "scala", "type": "range", "scale": {"from": 0, "to": 1, "step": 0.1}, "label": it("Scala")},
            {"name": "salute", "type": "select_one", "choices": "sino", "label": it("Salute"), "special_category": true},
            {"name": "figli", "type": "repeat", "items": [{"name": "nome", "type": "text", "label": it("Nome")}]},
        ]),
        json!({
            "sino": [{"code": "si", "label": it("Sì")}, {"code": "no", "label": it("No")}],
            "servizi": [{"code": "a", "label": it("A")}, {"code": "b", "label": it("B")}, {"code": "c", "label": it("C")}],
        }),
    )
}

#[test]
fn what_was_packed_is_read_again() {
    let (form, columns) = example();
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "eta",
            "lavora",
            "lavora_other",
            "adulto",
            "servizi",
            "voti",
            "ordine",
            "scala",
            "salute",
            "figli"
        ]
    );
    let row = packed(
        &form,
        &columns,
        &json!({
            "eta": 40, "lavora": "other", "lavora_other": "a ore", "servizi": ["a", "c"], "voti": {"asl": "no"},
            "ordine": ["c", "a", "b"], "scala": 0.3, "figli": [{}, {"nome": "Ada"}],
        }),
    );
    let row = Packed::new(&row);
    let column = |name: &str| columns.find(name).unwrap().1;
    assert_eq!(row.number(column("eta")), Some(40.0));
    assert_eq!(row.choice(column("lavora")), Some(2));
    assert_eq!(row.status(column("lavora_other")), Status::Answered);
    assert_eq!(row.choice(column("adulto")), Some(0));
    assert_eq!(
        [0, 1, 2].map(|at| row.has(column("servizi"), at)),
        [true, false, true]
    );
    assert_eq!(
        [0, 1].map(|at| row.row_choice(column("voti"), at)),
        [None, Some(1)]
    );
    assert_eq!(
        [0, 1, 2].map(|at| row.position(column("ordine"), at)),
        [Some(1), Some(2), Some(0)]
    );
    assert_eq!(row.choice(column("scala")), Some(3));
    assert_eq!(row.status(column("salute")), Status::Missing);
    assert_eq!(row.number(column("figli")), Some(2.0));
    // A child was not asked about work, which is not the same as not answering.
    let child = packed(&form, &columns, &json!({"eta": 9}));
    assert_eq!(
        Packed::new(&child).status(column("lavora")),
        Status::NotAsked
    );
    assert_eq!(
        Packed::new(&child).status(column("servizi")),
        Status::Missing
    );
    assert_eq!(Packed::new(&[]).status(column("eta")), Status::NotAsked);
}

/// So many responses of each kind.
fn rows(form: &crate::Form, columns: &Columns, kinds: &[(usize, Json)]) -> Vec<Vec<u8>> {
    let all = kinds
        .iter()
        .flat_map(|(count, answers)| vec![packed(form, columns, answers); *count]);
    all.collect()
}

fn shown(table: &AnswerTable, group: usize) -> Vec<Option<u32>> {
    table.groups[group].sheets[0]
        .counts
        .iter()
        .map(|one| one.count())
        .collect()
}

#[test]
fn a_few_without_an_answer_are_kept_back_with_the_rarest_answer() {
    let (form, columns) = example();
    let rows = rows(
        &form,
        &columns,
        &[
            (40, json!({"eta": 20, "salute": "si"})),
            (20, json!({"eta": 20, "salute": "no"})),
            (9, json!({"eta": 20})),
        ],
    );
    let column = columns.find("salute").unwrap().1;
    let groups = Groups::flat(0);
    let table = protect(column, &tally(column, &groups, &rows, |_| 0), &groups, 5);
    assert_eq!(shown(&table, 0), [Some(40), None]);
    assert_eq!(table.groups[0].answered, Shown::Hidden);
    assert_eq!(table.groups[0].total, Shown::Count(69));
    let eta = columns.find("eta").unwrap().1;
    let table = protect(eta, &tally(eta, &groups, &rows, |_| 0), &groups, 5);
    let figures = table.groups[0].figures.unwrap();
    assert_eq!(
        (table.groups[0].answered, figures.mean),
        (Shown::Count(69), 20.0)
    );
}

#[test]
fn what_is_hidden_of_a_region_is_hidden_of_all_inside_it() {
    let (form, columns) = example();
    let kinds = [
        (3, json!({"eta": 20, "lavora": "si"})),
        (30, json!({"eta": 20, "lavora": "no"})),
        (40, json!({"eta": 20, "lavora": "si"})),
        (50, json!({"eta": 20, "lavora": "no"})),
    ];
    let rows = rows(&form, &columns, &kinds);
    // Two regions; the first has one province with one point.
    let groups = Groups::inside(&[0, 0, 0, 1, 3, 2, 5]);
    let column = columns.find("lavora").unwrap().1;
    let table = protect(
        column,
        &tally(column, &groups, &rows, |at| if at < 33 { 4 } else { 6 }),
        &groups,
        5,
    );
    assert_eq!(shown(&table, 0), [Some(43), Some(80), Some(0)]);
    for group in 1..7 {
        assert_eq!(shown(&table, group), [None, None, Some(0)], "{group}");
        assert!(!table.groups[group].total.is_hidden());
    }
}

#[test]
fn slices_leave_no_small_rest() {
    let groups = Groups::flat(3);
    let cells = [vec![40, 30], vec![20, 10], vec![16, 20], vec![4, 0]];
    let totals = [70, 30, 36, 4];
    // The group of four is kept back with the next larger one.
    assert_eq!(
        slices(&groups, &totals, &cells, &[true; 4], 5),
        [true, false, true, false]
    );
    let cells = [vec![40, 30], vec![20, 10], vec![10, 15], vec![10, 5]];
    let totals = [70, 30, 25, 15];
    assert_eq!(slices(&groups, &totals, &cells, &[true; 4], 5), [true; 4]);
    assert_eq!(
        slices(&groups, &totals, &cells, &[true, true, true, false], 5),
        [true, true, true, false]
    );
}

#[test]
fn respondents_are_told_apart_by_enough_of_their_kind() {
    let groups = Groups::inside(&[0, 0, 1, 1]);
    let place = |group, category| Place { group, category };
    let mut rows = vec![place(2, 0); 6];
    rows.extend(vec![place(3, 0); 3]);
    rows.extend(vec![place(3, 1); 8]);
    rows.extend(vec![place(2, 1); 2]);
    let told = places(&groups, 2, &rows, 5);
    assert_eq!(
        told[0],
        Some(DataKey {
            group: 2,
            category: Some(0)
        })
    );
    assert_eq!(
        told[9],
        Some(DataKey {
            group: 3,
            category: Some(1)
        })
    );
    // Three and two of the rest: not even the region tells three from the others.
    assert_eq!(
        told[6],
        Some(DataKey {
            group: 0,
            category: None
        })
    );
    assert_eq!(told[17], told[6]);
    let alone = places(&groups, 2, &rows[..8], 9);
    assert!(alone.iter().all(Option::is_none));
    let withheld = (0..10_000)
        .filter(|one| is_withheld(&format!("0190-{one}"), "eta"))
        .count();
    assert!((800..1_200).contains(&withheld), "{withheld}");
}

#[test]
fn words_are_counted_once_for_each_answer() {
    let answers = [
        "La fila è lunga, lunga!",
        "Fila lunghissima e città lontana",
        "Non c'è fila",
        "3 città",
    ];
    let words = count_words(answers.into_iter(), 2);
    let words: Vec<(&str, u32)> = words
        .iter()
        .map(|one| (one.word.as_str(), one.answers))
        .collect();
    assert_eq!(words, [("fila", 3), ("citta", 2)]);
}
