//! The life of an agreement, step by step.

use serde_json::{Value, json};
use tests::{Client, TestApp, e2e};

use super::{NOTHING, Stage, any, because, pairs, step};

/// Every step an agreement can be asked to take over HTTP, with a body that is good.
fn steps() -> Vec<(&'static str, Value)> {
    let proposal = json!({
        "clause_texts": [{"clause": "pagamenti", "text": "Si paga entro sessanta giorni."}],
        "reason": "Trenta giorni sono pochi.",
    });
    vec![
        ("review-submission", NOTHING),
        ("review-return", because()),
        ("sending", NOTHING),
        ("recall", because()),
        ("acceptance", NOTHING),
        ("change-proposal", proposal),
        ("refusal", because()),
        ("signatures", json!({"party": 0, "signed_on": "2026-11-20"})),
        (
            "termination",
            json!({"ended_on": "2027-03-31", "reason": "Sede chiusa."}),
        ),
        ("completion", NOTHING),
        ("cancellation", because()),
    ]
}

/// The state allows exactly these steps; the others say which those are.
fn refuses_all_but(stage: &Stage, id: &str, possible: &[&str], named: &Value) {
    for (name, body) in steps() {
        if possible.contains(&name) {
            continue;
        }
        let client = match name {
            "acceptance" | "change-proposal" | "refusal" => &stage.manager.client,
            _ => &stage.admin.client,
        };
        let refused = any(client, id, name, body);
        if refused.status == 404 {
            // Providers do not know of it yet.
            continue;
        }
        let refused = refused.expect_problem(409, "invalid_transition");
        assert_eq!(&refused.json()["allowed"], named, "{name}");
    }
    let patch = json!({"title": "Altro"});
    if named[0] != "edit" {
        stage
            .admin
            .client
            .patch(&format!("/agreements/{id}"), "*", &patch)
            .expect_problem(409, "invalid_transition");
    }
}

fn taken(client: &Client, id: &str) -> Vec<String> {
    let events = client
        .get(&format!("/agreements/{id}/events?limit=100"))
        .expect(200)
        .json();
    let items = events["items"].as_array().unwrap().clone();
    items
        .iter()
        .rev()
        .map(|one| one["step"].as_str().unwrap().to_owned())
        .collect()
}

e2e! {
    fn an_agreement_lives_from_draft_to_its_end(app) {
        let stage = Stage::set(app);
        let (coordinator, reviewer, manager) = (&stage.coordinator.client, &stage.reviewer.client, &stage.manager.client);
        let made = coordinator.post("/agreements", &stage.content()).expect(201);
        let id = made.text_at("/id");
        let path = format!("/agreements/{id}");
        assert!(made.header("location").unwrap().ends_with(&path));
        assert_eq!((made.text_at("/status"), made.text_at("/standing")), ("draft".to_owned(), "draft".to_owned()));
        assert_eq!(made.json()["allowed_steps"], json!(["edit", "submit", "cancel"]));
        assert_eq!(made.text_at("/parties/1/name"), stage.provider_name());
        assert_eq!(coordinator.get(&path).expect(200).etag(), made.etag());
        manager.get(&path).expect_problem(404, "not_found");
        refuses_all_but(&stage, &id, &["review-submission", "cancellation"], &json!(["edit", "submit", "cancel"]));

        let submitted = step(coordinator, &id, "review-submission", &made.etag(), NOTHING).expect(200);
        assert_eq!(submitted.text_at("/status"), "in_review");
        refuses_all_but(&stage, &id, &["review-return", "sending", "cancellation"], &json!(["send_back", "send", "cancel"]));
        let back = any(reviewer, &id, "review-return", because()).expect(200);
        assert_eq!(back.text_at("/status"), "draft");
        let _ = any(coordinator, &id, "review-submission", NOTHING).expect(200);
        let sent = any(reviewer, &id, "sending", NOTHING).expect(200);
        assert_eq!((sent.text_at("/status"), sent.text_at("/revision")), ("sent".to_owned(), "1".to_owned()));
        let seen = manager.get(&path).expect(200);
        assert_eq!(seen.json()["allowed_steps"], json!(["accept", "propose", "refuse", "sign"]));
        let early = json!({"party": 0, "signed_on": "2026-11-20"});
        let refused = any(coordinator, &id, "signatures", early).expect_problem(409, "conflict");
        assert_eq!(refused.mistakes(), pairs(&[("", "acceptance_missing")]));

        let proposed = any(manager, &id, "change-proposal", steps().remove(5).1).expect(200);
        assert_eq!((proposed.text_at("/status"), proposed.text_at("/answers/0/kind")), ("draft".to_owned(), "proposed".to_owned()));
        let draft = coordinator.get(&path).expect(200);
        assert_eq!(draft.json()["content"]["clause_texts"], json!([{"clause": "pagamenti", "text": "Si paga entro sessanta giorni."}]));
        let _ = any(coordinator, &id, "review-submission", NOTHING).expect(200);
        let again = any(reviewer, &id, "sending", NOTHING).expect(200);
        assert_eq!(again.text_at("/revision"), "3");
        refuses_all_but(&stage, &id, &["recall", "acceptance", "change-proposal", "refusal", "signatures", "cancellation"],
            &json!(["accept", "propose", "refuse", "sign", "recall", "cancel"]));

        let _ = any(&stage.editor.client, &id, "acceptance", NOTHING).expect(200);
        let twice = any(manager, &id, "acceptance", NOTHING).expect_problem(409, "conflict");
        assert_eq!(twice.mistakes(), pairs(&[("", "already_accepted")]));
        let body = json!({"party": 1, "signed_on": "2026-11-19"});
        let first = any(manager, &id, "signatures", body.clone()).expect(200);
        assert_eq!((first.text_at("/status"), first.text_at("/signatures/0/party")), ("sent".to_owned(), "1".to_owned()));
        let twice = any(manager, &id, "signatures", body).expect_problem(409, "conflict");
        assert_eq!(twice.mistakes(), pairs(&[("", "already_signed")]));
        let body = json!({"party": 0, "signed_on": "2026-11-21"});
        let signed = any(coordinator, &id, "signatures", body).expect(200);
        assert_eq!((signed.text_at("/status"), signed.text_at("/standing")), ("signed".to_owned(), "upcoming".to_owned()));
        assert_eq!(signed.text_at("/signed_on"), "2026-11-21");
        assert_eq!(signed.json()["term"], json!({"first_day": "2027-01-01", "last_day": "2027-12-31", "renews": false}));
        refuses_all_but(&stage, &id, &["termination", "completion"], &json!(["terminate", "complete"]));

        let ended = any(coordinator, &id, "termination", json!({"ended_on": "2027-03-31", "reason": "Sede chiusa."})).expect(200);
        assert_eq!((ended.text_at("/status"), ended.text_at("/term/last_day")), ("terminated".to_owned(), "2027-03-31".to_owned()));
        refuses_all_but(&stage, &id, &[], &json!([]));
        assert_eq!(taken(coordinator, &id), [
            "create", "submit", "send_back", "submit", "send", "propose", "submit", "send", "accept", "sign", "sign", "terminate",
        ]);
        assert_eq!(taken(manager, &id), ["send", "send", "sign", "sign", "terminate"], "what passed between the sides");
        let log = stage.admin.client.get(&format!("/audit-events?resource_type=agreement&resource_id={id}&limit=100")).expect(200);
        assert_eq!(log.json()["items"].as_array().map(Vec::len), Some(12));
    }
}

e2e! {
    fn what_is_missing_is_told_at_once(app) {
        let stage = Stage::set(app);
        let admin = &stage.admin.client;
        let least = admin.post("/agreements", &json!({"title": "Accordo quadro", "kind": "framework"})).expect(201);
        let wrong = any(admin, &least.text_at("/id"), "review-submission", NOTHING).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[("/parties", "side_missing"), ("/template", "required"), ("/validity", "required")]));
        let id = stage.draft(&stage.content_with(|content| {
            content["values"] = json!({"colore": "blu"});
            content["signatories"] = json!([]);
            content["optional_clauses"] = json!(["oggetto"]);
            content["clause_texts"] = json!([{"clause": "foro", "text": "Decide il giudice."}]);
        }));
        let wrong = any(admin, &id, "review-submission", NOTHING).expect_problem(422, "invalid_content");
        let told = wrong.mistakes();
        for (pointer, code) in [
            ("/signatories", "required"), ("/values/servizio", "required"), ("/values/colore", "value_unknown"),
            ("/optional_clauses/0", "clause_not_optional"), ("/clause_texts/0/clause", "clause_unknown"),
        ] {
            assert!(told.contains(&(pointer.to_owned(), code.to_owned())), "{pointer}: {told:?}");
        }
        assert_eq!(stage.read(&id).text_at("/status"), "draft");
    }
}

e2e! {
    fn what_was_taken_back_is_not_seen_by_the_other_side(app) {
        let stage = Stage::set(app);
        let id = stage.sent(&stage.content());
        let path = format!("/agreements/{id}");
        let manager = &stage.manager.client;
        let _ = any(manager, &id, "acceptance", NOTHING).expect(200);
        let body = json!({"party": 1, "signed_on": "2026-11-20"});
        let _ = any(manager, &id, "signatures", body).expect(200);
        let back = any(&stage.reviewer.client, &id, "recall", because()).expect(200);
        let _ = stage.coordinator.client.patch(&path, &back.etag(), &json!({"title": "Segreto", "benefits": []})).expect(200);
        let seen = manager.get(&path).expect(200);
        assert_eq!((seen.text_at("/status"), seen.text_at("/content/title")), ("draft".to_owned(), "Convenzione con l'ente".to_owned()));
        assert_eq!(manager.get("/agreements").expect(200).text_at("/items/0/title"), "Convenzione con l'ente");
        assert_eq!(stage.read(&id).text_at("/content/title"), "Segreto");
        let text = manager.get(&format!("{path}/text")).expect(200);
        assert_eq!(text.text_at("/title"), "Convenzione per assistenza domiciliare");
        let other = app.world().provider(stage.network);
        let parties = json!([stage.content()["parties"][0], {"side": "counterpart", "kind": "provider", "id": other.id}]);
        let fixed = stage.coordinator.client.patch(&path, "*", &json!({"parties": parties})).expect_problem(422, "invalid_content");
        assert_eq!(fixed.mistakes(), pairs(&[("/parties", "providers_fixed")]));
        stage.admin.client.delete(&path, "*").expect_problem(409, "in_use");
        // What was accepted and signed before counts no more.
        for (client, name) in [(&stage.coordinator.client, "review-submission"), (&stage.reviewer.client, "sending")] {
            let _ = any(client, &id, name, NOTHING).expect(200);
        }
        let again = stage.read(&id);
        assert_eq!((again.text_at("/revision"), again.json()["signatures"].clone()), ("2".to_owned(), json!([])));
        let body = json!({"party": 0, "signed_on": "2026-11-20"});
        any(&stage.admin.client, &id, "signatures", body).expect_problem(409, "conflict");
    }
}

/// Mails to a person since a number of them.
fn told(app: &TestApp, since: usize, email: &str) -> usize {
    let mail = app.mail();
    mail.iter()
        .skip(since)
        .filter(|one| one.contains(&format!("To: {email}")))
        .count()
}

e2e! {
    fn every_hand_over_is_told_by_mail(app) {
        let stage = Stage::set(app);
        let people = [&stage.coordinator, &stage.reviewer, &stage.editor, &stage.manager];
        let id = stage.coordinator.client.post("/agreements", &stage.content()).expect(201).text_at("/id");
        let day = json!({"party": 1, "signed_on": "2026-11-20"});
        let last = json!({"party": 0, "signed_on": "2026-11-20"});
        let rounds: [(&str, &Client, Value, [usize; 4]); 8] = [
            ("review-submission", &stage.coordinator.client, NOTHING, [0, 1, 0, 0]),
            ("review-return", &stage.reviewer.client, because(), [1, 0, 0, 0]),
            ("review-submission", &stage.coordinator.client, NOTHING, [0, 1, 0, 0]),
            ("sending", &stage.reviewer.client, NOTHING, [1, 0, 1, 1]),
            ("acceptance", &stage.editor.client, NOTHING, [1, 1, 0, 0]),
            ("signatures", &stage.manager.client, day, [1, 0, 1, 0]),
            ("signatures", &stage.admin.client, last, [1, 0, 1, 1]),
            ("completion", &stage.coordinator.client, NOTHING, [0, 0, 1, 1]),
        ];
        for (name, client, body, expected) in rounds {
            let before = app.mail().len();
            let _ = any(client, &id, name, body).expect(200);
            let found = people.map(|person| told(app, before, &person.email));
            assert_eq!(found, expected, "{name}");
        }
        let refused = stage.sent(&stage.content_with(|content| content["validity"]["from"] = json!("2027-06-01")));
        let before = app.mail().len();
        let _ = any(&stage.manager.client, &refused, "refusal", because()).expect(200);
        assert_eq!(people.map(|person| told(app, before, &person.email)), [1, 0, 1, 0]);
    }
}
