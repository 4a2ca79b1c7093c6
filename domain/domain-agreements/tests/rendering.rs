//! Templates are read with all their mistakes, and filled in completely or not at all.
#![expect(clippy::unwrap_used, reason = "helpers of tests, which may fail")]

use domain_agreements::{
    AgreementContent, AgreementDraft, MAX_CLAUSES, RenderDraft, RenderInput, RenderedText,
    TemplateContent, TemplateDraft, render,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn template(of: Value) -> Result<TemplateContent, String> {
    let draft: TemplateDraft = serde_json::from_value(of).unwrap();
    TemplateContent::parse(&draft).map_err(|wrong| wrong.to_string())
}

fn sample() -> Value {
    json!({
        "title": "Convenzione tra {{rete}} e {{ente}}",
        "opening": "Tra {{rete}}\n\ne {{ente}}",
        "clauses": [
            {"code": "oggetto", "heading": "Oggetto", "text": "Dal {{inizio}} si pagano {{importo}}."},
            {"code": "sconto", "heading": "Sconto", "text": "Sconto del {{sconto}}.", "optional": true},
            {"code": "foro", "heading": "Foro di {{luogo}}", "text": "Foro."},
        ],
        "closing": "Letto e sottoscritto.",
        "placeholders": [
            {"code": "rete", "label": "Rete", "kind": "party", "side": "network"},
            {"code": "ente", "label": "Ente", "kind": "party", "side": "counterpart"},
            {"code": "inizio", "label": "Inizio", "kind": "date"},
            {"code": "importo", "label": "Importo", "kind": "amount"},
            {"code": "sconto", "label": "Sconto", "kind": "percentage"},
            {"code": "luogo", "label": "Luogo", "kind": "text"},
        ],
    })
}

fn input() -> Value {
    json!({
        "values": {"inizio": "2026-11-22", "importo": "1234.5", "luogo": "Asti"},
        "network": ["ANCoS"],
        "counterpart": ["Alfa", "Beta", "Gamma"],
        "signatures": ["ANCoS – Anna Neri, presidente"],
    })
}

fn fill(template: &TemplateContent, with: Value) -> Result<RenderedText, String> {
    let draft: RenderDraft = serde_json::from_value(with).unwrap();
    RenderInput::parse(&draft)
        .and_then(|input| render(template, &input))
        .map_err(|wrong| wrong.to_string())
}

fn with(mut base: Value, pointer: &str, value: Value) -> Value {
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    base.pointer_mut(parent).unwrap()[member] = value;
    base
}

#[test]
fn all_mistakes_of_a_template_are_told_at_once() {
    let mut bad = sample();
    bad["clauses"][1]["code"] = json!("oggetto");
    bad["clauses"][0]["text"] = json!("{{ignoto}} {{ignoto}} {{inizio}} {{importo}}");
    bad["clauses"][2]["text"] = json!("");
    bad["placeholders"][1]["side"] = Value::Null;
    bad["placeholders"][2]["side"] = json!("network");
    bad["placeholders"][4]["code"] = json!("luogo");
    assert_eq!(
        template(bad).unwrap_err(),
        "/clauses/2/text: required; /placeholders/1/side: required; \
         /placeholders/2/side: side_unexpected; /clauses/1/code: duplicate; \
         /placeholders/5/code: duplicate; /clauses/0/text: placeholder_unknown; \
         /clauses/1/text: placeholder_unknown"
    );
    let unused = with(sample(), "/clauses", json!([sample()["clauses"][0]]));
    assert_eq!(
        template(unused).unwrap_err(),
        "/placeholders/4: placeholder_unused; /placeholders/5: placeholder_unused"
    );
    let open = with(sample(), "/closing", json!("Luogo {{luogo"));
    assert_eq!(
        template(open).unwrap_err(),
        "/closing: placeholder_malformed"
    );
    let empty = template(json!({})).unwrap_err();
    assert_eq!(
        empty,
        "/title: required; /opening: required; /clauses: required"
    );
    let clause = json!({"code": "a", "heading": "A", "text": "A"});
    let many = with(sample(), "/clauses", json!(vec![clause; MAX_CLAUSES + 1]));
    assert!(
        template(many)
            .unwrap_err()
            .starts_with("/clauses: too_many_items")
    );
}

#[test]
fn what_is_stored_is_read_back_the_same() {
    let content = template(sample()).unwrap();
    let stored = serde_json::to_string(&content).unwrap();
    assert_eq!(
        serde_json::from_str::<TemplateContent>(&stored).unwrap(),
        content
    );
    assert!(serde_json::from_str::<TemplateContent>("{}").is_err());
}

#[test]
fn everything_is_filled_in() {
    let template = template(sample()).unwrap();
    let text = fill(&template, input()).unwrap();
    assert_eq!(text.title, "Convenzione tra ANCoS e Alfa, Beta e Gamma");
    assert_eq!(text.opening, ["Tra ANCoS", "e Alfa, Beta e Gamma"]);
    let articles: Vec<_> = text
        .articles
        .iter()
        .map(|one| (one.number, one.clause.as_str()))
        .collect();
    assert_eq!(
        articles,
        [(1, "oggetto"), (2, "foro")],
        "numbers follow from what is taken"
    );
    assert_eq!(
        text.articles[0].paragraphs,
        ["Dal 22 novembre 2026 si pagano 1.234,50 €."]
    );
    assert_eq!(text.articles[1].heading, "Foro di Asti");
    assert_eq!(text.signatures, ["ANCoS – Anna Neri, presidente"]);

    let mut chosen = with(input(), "/optional_clauses", json!(["sconto"]));
    chosen["values"]["sconto"] = json!("12.5");
    chosen["clause_texts"] =
        json!([{"clause": "foro", "text": "Decide {{rete}}.\r\nSenza appello."}]);
    let text = fill(&template, chosen).unwrap();
    assert_eq!(text.articles[1].paragraphs, ["Sconto del 12,5 %."]);
    assert_eq!(
        text.articles[2].paragraphs,
        ["Decide ANCoS.", "Senza appello."]
    );
    assert_eq!(text.articles[2].number, 3);
}

#[test]
fn values_are_never_read_as_placeholders() {
    let template = template(sample()).unwrap();
    let odd = with(input(), "/values/luogo", json!("{{rete}} <b>&\nAsti"));
    let text = fill(&template, odd).unwrap();
    assert_eq!(text.articles[1].heading, "Foro di {{rete}} <b>& Asti");
}

#[test]
fn all_mistakes_of_an_input_are_told_at_once() {
    let template = template(sample()).unwrap();
    let bad = json!({
        "values": {"inizio": "22/11/2026", "importo": "1,50", "rete": "ANCoS", "altro/a": "x"},
        "network": ["ANCoS"],
        "optional_clauses": ["foro", "ignota"],
        "clause_texts": [
            {"clause": "ignota", "text": "{{x}}"},
            {"clause": "sconto", "text": "{{x"},
            {"clause": "oggetto", "text": "{{inizio}} {{x}}"},
        ],
    });
    // A code that cannot be one is told before the template is looked at.
    assert_eq!(
        fill(&template, bad.clone()).unwrap_err(),
        "/values/altro~1a: invalid_format"
    );
    let mut bad = bad;
    bad["values"].as_object_mut().unwrap().remove("altro/a");
    bad["values"]["altro"] = json!("x");
    assert_eq!(
        fill(&template, bad).unwrap_err(),
        "/optional_clauses/0: clause_not_optional; /optional_clauses/1: clause_unknown; \
         /clause_texts/0/clause: clause_unknown; /clause_texts/0/text: placeholder_unknown; \
         /clause_texts/1/clause: clause_not_taken; /clause_texts/1/text: placeholder_malformed; \
         /clause_texts/2/text: placeholder_unknown; /values/altro: value_unknown; \
         /values/rete: value_of_party; /values/inizio: invalid_date; \
         /values/importo: invalid_amount; /values/ente: required; /values/luogo: required"
    );
    let over = with(input(), "/values/sconto", json!("100.01"));
    assert_eq!(
        fill(&template, over).unwrap_err(),
        "/values/sconto: percentage_invalid"
    );
}

#[test]
fn a_text_cannot_grow_without_bound() {
    let clause = json!({"code": "a", "heading": "A", "text": "{{t}}".repeat(1000)});
    let bomb = template(json!({
        "title": "T", "opening": "O", "clauses": [clause],
        "placeholders": [{"code": "t", "label": "T", "kind": "text"}],
    }));
    let refused = fill(&bomb.unwrap(), json!({"values": {"t": "x".repeat(5000)}}));
    assert_eq!(refused.unwrap_err(), "/values: rendered_too_long");
}

#[test]
fn an_agreement_fills_in_its_template() {
    let draft: AgreementDraft = serde_json::from_value(json!({
        "title": "Convenzione", "kind": "service_convention",
        "parties": [
            {"side": "counterpart", "kind": "public_body", "name": "Comune di Asti"},
            {"side": "network", "kind": "point", "id": "0190b2c0-0000-7000-8000-000000000001"},
        ],
        "signatories": [{"party": 1, "given_name": "Anna", "family_name": "Neri", "capacity": "coordinatrice"}],
        "values": {"inizio": "2026-11-22", "importo": "10", "luogo": "Asti"},
    }))
    .unwrap();
    let content = AgreementContent::parse(&draft).unwrap();
    let lines = |line: &str| vec![line.to_owned()];
    let input = RenderInput::of(&content, lines("Punto di Asti"), lines("Comune di Asti"));
    assert_eq!(
        input.signatures,
        ["Comune di Asti", "Punto di Asti – Anna Neri, coordinatrice"]
    );
    let text = render(&template(sample()).unwrap(), &input).unwrap();
    assert_eq!(text.title, "Convenzione tra Punto di Asti e Comune di Asti");
}

proptest! {
    #[test]
    fn no_text_panics(text in r"(\{|\}|a|-| |\n|è|[^a]){0,40}", code in r"[a-z{}-]{0,6}") {
        let draft: TemplateDraft = serde_json::from_value(json!({
            "title": text, "opening": text, "closing": text,
            "clauses": [{"code": code, "heading": text, "text": text}],
            "placeholders": [{"code": code, "label": text, "kind": "text"}],
        })).unwrap();
        if let Ok(content) = TemplateContent::parse(&draft) {
            let values = json!({"values": {code: text}});
            prop_assert!(fill(&content, values).is_ok());
        }
    }

    #[test]
    fn a_value_stays_as_it_is(value in r"[^\s\p{Cc}]{1,6}( [^\s\p{Cc}]{1,6}){0,5}") {
        let content = template(sample()).unwrap();
        let text = fill(&content, with(input(), "/values/luogo", json!(value))).unwrap();
        prop_assert_eq!(&text.articles[1].heading, &format!("Foro di {value}"));
        prop_assert_eq!(&text.articles[0].paragraphs[0], "Dal 22 novembre 2026 si pagano 1.234,50 €.");
    }

    #[test]
    fn no_typed_value_panics(value in ".{0,30}") {
        let content = template(sample()).unwrap();
        for code in ["inizio", "importo", "sconto", "rete", "luogo"] {
            let pointer = format!("/values/{code}");
            let _ = fill(&content, with(input(), &pointer, json!(value)));
        }
    }
}
