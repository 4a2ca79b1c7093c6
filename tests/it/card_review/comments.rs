//! `/cards/{card_id}/comments`.

use domain_accounts::{GrantPlace, Role};
use serde_json::{Value, json};
use tests::e2e;

use super::{Desk, Sample};

fn about(pointer: &str, text: &str) -> Value {
    json!({"pointer": pointer, "text": text})
}

e2e! {
    fn a_thread_is_opened_answered_settled_and_opened_again(app) {
        let desk = Desk::new(app);
        let card = desk.card(&Sample::submitted("Pasti a domicilio", "2026-11-20T08:00:00Z"));
        let (editor, reviewer) = (&desk.editor.client, &desk.reviewer.client);
        let comments = format!("/cards/{}/comments", card.id);
        let opened = reviewer.post(&comments, &about("/pricing/options/0/from", "IVA inclusa?")).expect(201);
        let path = format!("{comments}/{}", opened.text_at("/id"));
        assert_eq!(opened.header("location"), Some(format!("http://hub.test/api/v1{path}").as_str()));
        assert_eq!(opened.text_at("/author/user_id"), desk.reviewer.id.to_string());
        let answer = editor.post(&comments, &json!({"thread_id": opened.text_at("/id"), "text": "Sì."})).expect(201);
        assert_eq!(answer.text_at("/thread_id"), opened.text_at("/id"));
        let thread = editor.get(&path).expect(200);
        assert_eq!(thread.text_at("/answers/0/text"), "Sì.");
        assert_eq!(thread.text_at("/answers/0/author/family_name"), "Bianchi");

        let resolution = format!("{path}/resolution");
        let settled = editor.send("POST", &resolution, &[("if-match", &thread.etag())], b"").expect(200);
        assert_eq!((settled.text_at("/resolved"), settled.text_at("/resolved_by")), ("true".to_owned(), desk.editor.id.to_string()));
        reviewer.send("POST", &resolution, &[("if-match", &thread.etag())], b"").expect_problem(412, "stale_version");
        reviewer.send("POST", &resolution, &[("if-match", "*")], b"").expect_problem(409, "invalid_transition");
        let late = json!({"thread_id": opened.text_at("/id"), "text": "Ancora una cosa."});
        reviewer.post(&comments, &late).expect_problem(409, "conflict");
        let _ = reviewer.delete(&resolution, &settled.etag()).expect(204);
        reviewer.delete(&resolution, "*").expect_problem(409, "invalid_transition");
        let _ = reviewer.post(&comments, &late).expect(201);
        let of_answer = format!("{comments}/{}/resolution", answer.text_at("/id"));
        editor.send("POST", &of_answer, &[("if-match", "*")], b"").expect_problem(409, "invalid_transition");
        editor.send("POST", &of_answer, &[], b"").expect_problem(428, "precondition_required");
    }
}

e2e! {
    fn threads_are_listed_by_state_and_place(app) {
        let desk = Desk::new(app);
        let card = desk.card(&Sample::published("Pasti a domicilio", "2026-11-01"));
        let client = &desk.reviewer.client;
        let comments = format!("/cards/{}/comments", card.id);
        let mut ids = Vec::new();
        for pointer in ["/pricing/options/0/from", "/pricing", "/pricing_", "/capacity", "/description/activities/it"] {
            let body = if pointer == "/pricing_" { json!({"text": "Tutto"}) } else { about(pointer, "Qui") };
            ids.push(client.post(&comments, &body).expect(201).text_at("/id"));
            app.clock.advance(chrono::Duration::seconds(1));
        }
        let _ = client.post(&comments, &json!({"thread_id": ids[1], "text": "Risposta"})).expect(201);
        let _ = client.send("POST", &format!("{comments}/{}/resolution", ids[0]), &[("if-match", "*")], b"").expect(200);
        let listed = |query: &str| client.get(&format!("{comments}{query}")).expect(200).ids();
        assert_eq!(listed(""), ids);
        assert_eq!(listed("?pointer=/pricing"), ids[..2]);
        assert_eq!(listed("?pointer=/pricing/options"), ids[..1]);
        assert_eq!(listed("?resolved=true"), ids[..1]);
        assert_eq!(listed("?resolved=false&pointer=/pricing"), ids[1..2]);
        let first = client.get(&format!("{comments}?limit=2")).expect(200);
        assert_eq!(first.ids(), ids[..2]);
        let rest = client.get(&format!("{comments}?limit=100&cursor={}", first.text_at("/next_cursor"))).expect(200);
        assert_eq!(rest.ids(), ids[2..]);
        client.get(&format!("{comments}?pointer=pricing")).expect_problem(400, "invalid_parameters");
    }
}

e2e! {
    fn a_comment_is_about_something_that_is_there(app) {
        let desk = Desk::new(app);
        let sample = Sample::draft("Pasti a domicilio");
        let (card, other) = (desk.card(&sample), desk.card(&sample));
        let client = &desk.editor.client;
        let comments = format!("/cards/{}/comments", card.id);
        for pointer in ["/nonsense", "/pricing/options/7", "/title/xx"] {
            let wrong = client.post(&comments, &about(pointer, "Qui")).expect_problem(422, "invalid_content");
            assert_eq!(wrong.mistakes(), [("/pointer".to_owned(), "pointer_leads_nowhere".to_owned())]);
        }
        let foreign = client.post(&format!("/cards/{}/comments", other.id), &json!({"text": "Altrove"})).expect(201);
        for body in [json!({"thread_id": foreign.text_at("/id"), "text": "Qui"}), json!({"thread_id": card.id, "text": "Qui"})] {
            let wrong = client.post(&comments, &body).expect_problem(422, "invalid_content");
            assert_eq!(wrong.mistakes(), [("/thread_id".to_owned(), "unknown_reference".to_owned())]);
        }
        let wrong = client.post(&comments, &json!({"thread_id": foreign.text_at("/id"), "pointer": "/title"}));
        let wrong = wrong.expect_problem(422, "invalid_content");
        let pointers: Vec<_> = wrong.mistakes().into_iter().map(|one| one.0).collect();
        assert_eq!(pointers, ["/pointer", "/text"]);
        client.get(&format!("{comments}/{}", foreign.text_at("/id"))).expect_problem(404, "not_found");
        let archived = desk.card(&Sample::published("Chiusa", "2026-11-01").archived());
        client.post(&format!("/cards/{}/comments", archived.id), &json!({"text": "Tardi"})).expect_problem(409, "invalid_transition");
    }
}

e2e! {
    fn comments_are_for_the_provider_and_its_reviewers(app) {
        let desk = Desk::new(app);
        let card = desk.card(&Sample::submitted("Pasti a domicilio", "2026-11-20T08:00:00Z"));
        let comments = format!("/cards/{}/comments", card.id);
        let id = desk.editor.client.post(&comments, &json!({"text": "Pronta."})).expect(201).text_at("/id");
        let path = format!("{comments}/{id}");
        let (elsewhere, world) = (desk.world.network(), &desk.world);
        let neighbour = world.provider(desk.network).id;
        let strangers = [
            world.holder(Role::ProviderManager, GrantPlace::Provider(desk.network, neighbour)),
            world.holder(Role::Reviewer, GrantPlace::Network(elsewhere)),
            world.holder(Role::Evaluator, GrantPlace::Network(desk.network)),
        ];
        for stranger in strangers {
            let client = stranger.client;
            client.get(&comments).expect_problem(404, "not_found");
            client.get(&path).expect_problem(404, "not_found");
            client.post(&comments, &json!({"text": "Buongiorno"})).expect_problem(404, "not_found");
            client.send("POST", &format!("{path}/resolution"), &[("if-match", "*")], b"").expect_problem(404, "not_found");
            client.delete(&format!("{path}/resolution"), "*").expect_problem(404, "not_found");
        }
        app.anonymous().get(&comments).expect_problem(401, "unauthenticated");
        let events = world.admin(desk.network).client.get("/audit-events?resource_type=card_comment").expect(200);
        assert_eq!(events.text_at("/items/0/action"), "card.keep");
    }
}

e2e! {
    fn a_comment_is_told_to_the_other_side(app) {
        let desk = Desk::new(app);
        let card = desk.card(&Sample::submitted("Pasti a domicilio", "2026-11-20T08:00:00Z"));
        let comments = format!("/cards/{}/comments", card.id);
        let to = |mails: &[String], person: &tests::Person| mails.iter().filter(|mail| mail.contains(&person.email)).count();
        // Nobody claimed the card, so nobody is told of what its editor says.
        let _ = desk.editor.client.post(&comments, &json!({"text": "Pronta."})).expect(201);
        assert!(app.mail().is_empty());
        let _ = desk.reviewer.client.put(&format!("/cards/{}/claim", card.id), "*", &json!({})).expect(200);
        let _ = desk.reviewer.client.post(&comments, &about("/title", "Il titolo va bene.")).expect(201);
        let mails = app.mail();
        assert_eq!((mails.len(), to(&mails, &desk.editor)), (1, 1));
        let _ = desk.editor.client.post(&comments, &json!({"text": "Grazie."})).expect(201);
        let mails = app.mail();
        assert_eq!((mails.len(), to(&mails, &desk.reviewer)), (2, 1));
    }
}
