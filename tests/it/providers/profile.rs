//! `/providers/{provider_id}`.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::{e2e, tax_code};

use super::{pointers, registration};

e2e! {
    fn members_and_the_network_see_more(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network).id;
        let path = format!("/providers/{provider}");
        let public = app.anonymous().get(&path).expect(200);
        assert_eq!(public.header("cache-control"), Some("public, max-age=60, must-revalidate"));
        assert!(public.json()["contacts"].get("contact_person").is_none());
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, provider)).client;
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(network)).client;
        for insider in [editor, reviewer] {
            let inside = insider.get(&path).expect(200);
            assert_eq!(inside.header("cache-control"), Some("no-store"));
            assert_eq!(inside.text_at("/contacts/contact_person"), "Lucia Fabbri");
        }
        let other = world.provider(network).id;
        let stranger = world.holder(Role::ProviderManager, GrantPlace::Provider(network, other)).client;
        assert!(stranger.get(&path).expect(200).json()["contacts"].get("contact_person").is_none());
        stranger.get(&format!("{path}/decisions")).expect_problem(403, "forbidden");
    }
}

e2e! {
    fn the_tax_code_of_a_person_is_not_public(app) {
        let world = app.world();
        let network = world.network();
        let mut body = registration(network, 1);
        body["kind"] = json!("private");
        body["legal_form"] = json!("freelancer");
        body["tax_code"] = json!("RSSMRA85M01H501Q");
        body["registers"] = json!([]);
        let admin = world.admin(network).client;
        let created = admin.post("/providers", &body).expect(201);
        assert_eq!(created.text_at("/tax_code"), "RSSMRA85M01H501Q");
        let public = app.anonymous().get(&format!("/providers/{}", created.text_at("/id"))).expect(200);
        assert!(public.json().get("tax_code").is_none());
    }
}

e2e! {
    fn a_change_needs_the_version_and_the_role(app) {
        let world = app.world();
        let network = world.network();
        let (ours, theirs) = (world.provider(network).id, world.provider(network));
        let path = format!("/providers/{ours}");
        let place = GrantPlace::Provider(network, ours);
        let editor = world.holder(Role::ProviderEditor, place).client;
        let etag = editor.get(&path).expect(200).etag();
        let merge = [("content-type", "application/merge-patch+json")];
        editor.send("PATCH", &path, &merge, b"{}").expect_problem(428, "precondition_required");
        editor.patch(&path, "\"9\"", &json!({})).expect_problem(412, "stale_version");
        let stranger = world.holder(Role::ProviderManager, GrantPlace::Provider(network, theirs.id)).client;
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(network)).client;
        for refused in [stranger, reviewer] {
            refused.patch(&path, &etag, &json!({"trade_name": "Altro"})).expect_problem(403, "forbidden");
        }
        app.anonymous().patch(&path, &etag, &json!({})).expect_problem(401, "unauthenticated");
        let wrong = editor
            .patch(&path, &etag, &json!({"vat_number": "1", "contacts": null, "network_id": network, "tax_code": 7}))
            .expect_problem(422, "invalid_content");
        assert_eq!(pointers(&wrong), ["/contacts", "/network_id", "/tax_code", "/vat_number"]);
        let taken = editor
            .patch(&path, &etag, &json!({"tax_code": theirs.profile.tax_code}))
            .expect_problem(409, "conflict");
        assert_eq!(pointers(&taken), ["/tax_code"]);
        let moved = json!({"legal_seat": {"municipality": "F205", "postal_code": "20121"}, "vat_number": tax_code(77)});
        let changed = editor.patch(&path, &etag, &moved).expect(200);
        assert_eq!(changed.text_at("/legal_seat/street"), "Viale Europa 20");
        let found = app.anonymous().get("/providers?region=03&province=015").expect(200);
        assert_eq!(found.ids(), [ours.to_string()]);
    }
}
