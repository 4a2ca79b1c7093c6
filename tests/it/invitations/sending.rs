//! `/providers/{provider_id}/invitations`.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::e2e;

use super::{code_for, codes_for};

e2e! {
    fn a_manager_invites_and_takes_back(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network).id;
        let place = GrantPlace::Provider(network, provider);
        let manager = world.holder(Role::ProviderManager, place).client;
        let path = format!("/providers/{provider}/invitations");
        let body = json!({"email": "piero@example.org", "role": "provider_editor"});
        let created = manager.post(&path, &body).expect(201);
        assert_eq!(created.text_at("/state"), "pending");
        assert!(created.json().get("token").is_none());
        let one = format!("{path}/{}", created.text_at("/id"));
        assert_eq!(created.header("location"), Some(format!("http://hub.test/api/v1{one}").as_str()));
        let code = code_for(app, "piero@example.org");
        assert!(!created.text.contains(&code));
        let taken = manager.post(&path, &body).expect_problem(409, "conflict");
        assert_eq!(taken.mistakes(), [("/email".to_owned(), "already_taken".to_owned())]);

        let revocation = format!("{one}/revocation");
        manager.send("POST", &revocation, &[], b"").expect_problem(428, "precondition_required");
        manager.send("POST", &revocation, &[("if-match", "\"9\"")], b"").expect_problem(412, "stale_version");
        let etag = manager.get(&one).expect(200).etag();
        let revoked = manager.send("POST", &revocation, &[("if-match", &etag)], b"").expect(200);
        assert_eq!(revoked.text_at("/state"), "revoked");
        let etag = revoked.etag();
        let again = manager.send("POST", &revocation, &[("if-match", &etag)], b"").expect_problem(409, "invalid_transition");
        assert_eq!(again.json()["allowed"], json!([]));

        let acceptance = json!({"token": code, "given_name": "Piero", "family_name": "Bonetti", "password": "il gatto dorme sul tetto"});
        let late = app.anonymous().post("/invitations/acceptance", &acceptance).expect_problem(422, "invalid_content");
        assert_eq!(late.mistakes(), [("/token".to_owned(), "invitation_not_good".to_owned())]);
        let _ = manager.post(&path, &body).expect(201);
        assert_eq!(codes_for(app, "piero@example.org").len(), 2);
        assert_eq!(manager.get(&path).expect(200).ids().len(), 2);
        assert_eq!(manager.get(&format!("{path}?limit=1")).expect(200).ids().len(), 1);
    }
}

e2e! {
    fn only_managers_and_administrators_invite(app) {
        let world = app.world();
        let network = world.network();
        let (ours, theirs) = (world.provider(network).id, world.provider(network).id);
        let path = format!("/providers/{ours}/invitations");
        let body = json!({"email": "piero@example.org", "role": "provider_editor"});
        let holder = |role, provider| world.holder(role, GrantPlace::Provider(network, provider)).client;
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(network)).client;
        for refused in [holder(Role::ProviderEditor, ours), holder(Role::ProviderManager, theirs), reviewer] {
            refused.post(&path, &body).expect_problem(403, "forbidden");
            refused.get(&path).expect_problem(403, "forbidden");
        }
        app.anonymous().post(&path, &body).expect_problem(401, "unauthenticated");
        app.anonymous().get(&path).expect_problem(401, "unauthenticated");
        let admin = world.admin(network).client;
        let created = admin.post(&path, &body).expect(201).text_at("/id");
        admin.get(&format!("/providers/{theirs}/invitations/{created}")).expect_problem(404, "not_found");

        let wrong = admin.post(&path, &json!({"email": "nobody", "role": "reviewer", "days": 3}));
        let pointers: Vec<_> = wrong.expect_problem(422, "invalid_content").mistakes().into_iter().map(|one| one.0).collect();
        assert_eq!(pointers, ["/days", "/email", "/role"]);
        admin.get(&format!("{path}?state=pending")).expect_problem(400, "invalid_parameters");
    }
}
