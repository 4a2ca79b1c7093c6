//! `GET /services`: words, filters, orders, facets, pages.

use serde_json::json;
use tests::e2e;

use super::{accredited, found, publish, set, texts};

e2e! {
    fn words_are_found_by_stem_beginning_typo_accent_and_elision(app) {
        let provider = accredited(app, app.world().network());
        let care = publish(app, &provider, json!({"title": {"it": "Assistenza domiciliare per anziani", "en": "Home care for the elderly"}}));
        let city = publish(app, &provider, json!({
            "title": {"it": "Attività in città per famiglie"}, "main_category": "good-neighbourhood",
            "summary": {"it": "Laboratori nel quartiere."}, "audience": {"recipients": ["family_with_minors"]},
            "description": {"activities": {"it": "Gioco libero e merende all'aperto."}},
        }));
        for query in ["assistenze", "l%27assistenza", "dell%E2%80%99assistenza", "assist", "asistenza", "assitsenza", "home%20care", "domiciliari%20anziano"] {
            assert_eq!(set(app, &format!("q={query}")), texts([care]), "{query}");
        }
        for query in ["citta", "citt%C3%A0", "attivita", "laboratorio", "aperto"] {
            assert_eq!(set(app, &format!("q={query}")), texts([city]), "{query}");
        }
        assert!(found(app, "q=xylofono").is_empty());
        let relaxed = app.anonymous().get("/services?q=assistenza%20laboratori").expect(200).json();
        assert_eq!(relaxed["relaxed"], true);
        assert_eq!(relaxed["items"].as_array().map(Vec::len), Some(2));
    }
}

e2e! {
    fn what_matched_is_marked(app) {
        let provider = accredited(app, app.world().network());
        publish(app, &provider, json!({}));
        let page = app.anonymous().get("/services?q=domicilare").expect(200).json();
        let title = &page["items"][0]["highlights"][0];
        assert_eq!(title["field"], "title");
        let text: Vec<char> = title["text"].as_str().unwrap().chars().collect();
        let at = |name: &str| usize::try_from(title["marks"][0][name].as_u64().unwrap()).unwrap();
        let marked: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(marked, "domiciliare");
        let page = app.anonymous().get("/services?q=igiene").expect(200).json();
        let body = &page["items"][0]["highlights"][0];
        assert_eq!((body["field"].as_str(), body["language"].as_str()), (Some("text"), Some("it")));
        assert!(body["text"].as_str().unwrap().contains("Igiene personale"));
    }
}

e2e! {
    fn a_card_is_found_where_it_holds(app) {
        let provider = accredited(app, app.world().network());
        let of = |coverage: serde_json::Value| publish(app, &provider, json!({"coverage": coverage}));
        let town = of(json!({"municipalities": ["C573"]}));
        let province = of(json!({"provinces": ["040"]}));
        let region = of(json!({"regions": ["08"]}));
        let italy = of(json!({"national": true}));
        let zones = app.anonymous().get("/zones?municipality=F205").expect(200).json();
        let zone = of(json!({"zones": [zones["items"][0]["id"]]}));
        assert_eq!(set(app, "municipality=C573"), texts([town, province, region, italy]));
        // Forlì: the same province. Bologna: the same region. Milano: a zone of its own.
        assert_eq!(set(app, "municipality=D704"), texts([province, region, italy]));
        assert_eq!(set(app, "municipality=A944"), texts([region, italy]));
        assert_eq!(set(app, "municipality=F205"), texts([zone, italy]));
        assert_eq!(set(app, "municipality=F205&municipality=C573").len(), 5);
        let _ = app.anonymous().get("/services?municipality=Z999").expect_problem(400, "invalid_parameters");

        let point = app.world().point(app.world().network());
        assert_eq!(set(app, &format!("point_id={}", point.id)), texts([town, province, region, italy]));
        let offered = app.anonymous().get(&format!("/points/{}/services", point.id)).expect(200).json();
        assert_eq!(offered["items"].as_array().map(Vec::len), Some(4));
        let _ = app.anonymous().get("/points/01930000-0000-7000-8000-000000000000/services").expect(404);

        let page = app.anonymous().get("/services?facets=province").expect(200).json();
        let counts = page["facets"]["province"].as_array().unwrap();
        let count = |code: &str| counts.iter().find(|one| one["code"] == code).map(|one| one["count"].clone());
        assert_eq!(count("040"), Some(json!(4)));
        assert_eq!(count("037"), Some(json!(2)));
        assert_eq!(count("015"), Some(json!(2)));
        assert_eq!(count("082"), Some(json!(1)));
    }
}

e2e! {
    fn filters_widen_within_and_narrow_across(app) {
        let network = app.world().network();
        let provider = accredited(app, network);
        let other = accredited(app, network);
        let hourly = publish(app, &provider, json!({
            "pricing": {"options": [
                {"unit": "hour", "vat_rate": "vat_5", "from": {"amount": "19.50", "currency": "EUR"}},
                {"unit": "month", "vat_rate": "vat_5", "from": {"amount": "900", "currency": "EUR"}}]},
            "audience": {"recipients": ["elderly", "disabled"], "age": {"from": 65}},
            "waiting": {"analysis_days": 3, "activation_days": 20},
            "sharing": {"min_group": 2, "max_group": 4},
            "languages": ["it", "ro"], "accessibility": ["lift"],
        }));
        let free = publish(app, &other, json!({
            "main_category": "adult-job-guidance", "audience": {"recipients": ["unemployed"], "age": {"from": 18, "to": 64}},
            "delivery": ["remote"], "waiting": {"activation_days": 0},
        }));
        let only = |query: &str, id| assert_eq!(set(app, query), texts([id]), "{query}");
        only("category=services-for-the-elderly", hourly);
        only("category=person-and-family", hourly);
        only("category=employment", free);
        assert_eq!(set(app, "category=employment&category=person-and-family").len(), 2);
        only(&format!("provider_id={}", other.id), free);
        only("recipient=disabled", hourly);
        only("recipient=disabled&recipient=student", hourly);
        only("age=70", hourly);
        only("age=30", free);
        only("delivery=remote", free);
        only("language=ro", hourly);
        only("accessible=lift", hourly);
        only("free=true", free);
        only("free=false", hourly);
        only("shared=true", hourly);
        only("unit=month", hourly);
        only("max_price=5&unit=hour", free);
        assert_eq!(set(app, "max_price=19.50&unit=hour").len(), 2);
        only("max_price=500&unit=month", free);
        only("max_waiting_days=10", free);
        assert_eq!(set(app, "max_waiting_days=23").len(), 2);
        assert_eq!(set(app, "verified_since=2026-11-21").len(), 2);
        assert!(found(app, "published_since=2026-11-22").is_empty());
        assert!(found(app, "delivery=remote&recipient=disabled").is_empty());
        assert_eq!(found(app, "sort=price"), [free.to_string(), hourly.to_string()]);
        assert_eq!(found(app, "sort=waiting_time"), [free.to_string(), hourly.to_string()]);
        for wrong in ["sort=distance", "radius_km=3", "verified_since=2026-02-30", "recipient=nobody", "facets=all", "max_price=1,5"] {
            let _ = app.anonymous().get(&format!("/services?{wrong}")).expect_problem(400, "invalid_parameters");
        }
        let page = app.anonymous().get("/services?facets=category&facets=recipient&facets=delivery&age=70").expect(200).json();
        let counted = |facet: &str| page["facets"][facet].as_array().unwrap().iter().map(|one| (one["code"].as_str().unwrap().to_owned(), one["count"].as_u64().unwrap())).collect::<Vec<_>>();
        assert_eq!(counted("category"), [("person-and-family".to_owned(), 1), ("services-for-the-elderly".to_owned(), 1)]);
        assert_eq!(counted("recipient"), [("disabled".to_owned(), 1), ("elderly".to_owned(), 1)]);
        assert_eq!(counted("delivery"), [("home".to_owned(), 1)]);
    }
}

e2e! {
    fn places_are_found_by_distance_and_hours(app) {
        let provider = accredited(app, app.world().network());
        let at = |name: &str, lat: f64, weekly: serde_json::Value| publish(app, &provider, json!({
            "delivery": ["site"],
            "places": [{"name": name, "address": {"street": "Via Roma 1", "postal_code": "47521", "municipality": "C573"},
                "coordinates": {"lat": lat, "lon": 12.24}, "opening_hours": {"weekly": weekly, "closed_on_public_holidays": true}}],
        }));
        // The standing clock: Saturday, ten in the morning in Rome.
        let near = at("Vicino", 44.14, json!([{"weekday": "saturday", "opens": "09:00", "closes": "12:00"}]));
        let far = at("Lontano", 44.23, json!([{"weekday": "sunday", "opens": "22:00", "closes": "02:00"}]));
        let page = app.anonymous().get("/services?near=44.139,12.243&radius_km=30").expect(200).json();
        let ids: Vec<_> = page["items"].as_array().unwrap().iter().map(|item| item["service"]["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids, [near.to_string(), far.to_string()]);
        let distance = page["items"][1]["distance_km"].as_f64().unwrap();
        assert!((distance - 10.1).abs() < 0.3, "{distance}");
        assert_eq!(found(app, "near=44.139,12.243&radius_km=5"), [near.to_string()]);
        assert_eq!(found(app, "open_now=true"), [near.to_string()]);
        assert_eq!(found(app, "open_at=2026-11-23T00:30:00Z"), [far.to_string()]);
        assert_eq!(found(app, "open_at=2026-11-23T01:30:00%2B01:00"), [far.to_string()]);
        // 26 December 2026 is a Saturday and a public holiday.
        assert!(found(app, "open_at=2026-12-26T09:30:00Z").is_empty());
    }
}

e2e! {
    fn pages_neither_skip_nor_repeat(app) {
        let provider = accredited(app, app.world().network());
        let mut all: Vec<String> = (0..7).map(|number| publish(app, &provider, json!({"waiting": {"activation_days": number / 2}})).to_string()).collect();
        all.sort();
        for sort in ["newest", "waiting_time", "price", "relevance"] {
            let mut seen = Vec::new();
            let mut next = format!("/services?q=assistenza&limit=3&sort={sort}");
            loop {
                let page = app.anonymous().get(&next).expect(200).json();
                let items = page["items"].as_array().unwrap();
                seen.extend(items.iter().map(|item| item["service"]["id"].as_str().unwrap().to_owned()));
                let Some(cursor) = page["next_cursor"].as_str() else { break };
                next = format!("/services?q=assistenza&limit=3&sort={sort}&cursor={cursor}");
            }
            assert_eq!(seen.len(), 7, "{sort}");
            seen.sort();
            assert_eq!(seen, all, "{sort}");
        }
        let first = app.anonymous().get("/services?limit=3").expect(200);
        let cursor = first.text_at("/next_cursor");
        assert!(first.header("link").is_some_and(|link| link.contains("rel=\"next\"")));
        let _ = app.anonymous().get(&format!("/services?limit=3&free=true&cursor={cursor}")).expect_problem(400, "invalid_cursor");
    }
}
