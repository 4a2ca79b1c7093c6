//! Revisions, texts and differences.

use serde_json::json;
use tests::{Client, e2e};

use super::{NOTHING, Stage, any, because};

/// The text of an agreement in a form.
fn text(client: &Client, path: &str, media: &str) -> Vec<u8> {
    client.with_header("accept", media).download(path)
}

e2e! {
    fn what_was_sent_never_changes(app) {
        let stage = Stage::set(app);
        let admin = &stage.admin.client;
        let id = stage.draft(&stage.content_with(|content| content["values"] = json!({})));
        let path = format!("/agreements/{id}");
        let missing = admin.get(&format!("{path}/text")).expect_problem(422, "invalid_content");
        assert_eq!(missing.mistakes(), super::pairs(&[("/values/servizio", "required")]));
        let _ = admin.patch(&path, "*", &json!({"values": {"servizio": "assistenza à domicilio"}})).expect(200);
        let draft = admin.get(&format!("{path}/text")).expect(200);
        assert_eq!(draft.text_at("/title"), "Convenzione per assistenza à domicilio");
        let opening = draft.text_at("/opening/0");
        let legal = stage.provider_name();
        for part in ["Welf@re Point", "Via Ilaria Alpi 49", "Cesena", &legal, "codice fiscale", "Viale Europa 20"] {
            assert!(opening.contains(part), "{part}: {opening}");
        }
        assert!(draft.text_at("/signatures/1").contains("Lucia Fabbri, Legale rappresentante"));
        for name in ["review-submission", "sending"] {
            let _ = any(admin, &id, name, NOTHING).expect(200);
        }
        let first = admin.get(&format!("{path}/revisions/1")).expect(200);
        assert_eq!(first.text_at("/sha256").len(), 64);
        let forms = ["application/json", "text/html", "application/pdf"];
        let bytes = forms.map(|form| text(admin, &format!("{path}/revisions/1/text"), form));
        assert!(bytes[2].starts_with(b"%PDF-") && String::from_utf8_lossy(&bytes[1]).contains("assistenza à domicilio"));
        assert_eq!(forms.map(|form| text(&stage.manager.client, &format!("{path}/text"), form)), bytes);
        admin.with_header("accept", "image/png").get(&format!("{path}/text")).expect_problem(406, "not_acceptable");
        // The names of the parties change, the text is written anew, and it is sent again.
        let _ = any(admin, &id, "recall", because()).expect(200);
        let _ = admin.patch(&path, "*", &json!({"title": "Altra convenzione", "values": {"servizio": "trasporto"}, "notice_days": 60})).expect(200);
        assert_eq!(text(&stage.manager.client, &format!("{path}/text"), forms[2]), bytes[2], "until it is sent again");
        for name in ["review-submission", "sending"] {
            let _ = any(admin, &id, name, NOTHING).expect(200);
        }
        stage.sign(&id, "2026-11-20");
        app.clock.set("2027-05-01T10:00:00Z");
        let admin = &app.world().session(stage.admin.id);
        assert_eq!(forms.map(|form| text(admin, &format!("{path}/revisions/1/text"), form)), bytes);
        assert_eq!(admin.get(&format!("{path}/revisions/1")).expect(200).text, first.text);
        let second = admin.get(&format!("{path}/revisions/2")).expect(200);
        assert_ne!(second.text_at("/sha256"), first.text_at("/sha256"));
        assert_eq!(text(admin, &format!("{path}/text"), forms[0]), text(admin, &format!("{path}/revisions/2/text"), forms[0]));
        let list = admin.get(&format!("{path}/revisions?limit=1")).expect(200);
        assert_eq!((list.text_at("/items/0/number"), list.text_at("/items/0/title")), ("2".to_owned(), "Altra convenzione".to_owned()));
        let next = list.text_at("/next_cursor");
        let rest = admin.get(&format!("{path}/revisions?limit=1&cursor={next}")).expect(200);
        assert_eq!(rest.text_at("/items/0/sha256"), first.text_at("/sha256"));
        for wrong in ["/revisions/3", "/revisions/0", "/revisions/01", "/revisions/x", "/revisions/3/text", "/revisions/2/differences?from=9"] {
            admin.get(&format!("{path}{wrong}")).expect_problem(404, "not_found");
        }
        for from in ["", "?from=1"] {
            let differences = admin.get(&format!("{path}/revisions/2/differences{from}")).expect(200).json();
            assert_eq!((&differences["from"], &differences["to"]), (&json!(1), &json!(2)));
            assert_eq!(differences["changes"], json!([
                {"pointer": "/notice_days", "after": 60},
                {"pointer": "/title", "before": "Convenzione con l'ente", "after": "Altra convenzione"},
                {"pointer": "/values/servizio", "before": "assistenza à domicilio", "after": "trasporto"},
            ]));
        }
        let all = admin.get(&format!("{path}/revisions/1/differences")).expect(200).json();
        assert!(all.get("from").is_none());
    }
}

e2e! {
    fn a_proposal_is_compared_clause_by_clause(app) {
        let stage = Stage::set(app);
        let id = stage.sent(&stage.content());
        let body = json!({"clause_texts": [{"clause": "pagamenti", "text": "Si paga a fine mese."}], "reason": "Contabilità mensile."});
        let _ = any(&stage.editor.client, &id, "change-proposal", body).expect(200);
        let path = format!("/agreements/{id}/revisions/2");
        let differences = stage.coordinator.client.get(&format!("{path}/differences")).expect(200).json();
        assert_eq!(differences["changes"], json!([{"pointer": "/clause_texts/pagamenti", "after": "Si paga a fine mese."}]));
        let text = stage.editor.client.get(&format!("{path}/text")).expect(200);
        assert_eq!(text.json()["articles"][1]["paragraphs"], json!(["Si paga a fine mese."]));
    }
}
