//! `/providers/{provider_id}/members`.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::{Client, e2e};

/// The membership of a person: its path and its ETag.
fn membership(client: &Client, members: &str, email: &str) -> (String, String) {
    let body = client.get(members).expect(200).json();
    let items = body["items"].as_array().cloned().unwrap_or_default();
    let member = items
        .iter()
        .find(|item| item["email"] == email)
        .expect("a member");
    let path = format!(
        "{members}/{}",
        member["id"].as_str().expect("an identifier")
    );
    let etag = client.get(&path).expect(200).etag();
    (path, etag)
}

e2e! {
    fn a_manager_changes_roles_and_removes(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network).id;
        let place = GrantPlace::Provider(network, provider);
        let members = format!("/providers/{provider}/members");
        let manager = world.holder(Role::ProviderManager, place);
        let editor = world.holder(Role::ProviderEditor, place);
        let (own, own_etag) = membership(&manager.client, &members, &manager.email);
        let last = manager.client.patch(&own, &own_etag, &json!({"role": "provider_editor"})).expect_problem(409, "conflict");
        assert!(last.text_at("/detail").contains("unico responsabile"));
        manager.client.delete(&own, &own_etag).expect_problem(409, "conflict");

        let (path, etag) = membership(&manager.client, &members, &editor.email);
        editor.client.patch(&path, &etag, &json!({"role": "provider_manager"})).expect_problem(403, "forbidden");
        let wrong = manager.client.patch(&path, &etag, &json!({"role": "reviewer", "place": 1})).expect_problem(422, "invalid_content");
        assert_eq!(super::pointers(&wrong), ["/place", "/role"]);
        let promoted = manager.client.patch(&path, &etag, &json!({"role": "provider_manager"})).expect(200);
        manager.client.patch(&path, &etag, &json!({})).expect_problem(412, "stale_version");
        manager.client.send("DELETE", &path, &[], b"").expect_problem(428, "precondition_required");
        let _ = editor.client.delete(&own, &own_etag).expect(204);
        manager.client.get(&members).expect_problem(403, "forbidden");
        editor.client.delete(&path, &promoted.etag()).expect_problem(409, "conflict");
    }
}

e2e! {
    fn members_are_the_providers_own_business(app) {
        let world = app.world();
        let network = world.network();
        let (ours, theirs) = (world.provider(network).id, world.provider(network).id);
        let manager = world.holder(Role::ProviderManager, GrantPlace::Provider(network, ours));
        let stranger = world.holder(Role::ProviderManager, GrantPlace::Provider(network, theirs)).client;
        let members = format!("/providers/{ours}/members");
        let (path, etag) = membership(&manager.client, &members, &manager.email);
        stranger.get(&members).expect_problem(403, "forbidden");
        stranger.delete(&path, &etag).expect_problem(403, "forbidden");
        app.anonymous().get(&members).expect_problem(401, "unauthenticated");
        let id = path.rsplit('/').next().expect("an identifier");
        stranger.get(&format!("/providers/{theirs}/members/{id}")).expect_problem(404, "not_found");
        stranger.delete(&format!("/providers/{theirs}/members/{id}"), &etag).expect_problem(404, "not_found");
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(network)).client;
        let _ = reviewer.get(&path).expect(200);
        reviewer.delete(&path, &etag).expect_problem(403, "forbidden");
    }
}

e2e! {
    fn of_two_managers_who_remove_each_other_one_stays(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network).id;
        let place = GrantPlace::Provider(network, provider);
        let members = format!("/providers/{provider}/members");
        let people = [world.holder(Role::ProviderManager, place), world.holder(Role::ProviderManager, place)];
        let admin = world.admin(network).client;
        let rows: Vec<_> = people.iter().map(|person| membership(&admin, &members, &person.email)).collect();
        let statuses = std::thread::scope(|scope| {
            let both: Vec<_> = people.iter().zip(rows.iter().rev())
                .map(|(person, (path, etag))| scope.spawn(move || person.client.delete(path, etag).status))
                .collect();
            both.into_iter().map(|one| one.join().expect("an answer")).collect::<Vec<_>>()
        });
        let gone = statuses.iter().filter(|status| **status == 204).count();
        assert_eq!(gone, 1, "{statuses:?}");
        assert_eq!(admin.get(&members).expect(200).ids().len(), 1);
    }
}
