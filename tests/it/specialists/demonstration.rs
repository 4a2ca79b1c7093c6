//! The people and courses of the demonstration.

use api::demo;
use tests::e2e;

e2e! {
    fn every_desk_has_its_people_and_most_are_trained(app) {
        let _ = demo::prepare(app.hub()).expect("data that fit");
        let bodies = app.anonymous().get("/network-bodies?limit=100").expect(200).json();
        let root = bodies["items"]
            .as_array()
            .and_then(|items| items.iter().find(|body| body["code"] == "confartigianato-persone"))
            .and_then(|body| body["id"].as_str()?.parse().ok())
            .expect("the network");
        let admin = app.world().admin(root).client;
        let people = admin.get("/specialists?limit=100").expect(200).json();
        let people = people["items"].as_array().expect("people");
        assert_eq!(people.len(), 52);
        let points: std::collections::BTreeSet<_> =
            people.iter().flat_map(|one| one["point_ids"].as_array().into_iter().flatten()).map(ToString::to_string).collect();
        assert_eq!(points.len(), 26);
        let trained = admin.get("/specialists?trained=true&status=active&limit=100").expect(200).ids().len();
        assert!((46..52).contains(&trained), "{trained}");
        assert_eq!(admin.get("/training-courses?status=active").expect(200).ids().len(), 6);
        let expert = people.iter().find(|one| one["expertise"].as_array().is_some_and(|list| !list.is_empty()));
        assert!(expert.is_some());
    }
}
