//! What holds for every operation, tried on each that the served description names.

use api::http::SchemaChecker;
use serde_json::{Value, json};
use tests::{Client, Description, Operation, TestApp, e2e};

/// Collects what is wrong, so that one run names every operation at fault.
fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// An administrator of some network.
fn administrator(app: &TestApp) -> Client {
    let world = app.world();
    let network = world.network();
    world.admin(network).client
}

/// Every operation, and what is wrong with those for which `fault` finds something.
fn each(app: &TestApp, fault: impl Fn(&Operation) -> Option<String>) {
    let operations = Description::served_by(app).operations();
    assert!(!operations.is_empty());
    let faults: Vec<String> = operations
        .iter()
        .filter_map(|operation| Some(format!("{operation}: {}", fault(operation)?)))
        .collect();
    report(&faults);
}

/// Whether the path of `other` has the form of the template of `operation`.
fn fits(operation: &Operation, other: &Operation) -> bool {
    let (template, path) = (operation.template.split('/'), other.path.split('/'));
    template.clone().count() == path.clone().count()
        && template
            .zip(path)
            .all(|(part, text)| part == text || part.starts_with('{'))
}

/// What is wrong when an answer has another status.
fn unless(status: u16, reply: &tests::Reply) -> Option<String> {
    (reply.status != status)
        .then(|| format!("{} instead of {status}: {}", reply.status, reply.text))
}

e2e! {
    fn nobody_in_particular_is_asked_to_sign_in(app) {
        let nobody = app.anonymous();
        each(app, |operation| {
            if operation.is_public {
                return None;
            }
            unless(401, &operation.send_example(&nobody))
        });
    }
}

e2e! {
    fn a_token_that_is_not_good_is_refused_everywhere(app) {
        let forger = app.anonymous().with_token("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.");
        each(app, |operation| {
            let reply = operation.send_example(&forger);
            unless(401, &reply).or_else(|| {
                reply.header("www-authenticate").is_none().then(|| "no WWW-Authenticate".to_owned())
            })
        });
    }
}

e2e! {
    fn an_unknown_member_is_a_mistake_of_the_caller(app) {
        let administrator = administrator(app);
        each(app, |operation| {
            let (kind, _) = operation.body.as_ref()?;
            let reply = operation.send(&administrator, kind, br#"{"unknown_member": 1}"#);
            if !(400..500).contains(&reply.status) {
                return Some(format!("{}: {}", reply.status, reply.text));
            }
            let names_it = reply.mistakes().iter().any(|(place, _)| place == "/unknown_member");
            (reply.status == 422 && !names_it).then(|| format!("the member is not named: {}", reply.text))
        });
    }
}

e2e! {
    fn bodies_of_the_wrong_type_are_mistakes_of_the_caller(app) {
        let administrator = administrator(app);
        each(app, |operation| {
            let (kind, example) = operation.body.as_ref()?;
            let numbers: serde_json::Map<String, Value> =
                example.as_object()?.keys().map(|name| (name.clone(), json!(-1e300))).collect();
            for body in [Value::Object(numbers), json!([]), json!("text"), json!(null)] {
                let reply = operation.send(&administrator, kind, body.to_string().as_bytes());
                if !(400..500).contains(&reply.status) {
                    return Some(format!("{} to {body}: {}", reply.status, reply.text));
                }
            }
            None
        });
    }
}

e2e! {
    fn malformed_bodies_are_refused(app) {
        let administrator = administrator(app);
        let deep = format!("{}{}", "[".repeat(64), "]".repeat(64));
        each(app, |operation| {
            let (kind, _) = operation.body.as_ref()?;
            for body in ["{\"a\": ", "", "{} {}", deep.as_str()] {
                let reply = operation.send(&administrator, kind, body.as_bytes());
                if let Some(fault) = unless(400, &reply) {
                    return Some(format!("{body:.20}: {fault}"));
                }
            }
            None
        });
    }
}

e2e! {
    fn bodies_of_another_media_type_are_refused(app) {
        let administrator = administrator(app);
        each(app, |operation| {
            operation.body.as_ref()?;
            unless(415, &operation.send(&administrator, "text/plain", b"{}"))
        });
    }
}

e2e! {
    fn bodies_beyond_the_limit_are_refused(app) {
        let administrator = administrator(app);
        let large = format!("{{\"a\": \"{}\"}}", "x".repeat(1024 * 1024));
        each(app, |operation| {
            let (kind, _) = operation.body.as_ref()?;
            unless(413, &operation.send(&administrator, kind, large.as_bytes()))
        });
    }
}

e2e! {
    fn unknown_parameters_are_refused(app) {
        let administrator = administrator(app);
        each(app, |operation| {
            if operation.method != "GET" {
                return None;
            }
            let reply = administrator.get(&format!("{}?unknown_parameter=1", operation.path));
            operation.check(&reply);
            unless(400, &reply).or_else(|| {
                let named = reply.mistakes().iter().any(|(name, _)| name == "unknown_parameter");
                (!named).then(|| format!("the parameter is not named: {}", reply.text))
            })
        });
    }
}

e2e! {
    fn wrong_parameters_are_refused(app) {
        let administrator = administrator(app);
        each(app, |operation| {
            let nonsense = "%F0%9F%92%A5".repeat(800);
            operation.query.iter().find_map(|name| {
                let path = format!("{}?{name}={nonsense}", operation.path);
                let reply = administrator.send(&operation.method, &path, &[], b"");
                operation.check(&reply);
                unless(400, &reply).map(|fault| format!("{name}: {fault}"))
            })
        });
    }
}

e2e! {
    fn lists_fit_their_description(app) {
        let description = Description::served_by(app);
        let checker = SchemaChecker::new(description.document().clone());
        let administrator = administrator(app);
        each(app, |operation| {
            let is_plain = operation.method == "GET" && !operation.template.contains('{');
            let schema = operation.answer.as_ref().filter(|_| is_plain)?;
            let reply = administrator.get(&operation.path);
            operation.check(&reply);
            if reply.status == 400 || reply.status == 403 {
                // It wants a parameter, or belongs to another role.
                return None;
            }
            let wrong = checker.check(schema, &reply.json()).expect("a known schema");
            unless(200, &reply).or_else(|| (!wrong.is_empty()).then(|| format!("{wrong:?}")))
        });
    }
}

e2e! {
    fn other_methods_are_refused_with_those_that_are_allowed(app) {
        let administrator = administrator(app);
        let operations = Description::served_by(app).operations();
        for operation in &operations {
            let same = |one: &&Operation| one.template == operation.template;
            let allowed: Vec<&str> = operations.iter().filter(same).map(|one| one.method.as_str()).collect();
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                // `/sessions/renewal` has the form of `/sessions/{session_id}` too.
                let is_taken = operations.iter().any(|one| one.method == method && fits(one, operation));
                if is_taken {
                    continue;
                }
                let reply = administrator.send(method, &operation.path, &[], b"");
                let reply = reply.expect_problem(405, "method_not_allowed");
                let allow = reply.header("allow").unwrap_or_default();
                let mut named: Vec<&str> = allow.split(", ").collect();
                named.sort_unstable();
                let mut allowed = allowed.clone();
                allowed.sort_unstable();
                assert_eq!(named, allowed, "{method} {}", operation.template);
            }
        }
    }
}

e2e! {
    fn unknown_paths_are_not_found_in_the_language_asked_for(app) {
        let nobody = app.anonymous();
        for path in ["/nowhere", "//nowhere", "/network-bodies/not-an-id", "//api/v2/points"] {
            nobody.get(path).expect_problem(404, "not_found");
        }
        for (asked, language, title) in [
            ("it", "it", "Risorsa non trovata"),
            ("en-GB,en;q=0.9,it;q=0.1", "en", "Not found"),
            ("de", "it", "Risorsa non trovata"),
        ] {
            let reply = nobody.with_header("accept-language", asked).get("/nowhere");
            let reply = reply.expect_problem(404, "not_found");
            assert_eq!(reply.header("content-language"), Some(language), "{asked}");
            assert_eq!(reply.text_at("/title"), title, "{asked}");
        }
    }
}

e2e! {
    fn every_error_has_a_page_that_explains_it(app) {
        let description = Description::served_by(app);
        let codes = description.document()["components"]["schemas"]["ProblemCode"]["enum"].clone();
        for code in codes.as_array().expect("codes") {
            let code = code.as_str().expect("a code");
            let page = app.anonymous().get(&format!("/problems/{code}")).expect(200);
            assert_eq!(page.text_at("/code"), code);
        }
    }
}

e2e! {
    fn pages_outside_the_base_answer(app) {
        let nobody = app.anonymous();
        for path in ["//health/live", "//health/ready"] {
            assert_eq!(nobody.get(path).expect(200).text_at("/status"), "ok");
        }
        let metrics = nobody.get("//metrics").expect(200);
        assert!(metrics.text.contains("welfare_hub_http_requests_total"), "{}", metrics.text);
        let docs = nobody.get("//docs/").expect(200);
        assert!(docs.text.contains("swagger-ui"));
        assert_eq!(nobody.get("//docs").expect(302).header("location"), Some("/docs/"));
        let description = nobody.get("//openapi.json").expect(200);
        let unchanged = nobody.send("GET", "//openapi.json", &[("if-none-match", &description.etag())], b"");
        let _ = unchanged.expect(304);
    }
}

e2e! {
    fn a_request_keeps_its_identifier(app) {
        let nobody = app.anonymous();
        let reply = nobody.with_header("x-request-id", "front-end_42.a").get("/nowhere");
        assert_eq!(reply.header("x-request-id"), Some("front-end_42.a"));
        assert_eq!(reply.text_at("/instance"), "front-end_42.a");
        for strange in ["with space", &"x".repeat(65), "quote\""] {
            let reply = nobody.with_header("x-request-id", strange).get("/status");
            assert_eq!(reply.header("x-request-id").map(str::len), Some(36));
        }
    }
}
