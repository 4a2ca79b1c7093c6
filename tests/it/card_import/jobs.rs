//! How imports go.

use api::{card_import::run_due, jobs::LOST_AFTER};
use domain_accounts::{GrantPlace, Role};
use persistence::jobs::{job_find, job_update};
use serde_json::json;
use tests::e2e;

use super::{CSV, NDJSON, count, import, rows, send, table};

e2e! {
    fn a_second_import_updates_and_leaves_alone(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network);
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, provider.id)).client;
        let first = table(&[("A-1", "Assistenza"), ("A-2", "Trasporto"), ("", "Senza nome")]);
        let job = import(app, &editor, &provider, "", CSV, first.as_bytes());
        assert_eq!((&job["status"], &job["rows_total"], &job["rows_done"]), (&json!("done"), &json!(3), &json!(3)), "{job}");
        assert_eq!(rows(&editor, &job), ["2 created", "3 created", "4 created id_esterno:no_external_id"]);
        let card = editor.get(&format!("/cards?provider={}&limit=1", provider.id)).expect(200);
        assert_eq!(card.text_at("/items/0/status"), "draft");
        let second = table(&[("A-1", "Assistenza"), ("A-2", "Trasporto sociale"), ("A-3", "Pasti")]);
        let job = import(app, &editor, &provider, "&mode=skip_bad_rows", CSV, second.as_bytes());
        assert_eq!(rows(&editor, &job), ["2 unchanged", "3 updated", "4 created"]);
        let only = format!("/jobs/{}/rows?outcome=updated", job["id"].as_str().unwrap());
        let only = editor.get(&only).expect(200);
        let changed = editor.get(&format!("/cards/{}", only.text_at("/items/0/card_id"))).expect(200);
        assert_eq!(changed.text_at("/content/title/it"), "Trasporto sociale");
        assert_eq!(changed.text_at("/version"), "2");
        let events = editor.get(&format!("/cards/{}/events", only.text_at("/items/0/card_id"))).expect(200);
        assert_eq!(events.text_at("/items/0/step"), "edit");
        // Columns that a table does not have stay as they are; an empty cell takes out.
        let part = "id_esterno;titolo;eta_da\nA-1;Assistenza;\n";
        let job = import(app, &editor, &provider, "", CSV, part.as_bytes());
        let id = editor.get(&format!("/jobs/{}/rows", job["id"].as_str().unwrap())).text_at("/items/0/card_id");
        let card = editor.get(&format!("/cards/{id}")).expect(200).json();
        assert_eq!(card["content"]["summary"]["it"], "Aiuto a casa");
        assert_eq!(card["content"]["audience"]["age"], json!({}));
    }
}

e2e! {
    fn all_or_nothing_writes_nothing_and_skipping_writes_the_rest(app) {
        let world = app.world();
        let network = world.network();
        let (provider, admin) = (world.provider(network), world.admin(network).client);
        let mut text = table(&[("A-1", "Assistenza"), ("A-1", "Di nuovo"), ("A 3", "Nome")]);
        text.push_str(&"x".repeat(201));
        let text = text.replace(&"x".repeat(201), &format!(
            "A-4;{};;nessuna;marziani;Cesena;altrove;12;;molti;forse;;;it;200\n", "x".repeat(201)
        ));
        let expected_wrong = [
            "3 failed id_esterno:repeated_card",
            "4 failed id_esterno:invalid_format",
            "5 failed categoria:unknown_reference destinatari:unknown_code erogazione:unknown_code \
             attesa_attivazione_giorni:invalid_integer gratuito:invalid_flag titolo:too_long eta_da:out_of_range contatto_telefono:invalid_format",
        ];
        let job = import(app, &admin, &provider, "&dry_run=true&mode=skip_bad_rows", CSV, text.as_bytes());
        assert_eq!(rows(&admin, &job), [&["2 created"][..], &expected_wrong].concat());
        assert_eq!(count(&admin, &provider), 0, "a dry run writes nothing");
        let job = import(app, &admin, &provider, "", CSV, text.as_bytes());
        assert_eq!(rows(&admin, &job), [&["2 skipped"][..], &expected_wrong].concat());
        assert_eq!(job["message"]["code"], "nothing_written");
        assert_eq!((&job["status"], &job["rows_failed"], count(&admin, &provider)), (&json!("done"), &json!(3), 0));
        let job = import(app, &admin, &provider, "&mode=skip_bad_rows", CSV, text.as_bytes());
        assert_eq!(rows(&admin, &job), [&["2 created"][..], &expected_wrong].concat());
        assert_eq!(count(&admin, &provider), 1);
        let english = admin.with_header("accept-language", "en");
        let page = english.get(&format!("/jobs/{}/rows?outcome=failed&limit=1", job["id"].as_str().unwrap())).expect(200);
        assert_eq!(page.text_at("/items/0/problems/0/message"), "The same card is in an earlier row of the table.");
        assert_eq!(page.text_at("/items/0/problems/0/pointer"), "/external_id");
    }
}

e2e! {
    fn cards_are_submitted_and_published_on_request(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network);
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, provider.id)).client;
        let admin = world.admin(network).client;
        let text = format!("{}A-2;Incompleta;;;;;;;;;;;;;\n", table(&[("A-1", "Assistenza")]));
        send(&editor, &provider, "&publish=true", CSV, text.as_bytes()).expect_problem(403, "forbidden");
        let job = import(app, &editor, &provider, "&submit=true", CSV, text.as_bytes());
        let told = rows(&editor, &job);
        assert_eq!(told[0], "2 created");
        assert!(told[1].starts_with("3 created sommario:required categoria:required"), "{told:?}");
        let states = |status: &str| admin.get(&format!("/cards?provider={}&status={status}", provider.id)).expect(200).ids().len();
        assert_eq!((states("submitted"), states("draft")), (1, 1));
        let job = import(app, &admin, &provider, "&publish=true", CSV, text.as_bytes());
        assert!(rows(&admin, &job)[0].starts_with("2 updated"));
        assert_eq!((states("published"), states("draft")), (1, 1));
        // What is under review is not changed.
        let again = table(&[("A-3", "Pasti")]);
        let _ = import(app, &editor, &provider, "&submit=true", CSV, again.as_bytes());
        let changed = table(&[("A-3", "Pasti a casa")]);
        let job = import(app, &editor, &provider, "&mode=skip_bad_rows", CSV, changed.as_bytes());
        assert_eq!(rows(&editor, &job), ["2 failed :card_not_open"]);
    }
}

e2e! {
    fn foreign_providers_and_jobs_are_out_of_reach(app) {
        let world = app.world();
        let network = world.network();
        let (mine, other) = (world.provider(network), world.provider(network));
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, mine.id)).client;
        let text = table(&[("A-1", "Assistenza")]);
        send(&editor, &other, "", CSV, text.as_bytes()).expect_problem(404, "not_found");
        editor.get(&format!("/card-exports?provider_id={}", other.id)).expect_problem(404, "not_found");
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(network)).client;
        send(&reviewer, &mine, "", CSV, text.as_bytes()).expect_problem(403, "forbidden");
        let job = import(app, &editor, &mine, "", CSV, text.as_bytes());
        let path = format!("/jobs/{}", job["id"].as_str().unwrap());
        let colleague = world.holder(Role::ProviderManager, GrantPlace::Provider(network, other.id)).client;
        for below in ["", "/rows"] {
            colleague.get(&format!("{path}{below}")).expect_problem(404, "not_found");
        }
        colleague.send("POST", &format!("{path}/cancellation"), &[], b"").expect_problem(404, "not_found");
        assert!(colleague.get("/jobs").expect(200).ids().is_empty());
        assert_eq!(editor.get("/jobs?status=done").expect(200).ids().len(), 1);
        assert_eq!(world.admin(network).client.get("/jobs").expect(200).ids().len(), 1);
        // Cards of others cannot be named either.
        let card = world.card(&other);
        let stolen = format!("id_scheda;titolo\n{};Mia\n", card.id);
        let job = import(app, &editor, &mine, "&mode=skip_bad_rows", CSV, stolen.as_bytes());
        assert_eq!(rows(&editor, &job), ["2 failed id_scheda:unknown_reference"]);
    }
}

e2e! {
    fn permission_is_checked_again_when_the_job_runs(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network);
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, provider.id));
        let admin = world.admin(network).client;
        let asked = send(&editor.client, &provider, "", CSV, table(&[("A-1", "Assistenza")]).as_bytes()).expect(202);
        let user = admin.get(&format!("/users/{}", editor.id)).expect(200);
        let path = format!("/users/{}/deactivation", editor.id);
        let gone = admin.send("POST", &path, &[("if-match", &user.etag())], b"");
        assert!(gone.status < 300, "{}", gone.text);
        run_due(app.hub()).unwrap();
        let job = admin.get(&format!("/jobs/{}", asked.text_at("/id"))).expect(200);
        assert_eq!((job.text_at("/status"), job.text_at("/message/code")), ("failed".to_owned(), "not_allowed".to_owned()));
        assert_eq!(count(&admin, &provider), 0);
    }
}

e2e! {
    fn a_lost_job_goes_on_where_it_stopped(app) {
        let world = app.world();
        let network = world.network();
        let (provider, admin) = (world.provider(network), world.admin(network).client);
        let lines: Vec<String> = (0..3)
            .map(|number| json!({"content": {"title": {"it": format!("Servizio {number}")}}}).to_string())
            .collect();
        let body = lines.join("\n");
        let asked = send(&admin, &provider, "&mode=skip_bad_rows", NDJSON, body.as_bytes()).expect(202);
        let id = asked.text_at("/id").parse().unwrap();
        // A worker took it, did the first row, and died.
        world.arrange(|unit| {
            let mut job = job_find(unit.connection(), id)?.unwrap();
            let read = job.version;
            job.status = domain_shared::JobStatus::Running;
            job.version = read.next();
            (job.rows_total, job.rows_done) = (Some(3), 1);
            job_update(unit.tx(), read, &job)?;
            let row = domain_cards::JobRow {
                line: 1, outcome: domain_cards::RowOutcome::Created, card_id: None, problems: Vec::new(),
            };
            Ok(persistence::jobs::job_rows_append(unit.tx(), id, &[row])?)
        });
        assert_eq!(run_due(app.hub()).unwrap(), 0, "it may still be alive");
        app.clock.advance(LOST_AFTER + chrono::Duration::seconds(1));
        assert_eq!(run_due(app.hub()).unwrap(), 1);
        let admin = world.admin(network).client;
        let job = admin.get(&format!("/jobs/{id}")).expect(200).json();
        assert_eq!((&job["status"], &job["rows_done"]), (&json!("done"), &json!(3)), "{job}");
        assert_eq!(count(&admin, &provider), 2, "the first row is not written again");
        assert_eq!(run_due(app.hub()).unwrap(), 0);
    }
}

e2e! {
    fn a_waiting_job_can_be_cancelled_once(app) {
        let world = app.world();
        let network = world.network();
        let (provider, admin) = (world.provider(network), world.admin(network).client);
        let asked = send(&admin, &provider, "", CSV, table(&[("A-1", "Assistenza")]).as_bytes()).expect(202);
        let path = format!("/jobs/{}/cancellation", asked.text_at("/id"));
        let cancelled = admin.send("POST", &path, &[], b"").expect(200);
        assert_eq!(cancelled.text_at("/status"), "cancelled");
        admin.send("POST", &path, &[], b"").expect_problem(409, "invalid_transition");
        assert_eq!(run_due(app.hub()).unwrap(), 0);
        assert_eq!(count(&admin, &provider), 0);
    }
}

e2e! {
    fn the_same_request_asks_for_one_import(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network);
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, provider.id)).client;
        let editor = editor.with_header("idempotency-key", "importazione-1");
        let body = table(&[("A", "Spesa")]);
        let first = send(&editor, &provider, "", CSV, body.as_bytes()).expect(202);
        let again = send(&editor, &provider, "", CSV, body.as_bytes()).expect(202);
        assert_eq!((&first.text, first.header("location")), (&again.text, again.header("location")));
        assert_eq!(editor.get("/jobs").expect(200).ids().len(), 1);
        let dry = send(&editor, &provider, "&dry_run=true", CSV, body.as_bytes());
        dry.expect_problem(422, "idempotency_key_reused");
    }
}
