//! The demonstration surveys.

use api::demo::{Prepared, prepare};
use domain_shared::NetworkBodyId;
use serde_json::Value;
use tests::e2e;

/// Root body of the demonstration whose points ask.
const NETWORK: &str = "0199a000-0001-7000-8000-000000000001";
const ENDED: &str = "/survey-campaigns/0199a000-0011-7000-8000-000000000001";
const RUNNING: &str = "/survey-campaigns/0199a000-0011-7000-8000-000000000002";

fn points(progress: &Value) -> &Vec<Value> {
    progress["points"].as_array().expect("points")
}

e2e! {
    fn one_survey_ended_with_results_and_one_has_a_point_behind(app) {
        assert_eq!(prepare(app.hub()).expect("sound data"), Prepared::Filled);
        let network: NetworkBodyId = NETWORK.parse().expect("an identifier");
        let admin = app.world().admin(network).client;
        let questionnaires = admin.get("/questionnaires?active=true&limit=100").expect(200).json();
        assert_eq!(questionnaires["items"].as_array().expect("items").len(), 5);
        let ended = admin.get(&format!("{ENDED}/progress")).expect(200).json();
        assert_eq!(points(&ended).len(), 26);
        assert_eq!(ended["complete"], true, "{ended}");
        let results = admin.get(&format!("{ENDED}/results")).expect(200);
        assert!(results.text.contains("soddisfazione"));
        let running = admin.get(&format!("{RUNNING}/progress")).expect(200).json();
        assert_eq!(running["complete"], false);
        let behind = points(&running).iter().filter(|point| point["complete"] == false);
        assert_eq!(behind.count(), 1, "{running}");
        let to_call = admin.get(&format!("{RUNNING}/respondents?disposition=queued")).expect(200);
        assert_eq!(to_call.ids().len(), 2);
    }
}
