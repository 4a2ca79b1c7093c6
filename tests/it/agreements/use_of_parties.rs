//! What an agreement names is not removed.

use serde_json::json;
use tests::e2e;

use super::Stage;

e2e! {
    fn a_party_of_an_agreement_stays(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let (association, body) = (world.association(stage.network), world.body(Some(stage.network)));
        let id = stage.draft(&stage.content_with(|content| {
            content["parties"] = json!([
                {"side": "network", "kind": "association", "id": association.id},
                {"side": "network", "kind": "network_body", "id": body},
                {"side": "network", "kind": "point", "id": stage.point.id},
            ]);
            content["signatories"] = json!([]);
        }));
        // Nobody has a role at the point any more that would hold it.
        let planned = world.point(stage.network);
        let also = stage.draft(&stage.content_with(|content| content["parties"][0]["id"] = json!(planned.id)));
        let paths = [
            format!("/associations/{}", association.id), format!("/network-bodies/{body}"), format!("/points/{}", planned.id),
        ];
        let admin = &stage.admin.client;
        for path in &paths {
            admin.delete(path, "*").expect_problem(409, "in_use");
        }
        for draft in [id, also] {
            let _ = admin.delete(&format!("/agreements/{draft}"), "*").expect(204);
        }
        for path in &paths {
            let _ = admin.delete(path, "*").expect(204);
        }
    }
}
