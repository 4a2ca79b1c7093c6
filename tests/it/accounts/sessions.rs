//! `/sessions`.

use chrono::Duration;
use serde_json::json;
use tests::{Client, Reply, TestApp, e2e};

use super::{PASSWORD, with_password};

fn sign_in(app: &TestApp, email: &str, password: &str) -> Reply {
    app.anonymous().post(
        "/sessions",
        &json!({"email": email, "password": password, "client": "prova"}),
    )
}

fn renew(client: &Client, token: &str) -> Reply {
    client.post("/sessions/renewal", &json!({"refresh_token": token}))
}

e2e! {
    fn signing_in_opens_a_session_that_signing_out_ends(app) {
        let person = with_password(app);
        let tokens = sign_in(app, &person.email.to_uppercase(), PASSWORD).expect(200);
        assert_eq!(tokens.header("cache-control"), Some("no-store"));
        let client = app.anonymous().with_token(&tokens.text_at("/access_token"));
        let me = client.get("/me").expect(200);
        assert_eq!(me.text_at("/email"), person.email);
        assert_eq!(me.text_at("/grants/0/role"), "network_admin");
        let listed = client.get("/sessions").expect(200).json();
        let current = listed["items"].as_array().unwrap().iter().filter(|one| one["current"] == true);
        assert_eq!(current.count(), 1);
        let _ = client.send("DELETE", "/sessions/current", &[], b"").expect(204);
        client.get("/me").expect_problem(401, "unauthenticated");
        renew(&app.anonymous(), &tokens.text_at("/refresh_token")).expect_problem(401, "unauthenticated");
    }
}

e2e! {
    fn wrong_passwords_and_unknown_accounts_look_alike(app) {
        let person = with_password(app);
        let wrong = sign_in(app, &person.email, "not the password").expect_problem(401, "invalid_credentials");
        let unknown = sign_in(app, "nessuno@example.org", "not the password").expect_problem(401, "invalid_credentials");
        let plain = |reply: &Reply| {
            let mut body = reply.json();
            body["instance"] = json!("-");
            body
        };
        assert_eq!(plain(&wrong), plain(&unknown));
    }
}

e2e! {
    fn a_reused_refresh_token_ends_the_session(app) {
        let person = with_password(app);
        let anybody = app.anonymous();
        let first = sign_in(app, &person.email, PASSWORD).expect(200);
        let second = renew(&anybody, &first.text_at("/refresh_token")).expect(200);
        assert_eq!(first.text_at("/session_id"), second.text_at("/session_id"));
        let _ = anybody.with_token(&second.text_at("/access_token")).get("/me").expect(200);
        renew(&anybody, &first.text_at("/refresh_token")).expect_problem(401, "unauthenticated");
        renew(&anybody, &second.text_at("/refresh_token")).expect_problem(401, "unauthenticated");
        anybody.with_token(&second.text_at("/access_token")).get("/me").expect_problem(401, "unauthenticated");
    }
}

e2e! {
    fn two_renewals_at_once_never_both_win(app) {
        let person = with_password(app);
        let token = sign_in(app, &person.email, PASSWORD).expect(200).text_at("/refresh_token");
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| renew(&app.anonymous(), &token).status)).collect();
            runs.into_iter().map(|run| run.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    }
}

e2e! {
    fn access_tokens_expire_and_cannot_be_forged(app) {
        let person = with_password(app);
        let token = sign_in(app, &person.email, PASSWORD).expect(200).text_at("/access_token");
        let client = app.anonymous().with_token(&token);
        let _ = client.get("/me").expect(200);
        let mut forged = token.clone();
        forged.pop();
        forged.push(if token.ends_with('A') { 'B' } else { 'A' });
        let parts: Vec<&str> = token.split('.').collect();
        // {"typ":"at+jwt","alg":"none"}
        let unsigned = format!("eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJub25lIn0.{}.", parts[1]);
        for bad in [forged.as_str(), unsigned.as_str(), "nonsense", "a.b.c"] {
            app.anonymous().with_token(bad).get("/me").expect_problem(401, "unauthenticated");
            // A bad token is refused also where none is needed.
            app.anonymous().with_token(bad).get("/network-bodies").expect_problem(401, "unauthenticated");
        }
        app.clock.advance(Duration::minutes(16));
        client.get("/me").expect_problem(401, "unauthenticated");
    }
}

e2e! {
    fn guessing_locks_the_guesser_and_not_the_owner(app) {
        let person = with_password(app);
        let guesser = app.anonymous().with_header("x-forwarded-for", "203.0.113.7");
        let body = |password: &str| json!({"email": person.email, "password": password});
        for _ in 0..5 {
            guesser.post("/sessions", &body("wrong guess")).expect_problem(401, "invalid_credentials");
        }
        let locked = guesser.post("/sessions", &body(PASSWORD)).expect_problem(429, "too_many_requests");
        assert!(locked.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
        let owner = app.anonymous().with_header("x-forwarded-for", "198.51.100.9");
        let _ = owner.post("/sessions", &body(PASSWORD)).expect(200);
        app.clock.advance(Duration::minutes(16));
        let _ = guesser.post("/sessions", &body(PASSWORD)).expect(200);
    }
}

e2e! {
    fn signing_out_everywhere_ends_every_session(app) {
        let person = with_password(app);
        let one = app.anonymous().with_token(&sign_in(app, &person.email, PASSWORD).expect(200).text_at("/access_token"));
        let two = app.anonymous().with_token(&sign_in(app, &person.email, PASSWORD).expect(200).text_at("/access_token"));
        let _ = one.send("DELETE", "/sessions", &[], b"").expect(204);
        one.get("/me").expect_problem(401, "unauthenticated");
        two.get("/me").expect_problem(401, "unauthenticated");
    }
}

e2e! {
    fn somebody_elses_session_cannot_be_ended(app) {
        let (person, other) = (with_password(app), with_password(app));
        let session = sign_in(app, &person.email, PASSWORD).expect(200).text_at("/session_id");
        let path = format!("/sessions/{session}");
        other.client.send("DELETE", &path, &[], b"").expect_problem(404, "not_found");
        let _ = person.client.send("DELETE", &path, &[], b"").expect(204);
    }
}

e2e! {
    fn keys_rotate_without_ending_sessions(app) {
        let person = with_password(app);
        let token = sign_in(app, &person.email, PASSWORD).expect(200).text_at("/access_token");
        let before = app.anonymous().get("//.well-known/jwks.json").expect(200).json();
        app.hub().keys.rotate_now(app.hub().clock.now()).expect("a new key");
        let after = app.anonymous().get("//.well-known/jwks.json").expect(200).json();
        assert_eq!(before["keys"].as_array().unwrap().len(), 1);
        assert_eq!(after["keys"].as_array().unwrap().len(), 2);
        assert!(!after.to_string().contains("\"d\""), "no private part");
        let _ = app.anonymous().with_token(&token).get("/me").expect(200);
        let fresh = sign_in(app, &person.email, PASSWORD).expect(200).text_at("/access_token");
        let _ = app.anonymous().with_token(&fresh).get("/me").expect(200);
    }
}
