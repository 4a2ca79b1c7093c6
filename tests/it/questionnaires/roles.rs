//! Who may do what with questionnaires.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::e2e;

use super::{definition, new_questionnaire, step, told};

e2e! {
    fn the_network_reads_and_its_scientific_staff_writes(app) {
        let world = app.world();
        let network = world.network();
        let evaluator = world.holder(Role::Evaluator, GrantPlace::Network(network)).client;
        let id = evaluator.post("/questionnaires", &new_questionnaire(network, "accesso")).expect(201).text_at("/id");
        let path = format!("/questionnaires/{id}");
        let _ = evaluator.patch(&path, "*", &json!({"title": "Altro"})).expect(200);
        let point = world.point(network).id;
        for role in [Role::Operator, Role::Specialist, Role::PointCoordinator, Role::Reviewer] {
            let place = match role {
                Role::Reviewer => GrantPlace::Network(network),
                _ => GrantPlace::Point(network, point),
            };
            let reader = world.holder(role, place).client;
            assert_eq!(reader.get("/questionnaires").expect(200).ids(), std::slice::from_ref(&id));
            for path in [path.clone(), format!("{path}/versions"), format!("{path}/versions/1"), format!("{path}/differences")] {
                let _ = reader.get(&path).expect(200);
            }
            reader.patch(&path, "*", &json!({"title": "Altro"})).expect_problem(403, "forbidden");
            reader.put(&format!("{path}/versions/1"), "*", &json!({"definition": definition()})).expect_problem(403, "forbidden");
            reader.post(&format!("{path}/versions"), &json!({})).expect_problem(403, "forbidden");
            reader.post("/questionnaires", &new_questionnaire(network, "altro")).expect_problem(403, "forbidden");
            reader.post("/questionnaires/checks", &json!({"definition": definition()})).expect_problem(403, "forbidden");
            step(&reader, &id, 1, "activation").expect_problem(403, "forbidden");
        }
    }
}

e2e! {
    fn others_do_not_know_of_them(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let id = admin.post("/questionnaires", &new_questionnaire(network, "accesso")).expect(201).text_at("/id");
        let path = format!("/questionnaires/{id}");
        let stranger = world.admin(world.network()).client;
        assert!(stranger.get("/questionnaires").expect(200).ids().is_empty());
        for path in [
            path.clone(), format!("{path}/versions"), format!("{path}/versions/1"), format!("{path}/differences"),
            format!("{path}/versions/1/xlsform"), format!("{path}/versions/1/fhir"),
        ] {
            stranger.get(&path).expect_problem(404, "not_found");
        }
        stranger.patch(&path, "*", &json!({"title": "Altro"})).expect_problem(404, "not_found");
        stranger.put(&format!("{path}/versions/1"), "*", &json!({"definition": definition()})).expect_problem(404, "not_found");
        stranger.post(&format!("{path}/versions"), &json!({})).expect_problem(404, "not_found");
        step(&stranger, &id, 1, "activation").expect_problem(404, "not_found");
        let wrong = stranger.post("/questionnaires", &new_questionnaire(network, "altro")).expect_problem(422, "invalid_content");
        assert_eq!(told(&wrong), ["/network_id unknown_reference"]);
        let within = admin.post("/questionnaires", &new_questionnaire(world.body(Some(network)), "altro")).expect_problem(422, "invalid_content");
        assert_eq!(told(&within), ["/network_id unknown_reference"]);
        let provider = world.provider(network).id;
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, provider)).client;
        editor.get(&path).expect_problem(404, "not_found");
        app.anonymous().get(&path).expect_problem(401, "unauthenticated");
    }
}
