//! The life of a card, step by step.

use serde_json::{Value, json};
use tests::{Client, e2e};

use super::{Stage, allowed, any, step};

/// Every step a card can be asked to take over HTTP.
const STEPS: [&str; 8] = [
    "submission",
    "withdrawal",
    "change-request",
    "publication",
    "suspension",
    "reinstatement",
    "archiving",
    "verification",
];

/// The state allows exactly these steps; the others say which those are.
fn refuses_all_but(client: &Client, id: &str, possible: &[&str], named: &Value) {
    for name in STEPS.into_iter().filter(|name| !possible.contains(name)) {
        let refused = any(client, id, name).expect_problem(409, "invalid_transition");
        assert_eq!(&allowed(&refused), named, "{name}");
    }
}

fn state(client: &Client, id: &str) -> (String, Option<String>) {
    let card = client.get(&format!("/cards/{id}")).expect(200);
    let draft = card.json()["draft_status"].as_str().map(str::to_owned);
    (card.text_at("/status"), draft)
}

fn steps_of(client: &Client, id: &str) -> Vec<String> {
    let events = client
        .get(&format!("/cards/{id}/events?limit=100"))
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
    fn a_card_lives_from_draft_to_archive(app) {
        let stage = Stage::set(app);
        let (editor, reviewer, admin) = (&stage.editor.client, &stage.reviewer.client, &stage.admin.client);
        let body = json!({"provider_id": stage.provider.id, "content": tests::card_content()});
        let made = editor.post("/cards", &body).expect(201);
        let id = made.text_at("/id");
        let path = format!("/cards/{id}");
        refuses_all_but(admin, &id, &["submission", "archiving"], &json!(["edit", "submit", "archive"]));
        let sent = step(editor, &id, "submission", &made.etag()).expect(200);
        assert_eq!((sent.text_at("/status"), sent.text_at("/draft_status")), ("submitted".to_owned(), "submitted".to_owned()));
        assert_eq!(editor.get(&path).expect(200).etag(), sent.etag());
        refuses_all_but(admin, &id, &["withdrawal", "change-request", "publication", "archiving"], &json!(["withdraw", "request_changes", "publish", "archive"]));
        let patch = json!({"content": {"title": {"it": "Aiuto a casa"}}});
        let locked = editor.patch(&path, "*", &patch).expect_problem(409, "invalid_transition");
        assert_eq!(allowed(&locked), json!(["withdraw", "request_changes", "publish", "archive"]));
        let _ = any(editor, &id, "withdrawal").expect(200);
        let _ = any(editor, &id, "submission").expect(200);
        let back = any(reviewer, &id, "change-request").expect(200);
        assert_eq!(back.text_at("/status"), "changes_requested");
        let edited = editor.patch(&path, &back.etag(), &patch).expect(200);
        assert_eq!(edited.text_at("/draft_status"), "changes_requested");
        let _ = any(editor, &id, "submission").expect(200);
        let published = any(reviewer, &id, "publication").expect(200);
        assert_eq!((published.text_at("/status"), published.text_at("/revision")), ("published".to_owned(), "1".to_owned()));
        assert!(published.json().get("draft_status").is_none());
        assert_eq!(published.text_at("/verification/on"), "2026-11-21");
        assert_eq!(published.text_at("/verification/by"), stage.reviewer.id.to_string());
        assert_eq!(published.text_at("/content/title/it"), "Aiuto a casa");
        refuses_all_but(admin, &id, &["suspension", "archiving", "verification"], &json!(["edit", "suspend", "archive"]));
        let _ = any(reviewer, &id, "suspension").expect(200);
        refuses_all_but(admin, &id, &["reinstatement", "archiving", "verification"], &json!(["edit", "reinstate", "archive"]));
        let _ = any(reviewer, &id, "reinstatement").expect(200);
        let _ = any(editor, &id, "archiving").expect(200);
        refuses_all_but(admin, &id, &[], &json!([]));
        editor.patch(&path, "*", &patch).expect_problem(409, "invalid_transition");
        let expected = [
            "create", "submit", "withdraw", "submit", "request_changes", "edit", "submit", "publish", "suspend", "reinstate", "archive",
        ];
        assert_eq!(steps_of(editor, &id), expected);
        let events = editor.get(&format!("{path}/events?limit=4")).expect(200);
        assert_eq!(events.text_at("/items/0/by"), stage.editor.id.to_string());
        assert!(events.text_at("/items/0/reason").contains("carta dei servizi"));
        assert_eq!(events.text_at("/items/3/revision"), "1");
        assert_eq!(editor.get(&path).expect(200).text_at("/content/title/it"), "Aiuto a casa");
    }
}

e2e! {
    fn the_old_revision_stays_while_a_new_one_is_written(app) {
        let stage = Stage::set(app);
        let (editor, reviewer) = (&stage.editor.client, &stage.reviewer.client);
        let card = app.world().published_card(&stage.provider);
        let (id, path) = (card.id.to_string(), format!("/cards/{}", card.id));
        let named = editor.patch(&path, "*", &json!({"external_id": "SAD-7"})).expect(200);
        assert!(named.json().get("draft_status").is_none(), "an external identifier is no edit");
        let patch = json!({"content": {"title": {"it": "Aiuto a casa"}}});
        let edited = editor.patch(&path, &named.etag(), &patch).expect(200);
        assert_eq!(state(editor, &id), ("published".to_owned(), Some("draft".to_owned())));
        assert_eq!(edited.text_at("/content/title/it"), "Aiuto a casa");
        assert_ne!(editor.get(&format!("{path}/revisions/1")).expect(200).text_at("/content/title/it"), "Aiuto a casa");
        let _ = editor.delete(&format!("{path}/draft"), &edited.etag()).expect(204);
        assert_eq!(state(editor, &id), ("published".to_owned(), None));
        assert_ne!(editor.get(&path).expect(200).text_at("/content/title/it"), "Aiuto a casa");
        editor.delete(&format!("{path}/draft"), "*").expect_problem(409, "invalid_transition");
        let _ = editor.patch(&path, "*", &patch).expect(200);
        let _ = any(editor, &id, "submission").expect(200);
        assert_eq!(state(editor, &id), ("published".to_owned(), Some("submitted".to_owned())));
        editor.delete(&format!("{path}/draft"), "*").expect_problem(409, "invalid_transition");
        let _ = any(reviewer, &id, "suspension").expect(200);
        let again = any(reviewer, &id, "publication").expect(200);
        assert_eq!((again.text_at("/status"), again.text_at("/revision")), ("published".to_owned(), "2".to_owned()));
        let _ = editor.patch(&path, "*", &json!({"content": {"title": {"it": "Altro"}}})).expect(200);
        let archived = any(&stage.manager.client, &id, "archiving").expect(200);
        assert_eq!(archived.text_at("/content/title/it"), "Aiuto a casa");
    }
}

e2e! {
    fn an_archived_draft_can_still_be_read(app) {
        let stage = Stage::set(app);
        let card = app.world().card(&stage.provider);
        let archived = any(&stage.editor.client, &card.id.to_string(), "archiving").expect(200);
        assert_eq!(archived.text_at("/status"), "archived");
        let read = stage.editor.client.get(&format!("/cards/{}", card.id)).expect(200);
        assert_eq!(read.json()["content"]["delivery"], json!(["home", "site"]));
        let listed = stage.editor.client.get("/cards?status=archived").expect(200);
        assert_eq!(listed.text_at("/items/0/title"), read.text_at("/content/title/it"));
    }
}

e2e! {
    fn everything_a_card_lacks_is_named_at_once(app) {
        let stage = Stage::set(app);
        let editor = &stage.editor.client;
        let other = app.world().card(&stage.provider);
        let made = editor.post("/cards", &json!({"provider_id": stage.provider.id, "content": {}})).expect(201);
        let id = made.text_at("/id");
        let lacking = step(editor, &id, "submission", &made.etag()).expect_problem(422, "invalid_content");
        let lacking = lacking.mistakes();
        for pointer in [
            "/content/title/it", "/content/summary/it", "/content/main_category", "/content/audience/recipients", "/content/coverage",
            "/content/delivery", "/content/first_contact", "/content/description/activities/it", "/content/waiting/activation_days",
            "/content/pricing", "/content/access/channels", "/content/access/how_to/it", "/content/languages",
        ] {
            assert!(lacking.iter().any(|(place, _)| place == pointer), "{pointer}: {lacking:?}");
        }
        assert_eq!(lacking.len(), 13, "{lacking:?}");
        let file = "01930000-0000-7000-8000-000000000001";
        let patch = json!({"content": {
            "title": {"en": "Home care"}, "summary": {"it": "Aiuto"}, "main_category": "no-such-category", "other_categories": ["family-carers", "nor-this"],
            "coverage": {"regions": ["08"], "provinces": ["039", "999"], "municipalities": ["C573", "Z999"], "zones": [file]},
            "places": [{"site_id": file, "name": "Sede", "address": {"street": "Via Roma 1", "postal_code": "47521", "municipality": "C573"}}],
            "images": [{"file_id": file, "alt": {"it": "Sede"}}],
            "attachments": [{"file_id": file, "purpose": "form", "title": {"it": "Modulo"}}],
        }});
        let edited = editor.patch(&format!("/cards/{id}"), &made.etag(), &patch).expect(200);
        let wrong = step(editor, &id, "submission", &edited.etag()).expect_problem(422, "invalid_content").mistakes();
        let codes: Vec<(&str, &str)> = wrong.iter().map(|(place, code)| (place.as_str(), code.as_str())).collect();
        for expected in [
            ("/content/title/it", "italian_required"),
            ("/content/main_category", "unknown_reference"),
            ("/content/other_categories/1", "unknown_reference"),
            ("/content/coverage/provinces/1", "unknown_reference"),
            ("/content/coverage/municipalities/1", "unknown_reference"),
            ("/content/coverage/zones/0", "unknown_reference"),
            ("/content/places/0/site_id", "unknown_reference"),
            ("/content/images/0/file_id", "unknown_reference"),
            ("/content/attachments/0/file_id", "unknown_reference"),
            ("/content/delivery", "required"),
        ] {
            assert!(codes.contains(&expected), "{expected:?}: {codes:?}");
        }
        assert!(!codes.iter().any(|(place, _)| place.ends_with("other_categories/0") || place.ends_with("regions/0")));
        assert_eq!(state(editor, &id), ("draft".to_owned(), Some("draft".to_owned())));
        let _ = any(editor, &other.id.to_string(), "submission").expect(200);
    }
}

e2e! {
    fn what_is_removed_during_review_is_not_published(app) {
        let stage = Stage::set(app);
        let (editor, reviewer) = (&stage.editor.client, &stage.reviewer.client);
        let sites = format!("/providers/{}/sites", stage.provider.id);
        let address = json!({"street": "Viale Europa 20", "postal_code": "47521", "municipality": "C573"});
        let site = editor.post(&sites, &json!({"name": "Sede", "address": address})).expect(201);
        let site_id = site.text_at("/id");
        let card = app.world().card_with(&stage.provider, |content| content["places"][0]["site_id"] = json!(site_id));
        let id = card.id.to_string();
        let _ = any(editor, &id, "submission").expect(200);
        let _ = editor.delete(&format!("{sites}/{site_id}"), &site.etag()).expect(204);
        let refused = any(reviewer, &id, "publication").expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), [("/content/places/0/site_id".to_owned(), "unknown_reference".to_owned())]);
        assert_eq!(state(editor, &id).0, "submitted");
        let _ = any(reviewer, &id, "change-request").expect(200);
    }
}

e2e! {
    fn each_role_takes_its_own_steps(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let draft = world.card(&stage.provider).id.to_string();
        any(&stage.reviewer.client, &draft, "submission").expect_problem(403, "forbidden");
        let patch = json!({"content": {"title": {"it": "Aiuto"}}});
        stage.reviewer.client.patch(&format!("/cards/{draft}"), "*", &patch).expect_problem(403, "forbidden");
        let _ = any(&stage.manager.client, &draft, "submission").expect(200);
        for name in ["change-request", "publication", "suspension", "reinstatement"] {
            any(&stage.editor.client, &draft, name).expect_problem(403, "forbidden");
            any(&stage.manager.client, &draft, name).expect_problem(403, "forbidden");
        }
        any(&stage.reviewer.client, &draft, "withdrawal").expect_problem(403, "forbidden");
        let _ = any(&stage.reviewer.client, &draft, "publication").expect(200);
        for person in [&stage.editor, &stage.manager, &stage.reviewer, &stage.admin] {
            let _ = any(&person.client, &draft, "verification").expect(200);
            let _ = person.client.get(&format!("/cards/{draft}")).expect(200);
        }
        let wrong = stage.admin.client.send(
            "POST", &format!("/cards/{draft}/suspension"), &[("content-type", "application/json"), ("if-match", "*")], br#"{"why": 1}"#,
        );
        let wrong = wrong.expect_problem(422, "invalid_content").mistakes();
        assert_eq!(wrong.iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["/reason", "/why"]);
        let _ = any(&stage.admin.client, &draft, "archiving").expect(200);
    }
}

e2e! {
    fn every_hand_over_is_told_by_mail(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let card = world.card_with(&stage.provider, |content| content["title"] = json!({"it": "Spesa a domicilio"}));
        let id = card.id.to_string();
        let told = |since: usize| {
            let mail = app.mail();
            let fresh: Vec<String> = mail.iter().skip(since).cloned().collect();
            (mail.len(), fresh)
        };
        let to = |mail: &[String], email: &str| mail.iter().filter(|one| one.contains(&format!("To: {email}"))).count();
        let _ = any(&stage.editor.client, &id, "submission").expect(200);
        let (count, mail) = told(0);
        assert_eq!((mail.len(), to(&mail, &stage.reviewer.email)), (1, 1), "{mail:?}");
        let mut count = count;
        for name in ["change-request", "publication", "suspension", "reinstatement", "archiving"] {
            if name == "publication" {
                let _ = any(&stage.manager.client, &id, "submission").expect(200);
                count = told(0).0;
            }
            let _ = any(&stage.reviewer.client, &id, name).expect(200);
            let (all, mail) = told(count);
            count = all;
            assert_eq!(mail.len(), 2, "{name}: {mail:?}");
            assert_eq!((to(&mail, &stage.editor.email), to(&mail, &stage.manager.email)), (1, 1), "{name}");
        }
    }
}

e2e! {
    fn two_reviewers_publish_once(app) {
        let stage = Stage::set(app);
        let card = app.world().submitted_card(&stage.provider);
        let id = card.id.to_string();
        let etag = stage.reviewer.client.get(&format!("/cards/{id}")).expect(200).etag();
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let clients = [&stage.reviewer.client, &stage.admin.client];
            let threads: Vec<_> = clients.into_iter().map(|one| scope.spawn(|| step(one, &id, "publication", &etag).status)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let clients = [&stage.reviewer.client, &stage.admin.client];
            let threads: Vec<_> = clients.into_iter().map(|one| scope.spawn(|| any(one, &id, "suspension").status)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let revisions = stage.editor.client.get(&format!("/cards/{id}/revisions")).expect(200).json();
        assert_eq!(revisions["items"].as_array().map(Vec::len), Some(1));
    }
}
