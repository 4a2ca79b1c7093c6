//! Templates filled in, to look at.

use serde_json::{Value, json};
use tests::e2e;

use super::new_template;

fn input() -> Value {
    json!({
        "values": {"servizio": "assistenza <b>domiciliare</b> & più", "inizio": "2026-12-01", "prezzo": "1234.5"},
        "network": ["Welf@re Point Cesena"],
        "counterpart": ["Cooperativa Aurora", "Ente {{rete}}", "Comune di Forlì"],
        "signatures": ["Cooperativa Aurora – Niccolò Neri, presidente"],
    })
}

e2e! {
    fn a_template_is_filled_in(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let id = admin.post("/agreement-templates", &new_template(network)).expect(201).text_at("/id");
        let path = format!("/agreement-templates/{id}/versions/1/rendering");
        let text = admin.post(&path, &input()).expect(200);
        assert_eq!(text.header("cache-control"), Some("no-store"));
        let expected = json!({
            "title": "Convenzione per assistenza <b>domiciliare</b> & più",
            "opening": ["Tra Welf@re Point Cesena", "e Cooperativa Aurora, Ente {{rete}} e Comune di Forlì"],
            "articles": [
                {"number": 1, "clause": "oggetto", "heading": "Oggetto", "paragraphs": ["Dal 1° dicembre 2026 l'ente eroga assistenza <b>domiciliare</b> & più a 1.234,50 €."]},
                {"number": 2, "clause": "foro", "heading": "Foro", "paragraphs": ["Decide il giudice."]},
            ],
            "closing": ["Letto e sottoscritto."],
            "signatures": ["Cooperativa Aurora – Niccolò Neri, presidente"],
        });
        assert_eq!(text.json(), expected);
        let mut chosen = input();
        chosen["optional_clauses"] = json!(["sconto"]);
        chosen["values"]["sconto"] = json!("12.5");
        chosen["clause_texts"] = json!([{"clause": "foro", "text": "Decide {{rete}}."}]);
        let text = admin.post(&path, &chosen).expect(200);
        assert_eq!(text.text_at("/articles/1/paragraphs/0"), "Ai soci spetta uno sconto del 12,5 %.");
        assert_eq!(text.text_at("/articles/2/paragraphs/0"), "Decide Welf@re Point Cesena.");
    }
}

e2e! {
    fn what_is_missing_or_wrong_is_refused(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let id = admin.post("/agreement-templates", &new_template(network)).expect(201).text_at("/id");
        let path = format!("/agreement-templates/{id}/versions/1/rendering");
        let told = |body: &Value| -> Vec<String> {
            let refused = admin.post(&path, body).expect_problem(422, "invalid_content");
            refused.mistakes().iter().map(|(place, code)| format!("{place} {code}")).collect()
        };
        assert_eq!(told(&json!({})), [
            "/values/ente required", "/values/inizio required", "/values/prezzo required", "/values/rete required", "/values/servizio required",
        ]);
        let mut wrong = input();
        wrong["values"]["inizio"] = json!("1/12/2026");
        wrong["values"]["prezzo"] = json!("dieci");
        wrong["values"]["rete"] = json!("ANCoS");
        wrong["values"]["altro"] = json!("x");
        wrong["optional_clauses"] = json!(["foro", "altra"]);
        wrong["clause_texts"] = json!([{"clause": "altra", "text": "{{x}}"}]);
        assert_eq!(told(&wrong), [
            "/clause_texts/0/clause clause_unknown",
            "/clause_texts/0/text placeholder_unknown",
            "/optional_clauses/0 clause_not_optional",
            "/optional_clauses/1 clause_unknown",
            "/values/altro value_unknown",
            "/values/inizio invalid_date",
            "/values/prezzo invalid_amount",
            "/values/rete value_of_party",
        ]);
    }
}

e2e! {
    fn the_form_of_the_answer_is_the_one_asked_for(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let id = admin.post("/agreement-templates", &new_template(network)).expect(201).text_at("/id");
        let path = format!("/agreement-templates/{id}/versions/1/rendering");
        let asked = |accept: &str| admin.with_header("accept", accept).post(&path, &input());
        let page = asked("text/html,application/xhtml+xml,*/*;q=0.8").expect(200);
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(page.header("content-security-policy").unwrap().contains("sandbox"));
        assert!(page.text.contains("assistenza &lt;b&gt;domiciliare&lt;/b&gt; &amp; più"));
        assert!(page.text.contains("<h2>Art. 1 – Oggetto</h2>") && page.text.contains("<html lang=\"it\">"));
        let pdf = asked("application/pdf").expect(200);
        assert_eq!(pdf.header("content-type"), Some("application/pdf"));
        assert_eq!(pdf.header("content-disposition"), Some("inline; filename=\"modello-versione-1.pdf\""));
        assert!(pdf.text.starts_with("%PDF-"));
        assert_eq!(pdf.text, asked("application/pdf").expect(200).text);
        assert_eq!(asked("*/*").expect(200).header("content-type"), Some("application/json"));
        asked("image/png").expect_problem(406, "not_acceptable");
        let refused = admin.with_header("accept", "application/pdf").post(&path, &json!({}));
        refused.expect_problem(422, "invalid_content");
    }
}
