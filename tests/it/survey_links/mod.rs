//! Single-use links: making them, answering with them, and what nobody gets with them.

use domain_accounts::{GrantPlace, Role};
use domain_points::Point;
use serde_json::{Value, json};
use tests::{Client, Person, Reply, TestApp, e2e, open_campaign, survey_answers, survey_plan};

/// An open campaign at a point, and its people.
struct Stage {
    points: [Point; 2],
    campaign: String,
    specialist: Person,
    admin: Person,
    nobody: Client,
}

impl Stage {
    fn set(app: &TestApp) -> Self {
        Self::with(app, |_| {})
    }

    fn with(app: &TestApp, change: impl FnOnce(&mut Value)) -> Self {
        let world = app.world();
        let network = world.network();
        let points = [world.point(network), world.point(network)];
        let admin = world.admin(network);
        let questionnaire = world.questionnaire(network);
        let mut plan = survey_plan(questionnaire, &[points[0].id, points[1].id]);
        change(&mut plan);
        let at_point = GrantPlace::Point(network, points[0].id);
        Self {
            campaign: open_campaign(&admin.client, &plan),
            specialist: world.holder(Role::Specialist, at_point),
            admin,
            points,
            nobody: app.anonymous(),
        }
    }

    fn path(&self, rest: &str) -> String {
        format!("/survey-campaigns/{}/{rest}", self.campaign)
    }

    fn make(&self, body: &Value) -> Reply {
        self.specialist.client.post(&self.path("links"), body)
    }

    /// New links for elderly people: identifier and path of each.
    fn links(&self, count: usize) -> Vec<(String, String)> {
        let body = json!({"point_id": self.points[0].id, "category": "elderly", "count": count});
        opened(&self.make(&body).expect(201))
    }

    /// A new link for elderly people: identifier and path.
    fn link(&self) -> (String, String) {
        self.links(1).remove(0)
    }

    fn respondent(&self) -> String {
        let body = json!({"point_id": self.points[0].id, "category": "elderly", "contact": {"family_name": "Conti"}});
        let client = &self.specialist.client;
        client
            .post(&self.path("respondents"), &body)
            .expect(201)
            .text_at("/id")
    }

    fn save(&self, link: &str, answers: &Value) -> Reply {
        let body = json!({"answers": answers}).to_string();
        let headers = [("content-type", "application/json")];
        let path = format!("{link}/answers");
        self.nobody.send("PUT", &path, &headers, body.as_bytes())
    }

    fn submit(&self, link: &str, answers: &Value) -> Reply {
        let body = json!({"answers": answers, "consent": true});
        self.nobody.post(&format!("{link}/submission"), &body)
    }

    fn completed(&self) -> String {
        let progress = self.admin.client.get(&self.path("progress")).expect(200);
        progress.text_at("/completed")
    }
}

/// Identifiers and paths of new links.
fn opened(made: &Reply) -> Vec<(String, String)> {
    let body = made.json();
    let items = body["items"].as_array().expect("links");
    let link = |item: &Value| {
        let url = item["url"].as_str().expect("a link");
        let (base, token) = url.rsplit_once('/').expect("a link");
        assert!(base.ends_with("/api/v1/survey-links"), "{url}");
        assert_eq!(token.len(), 43);
        let id = item["id"].as_str().expect("an identifier");
        (id.to_owned(), format!("/survey-links/{token}"))
    };
    items.iter().map(link).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = expected.iter();
    pairs
        .map(|(one, two)| ((*one).to_owned(), (*two).to_owned()))
        .collect()
}

e2e! {
    fn somebody_answers_by_themselves_once(app) {
        let stage = Stage::set(app);
        let (id, link) = stage.link();
        let asked = stage.nobody.get(&link).expect(200);
        assert_eq!(asked.header("cache-control"), Some("no-store"));
        assert_eq!((asked.text_at("/definition/title/it"), asked.json()["answers"].clone()), ("Accesso ai servizi".to_owned(), json!({})));
        assert_eq!(asked.text_at("/consent/required"), "true");
        let _ = stage.save(&link, &json!({"voto": 3, "usa": "si", "note": "Da cancellare."})).expect(200);
        let _ = stage.save(&link, &json!({"voto": 3, "usa": "si"})).expect(200);
        let saved = stage.nobody.get(&link).expect(200);
        assert_eq!(saved.json()["answers"], json!({"voto": 3.0, "usa": "si"}));
        let refused = stage.nobody.post(&format!("{link}/submission"), &json!({"answers": {"boh": 1}})).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[("/answers/boh", "unknown_question"), ("/answers/quante", "required"), ("/consent", "consent_required")]));
        let done = stage.submit(&link, &json!({"quante": 2})).expect(200);
        assert_eq!(done.text_at("/completed_on"), "2026-11-21");
        assert_eq!(stage.submit(&link, &json!({"quante": 2})).expect(200).json(), done.json(), "the same again");
        stage.submit(&link, &json!({"quante": 5})).expect_problem(409, "link_used");
        stage.save(&link, &json!({"quante": 5})).expect_problem(409, "link_used");
        stage.nobody.get(&link).expect_problem(409, "link_used");
        assert_eq!(stage.completed(), "1");
        let listed = stage.specialist.client.get(&stage.path("links")).expect(200);
        assert_eq!((listed.ids(), listed.text_at("/items/0/state")), (vec![id.clone()], "used".to_owned()));
        assert!(!listed.text.contains("url"));
        let response = stage.specialist.client.get(&stage.path("responses")).expect(200);
        assert_eq!(response.text_at("/items/0/channel"), "link");
        assert!(response.json()["items"][0].get("interviewer_id").is_none());
        stage.specialist.client.send("DELETE", &stage.path(&format!("links/{id}")), &[], b"").expect_problem(409, "link_used");
    }
}

e2e! {
    fn links_that_do_not_work_are_alike(app) {
        let stage = Stage::set(app);
        let links = stage.links(2);
        let _ = stage.specialist.client.send("DELETE", &stage.path(&format!("links/{}", links[0].0)), &[], b"").expect(204);
        let _ = stage.specialist.client.send("DELETE", &stage.path(&format!("links/{}", links[0].0)), &[], b"").expect(204);
        let body = json!({"point_id": stage.points[0].id, "category": "elderly", "expires_at": "2026-11-21T10:00:00Z"});
        let brief = opened(&stage.make(&body).expect(201)).remove(0).1;
        let _ = stage.nobody.get(&brief).expect(200);
        app.clock.set("2026-11-21T10:00:00Z");
        let unknown = format!("/survey-links/{}", "A".repeat(43));
        for link in [links[0].1.as_str(), brief.as_str(), unknown.as_str()] {
            stage.nobody.get(link).expect_problem(404, "not_found");
            stage.save(link, &json!({})).expect_problem(404, "not_found");
            stage.submit(link, &survey_answers()).expect_problem(404, "not_found");
        }
        let _ = stage.nobody.get(&links[1].1).expect(200);
        app.clock.set("2026-12-31T22:00:00Z");
        let _ = stage.nobody.get(&links[1].1).expect(200);
        app.clock.set("2026-12-31T23:00:00Z");
        stage.nobody.get(&links[1].1).expect_problem(404, "not_found");
    }
}

e2e! {
    fn a_link_is_used_once_however_many_try(app) {
        let stage = Stage::set(app);
        for _ in 0..3 {
            let (_, link) = stage.link();
            let answers = |voto: u8| { let mut answers = survey_answers(); answers["voto"] = json!(voto); answers };
            let mut statuses: Vec<u16> = std::thread::scope(|scope| {
                let running: Vec<_> = (1..=4).map(|voto| { let (stage, link) = (&stage, &link); scope.spawn(move || stage.submit(link, &answers(voto)).status) }).collect();
                running.into_iter().map(|one| one.join().unwrap()).collect()
            });
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409, 409, 409]);
        }
        assert_eq!(stage.completed(), "3");
    }
}

e2e! {
    fn a_respondent_answers_by_link_or_by_phone(app) {
        let stage = Stage::set(app);
        let client = &stage.specialist.client;
        let respondent = stage.respondent();
        let made = stage.make(&json!({"respondent_id": respondent})).expect(201);
        let (_, link) = opened(&made).remove(0);
        assert_eq!(made.text_at("/items/0/respondent_id"), respondent);
        let _ = stage.save(&link, &json!({"voto": 3})).expect(200);
        let state = || client.get(&stage.path(&format!("respondents/{respondent}"))).expect(200).text_at("/disposition");
        assert_eq!(state(), "started");
        let begun = client.get(&stage.path(&format!("responses?respondent={respondent}"))).expect(200);
        let by_phone = json!({
            "instance_id": uuid::Uuid::now_v7(), "deprecated_id": begun.text_at("/items/0/instance_id"), "channel": "phone",
            "consent": true, "complete": true, "answers": {"usa": "no"},
        });
        let done = client.post(&stage.path("responses"), &by_phone).expect(200);
        assert_eq!((done.json()["answers"].clone(), state()), (json!({"voto": 3.0, "usa": "no", "doppio": 6.0}), "completed".to_owned()));
        stage.nobody.get(&link).expect_problem(409, "link_used");
        stage.submit(&link, &survey_answers()).expect_problem(409, "link_used");
        let other = stage.respondent();
        let (_, link) = opened(&stage.make(&json!({"respondent_id": other})).expect(201)).remove(0);
        let _ = stage.submit(&link, &survey_answers()).expect(200);
        let refused = json!({"instance_id": uuid::Uuid::now_v7(), "respondent_id": other, "channel": "phone", "consent": true, "complete": true, "answers": survey_answers()});
        client.post(&stage.path("responses"), &refused).expect_problem(409, "already_answered");
    }
}

e2e! {
    fn an_anonymous_link_forgets_what_it_was_used_for(app) {
        let stage = Stage::with(app, |plan| plan["anonymous"] = json!(true));
        let client = &stage.specialist.client;
        let refused = stage.make(&json!({"respondent_id": uuid::Uuid::now_v7()})).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[("/respondent_id", "respondent_in_anonymous")]));
        let (_, link) = stage.link();
        let _ = stage.save(&link, &json!({"voto": 3})).expect(200);
        let _ = stage.submit(&link, &json!({"usa": "no"})).expect(200);
        stage.submit(&link, &json!({"usa": "no"})).expect_problem(409, "link_used");
        let listed = client.get(&stage.path("links")).expect(200);
        assert_eq!(listed.text_at("/items/0/used_at"), "2026-11-21T00:00:00Z");
        let response = client.get(&stage.path("responses")).expect(200);
        assert_eq!(response.text_at("/items/0/updated_at"), "2026-11-21T00:00:00Z");
        let id = response.text_at("/items/0/id");
        let log = stage.admin.client.get("/audit-events?limit=100").expect(200);
        assert!(!log.text.contains(&id), "the log does not name the response");
    }
}

e2e! {
    fn a_full_quota_is_told_and_the_link_stays(app) {
        let stage = Stage::with(app, |plan| plan["points"][0]["slots"] = json!([{"category": "elderly", "cap": 1}]));
        let links = stage.links(2);
        let _ = stage.submit(&links[0].1, &survey_answers()).expect(200);
        stage.submit(&links[1].1, &survey_answers()).expect_problem(409, "quota_full");
        let _ = stage.nobody.get(&links[1].1).expect(200);
        assert_eq!(stage.completed(), "1");
    }
}

e2e! {
    fn links_are_made_within_bounds(app) {
        let stage = Stage::set(app);
        assert_eq!(stage.links(500).len(), 500);
        let page = stage.specialist.client.get(&stage.path("links?limit=100&used=false")).expect(200);
        assert_eq!(page.ids().len(), 100);
        let told = |body: Value| stage.make(&body).expect_problem(422, "invalid_content").mistakes();
        let point = stage.points[0].id;
        assert_eq!(told(json!({"point_id": stage.points[1].id, "category": "elderly"})), pairs(&[("/point_id", "unknown_reference")]));
        assert_eq!(told(json!({"point_id": point, "category": "workers"})), pairs(&[("/category", "category_not_asked")]));
        assert_eq!(told(json!({"point_id": point, "category": "elderly", "expires_at": "2026-11-21T08:00:00Z"})), pairs(&[("/expires_at", "expires_in_past")]));
        let wrong = told(json!({"count": 501}));
        assert!(wrong.iter().any(|(at, _)| at == "/count") && wrong.contains(&("/point_id".to_owned(), "required".to_owned())), "{wrong:?}");
        let _ = stage.admin.client.send("POST", &stage.path("closing"), &[("if-match", "*")], b"").expect(200);
        stage.make(&json!({"point_id": point, "category": "elderly"})).expect_problem(409, "campaign_closed");
        let offline = Stage::with(app, |plan| plan["channels"] = json!(["desk"]));
        let body = json!({"point_id": offline.points[0].id, "category": "elderly"});
        assert_eq!(offline.make(&body).expect(422).mistakes(), pairs(&[("", "channel_not_used")]));
    }
}
