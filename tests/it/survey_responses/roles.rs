//! Who may collect, read and delete, and who must not know.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::e2e;

use super::{Stage, edit_of, pairs};

e2e! {
    fn a_point_collects_and_reads_its_own(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let there = GrantPlace::Point(stage.network, stage.points[1].id);
        let neighbour = world.holder(Role::Specialist, there).client;
        let made = stage.submit(&stage.specialist.client, &stage.submission()).expect(201);
        let path = stage.path(&format!("responses/{}", made.text_at("/id")));
        let _ = stage.specialist.client.get(&path).expect(200);
        let _ = stage.admin.client.get(&path).expect(200);
        neighbour.get(&path).expect_problem(404, "not_found");
        neighbour.get(&format!("{path}/reviews")).expect_problem(404, "not_found");
        neighbour.delete(&path, "*").expect_problem(404, "not_found");
        assert!(neighbour.get(&stage.path("responses")).expect(200).ids().is_empty());
        let refused = stage.submit(&neighbour, &stage.submission()).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[("/point_id", "unknown_reference")]));
        let theirs = stage.submission();
        let _ = stage.submit(&stage.specialist.client, &theirs).expect(201);
        let refused = stage.submit(&neighbour, &edit_of(&theirs, |_| {})).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[("/deprecated_id", "unknown_reference")]));
        stage.submit(&neighbour, &theirs).expect_problem(409, "instance_reused");
    }
}

e2e! {
    fn those_who_read_results_do_not_read_answers(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let made = stage.submit(&stage.specialist.client, &stage.submission()).expect(201);
        let path = stage.path(&format!("responses/{}", made.text_at("/id")));
        for role in [Role::Evaluator, Role::Reviewer] {
            let reader = world.holder(role, GrantPlace::Network(stage.network)).client;
            reader.get(&stage.path("responses")).expect_problem(403, "forbidden");
            reader.get(&path).expect_problem(404, "not_found");
            stage.submit(&reader, &stage.submission()).expect_problem(403, "forbidden");
            reader.post(&stage.path("response-batches"), &json!({"items": [stage.submission()]})).expect_problem(403, "forbidden");
            reader.get(&stage.path("respondents")).expect_problem(403, "forbidden");
            reader.get(&stage.path("links")).expect_problem(403, "forbidden");
        }
        let stranger = world.admin(world.network()).client;
        for place in ["responses", "respondents", "links"] {
            stranger.get(&stage.path(place)).expect_problem(404, "not_found");
        }
        stage.submit(&stranger, &stage.submission()).expect_problem(404, "not_found");
    }
}
