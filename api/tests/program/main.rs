//! The program itself: first start, demonstration, command line, sudden death.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on should say so at once"
)]

mod agreement;
mod catalogue;
mod place;

use std::{
    collections::BTreeSet,
    sync::{Mutex, mpsc},
};

use serde_json::{Value, json};

use self::place::{Place, Server, after, send};

/// Signs the first administrator in and chooses a password; returns a token and the network.
fn first_administrator(server: &Server) -> (String, String) {
    let email = after(&server.said, "e-mail:");
    let once = after(&server.said, "one-time password:");
    let sign_in = |password: &str| {
        let (status, body) = server.send(
            "POST",
            "/sessions",
            "",
            &json!({"email": email, "password": password}),
        );
        assert_eq!(status, 200, "{body}");
        body["access_token"].as_str().unwrap().to_owned()
    };
    let token = sign_in(once);
    let (status, refused) = server.send("GET", "/users", &token, &Value::Null);
    assert_eq!(
        (status, refused["code"].as_str()),
        (403, Some("password_change_required"))
    );
    let change = json!({"current_password": once, "new_password": "il gatto dorme sul tetto"});
    assert_eq!(server.send("POST", "/me/password", &token, &change).0, 204);
    let (_, me) = server.send("GET", "/me", &token, &Value::Null);
    (
        token,
        me["grants"][0]["network_id"].as_str().unwrap().to_owned(),
    )
}

#[test]
fn the_first_start_makes_an_administrator_and_sigterm_ends_it_well() {
    let place = Place::new();
    let server = place.serve(&[]);
    let (token, _) = first_administrator(&server);
    assert_eq!(server.send("GET", "/users", &token, &Value::Null).0, 200);
    assert!(server.stop("-TERM").success());
    let again = place.serve(&[]);
    assert!(
        !again.said.contains("one-time password"),
        "only at the first start"
    );
    assert_eq!(
        again.send("GET", "/users", &token, &Value::Null).0,
        200,
        "the keys are the same"
    );
    assert!(again.stop("-TERM").success());
}

#[test]
fn sudden_death_loses_no_acknowledged_write() {
    let place = Place::new();
    let server = place.serve(&[]);
    let (token, network) = first_administrator(&server);
    let acknowledged = Mutex::new(BTreeSet::new());
    let url = server.url.clone();
    std::thread::scope(|scope| {
        let (url, token, network, acknowledged) = (&url, &token, &network, &acknowledged);
        let (enough, reached) = mpsc::channel();
        for writer in 0..4 {
            let enough = enough.clone();
            scope.spawn(move || {
                for number in 0.. {
                    let code = format!("ente-{writer}-{number}");
                    let body = json!({"parent_id": network, "code": code, "name": code});
                    match send(url, "POST", "/network-bodies", token, &body) {
                        Some((201, _)) => {
                            let mut acknowledged = acknowledged.lock().unwrap();
                            acknowledged.insert(code);
                            if acknowledged.len() == 40 {
                                enough.send(()).unwrap();
                            }
                        }
                        Some((status, body)) => panic!("{status} {body}"),
                        None => return,
                    }
                }
            });
        }
        reached.recv().unwrap();
        assert!(!server.stop("-KILL").success());
    });
    let server = place.serve(&[]);
    let mut found = BTreeSet::new();
    let mut path = "/network-bodies?limit=100".to_owned();
    loop {
        let (_, page) = server.send("GET", &path, "", &Value::Null);
        found.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["code"].as_str().unwrap().to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/network-bodies?limit=100&cursor={cursor}"),
            None => break,
        }
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(
        acknowledged.is_subset(&found),
        "lost: {:?}",
        acknowledged.difference(&found)
    );
    assert!(server.stop("-TERM").success());
}

#[test]
fn the_demonstration_fills_once_and_never_other_data() {
    let place = Place::new();
    let server = place.serve(&["serve", "--demo"]);
    let password = after(&server.said, "  password ");
    let email = after(&server.said, "network_admin");
    let (status, tokens) = server.send(
        "POST",
        "/sessions",
        "",
        &json!({"email": email, "password": password}),
    );
    assert_eq!(status, 200, "{tokens}");
    let accounts = server
        .said
        .lines()
        .filter(|line| line.contains("@demo.example.org"));
    let emails: Vec<_> = accounts
        .map(|line| line.split_whitespace().last().unwrap())
        .collect();
    assert_eq!(emails.len(), 9, "one for every role");
    for email in emails {
        let credentials = json!({"email": email, "password": password});
        let (status, tokens) = server.send("POST", "/sessions", "", &credentials);
        assert_eq!(status, 200, "{email} {tokens}");
        let (_, me) = server.send(
            "GET",
            "/me",
            tokens["access_token"].as_str().unwrap(),
            &Value::Null,
        );
        assert_eq!(me["grants"].as_array().unwrap().len(), 1, "{me}");
    }
    let count = |server: &Server| {
        server
            .send("GET", "/associations?limit=100", "", &Value::Null)
            .1["items"]
            .as_array()
            .unwrap()
            .len()
    };
    let filled = count(&server);
    assert!(filled >= 29, "{filled}");
    assert!(server.stop("-TERM").success());
    let again = place.serve(&["serve", "--demo"]);
    assert_eq!(count(&again), filled);
    assert!(again.stop("-TERM").success());

    let other = Place::new();
    assert!(other.serve(&[]).stop("-TERM").success());
    let refused = other.run(&["serve", "--demo"]);
    assert!(!refused.status.success());
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("--demo only fills an empty database")
    );
}

#[test]
fn the_command_line_keeps_users_and_copies() {
    let place = Place::new();
    assert!(place.ok(&["check"]).contains("not there yet"));
    assert!(
        !place.run(&["backup", "copy.db"]).status.success(),
        "nothing to copy yet"
    );
    assert!(place.serve(&[]).stop("-TERM").success());
    let added = place.ok(&[
        "user",
        "add",
        "--email",
        "Anna@example.org",
        "--given-name",
        "Anna",
        "--family-name",
        "Bianchi",
        "--role",
        "reviewer",
        "--network",
        "rete",
    ]);
    assert!(!after(&added, "one-time password:").is_empty());
    assert!(
        place
            .ok(&["user", "list"])
            .contains("anna@example.org  active")
    );
    place.ok(&["user", "disable", "anna@example.org"]);
    assert!(
        place
            .ok(&["user", "list"])
            .contains("anna@example.org  disabled")
    );
    for wrong in [
        [
            "user",
            "add",
            "--email",
            "nobody",
            "--given-name",
            "A",
            "--family-name",
            "B",
            "--role",
            "reviewer",
            "--network",
            "rete",
        ],
        [
            "user",
            "add",
            "--email",
            "b@example.org",
            "--given-name",
            "A",
            "--family-name",
            "B",
            "--role",
            "operator",
            "--network",
            "rete",
        ],
        [
            "user",
            "add",
            "--email",
            "c@example.org",
            "--given-name",
            "A",
            "--family-name",
            "B",
            "--role",
            "reviewer",
            "--network",
            "no-such",
        ],
    ] {
        assert!(!place.run(&wrong).status.success(), "{wrong:?}");
    }
    place.ok(&["backup", "copy.db"]);
    assert!(
        !place.run(&["backup", "copy.db"]).status.success(),
        "a copy is never overwritten"
    );
    let mut restored = place.command(&["user", "list"]);
    let listed = restored
        .env("HUB_DATABASE_URL", "sqlite://copy.db")
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&listed.stdout).contains("anna@example.org"));
    assert!(place.ok(&["check"]).contains("all applied"));
    place.ok(&["rotate-keys"]);
    assert!(place.path("copy.db").exists());
}

#[test]
fn every_wrong_setting_is_named() {
    let place = Place::new();
    let output = place
        .command(&["serve"])
        .env("HUB_POOL_SIZE", "none")
        .env("HUB_BNID", "127.0.0.1:1")
        .env("HUB_SMTP_URL", "http://mail")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    for name in ["HUB_POOL_SIZE", "HUB_BNID", "HUB_SMTP_URL"] {
        assert!(said.contains(name), "{name} is missing in {said}");
    }
    assert!(
        !place.path("welfare-hub.db").exists(),
        "nothing was touched"
    );
}
