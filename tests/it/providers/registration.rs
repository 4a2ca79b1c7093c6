//! Registration and what follows from it.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::{e2e, tax_code};

use super::{applicant, pointers, registration};
use crate::invitations::code_for;

e2e! {
    fn a_registration_waits_is_approved_and_gets_a_manager(app) {
        let world = app.world();
        let network = world.network();
        let created = app.anonymous().post("/providers", &registration(network, 1)).expect(201);
        assert_eq!(created.text_at("/registration/status"), "pending");
        assert!(created.json().get("applicant").is_none());
        let path = format!("/providers/{}", created.text_at("/id"));
        assert_eq!(created.header("location"), Some(format!("http://hub.test/api/v1{path}").as_str()));
        assert!(app.mail().iter().any(|mail| mail.contains("Subject: Registrazione ricevuta") && mail.contains(&applicant(1))));

        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(network)).client;
        let waiting = reviewer.get(&path).expect(200);
        assert_eq!(waiting.text_at("/applicant/given_name"), "Lucia");
        let approval = format!("{path}/approval");
        reviewer.send("POST", &approval, &[], b"").expect_problem(428, "precondition_required");
        let etag = waiting.etag();
        let approved = reviewer.send("POST", &approval, &[("if-match", &etag)], b"").expect(200);
        assert_eq!(approved.text_at("/registration/status"), "approved");
        reviewer.send("POST", &approval, &[("if-match", &etag)], b"").expect_problem(412, "stale_version");
        let etag = approved.etag();
        let twice = reviewer.send("POST", &approval, &[("if-match", &etag)], b"").expect_problem(409, "invalid_transition");
        assert_eq!(twice.json()["allowed"], json!([]));

        let acceptance = json!({"token": code_for(app, &applicant(1)), "given_name": "Lucia", "family_name": "Fabbri", "password": "il gatto dorme sul tetto"});
        let accepted = app.anonymous().post("/invitations/acceptance", &acceptance).expect(200);
        assert_eq!(accepted.text_at("/role"), "provider_manager");
        let manager = world.session(accepted.text_at("/user_id").parse().expect("an identifier"));
        let changed = manager.patch(&path, &etag, &json!({"trade_name": "Il Melograno", "vat_number": tax_code(1)})).expect(200);
        assert_eq!(changed.text_at("/trade_name"), "Il Melograno");
        let decisions = manager.get(&format!("{path}/decisions")).expect(200);
        assert_eq!(decisions.text_at("/items/0/step"), "approve");
    }
}

e2e! {
    fn nobody_else_learns_of_a_registration_that_waits(app) {
        let world = app.world();
        let (ours, theirs) = (world.network(), world.network());
        let id = app.anonymous().post("/providers", &registration(ours, 1)).expect(201).text_at("/id");
        let other = world.provider(ours).id;
        let manager = world.holder(Role::ProviderManager, GrantPlace::Provider(ours, other)).client;
        let specialist = world.person(Some(ours)).client;
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(theirs)).client;
        let missing = "01930000-0000-7000-8000-000000000000";
        for stranger in [app.anonymous(), manager.clone(), specialist, reviewer.clone()] {
            for part in ["", "/sites"] {
                let hidden = stranger.get(&format!("/providers/{id}{part}")).expect_problem(404, "not_found");
                let absent = stranger.get(&format!("/providers/{missing}{part}")).expect_problem(404, "not_found");
                let bare = |reply: &tests::Reply| { let mut body = reply.json(); body["instance"].take(); body };
                assert_eq!(bare(&hidden), bare(&absent));
            }
        }
        for stranger in [manager, reviewer] {
            for part in ["decisions", "members", "invitations"] {
                stranger.get(&format!("/providers/{id}/{part}")).expect_problem(404, "not_found");
            }
            stranger.patch(&format!("/providers/{id}"), "*", &json!({})).expect_problem(404, "not_found");
            stranger.send("POST", &format!("/providers/{id}/approval"), &[("if-match", "*")], b"").expect_problem(404, "not_found");
        }
    }
}

e2e! {
    fn what_the_network_registers_is_approved_at_once(app) {
        let world = app.world();
        let (ours, theirs) = (world.network(), world.network());
        let admin = world.admin(ours).client;
        let created = admin.post("/providers", &registration(ours, 1)).expect(201);
        assert_eq!(created.text_at("/registration/status"), "approved");
        let _ = code_for(app, &applicant(1));
        let abroad = admin.post("/providers", &registration(theirs, 1)).expect(201);
        assert_eq!(abroad.text_at("/registration/status"), "pending");
        let unknown = world.body(Some(ours));
        let wrong = admin.post("/providers", &registration(unknown, 2)).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), [("/network_id".to_owned(), "unknown_reference".to_owned())]);
    }
}

e2e! {
    fn every_mistake_is_named(app) {
        let network = app.world().network();
        let mut body = registration(network, 1);
        body["tax_code"] = json!("12345670018");
        body["vat_number"] = json!("12345670027");
        body["applicant"] = json!({"email": "nobody", "given_name": "Lucia"});
        body["kind"] = json!("private");
        body["colour"] = json!("red");
        body["legal_name"] = json!("x".repeat(201));
        body["legal_seat"]["postal_code"] = json!("4752");
        body["registers"] = json!([{"register": "business_register", "number": "1"}, {"register": "none", "number": 7}]);
        let problem = app.anonymous().post("/providers", &body).expect_problem(422, "invalid_content");
        assert_eq!(
            pointers(&problem),
            ["/applicant/email", "/applicant/family_name", "/colour", "/legal_form", "/legal_name", "/legal_seat/postal_code",
             "/registers/0/number", "/registers/1/number", "/registers/1/register", "/tax_code", "/vat_number"]
        );
        let checks: Vec<_> = problem.mistakes().into_iter().filter(|one| one.1.ends_with("_check")).collect();
        assert_eq!(checks.len(), 2, "{checks:?}");
        let empty = app.anonymous().post("/providers", &json!({})).expect_problem(422, "invalid_content");
        assert_eq!(
            pointers(&empty),
            ["/applicant", "/applicant/email", "/applicant/family_name", "/applicant/given_name", "/contacts", "/kind",
             "/legal_form", "/legal_name", "/legal_seat", "/network_id", "/tax_code"]
        );
        assert!(app.mail().is_empty());
    }
}

e2e! {
    fn the_municipality_exists_today(app) {
        let network = app.world().network();
        for gone in ["Z999", "A199"] {
            let mut body = registration(network, 1);
            body["legal_seat"]["municipality"] = json!(gone);
            let problem = app.anonymous().post("/providers", &body).expect_problem(422, "invalid_content");
            assert_eq!(problem.mistakes(), [("/legal_seat/municipality".to_owned(), "unknown_reference".to_owned())]);
        }
    }
}

e2e! {
    fn a_tax_code_is_taken_until_it_is_rejected(app) {
        let world = app.world();
        let network = world.network();
        let id = app.anonymous().post("/providers", &registration(network, 1)).expect(201).text_at("/id");
        let taken = app.anonymous().post("/providers", &registration(network, 1)).expect_problem(409, "conflict");
        assert_eq!(taken.mistakes(), [("/tax_code".to_owned(), "already_taken".to_owned())]);

        let admin = world.admin(network).client;
        let path = format!("/providers/{id}/rejection");
        let etag = admin.get(&format!("/providers/{id}")).expect(200).etag();
        let headers = [("content-type", "application/json"), ("if-match", etag.as_str())];
        let unexplained = admin.send("POST", &path, &headers, b"{}").expect_problem(422, "invalid_content");
        assert_eq!(pointers(&unexplained), ["/reason"]);
        let rejected = admin.send("POST", &path, &headers, br#"{"reason": "Ente inesistente"}"#).expect(200);
        assert_eq!(rejected.text_at("/registration/reason"), "Ente inesistente");
        assert!(app.mail().iter().any(|mail| mail.contains("Ente inesistente") && mail.contains(&applicant(1))));
        app.anonymous().get(&format!("/providers/{id}")).expect_problem(404, "not_found");
        let _ = app.anonymous().post("/providers", &registration(network, 1)).expect(201);
    }
}
