//! People to be asked: the list, calls, dispositions.

use domain_accounts::{GrantPlace, Role};
use domain_points::Point;
use domain_shared::NetworkBodyId;
use serde_json::{Value, json};
use tests::{Client, Person, Reply, TestApp, e2e, open_campaign, survey_plan};

/// A network with a point and an open campaign, and their people.
struct Stage {
    network: NetworkBodyId,
    points: [Point; 2],
    campaign: String,
    specialist: Person,
    admin: Person,
}

impl Stage {
    fn set(app: &TestApp) -> Self {
        let world = app.world();
        let network = world.network();
        let points = [world.point(network), world.point(network)];
        let admin = world.admin(network);
        let questionnaire = world.questionnaire(network);
        let plan = survey_plan(questionnaire, &[points[0].id, points[1].id]);
        let at_point = GrantPlace::Point(network, points[0].id);
        Self {
            campaign: open_campaign(&admin.client, &plan),
            specialist: world.holder(Role::Specialist, at_point),
            admin,
            network,
            points,
        }
    }

    fn path(&self, rest: &str) -> String {
        format!("/survey-campaigns/{}/{rest}", self.campaign)
    }

    fn person(&self) -> Value {
        json!({"point_id": self.points[0].id, "category": "elderly", "contact": {"given_name": "Maria", "family_name": "Conti", "phone": "0547 123456"}})
    }

    fn add(&self, client: &Client, body: &Value) -> Reply {
        client.post(&self.path("respondents"), body)
    }

    fn call(&self, id: &str, body: &Value) -> Reply {
        let path = self.path(&format!("respondents/{id}/call-attempts"));
        self.specialist.client.post(&path, body)
    }

    fn read(&self, id: &str) -> Reply {
        let path = self.path(&format!("respondents/{id}"));
        self.specialist.client.get(&path).expect(200)
    }

    fn set_by_hand(&self, id: &str, etag: &str, body: &Value) -> Reply {
        let path = self.path(&format!("respondents/{id}/disposition"));
        let headers = [("content-type", "application/json"), ("if-match", etag)];
        let client = &self.specialist.client;
        client.send("POST", &path, &headers, body.to_string().as_bytes())
    }
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = expected.iter();
    pairs
        .map(|(one, two)| ((*one).to_owned(), (*two).to_owned()))
        .collect()
}

e2e! {
    fn people_are_listed_called_and_answer(app) {
        let stage = Stage::set(app);
        let made = stage.add(&stage.specialist.client, &stage.person()).expect(201);
        let id = made.text_at("/id");
        assert_eq!((made.text_at("/disposition"), made.text_at("/attempts")), ("registered".to_owned(), "0".to_owned()));
        let first = stage.call(&id, &json!({"outcome": "no_answer", "next_call_at": "2026-11-23T09:00:00Z"})).expect(201);
        assert_eq!((first.text_at("/number"), first.text_at("/called_by")), ("1".to_owned(), stage.specialist.id.to_string()));
        let now = stage.read(&id);
        assert_eq!((now.text_at("/disposition"), now.text_at("/next_call_at")), ("queued".to_owned(), "2026-11-23T09:00:00Z".to_owned()));
        let _ = stage.call(&id, &json!({"outcome": "reached", "note": "Risponde domani."})).expect(201);
        let now = stage.read(&id);
        assert_eq!((now.text_at("/disposition"), now.text_at("/attempts")), ("contacted".to_owned(), "2".to_owned()));
        assert!(now.json().get("next_call_at").is_none());
        let calls = stage.specialist.client.get(&stage.path(&format!("respondents/{id}/call-attempts"))).expect(200).json();
        let numbers: Vec<_> = calls["items"].as_array().unwrap().iter().map(|one| one["number"].clone()).collect();
        assert_eq!(numbers, [json!(2), json!(1)]);
        let _ = stage.call(&id, &json!({"outcome": "refused"})).expect(201);
        stage.call(&id, &json!({"outcome": "reached"})).expect_problem(409, "invalid_transition");
        assert_eq!(stage.read(&id).text_at("/disposition"), "refused");
        let log = stage.admin.client.get(&format!("/audit-events?resource_id={id}")).expect(200);
        assert!(!log.text.contains("Conti") && !log.text.contains("123456"), "no personal data in the log");
    }
}

e2e! {
    fn ten_vain_calls_are_enough(app) {
        let stage = Stage::set(app);
        let id = stage.add(&stage.specialist.client, &stage.person()).expect(201).text_at("/id");
        for number in 1..=10 {
            let _ = stage.call(&id, &json!({"outcome": "busy", "next_call_at": "2026-11-23T09:00:00Z"})).expect(201);
            let expected = if number < 10 { "queued" } else { "unresponsive" };
            assert_eq!(stage.read(&id).text_at("/disposition"), expected, "{number}");
        }
    }
}

e2e! {
    fn mistakes_of_people_and_calls_are_told(app) {
        let stage = Stage::set(app);
        let client = &stage.specialist.client;
        let wrong = json!({"point_id": stage.points[0].id, "category": "workers", "contact": {"phone": "chiamare", "email": "boh"}, "next_call_at": "2026-11-20T09:00:00Z"});
        let told = stage.add(client, &wrong).expect_problem(422, "invalid_content").mistakes();
        for pointer in ["/contact/email", "/contact/phone", "/next_call_at"] {
            assert!(told.iter().any(|(at, _)| at == pointer), "{pointer} in {told:?}");
        }
        let mut wrong = stage.person();
        wrong["category"] = json!("workers");
        assert_eq!(stage.add(client, &wrong).expect(422).mistakes(), pairs(&[("/category", "category_not_asked")]));
        wrong["category"] = json!("elderly");
        wrong["point_id"] = json!(stage.points[1].id);
        assert_eq!(stage.add(client, &wrong).expect(422).mistakes(), pairs(&[("/point_id", "unknown_reference")]));
        wrong["point_id"] = json!(stage.points[0].id);
        wrong["contact"] = json!({"given_name": "Maria"});
        assert_eq!(stage.add(client, &wrong).expect(422).mistakes(), pairs(&[("/contact", "contact_missing")]));
        let id = stage.add(client, &stage.person()).expect(201).text_at("/id");
        let told = |body: Value| stage.call(&id, &body).expect_problem(422, "invalid_content").mistakes();
        assert_eq!(told(json!({"outcome": "call_back"})), pairs(&[("/next_call_at", "required")]));
        assert_eq!(told(json!({"outcome": "refused", "next_call_at": "2026-12-01T09:00:00Z"})), pairs(&[("/next_call_at", "next_call_not_expected")]));
        assert_eq!(told(json!({"outcome": "busy", "next_call_at": "2026-11-21T09:00:00Z"})), pairs(&[("/next_call_at", "next_call_past")]));
        let by_hand = |body: Value| stage.set_by_hand(&id, "*", &body).expect_problem(422, "invalid_content").mistakes();
        assert_eq!(by_hand(json!({"disposition": "completed"})), pairs(&[("/disposition", "not_set_by_hand")]));
        assert_eq!(by_hand(json!({"disposition": "refused", "next_call_at": "2026-12-01T09:00:00Z"})), pairs(&[("/next_call_at", "next_call_not_expected")]));
    }
}

e2e! {
    fn dispositions_are_set_by_hand_in_their_order(app) {
        let stage = Stage::set(app);
        let made = stage.add(&stage.specialist.client, &stage.person()).expect(201);
        let id = made.text_at("/id");
        let refused = stage.set_by_hand(&id, &made.etag(), &json!({"disposition": "breakoff"})).expect_problem(409, "invalid_transition");
        assert!(refused.json()["allowed"].as_array().unwrap().contains(&json!("queued")));
        let queued = stage.set_by_hand(&id, &made.etag(), &json!({"disposition": "queued", "next_call_at": "2026-11-24T09:00:00Z"})).expect(200);
        assert_eq!(queued.text_at("/next_call_at"), "2026-11-24T09:00:00Z");
        stage.set_by_hand(&id, &made.etag(), &json!({"disposition": "failed"})).expect_problem(412, "stale_version");
        let gone = stage.set_by_hand(&id, &queued.etag(), &json!({"disposition": "ineligible"})).expect(200);
        assert!(gone.json().get("next_call_at").is_none());
        stage.set_by_hand(&id, &gone.etag(), &json!({"disposition": "queued"})).expect_problem(409, "invalid_transition");
        let path = stage.path(&format!("respondents/{id}"));
        let changed = stage.specialist.client.patch(&path, &gone.etag(), &json!({"contact": {"phone": null, "email": "maria@example.org"}})).expect(200);
        assert_eq!(changed.json()["contact"], json!({"given_name": "Maria", "family_name": "Conti", "email": "maria@example.org"}));
        stage.specialist.client.patch(&path, &gone.etag(), &json!({"contact": {"note": "x"}})).expect_problem(412, "stale_version");
    }
}

e2e! {
    fn lists_are_of_ones_own_point_and_in_the_order_of_calls(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let client = &stage.specialist.client;
        let mut ids = Vec::new();
        for next in [Some("2026-11-25T09:00:00Z"), None, Some("2026-11-23T09:00:00Z"), Some("2026-11-30T09:00:00Z"), Some("2026-11-24T09:00:00Z")] {
            let mut person = stage.person();
            if let Some(next) = next {
                person["next_call_at"] = json!(next);
            }
            ids.push(stage.add(client, &person).expect(201).text_at("/id"));
        }
        let mut far = stage.person();
        far["point_id"] = json!(stage.points[1].id);
        let far = stage.add(&stage.admin.client, &far).expect(201).text_at("/id");
        let list = |query: &str| client.get(&stage.path(&format!("respondents?{query}"))).expect(200);
        assert_eq!(list("").ids(), ids);
        assert_eq!(list("disposition=registered").ids(), [ids[1].clone()]);
        assert!(list("category=students").ids().is_empty());
        let page = list("call_before=2026-11-25T10:00:00Z&limit=2");
        assert_eq!(page.ids(), [ids[2].clone(), ids[4].clone()]);
        let cursor = page.text_at("/next_cursor");
        assert_eq!(list(&format!("call_before=2026-11-25T10:00:00Z&limit=2&cursor={cursor}")).ids(), [ids[0].clone()]);
        assert_eq!(stage.admin.client.get(&stage.path("respondents")).expect(200).ids().len(), 6);
        client.get(&stage.path(&format!("respondents/{far}"))).expect_problem(404, "not_found");
        client.post(&stage.path(&format!("respondents/{far}/call-attempts")), &json!({"outcome": "busy"})).expect_problem(404, "not_found");
        let evaluator = world.holder(Role::Evaluator, GrantPlace::Network(stage.network)).client;
        evaluator.get(&stage.path(&format!("respondents/{far}"))).expect_problem(404, "not_found");
        stage.add(&evaluator, &stage.person()).expect_problem(403, "forbidden");
    }
}

e2e! {
    fn two_calls_at_once_are_both_kept(app) {
        let stage = Stage::set(app);
        let id = stage.add(&stage.specialist.client, &stage.person()).expect(201).text_at("/id");
        let call = || stage.call(&id, &json!({"outcome": "busy"})).status;
        let statuses = std::thread::scope(|scope| {
            let (one, two) = (scope.spawn(call), scope.spawn(call));
            [one.join().unwrap(), two.join().unwrap()]
        });
        assert_eq!(statuses, [201, 201]);
        assert_eq!(stage.read(&id).text_at("/attempts"), "2");
    }
}

e2e! {
    fn who_somebody_is_can_be_erased(app) {
        let stage = Stage::set(app);
        let made = stage.add(&stage.specialist.client, &stage.person()).expect(201);
        let path = stage.path(&format!("respondents/{}", made.text_at("/id")));
        let client = &stage.specialist.client;
        let call = json!({"outcome": "no_answer", "note": "Risponde la figlia Anna."});
        let _ = client.post(&format!("{path}/call-attempts"), &call).expect(201);
        let contact = format!("{path}/contact");
        client.send("DELETE", &contact, &[], b"").expect_problem(428, "precondition_required");
        client.delete(&contact, &made.etag()).expect_problem(412, "stale_version");
        let before = client.get(&path).expect(200);
        let _ = client.delete(&contact, &before.etag()).expect(204);
        let after = client.get(&path).expect(200);
        assert_eq!(after.json()["contact"], json!({}));
        assert_eq!(after.json()["attempts"], 1);
        assert_eq!(after.json()["disposition"], before.json()["disposition"]);
        assert!(after.json()["erased_at"].is_string());
        let calls = client.get(&format!("{path}/call-attempts")).expect(200).json();
        assert!(calls["items"][0].get("note").is_none(), "{calls}");
        client.post(&format!("{path}/call-attempts"), &call).expect_problem(409, "conflict");
        let patch = json!({"contact": {"family_name": "Conti"}});
        client.patch(&path, &after.etag(), &patch).expect_problem(409, "conflict");
    }
}
