//! `/invitations/acceptance`.

use chrono::Duration;
use domain_accounts::{GrantPlace, Role};
use serde_json::{Value, json};
use tests::{TestApp, e2e};

use super::code_for;

const PATH: &str = "/invitations/acceptance";
const PASSWORD: &str = "il gatto dorme sul tetto";

/// A provider with a manager who has invited somebody; the place, the manager's client, the code.
fn invited(app: &TestApp, email: &str, role: &str) -> (GrantPlace, tests::Client, String) {
    let world = app.world();
    let network = world.network();
    let provider = world.provider(network).id;
    let place = GrantPlace::Provider(network, provider);
    let manager = world.holder(Role::ProviderManager, place).client;
    let path = format!("/providers/{provider}/invitations");
    let _ = manager
        .post(&path, &json!({"email": email, "role": role}))
        .expect(201);
    (place, manager, code_for(app, email))
}

fn answer(token: &str) -> Value {
    json!({"token": token, "given_name": "Piero", "family_name": "Bonetti", "password": PASSWORD})
}

e2e! {
    fn a_newcomer_gets_an_account_once(app) {
        let (place, manager, code) = invited(app, "piero@example.org", "provider_editor");
        let GrantPlace::Provider(_, provider) = place else { return };
        let accepted = app.anonymous().post(PATH, &answer(&code)).expect(200);
        assert_eq!(accepted.json()["new_account"], true);
        assert_eq!(accepted.text_at("/role"), "provider_editor");
        let again = app.anonymous().post(PATH, &answer(&code)).expect_problem(422, "invalid_content");
        assert_eq!(again.mistakes(), [("/token".to_owned(), "invitation_not_good".to_owned())]);

        let user = accepted.text_at("/user_id").parse().expect("an identifier");
        let editor = app.world().session(user);
        let path = format!("/providers/{provider}");
        let etag = editor.get(&path).expect(200).etag();
        let _ = editor.patch(&path, &etag, &json!({"description": "Compagnia telefonica."})).expect(200);
        let members = manager.get(&format!("{path}/members")).expect(200);
        assert_eq!(members.ids().len(), 2);
        assert!(members.text.contains("piero@example.org"));
    }
}

e2e! {
    fn every_mistake_of_a_newcomer_is_named(app) {
        let (_, _, code) = invited(app, "piero@example.org", "provider_editor");
        let missing = app.anonymous().post(PATH, &json!({"token": code})).expect_problem(422, "invalid_content");
        let pointers: Vec<_> = missing.mistakes().into_iter().map(|one| one.0).collect();
        assert_eq!(pointers, ["/family_name", "/given_name", "/password"]);
        let weak = json!({"token": code, "given_name": "Piero", "family_name": "Bonetti", "password": "breve"});
        let weak = app.anonymous().post(PATH, &weak).expect_problem(422, "invalid_content");
        assert_eq!(weak.mistakes(), [("/password".to_owned(), "password_too_short".to_owned())]);
        let strange = json!({"token": 7, "given_name": "", "colour": "red"});
        let strange = app.anonymous().post(PATH, &strange).expect_problem(422, "invalid_content");
        let pointers: Vec<_> = strange.mistakes().into_iter().map(|one| one.0).collect();
        assert_eq!(pointers, ["/colour", "/given_name", "/token"]);
        let _ = app.anonymous().post(PATH, &answer(&code)).expect(200);
    }
}

e2e! {
    fn who_has_an_account_gives_its_password_or_is_signed_in(app) {
        let (_, _, code) = invited(app, "piero@example.org", "provider_editor");
        let user = app.anonymous().post(PATH, &answer(&code)).expect(200).text_at("/user_id");

        let (_, _, code) = invited(app, "piero@example.org", "provider_manager");
        let nothing = app.anonymous().post(PATH, &json!({"token": code})).expect_problem(422, "invalid_content");
        assert_eq!(nothing.mistakes(), [("/password".to_owned(), "required".to_owned())]);
        app.anonymous()
            .post(PATH, &json!({"token": code, "password": "un altro gatto sul tetto"}))
            .expect_problem(401, "invalid_credentials");
        let known = app.anonymous().post(PATH, &json!({"token": code, "password": PASSWORD})).expect(200);
        assert_eq!((known.text_at("/user_id"), &known.json()["new_account"]), (user.clone(), &json!(false)));

        let (_, stranger, code) = invited(app, "piero@example.org", "provider_manager");
        let world = app.world();
        let refused = stranger.post(PATH, &json!({"token": code})).expect_problem(403, "forbidden");
        assert!(refused.text_at("/detail").contains("altro indirizzo"));
        let signed_in = world.session(user.parse().expect("an identifier"));
        let accepted = signed_in.post(PATH, &json!({"token": code})).expect(200);
        assert_eq!(accepted.text_at("/user_id"), user);
    }
}

e2e! {
    fn an_invitation_holds_two_weeks(app) {
        let (_, _, code) = invited(app, "piero@example.org", "provider_editor");
        app.clock.advance(Duration::days(14));
        let late = app.anonymous().post(PATH, &answer(&code)).expect_problem(422, "invalid_content");
        assert_eq!(late.mistakes(), [("/token".to_owned(), "invitation_not_good".to_owned())]);
        let unknown = app.anonymous().post(PATH, &answer("unknown")).expect_problem(422, "invalid_content");
        assert_eq!(unknown.mistakes(), late.mistakes());
    }
}

e2e! {
    fn of_two_who_accept_at_once_one_succeeds(app) {
        let (place, manager, code) = invited(app, "piero@example.org", "provider_editor");
        let GrantPlace::Provider(_, provider) = place else { return };
        let body = answer(&code);
        let statuses = std::thread::scope(|scope| {
            let both: Vec<_> = (0..2)
                .map(|_| {
                    let (anybody, body) = (app.anonymous(), &body);
                    scope.spawn(move || anybody.post(PATH, body).status)
                })
                .collect();
            let mut statuses: Vec<_> = both.into_iter().map(|one| one.join().expect("an answer")).collect();
            statuses.sort_unstable();
            statuses
        });
        assert_eq!(statuses[0], 200);
        assert!((400..500).contains(&statuses[1]), "{statuses:?}");
        assert_eq!(manager.get(&format!("/providers/{provider}/members")).expect(200).ids().len(), 2);
    }
}
