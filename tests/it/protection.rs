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
