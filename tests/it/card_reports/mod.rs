//! Reports that a published card is wrong.

use domain_accounts::{GrantPlace, Role};
use domain_cards::Card;
use serde_json::{Value, json};
use tests::{TestApp, e2e};

use crate::card_review::{Desk, Sample};

fn shown(desk: &Desk<'_>, title: &str) -> Card {
    let card = desk.card(&Sample::published(title, "2026-11-01"));
    desk.show(&card, &[]);
    card
}

fn report(email: Option<&str>) -> Value {
    let mut body = json!({"reason": "wrong_contacts", "text": "Il telefono non risponde."});
    if let Some(email) = email {
        body["email"] = json!(email);
    }
    body
}

e2e! {
    fn a_report_is_sent_by_anybody_told_and_answered(app) {
        let desk = Desk::new(app);
        let card = shown(&desk, "Pasti a domicilio");
        let path = format!("/services/{}/reports", card.id);
        let sent = app.anonymous().post(&path, &report(Some("maria@example.org"))).expect(201);
        assert!(!sent.text.contains("maria@example.org"));
        let mails = app.mail();
        assert_eq!(mails.len(), 2);
        for person in [&desk.editor, &desk.reviewer] {
            assert_eq!(mails.iter().filter(|mail| mail.contains(&person.email)).count(), 1);
        }
        assert!(mails.iter().all(|mail| !mail.contains("maria@example.org")), "nobody is told who it was");

        let one = format!("/card-reports/{}", sent.text_at("/id"));
        app.anonymous().get(&one).expect_problem(401, "unauthenticated");
        let by_provider = desk.editor.client.get(&one).expect(200);
        assert!(by_provider.json().get("email").is_none());
        assert_eq!(by_provider.text_at("/is_answered_by_email"), "true");
        assert_eq!(desk.reviewer.client.get(&one).expect(200).text_at("/email"), "maria@example.org");
        let listed = desk.editor.client.get("/card-reports").expect(200);
        assert!(!listed.text.contains("maria@example.org"));
        assert!(desk.reviewer.client.get("/card-reports").expect(200).text.contains("maria@example.org"));

        let answer = json!({"text": "Grazie, corretto."});
        let etag = by_provider.etag();
        let headers = [("content-type", "application/json"), ("if-match", etag.as_str())];
        let answered = desk.editor.client.send("POST", &format!("{one}/answer"), &headers, answer.to_string().as_bytes());
        let answered = answered.expect(200);
        assert_eq!((answered.text_at("/status"), answered.text_at("/answer/answered_by")), ("closed".to_owned(), desk.editor.id.to_string()));
        assert!(!answered.text.contains("maria@example.org"));
        let mails = app.mail();
        assert!(mails.len() == 3 && mails[2].contains("maria@example.org") && mails[2].contains("corretto"));
        let again = desk.reviewer.client.send("POST", &format!("{one}/answer"), &headers, answer.to_string().as_bytes());
        again.expect_problem(412, "stale_version");
        let headers = [("content-type", "application/json"), ("if-match", "*")];
        let again = desk.reviewer.client.send("POST", &format!("{one}/answer"), &headers, answer.to_string().as_bytes());
        again.expect_problem(409, "invalid_transition");
        let events = desk.world.admin(desk.network).client.get("/audit-events?resource_type=card_report").expect(200);
        assert_eq!(events.ids().len(), 2);
        assert!(!events.text.contains("maria@example.org"));
    }
}

e2e! {
    fn reports_are_listed_by_what_they_are(app) {
        let desk = Desk::new(app);
        let (first, second) = (shown(&desk, "Pasti"), shown(&desk, "Trasporti"));
        let send = |card: &Card, body: &Value| {
            app.clock.advance(chrono::Duration::seconds(1));
            app.anonymous().post(&format!("/services/{}/reports", card.id), body).expect(201).text_at("/id")
        };
        let contacts = send(&first, &report(None));
        let price = send(&second, &json!({"reason": "wrong_price", "text": "Costa di più."}));
        let client = &desk.reviewer.client;
        let ids = |query: &str| client.get(&format!("/card-reports{query}")).expect(200).ids();
        assert_eq!(ids(""), [&*price, &*contacts]);
        assert_eq!(ids("?reason=wrong_price"), [&*price]);
        assert_eq!(ids(&format!("?card={}", first.id)), [&*contacts]);
        assert_eq!(ids(&format!("?provider={}", desk.provider.id)).len(), 2);
        let headers = [("content-type", "application/json"), ("if-match", "*")];
        let _ = client.send("POST", &format!("/card-reports/{price}/answer"), &headers, br#"{"text": "Vero."}"#).expect(200);
        assert_eq!(ids("?status=open"), [&*contacts]);
        assert_eq!(ids("?status=closed"), [&*price]);
        let page = client.get("/card-reports?limit=1").expect(200);
        assert_eq!(ids(&format!("?limit=1&cursor={}", page.text_at("/next_cursor"))), [&*contacts]);
    }
}

e2e! {
    fn a_report_reaches_its_provider_and_network_only(app) {
        let desk = Desk::new(app);
        let card = shown(&desk, "Pasti");
        let id = app.anonymous().post(&format!("/services/{}/reports", card.id), &report(None)).expect(201).text_at("/id");
        let neighbour = desk.world.provider(desk.network).id;
        let elsewhere = desk.world.network();
        let manager = desk.world.holder(Role::ProviderManager, GrantPlace::Provider(desk.network, neighbour));
        let reviewer = desk.world.holder(Role::Reviewer, GrantPlace::Network(elsewhere));
        for stranger in [manager.client, reviewer.client] {
            assert!(stranger.get("/card-reports").expect(200).ids().is_empty());
            stranger.get(&format!("/card-reports/{id}")).expect_problem(404, "not_found");
            let headers = [("content-type", "application/json"), ("if-match", "*")];
            stranger
                .send("POST", &format!("/card-reports/{id}/answer"), &headers, br#"{"text": "Vero."}"#)
                .expect_problem(404, "not_found");
        }
        let operator = desk.world.person(Some(desk.network)).client;
        operator.get("/card-reports").expect_problem(403, "forbidden");
    }
}

e2e! {
    fn only_what_is_public_can_be_reported(app) {
        let desk = Desk::new(app);
        for hidden in [Sample::draft("Bozza"), Sample::published("Sospesa", "2026-11-01")] {
            let path = format!("/services/{}/reports", desk.card(&hidden).id);
            app.anonymous().post(&path, &report(None)).expect_problem(404, "not_found");
            desk.editor.client.post(&path, &report(None)).expect_problem(404, "not_found");
        }
        let path = format!("/services/{}/reports", shown(&desk, "Pasti").id);
        let wrong = app.anonymous().post(&path, &json!({"text": "", "email": "nessuno", "reason": "boring"}));
        let wrong = wrong.expect_problem(422, "invalid_content");
        let pointers: Vec<_> = wrong.mistakes().into_iter().map(|one| one.0).collect();
        assert_eq!(pointers, ["/email", "/reason", "/text"]);
    }
}

e2e! {
    fn reports_are_limited_as_sign_ins_are(app) {
        let app = &TestApp::spawn_with(app.backend(), |config| config.limits.sensitive_per_minute = 2);
        let desk = Desk::new(app);
        let path = format!("/services/{}/reports", shown(&desk, "Pasti").id);
        for _ in 0..2 {
            let _ = app.anonymous().post(&path, &report(None)).expect(201);
        }
        app.anonymous().post(&path, &report(None)).expect_problem(429, "too_many_requests");
    }
}
