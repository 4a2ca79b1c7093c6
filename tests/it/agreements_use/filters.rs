//! Finding services by the agreements that cover them.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{TestApp, e2e, party};

use super::{benefit, days, follow, on_categories, partners};
use crate::services::{found, publish, set, texts};

/// The services of all pages, two at a time.
fn paged(app: &TestApp, path: &str, query: &str) -> Vec<String> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = app
            .anonymous()
            .get(&format!("{path}?limit=2&{query}{cursor}"))
            .expect(200)
            .json();
        let items = page["items"].as_array().expect("items");
        all.extend(items.iter().map(|item| {
            item["service"]["id"]
                .as_str()
                .expect("an identifier")
                .to_owned()
        }));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

e2e! {
    fn filters_pages_and_facets_agree(app) {
        let (point, provider) = partners(app);
        let cards: Vec<_> = (0..7)
            .map(|number| {
                let category = if number < 5 { "services-for-the-elderly" } else { "good-neighbourhood" };
                publish(app, &provider, json!({"main_category": category}))
            })
            .collect();
        let _ = app.world().signed_agreement(&point, &provider, |draft| {
            on_categories(draft, &["services-for-the-elderly"]);
            draft.validity = Some(days("2026-11-01", "2026-12-31"));
            draft.benefits[0].cards = vec![cards[0].to_string()];
            draft.benefits[0].period = Some(days("2026-12-01", "2026-12-31"));
        });
        follow(app);
        let elderly: BTreeSet<String> = cards[..5].iter().map(ToString::to_string).collect();
        let pages = paged(app, "/services", "with_agreement=true");
        assert_eq!(pages.len(), 5);
        assert_eq!(BTreeSet::from_iter(pages), elderly);
        let page = app.anonymous().get("/services?with_agreement=true&limit=1&facets=category").expect(200).json();
        let counts: Vec<(&str, u64)> = page["facets"]["category"].as_array().unwrap().iter()
            .map(|one| (one["code"].as_str().unwrap(), one["count"].as_u64().unwrap())).collect();
        assert_eq!(counts, [("person-and-family", 5), ("services-for-the-elderly", 5)]);
        assert_eq!(set(app, "with_agreement=false"), texts([cards[5], cards[6]]));
        assert!(found(app, "with_benefit=true").is_empty(), "not yet");
        assert_eq!(set(app, "with_benefit=true&benefits_on=2026-12-01"), texts([cards[0]]));
        assert_eq!(set(app, "with_agreement=true&with_benefit=false&benefits_on=2026-12-31").len(), 4);
        assert!(found(app, "with_agreement=true&benefits_on=2027-01-01").is_empty());
        assert_eq!(found(app, "with_agreement=true&category=good-neighbourhood").len(), 0);
        assert_eq!(set(app, "q=assistenza&with_agreement=true"), elderly);
    }
}

e2e! {
    fn agreements_of_a_point_are_its_associations_and_networks_too(app) {
        let world = app.world();
        let (point, provider) = partners(app);
        let network = point.network_id;
        let other = world.point(network);
        let by = |kind: &str, id: String, from: &str| {
            let provider = world.accredited_provider(network);
            let card = publish(app, &provider, json!({}));
            let _ = world.signed_agreement(&point, &provider, |draft| {
                draft.parties[0] = party("network", kind, &id);
                draft.validity = Some(days(from, "2027-12-31"));
            });
            card
        };
        let none = publish(app, &provider, json!({}));
        let own = by("point", point.id.to_string(), "2026-01-01");
        let host = by("association", point.association_id.to_string(), "2026-01-01");
        let body = by("network_body", network.to_string(), "2026-01-01");
        let theirs = by("point", other.id.to_string(), "2026-01-01");
        let later = by("point", point.id.to_string(), "2027-01-01");
        follow(app);
        let of = |point: &domain_points::Point| format!("agreement_of={}", point.id);
        assert_eq!(set(app, &of(&point)), texts([own, host, body]));
        assert_eq!(set(app, &of(&other)), texts([theirs, body]));
        assert_eq!(set(app, &format!("{}&{}", of(&point), of(&other))), texts([own, host, body, theirs]));
        assert_eq!(set(app, &format!("{}&benefits_on=2027-01-01", of(&point))), texts([own, host, body, later]));
        assert_eq!(set(app, &format!("{}&with_agreement=false", of(&point))), texts([none, theirs, later]));
        let elsewhere = world.point(world.network());
        assert!(found(app, &of(&elsewhere)).is_empty());
        let unknown = format!("/services?agreement_of={none}");
        let _ = app.anonymous().get(&unknown).expect_problem(400, "invalid_parameters");

        // The list of a point marks what its agreements cover.
        let path = format!("/points/{}/services", point.id);
        let page = app.anonymous().get(&path).expect(200).json();
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), 6, "whatever covers its municipality");
        let marked: BTreeSet<String> = items.iter().filter(|item| item["agreed"] == true)
            .map(|item| item["service"]["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(marked, texts([own, host, body]));
        assert!(items.iter().all(|item| item.get("agreed") != Some(&Value::from(false))));
        let agreed = paged(app, &path, "with_agreement=true");
        assert_eq!((agreed.len(), BTreeSet::from_iter(agreed)), (3, marked));
        let _ = app.anonymous().get(&format!("{path}?{}", of(&point))).expect_problem(400, "invalid_parameters");
    }
}

e2e! {
    fn a_territory_narrows_and_one_card_of_many_may_be_named(app) {
        let (point, provider) = partners(app);
        let cesena = publish(app, &provider, json!({}));
        let zones = app.anonymous().get("/zones?municipality=F205").expect(200).json();
        let milan = publish(app, &provider, json!({"coverage": {"zones": [zones["items"][0]["id"]]}}));
        let italy = publish(app, &provider, json!({"coverage": {"national": true}}));
        let turin = publish(app, &provider, json!({"coverage": {"provinces": ["001"]}}));
        let world = app.world();
        let within = |regions: &[&str]| {
            let _ = world.signed_agreement(&point, &provider, |draft| {
                draft.scope.territory.regions = regions.iter().map(|&one| one.to_owned()).collect();
                draft.validity = Some(days(&format!("20{}-01-01", 40 + regions.len()), &format!("20{}-12-31", 40 + regions.len())));
            });
        };
        within(&["08"]);
        within(&["03", "01"]);
        let _ = world.signed_agreement(&point, &provider, |draft| {
            draft.scope.cards = vec![turin.to_string()];
            draft.validity = Some(days("2050-01-01", "2050-12-31"));
            draft.benefits = vec![benefit(&json!({"cards": [turin]}))];
        });
        follow(app);
        let on = |year: u32| set(app, &format!("with_agreement=true&benefits_on={year}-06-01"));
        assert_eq!(on(2041), texts([cesena, italy]));
        assert_eq!(on(2042), texts([milan, turin, italy]));
        assert_eq!(on(2050), texts([turin]));
    }
}
