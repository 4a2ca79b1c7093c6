//! Changing and resetting passwords.

use chrono::Duration;
use serde_json::json;
use tests::{TestApp, e2e};

use super::{PASSWORD, with_password};

const NEW: &str = "la luna sopra i tetti";

/// The code in the last mail: the line that is one long word.
fn code(mail: &str) -> String {
    let body = mail.split_once("\r\n\r\n").expect("a body").1;
    let line = body
        .lines()
        .find(|line| line.len() == 43 && !line.contains(' '));
    line.unwrap_or_else(|| panic!("no code in {body}"))
        .trim()
        .to_owned()
}

fn sign_in(app: &TestApp, email: &str, password: &str) -> u16 {
    app.anonymous()
        .post("/sessions", &json!({"email": email, "password": password}))
        .status
}

e2e! {
    fn a_forgotten_password_is_reset_once(app) {
        let person = with_password(app);
        let anybody = app.anonymous();
        let known = anybody.post("/password-resets", &json!({"email": person.email})).expect(202);
        let unknown = anybody.post("/password-resets", &json!({"email": "nessuno@example.org"})).expect(202);
        assert_eq!(known.text, unknown.text);
        let mail = app.mail();
        assert_eq!(mail.len(), 1);
        assert!(mail[0].contains(&person.email));
        let code = code(&mail[0]);
        let weak = anybody
            .post("/password-resets/completion", &json!({"code": code, "new_password": "password123456"}))
            .expect_problem(422, "invalid_content");
        assert_eq!(weak.mistakes(), [("/new_password".to_owned(), "password_too_common".to_owned())]);
        let body = json!({"code": code, "new_password": NEW});
        let _ = anybody.post("/password-resets/completion", &body).expect(204);
        anybody.post("/password-resets/completion", &body).expect_problem(422, "invalid_content");
        assert_eq!(sign_in(app, &person.email, PASSWORD), 401);
        assert_eq!(sign_in(app, &person.email, NEW), 200);
        person.client.get("/me").expect_problem(401, "unauthenticated");
        assert_eq!(app.mail().len(), 2, "the owner is told");
    }
}

e2e! {
    fn a_reset_code_expires(app) {
        let person = with_password(app);
        let _ = app.anonymous().post("/password-resets", &json!({"email": person.email})).expect(202);
        let code = code(&app.mail()[0]);
        app.clock.advance(Duration::minutes(61));
        let problem = app
            .anonymous()
            .post("/password-resets/completion", &json!({"code": code, "new_password": NEW}))
            .expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/code".to_owned(), "invalid_code".to_owned())]);
    }
}

e2e! {
    fn changing_the_password_ends_the_other_sessions(app) {
        let person = with_password(app);
        let other = app.anonymous().post("/sessions", &json!({"email": person.email, "password": PASSWORD}));
        let other = app.anonymous().with_token(&other.expect(200).text_at("/access_token"));
        let problem = person
            .client
            .post("/me/password", &json!({"current_password": "wrong", "new_password": NEW}))
            .expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/current_password".to_owned(), "wrong_password".to_owned())]);
        let _ = person.client.post("/me/password", &json!({"current_password": PASSWORD, "new_password": NEW})).expect(204);
        let _ = person.client.get("/me").expect(200);
        other.get("/me").expect_problem(401, "unauthenticated");
        assert_eq!(sign_in(app, &person.email, NEW), 200);
    }
}
