//! Whole questionnaires: what is wrong with them, and what they take for an answer.

use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;

fn definition(json: Json) -> Definition {
    let draft: DefinitionDraft = serde_json::from_value(json).unwrap();
    Definition::parse(&draft).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn example() -> Json {
    let it = |text: &str| json!({"it": text});
    json!({
        "title": it("Questionario di prova"),
        "choices": {
            "sino": [{"code": "si", "label": it("Sì")}, {"code": "no", "label": it("No")}],
            "regioni": [{"code": "08", "label": it("Emilia-Romagna")}, {"code": "03", "label": it("Lombardia")}],
            "citta": [
                {"code": "forli", "label": it("Forlì"), "columns": {"regione": "08"}},
                {"code": "brescia", "label": it("Brescia"), "columns": {"regione": "03"}},
            ],
        },
        "items": [
            {"name": "eta", "type": "integer", "label": it("Età"), "required": true,
             "constraint": ". >= 0 and . <= 120", "constraint_message": it("Tra 0 e 120.")},
            {"name": "adulto", "type": "calculate", "calculation": "${eta} >= 18"},
            {"name": "lavoro", "type": "group", "relevant": "${adulto}", "items": [
                {"name": "occupato", "type": "select_one", "choices": "sino", "label": it("Lavora?"), "required": true},
                {"name": "ore", "type": "decimal", "label": it("Ore"), "relevant": "${occupato} = 'si'", "required": true},
            ]},
            {"name": "regione", "type": "select_one", "choices": "regioni", "label": it("Regione")},
            {"name": "citta", "type": "select_one", "choices": "citta", "choice_filter": "regione = ${regione}",
             "label": it("Città"), "other": true},
            {"name": "voto", "type": "range", "scale": {"from": 1, "to": 5, "from_label": it("per niente")}, "label": it("Voto")},
            {"name": "servizi", "type": "matrix", "choices": "sino", "label": it("Servizi"),
             "rows": [{"name": "inps", "label": it("INPS")}, {"name": "asl", "label": it("ASL")}]},
            {"name": "ordine", "type": "rank", "choices": "regioni", "label": it("Ordine")},
            {"name": "figli", "type": "repeat", "items": [
                {"name": "nome", "type": "text", "label": it("Nome"), "required": true},
                {"name": "studia", "type": "select_one", "choices": "sino", "label": it("Studia?"), "relevant": "${eta} > 20"},
            ]},
        ],
    })
}

fn form() -> Form {
    Form::compile(&definition(example())).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn check(saved: Json, given: Json, completeness: Completeness) -> Result<Json, String> {
    let raw = |json| serde_json::from_value::<RawAnswers>(json).unwrap();
    let today: NaiveDate = "2026-11-22".parse().unwrap();
    form()
        .check(&raw(saved), &raw(given), completeness, today)
        .map(|answers| serde_json::to_value(answers).unwrap())
        .map_err(|wrong| wrong.to_string())
}

fn complete(given: Json) -> Result<Json, String> {
    check(json!({}), given, Completeness::Complete)
}

#[test]
fn what_was_read_is_written_as_it_came() {
    let definition = definition(example());
    let written = serde_json::to_string(&definition).unwrap();
    assert_eq!(
        serde_json::from_str::<Definition>(&written).unwrap(),
        definition
    );
}

#[test]
fn complete_answers_are_kept_with_what_is_computed() {
    let answers = json!({
        "eta": 34, "occupato": "si", "ore": 36.5, "regione": "08", "citta": "other", "citta_other": "Cesena",
        "voto": 4, "servizi": {"inps": "si", "asl": "no"}, "ordine": ["03", "08"],
        "figli": [{"nome": "Ada", "studia": "si"}, {"nome": "Leo"}],
    });
    let mut expected = answers.clone();
    expected["adulto"] = json!(true);
    expected["eta"] = json!(34.0);
    expected["voto"] = json!(4.0);
    assert_eq!(complete(answers), Ok(expected));
}

#[test]
fn only_what_is_asked_is_required_or_taken() {
    assert_eq!(
        complete(json!({"eta": 12})),
        Ok(json!({"eta": 12.0, "adulto": false}))
    );
    assert_eq!(complete(json!({})), Err("/eta: required".to_owned()));
    assert_eq!(
        complete(json!({"eta": 30})),
        Err("/occupato: required".to_owned())
    );
    assert_eq!(
        complete(json!({"eta": 12, "occupato": "si"})),
        Err("/occupato: answer_not_relevant".to_owned())
    );
    // Saved earlier, and not asked any more: dropped.
    assert_eq!(
        check(
            json!({"occupato": "si", "ore": 3}),
            json!({"eta": 12}),
            Completeness::Complete
        ),
        Ok(json!({"eta": 12.0, "adulto": false}))
    );
    // While somebody still answers, it is kept and nothing is missing.
    assert_eq!(
        check(json!({}), json!({"ore": 3}), Completeness::Partial),
        Ok(json!({"ore": 3.0, "adulto": false}))
    );
}

#[test]
fn every_row_of_a_required_matrix_is_answered() {
    let it = |text: &str| json!({"it": text});
    let form = Form::compile(&definition(json!({
        "title": it("Prova"),
        "choices": {"sino": [{"code": "si", "label": it("Sì")}]},
        "items": [{
            "name": "m", "type": "matrix", "choices": "sino", "label": it("M"), "required": true,
            "rows": [{"name": "a", "label": it("A")}, {"name": "b", "label": it("B")}],
        }],
    })));
    let form = form.unwrap_or_else(|wrong| panic!("{wrong}"));
    let check = |rows: Json| {
        let given: RawAnswers = serde_json::from_value(json!({ "m": rows })).unwrap();
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let checked = form.check(&RawAnswers::new(), &given, Completeness::Complete, today);
        checked.map(|_| ()).map_err(|wrong| wrong.to_string())
    };
    assert_eq!(check(json!({"a": "si", "b": "si"})), Ok(()));
    assert_eq!(check(json!({"a": "si"})), Err("/m/b: required".to_owned()));
}

#[test]
fn every_mistake_is_told_by_pointer() {
    let given = json!({
        "eta": 200, "nessuna": 1, "adulto": true, "occupato": "forse", "regione": "03", "citta": "forli", "voto": 4.5,
        "servizi": {"inps": 1, "comune": "si"}, "ordine": ["03"], "figli": [{"eta": 3}, 7],
    });
    assert_eq!(
        complete(given).unwrap_err().split("; ").collect::<Vec<_>>(),
        [
            "/adulto: unknown_question",
            "/nessuna: unknown_question",
            "/servizi/comune: unknown_question",
            "/servizi/inps: wrong_answer_type",
            "/eta: constraint_failed",
            "/occupato: choice_not_offered",
            "/citta: choice_not_offered",
            "/voto: not_on_scale",
            "/ordine: ranking_incomplete",
            "/figli/0/eta: unknown_question",
            "/figli/0/nome: required",
            "/figli/1: wrong_answer_type",
        ]
    );
}

#[test]
fn parts_that_do_not_fit_together_are_told() {
    let it = |text: &str| json!({"it": text});
    let text = |name: &str, relevant: &str| json!({"name": name, "type": "text", "label": it("?"), "relevant": relevant});
    let compiled = |items: Json| {
        let wrong = Form::compile(&definition(json!({"title": it("Prova"), "items": items})));
        wrong.map(|_| ()).unwrap_err()
    };
    let circular = compiled(json!([
        text("a", "${b} = ''"),
        text("b", "${c} = ''"),
        text("c", "${a} = ''"),
        text("d", "${a} = ''")
    ]));
    assert_eq!(
        circular.to_string(),
        "/items/0/relevant: cyclic_reference; /items/1/relevant: cyclic_reference; /items/2/relevant: cyclic_reference"
    );
    let named = circular
        .iter()
        .next()
        .unwrap()
        .text(domain_shared::Locale::English);
    assert_eq!(named, "The reference is circular: a → b → c → a.");
    let wrong = compiled(json!([
        text("a", "${x} > 1"), text("a", "1 +"), text("b", "${a}"),
        {"name": "s", "type": "select_one", "choices": "manca", "label": it("?")},
        {"name": "r", "type": "repeat", "items": [text("in", "true()"), {"name": "rr", "type": "repeat", "items": [text("q", "true()")]}]},
        text("z", "${in} = 'a'"),
    ]));
    let told: Vec<String> = wrong
        .iter()
        .map(|one| format!("{}: {}", one.pointer, one.message.code))
        .collect();
    for expected in [
        "/items/0/relevant: expression_unknown_question",
        "/items/1/relevant: expression_incomplete",
        "/items/1/name: duplicate",
        "/items/2/relevant: expression_wrong_type",
        "/items/3/choices: unknown_reference",
        "/items/4/items/1/type: repeat_in_repeat",
        "/items/5/relevant: expression_unknown_question",
    ] {
        assert!(
            told.iter().any(|one| one == expected),
            "{expected} in {told:?}"
        );
    }
}

#[test]
fn forms_have_bounds() {
    let it = json!({"it": "?"});
    let parsed = |json: Json| {
        let draft: DefinitionDraft = serde_json::from_value(json).unwrap();
        Definition::parse(&draft)
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    let long = "x".repeat(10 * 1024 * 1024);
    assert_eq!(
        parsed(
            json!({"title": it, "items": [{"name": "a", "type": "text", "label": {"it": long}}]})
        ),
        "/items/0/label/it: too_long"
    );
    let many: Vec<Json> = (0..=MAX_ITEMS)
        .map(|one| json!({"name": format!("a{one}"), "type": "note", "label": it}))
        .collect();
    assert_eq!(
        parsed(json!({"title": it, "items": many})),
        "/items: too_many_items"
    );
    assert_eq!(
        parsed(json!({"title": it, "items": [
            {"name": "1a", "type": "text", "choices": "x", "scale": {"from": 1, "to": 2}},
            {"name": "b", "type": "range", "label": it, "scale": {"from": 3, "to": 1}},
            {"name": "c", "type": "boh"},
        ]})),
        "/items/0/name: invalid_format; /items/0/choices: not_of_type; /items/0/scale: not_of_type; \
         /items/0/label: required; /items/1/scale: scale_invalid; /items/2/type: unknown_code"
    );
}

fn raw() -> impl Strategy<Value = RawAnswer> {
    let leaf = prop_oneof![
        Just(RawAnswer::Nothing(())),
        any::<bool>().prop_map(RawAnswer::Boolean),
        any::<f64>().prop_map(RawAnswer::Number),
        prop::sample::select(vec![
            "si",
            "no",
            "08",
            "forli",
            "other",
            "2026-01-01",
            "",
            "10:00"
        ])
        .prop_map(|text| RawAnswer::Text(text.to_owned())),
    ];
    let name = prop::sample::select(vec!["inps", "asl", "nome", "studia", "eta"]);
    leaf.prop_recursive(2, 12, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(RawAnswer::List),
            prop::collection::btree_map(name.clone().prop_map(str::to_owned), inner, 0..4)
                .prop_map(RawAnswer::Members),
        ]
    })
}

proptest! {
    #[test]
    fn no_answer_makes_it_crash_and_what_is_taken_is_taken_again(
        answers in prop::collection::btree_map(
            prop::sample::select(vec!["eta", "occupato", "ore", "regione", "citta", "citta_other", "voto", "servizi", "ordine", "figli", "adulto"])
                .prop_map(str::to_owned),
            raw(), 0..8),
    ) {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let form = form();
        if let Ok(checked) = form.check(&RawAnswers::new(), &answers, Completeness::Complete, today) {
            let stored: RawAnswers = serde_json::from_value(serde_json::to_value(&checked).unwrap()).unwrap();
            prop_assert_eq!(&as_given(checked.clone()), &stored);
            let again = form.without_computed(stored);
            prop_assert_eq!(form.check(&RawAnswers::new(), &again, Completeness::Complete, today), Ok(checked));
        }
    }
}

#[test]
fn large_questionnaires_stay_small_in_memory() {
    let it = json!({"it": "?"});
    let choices: Vec<Json> = (0..MAX_CHOICES)
        .map(|one| json!({"code": format!("c{one}"), "label": it}))
        .collect();
    let rows: Vec<Json> = (0..MAX_ROWS)
        .map(|one| json!({"name": format!("r{one}"), "label": it}))
        .collect();
    // As much as fits together: 60,000 rows that share 1,000 choices.
    let items: Vec<Json> = (0..MAX_ITEMS)
        .map(|one| json!({"name": format!("m.{one}"), "type": "matrix", "choices": "l", "label": it, "rows": rows}))
        .collect();
    let definition = definition(json!({"title": it, "choices": {"l": choices}, "items": items}));
    let form = Form::compile(&definition).unwrap();
    let answers: RawAnswers = serde_json::from_value(json!({"m.0": {"r1": "c7"}})).unwrap();
    let today: NaiveDate = "2026-11-22".parse().unwrap();
    let checked = form.check(&RawAnswers::new(), &answers, Completeness::Complete, today);
    let checked = serde_json::to_value(checked.unwrap()).unwrap();
    assert_eq!(checked, json!({"m.0": {"r1": "c7"}}));
}

#[test]
fn long_circles_and_many_patterns_are_told_shortly() {
    let it = json!({"it": "?"});
    let compiled = |relevant: &dyn Fn(usize) -> String| {
        let items: Vec<Json> = (0..MAX_ITEMS)
            .map(|one| json!({"name": format!("a{one}"), "type": "text", "label": it, "relevant": relevant(one)}))
            .collect();
        Form::compile(&definition(json!({"title": it, "items": items})))
            .map(|_| ())
            .unwrap_err()
    };
    let circular = compiled(&|one| format!("${{a{}}} = ''", (one + 1) % MAX_ITEMS));
    assert_eq!(circular.iter().count(), MAX_ITEMS);
    let first = circular
        .iter()
        .next()
        .unwrap()
        .text(domain_shared::Locale::English);
    assert!(first.ends_with("a9 → a10 → …."), "{first}");
    let many = compiled(&|one| format!("regex(${{a{}}}, 'x{{1,9}}')", (one + 1) % MAX_ITEMS));
    assert_eq!(
        many.iter()
            .filter(|one| one.message.code == "too_many_patterns")
            .count(),
        1
    );
}
