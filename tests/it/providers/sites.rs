//! `/providers/{provider_id}/sites`.

use domain_accounts::{GrantPlace, Role};
use serde_json::{Value, json};
use tests::e2e;

use super::{pointers, registration};

fn site(name: &str) -> Value {
    json!({
        "name": name,
        "address": {"street": "Via della Repubblica 69", "postal_code": "47521", "municipality": "C573"},
        "contacts": {"phone": "+39 0547 000103", "contact_person": "Piero Bonetti"},
    })
}

e2e! {
    fn a_site_lives_from_creation_to_removal(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network).id;
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, provider)).client;
        let sites = format!("/providers/{provider}/sites");
        let created = editor.post(&sites, &site("Centro diurno")).expect(201);
        let path = format!("{sites}/{}", created.text_at("/id"));
        assert_eq!(created.header("location"), Some(format!("http://hub.test/api/v1{path}").as_str()));
        let public = app.anonymous().get(&path).expect(200);
        assert!(public.json()["contacts"].get("contact_person").is_none());
        let etag = public.etag();
        let placed = editor.patch(&path, &etag, &json!({"coordinates": {"lat": 44.1, "lon": 12.2}, "notes": "Suonare."})).expect(200);
        assert_eq!(placed.json()["coordinates"]["lat"], 44.1);
        editor.patch(&path, &etag, &json!({"notes": null})).expect_problem(412, "stale_version");
        let bare = editor.patch(&path, &placed.etag(), &json!({"notes": null, "coordinates": null})).expect(200);
        assert!(bare.json().get("notes").is_none() && bare.json().get("coordinates").is_none());
        let _ = editor.post(&sites, &site("Ambulatorio")).expect(201);
        let listed = app.anonymous().get(&sites).expect(200);
        assert_eq!(listed.text_at("/items/0/name"), "Ambulatorio");
        assert!(app.anonymous().get(&format!("{sites}?municipality=F205")).expect(200).ids().is_empty());
        editor.delete(&path, &etag).expect_problem(412, "stale_version");
        let _ = editor.delete(&path, &bare.etag()).expect(204);
        app.anonymous().get(&path).expect_problem(404, "not_found");
    }
}

e2e! {
    fn sites_are_kept_by_their_provider_only(app) {
        let world = app.world();
        let network = world.network();
        let (ours, theirs) = (world.provider(network).id, world.provider(network).id);
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, ours)).client;
        let stranger = world.holder(Role::ProviderManager, GrantPlace::Provider(network, theirs)).client;
        let id = editor.post(&format!("/providers/{ours}/sites"), &site("Sede")).expect(201).text_at("/id");
        stranger.post(&format!("/providers/{ours}/sites"), &site("Altra")).expect_problem(403, "forbidden");
        stranger.delete(&format!("/providers/{ours}/sites/{id}"), "*").expect_problem(403, "forbidden");
        stranger.patch(&format!("/providers/{theirs}/sites/{id}"), "*", &json!({})).expect_problem(404, "not_found");
        app.anonymous().post(&format!("/providers/{ours}/sites"), &site("Altra")).expect_problem(401, "unauthenticated");

        let waiting = app.anonymous().post("/providers", &registration(network, 70)).expect(201).text_at("/id");
        let hidden = format!("/providers/{waiting}/sites");
        stranger.post(&hidden, &site("Altra")).expect_problem(404, "not_found");
        let _ = world.admin(network).client.post(&hidden, &site("Sede")).expect(201);
        app.anonymous().get(&hidden).expect_problem(404, "not_found");
    }
}

e2e! {
    fn every_mistake_of_a_site_is_named(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network).id;
        let admin = world.admin(network).client;
        let sites = format!("/providers/{provider}/sites");
        let body = json!({
            "address": {"street": "Via Verdi 28", "postal_code": "2", "municipality": "C573", "floor": 2},
            "coordinates": {"lat": 91, "lon": "x"}, "contacts": {"email": "nobody"}, "notes": "x".repeat(100_000),
        });
        let wrong = admin.post(&sites, &body).expect_problem(422, "invalid_content");
        assert_eq!(
            pointers(&wrong),
            ["/address/floor", "/address/postal_code", "/contacts/email", "/coordinates/lat", "/coordinates/lon", "/name", "/notes"]
        );
        let mut gone = site("Sede");
        gone["address"]["municipality"] = json!("A199");
        let wrong = admin.post(&sites, &gone).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), [("/address/municipality".to_owned(), "unknown_reference".to_owned())]);
        assert!(app.anonymous().get(&sites).expect(200).ids().is_empty());
    }
}
