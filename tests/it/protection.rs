//! Rates, cross-origin requests, headers that protect.

use serde_json::json;
use tests::{TestApp, e2e};

const PREFLIGHT: &str = "access-control-request-method";

e2e! {
    fn a_client_that_asks_too_often_is_told_to_wait(app) {
        let app = TestApp::spawn_with(app.backend(), |config| config.limits.requests_per_minute = 3);
        let greedy = app.anonymous().with_header("x-forwarded-for", "203.0.113.7");
        for remaining in ["2", "1", "0"] {
            let reply = greedy.get("/status").expect(200);
            assert_eq!(reply.header("ratelimit-limit"), Some("3"));
            assert_eq!(reply.header("ratelimit-remaining"), Some(remaining));
        }
        let refused = greedy.get("/status").expect_problem(429, "too_many_requests");
        assert_eq!(refused.header("ratelimit-remaining"), Some("0"));
        assert!(refused.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
        let _ = app.anonymous().with_header("x-forwarded-for", "198.51.100.9").get("/status").expect(200);
    }
}

e2e! {
    fn an_account_is_counted_whatever_client_it_comes_from(app) {
        let app = TestApp::spawn_with(app.backend(), |config| config.limits.requests_per_minute = 3);
        let person = app.world().person(None).client;
        for host in 1..=3 {
            let client = person.with_header("x-forwarded-for", &format!("203.0.113.{host}"));
            let _ = client.get("/me").expect(200);
        }
        let client = person.with_header("x-forwarded-for", "203.0.113.4");
        client.get("/me").expect_problem(429, "too_many_requests");
    }
}

e2e! {
    fn signing_in_is_limited_more_strictly(app) {
        let app = TestApp::spawn_with(app.backend(), |config| config.limits.sensitive_per_minute = 2);
        let body = json!({"email": "nessuno@example.org", "password": "x"});
        for _ in 0..2 {
            app.anonymous().post("/sessions", &body).expect_problem(401, "invalid_credentials");
        }
        app.anonymous().post("/sessions", &body).expect_problem(429, "too_many_requests");
        let _ = app.anonymous().get("/status").expect(200);
    }
}

e2e! {
    fn pages_of_any_origin_may_read_and_trusted_ones_may_write(app) {
        let stranger = app.anonymous().with_header("origin", "https://other.example");
        let read = stranger.get("/network-bodies").expect(200);
        assert!(read.header("access-control-allow-origin").is_some());
        assert!(read.header("access-control-allow-credentials").is_none());
        let problem = stranger.get("/network-bodies?limit=0").expect_problem(400, "invalid_parameters");
        assert!(problem.header("access-control-allow-origin").is_some(), "a page may read what is wrong");
        let ask = |origin: &str| {
            let headers = [("origin", origin), (PREFLIGHT, "POST"), ("access-control-request-headers", "content-type")];
            app.anonymous().send("OPTIONS", "/network-bodies", &headers, b"")
        };
        let trusted = ask("https://front.example");
        assert_eq!((trusted.status, trusted.header("access-control-allow-origin")), (200, Some("https://front.example")));
        assert!(ask("https://other.example").header("access-control-allow-origin").is_none());
    }
}

e2e! {
    fn a_head_is_a_get_without_its_body(app) {
        let head = app.anonymous().send("HEAD", "/network-bodies", &[], b"").expect(200);
        let get = app.anonymous().get("/network-bodies").expect(200);
        assert!(head.text.is_empty());
        assert_eq!(head.header("etag"), get.header("etag"));
    }
}

e2e! {
    fn what_is_known_is_not_sent_again(app) {
        let network = app.world().network();
        for path in ["/network-bodies".to_owned(), format!("/network-bodies/{network}")] {
            let etag = app.anonymous().get(&path).expect(200).etag();
            let again = app.anonymous().with_header("if-none-match", &etag).get(&path).expect(304);
            assert!(again.text.is_empty());
            assert_eq!(again.header("etag"), Some(etag.as_str()));
        }
    }
}

e2e! {
    fn a_kept_answer_is_never_older_than_a_write_or_a_second(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let path = format!("/network-bodies/{network}");
        let first = app.anonymous().get(&path).expect(200);
        let kept = app.anonymous().get(&path).expect(200);
        assert_eq!((first.text, first.headers.len()), (kept.text.clone(), kept.headers.len()));
        let changed = admin.patch(&path, &kept.etag(), &json!({"name": "Nome nuovo"})).expect(200);
        let fresh = app.anonymous().get(&path).expect(200);
        assert_eq!(fresh.text_at("/name"), "Nome nuovo");
        assert_eq!(fresh.etag(), changed.etag());
        // Another process writes: this one learns of it when the second is over.
        let other = TestApp::beside(app);
        let renamed = admin.at(&other).patch(&path, &fresh.etag(), &json!({"name": "Altro nome"}));
        let _ = renamed.expect(200);
        app.clock.advance(chrono::Duration::seconds(1));
        assert_eq!(app.anonymous().get(&path).expect(200).text_at("/name"), "Altro nome");
    }
}

e2e! {
    fn an_answer_is_kept_for_its_language_and_for_nobody_in_particular(app) {
        let english = app.anonymous().with_header("accept-language", "en");
        let italian = app.anonymous().get("/problems/not_found").expect(200).text_at("/title");
        assert_ne!(english.get("/problems/not_found").expect(200).text_at("/title"), italian);
        let person = app.world().person(None).client;
        let _ = app.anonymous().get("/network-bodies").expect(200);
        let signed_in = person.get("/network-bodies").expect(200);
        assert!(signed_in.header("cache-control").is_some());
        app.anonymous().with_token("nonsense").get("/network-bodies").expect_problem(401, "unauthenticated");
    }
}
