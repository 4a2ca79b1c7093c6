//! `GET /points`: filters, order, pages.

use api::clock::new_id;
use domain_accounts::{Action, Permit};
use domain_points::{Point, PointStatus};
use domain_shared::{DisplayName, NetworkBodyId, TextValue as _};
use persistence::points::point_insert;
use serde_json::json;
use tests::{Client, TestApp, e2e};

/// Where a test's points are: municipality, postal code, latitude, longitude.
const CESENA: (&str, f64, f64) = ("C573", 44.1391, 12.2431);
const FORLI: (&str, f64, f64) = ("D704", 44.2227, 12.0407);
const BOLOGNA: (&str, f64, f64) = ("A944", 44.4949, 11.3426);
const MILANO: (&str, f64, f64) = ("F205", 45.4642, 9.19);

fn point_at(
    app: &TestApp,
    network: NetworkBodyId,
    name: &str,
    place: (&str, f64, f64),
    status: PointStatus,
) -> Point {
    app.world().point_with(network, status, |draft| {
        name.clone_into(&mut draft.name);
        place.0.clone_into(&mut draft.address.municipality);
        let coordinates = json!({"lat": place.1, "lon": place.2});
        draft.coordinates = serde_json::from_value(coordinates).expect("a position");
    })
}

/// The names of all pages, each of at most `limit` items.
fn names(client: &Client, query: &str, limit: usize) -> Vec<String> {
    let base = format!("/points?limit={limit}&{query}");
    let mut names = Vec::new();
    let mut path = base.clone();
    loop {
        let page = client.get(&path).expect(200).json();
        let items = page["items"].as_array().expect("items");
        assert!(items.len() <= limit);
        names.extend(
            items
                .iter()
                .map(|item| item["name"].as_str().expect("a name").to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else {
            return names;
        };
        assert_eq!(items.len(), limit, "only the last page is short");
        path = format!("{base}&cursor={cursor}");
    }
}

e2e! {
    fn every_filter_narrows(app) {
        let world = app.world();
        let (ours, theirs) = (world.network(), world.network());
        let cesena = point_at(app, ours, "Cesena", CESENA, PointStatus::Active);
        let _ = point_at(app, ours, "Forlì", FORLI, PointStatus::Planned);
        let _ = point_at(app, ours, "Bologna", BOLOGNA, PointStatus::Suspended);
        let milano = point_at(app, theirs, "Milano", MILANO, PointStatus::Active);
        let anybody = app.anonymous();
        let found = |query: &str| names(&anybody, query, 100).join(" ");
        assert_eq!(found(""), "Bologna Cesena Forlì Milano");
        assert_eq!(found("region=08"), "Bologna Cesena Forlì");
        assert_eq!(found("region=08&region=03"), "Bologna Cesena Forlì Milano");
        assert_eq!(found("province=040"), "Cesena Forlì");
        assert_eq!(found("municipality=C573&municipality=F205"), "Cesena Milano");
        assert_eq!(found("region=08&municipality=F205"), "");
        assert_eq!(found("phase=research"), "Bologna Cesena Forlì Milano");
        assert_eq!(found("phase=replica&phase=start_up"), "");
        assert_eq!(found("status=planned&status=suspended"), "Bologna Forlì");
        assert_eq!(found(&format!("network_id={theirs}")), "Milano");
        assert_eq!(found(&format!("network_id={theirs}&network_id={ours}&status=active")), "Cesena Milano");
        assert_eq!(found(&format!("association_id={}&association_id={}", cesena.association_id, milano.association_id)), "Cesena Milano");
        // Saturday, ten in the morning in Rome.
        assert_eq!(found("open_now=true"), "Cesena Milano");
        assert_eq!(found("open_now=false"), "Bologna Forlì");
        assert_eq!(found("open_now=true&region=03"), "Milano");
        app.clock.set("2026-11-22T09:00:00Z");
        assert_eq!(found("open_now=true"), "");
    }
}

e2e! {
    fn the_nearest_come_first(app) {
        let network = app.world().network();
        for (name, place) in [("Milano", MILANO), ("Bologna", BOLOGNA), ("Forlì", FORLI), ("Cesena", CESENA), ("Cesena due", CESENA)] {
            let _ = point_at(app, network, name, place, PointStatus::Active);
        }
        let anybody = app.anonymous();
        let near = "near=44.1391,12.2431";
        for limit in [1, 2, 100] {
            assert_eq!(names(&anybody, &format!("{near}&radius_km=100"), limit).join(" "), "Cesena Cesena due Forlì Bologna");
            assert_eq!(names(&anybody, near, limit).join(" "), "Cesena Cesena due Forlì");
            assert_eq!(names(&anybody, &format!("{near}&radius_km=1&municipality=D704"), limit).join(" "), "");
        }
        let page = anybody.get(&format!("/points?{near}&limit=3&open_now=true")).expect(200).json();
        assert_eq!(page["items"][0]["distance_km"], json!(0.0));
        let distance = page["items"][2]["distance_km"].as_f64().expect("a distance");
        assert!((distance - 18.6).abs() < 0.3, "{distance}");
        assert!(anybody.get("/points").expect(200).json()["items"][0].get("distance_km").is_none());
    }
}

e2e! {
    fn an_item_is_the_documented_summary(app) {
        let network = app.world().network();
        let _ = point_at(app, network, "Cesena", CESENA, PointStatus::Active);
        let page = app.anonymous().get("/points?near=44.2,12.2").expect(200);
        insta::assert_json_snapshot!("point_summary", page.json(), {".items[0].id" => "[id]"});
    }
}

e2e! {
    fn open_points_are_found_beyond_many_closed_ones(app) {
        let world = app.world();
        let network = world.network();
        let closed = world.point(network);
        world.arrange(|unit| {
            let permit = Permit::system(Action::PointManage);
            for number in 0..230 {
                let mut point = Point { id: new_id(), ..closed.clone() };
                point.profile.name = DisplayName::parse(&format!("Chiuso {number}")).expect("a name");
                point_insert(unit.tx(), &permit, &point)?;
            }
            Ok(())
        });
        for name in ["Aperto", "Chiuso 150 ma aperto", "Zona aperta"] {
            let _ = point_at(app, network, name, CESENA, PointStatus::Active);
        }
        let anybody = app.anonymous();
        for limit in [1, 2, 50] {
            assert_eq!(names(&anybody, "open_now=true", limit), ["Aperto", "Chiuso 150 ma aperto", "Zona aperta"]);
            let mut near = names(&anybody, "open_now=true&near=44.1,12.2", limit);
            near.sort();
            assert_eq!(near, ["Aperto", "Chiuso 150 ma aperto", "Zona aperta"]);
        }
        assert_eq!(names(&anybody, "", 100).len(), 234);
        assert_eq!(names(&anybody, "open_now=false", 60).len(), 231);
        let mut all = names(&anybody, "near=44.1,12.2", 50);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 234);
    }
}

e2e! {
    fn wrong_parameters_are_all_named(app) {
        let anybody = app.anonymous();
        let problem = anybody
            .get("/points?region=99&province=FC&municipality=cesena&phase=pilot&status=open&network_id=7&association_id=x&open_now=maybe&near=91,0&radius_km=201&limit=0&colour=red&open_now=true")
            .expect_problem(400, "invalid_parameters");
        let mistakes = problem.mistakes();
        let parameters: Vec<_> = mistakes.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(parameters, [
            "association_id", "colour", "limit", "municipality", "near", "network_id", "open_now", "phase", "province",
            "radius_km", "region", "status",
        ]);
        let alone = anybody.get("/points?radius_km=10").expect_problem(400, "invalid_parameters");
        assert_eq!(alone.mistakes().len(), 1);
        anybody.get("/points?near=44.1,12.2&radius_km=0.5").expect_problem(400, "invalid_parameters");
    }
}

e2e! {
    fn a_cursor_belongs_to_its_list(app) {
        let network = app.world().network();
        for name in ["Uno", "Due", "Tre"] {
            let _ = point_at(app, network, name, CESENA, PointStatus::Active);
        }
        let anybody = app.anonymous();
        let page = anybody.get("/points?limit=1").expect(200);
        let cursor = page.text_at("/next_cursor");
        anybody.get(&format!("/points?limit=1&near=44.1,12.2&cursor={cursor}")).expect_problem(400, "invalid_cursor");
        anybody.get("/points?cursor=AAAA").expect_problem(400, "invalid_cursor");
    }
}
