//! A card from its first draft to its provider's suspension.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::e2e;

use super::{accredited, content, follow, found, step};

e2e! {
    fn from_the_draft_to_the_suspension_of_its_provider(app) {
        let (world, network) = (app.world(), app.world().network());
        let provider = accredited(app, network);
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, provider.id)).client;
        let foreign = accredited(app, network);
        let foreign = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, foreign.id)).client;
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(network)).client;

        // The editor drafts; what is missing is told at submission, all of it.
        let draft = json!({"provider_id": provider.id, "content": {"title": {"it": "Compagnia per anziani soli"}}});
        let created = editor.post("/cards", &draft).expect(201);
        let id = created.text_at("/id");
        let path = format!("/cards/{id}");
        let missing = step(&editor, &format!("{path}/submission"), &json!({})).expect_problem(422, "invalid_content");
        assert_eq!(missing.mistakes().len(), 12, "{:?}", missing.mistakes());
        let full = content(json!({"title": {"it": "Compagnia per anziani soli"}}));
        let _ = editor.patch(&path, &created.etag(), &json!({"content": full})).expect(200);
        for stranger in [&foreign, &app.anonymous()] {
            assert!(matches!(stranger.get(&path).status, 401 | 404));
        }
        let _ = step(&editor, &format!("{path}/submission"), &json!({})).expect(200);

        // The reviewer finds it in the queue, comments, and asks for changes.
        let queue = reviewer.get("/review-queue").expect(200);
        assert_eq!(queue.json()["items"][0]["id"], json!(id));
        let comment = json!({"pointer": "/summary/it", "text": "Il sommario è troppo generico."});
        let comment = reviewer.post(&format!("{path}/comments"), &comment).expect(201);
        let reason = json!({"reason": "Precisare il sommario, come da commento."});
        let _ = step(&reviewer, &format!("{path}/change-request"), &reason).expect(200);

        // The editor corrects and submits again; the reviewer settles the thread and publishes.
        let etag = editor.get(&path).expect(200).etag();
        let better = json!({"content": {"summary": {"it": "Due visite alla settimana per chi vive da solo."}}});
        let _ = editor.patch(&path, &etag, &better).expect(200);
        let _ = step(&editor, &format!("{path}/submission"), &json!({})).expect(200);
        let thread = comment.text_at("/id");
        let _ = step(&reviewer, &format!("{path}/comments/{thread}/resolution"), &json!({}));
        assert!(found(app, "q=compagnia").is_empty());
        let _ = step(&reviewer, &format!("{path}/publication"), &json!({})).expect(200);
        follow(app);
        assert_eq!(found(app, "q=comapgnia"), [id.as_str()], "by a typo in its title");

        // Edited: the public sees the old one until the new one is published.
        let etag = editor.get(&path).expect(200).etag();
        let renamed = json!({"content": {"title": {"it": "Visite amiche a domicilio"}}});
        let _ = editor.patch(&path, &etag, &renamed).expect(200);
        let public = || app.anonymous().get(&format!("/services/{id}")).expect(200).json();
        assert_eq!(public()["content"]["title"]["it"], "Compagnia per anziani soli");
        let _ = step(&editor, &format!("{path}/submission"), &json!({})).expect(200);
        let _ = step(&reviewer, &format!("{path}/publication"), &json!({})).expect(200);
        follow(app);
        assert_eq!(public()["content"]["title"]["it"], "Visite amiche a domicilio");
        assert_eq!(public()["revision"], 2);
        assert_eq!(found(app, "q=visite%20amiche"), [id.as_str()]);
        let changed = reviewer.get(&format!("{path}/differences?from=1&to=2")).expect(200).json();
        assert_eq!(changed["changes"][0]["pointer"], "/title/it");

        // The provider is suspended: gone at once, and from the log of changes.
        let admin = world.admin(network).client;
        let suspension = format!("/providers/{}/suspension", provider.id);
        let _ = step(&admin, &suspension, &json!({"reason": "Controlli in corso."})).expect(200);
        let _ = app.anonymous().get(&format!("/services/{id}")).expect(404);
        assert!(found(app, "q=visite").is_empty());
        let changes = app.anonymous().get("/changes").expect(200).json();
        let kinds: Vec<_> = changes["items"].as_array().unwrap().iter().map(|one| one["kind"].clone()).collect();
        assert_eq!(kinds, ["published", "updated", "withdrawn"]);
    }
}
