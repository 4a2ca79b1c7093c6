//! `/municipalities`.

use tests::{Client, Reply, e2e};

fn members(page: &Reply, member: &str) -> Vec<String> {
    let body = page.json();
    let items = body["items"].as_array().cloned().unwrap_or_default();
    let texts = items.iter().filter_map(|item| item[member].as_str());
    texts.map(str::to_owned).collect()
}

fn found(client: &Client, query: &str) -> Vec<String> {
    members(
        &client.get(&format!("/municipalities?{query}")).expect(200),
        "name",
    )
}

/// Every page of a list, by cadastral code.
fn walk(client: &Client, query: &str) -> Vec<String> {
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client
            .get(&format!("/municipalities?{query}{cursor}"))
            .expect(200);
        seen.extend(members(&page, "belfiore"));
        let Some(next) = page.json()["next_cursor"].as_str().map(str::to_owned) else {
            return seen;
        };
        cursor = format!("&cursor={next}");
    }
}

e2e! {
    fn any_code_finds_a_municipality(app) {
        let anybody = app.anonymous();
        let cesena = anybody.get("/municipalities/C573").expect(200);
        for code in ["040007", "c573"] {
            assert_eq!(anybody.get(&format!("/municipalities/{code}")).expect(200).text, cesena.text);
        }
        assert_eq!(cesena.text_at("/province_abbreviation"), "FC");
        assert_eq!(cesena.text_at("/region_name"), "Emilia-Romagna");
        assert_eq!(cesena.text_at("/nuts3"), "ITH58");
        assert_eq!(cesena.text_at("/is_province_capital"), "true");
        // The former code of a Sardinian municipality, which a suppressed one bore last.
        let siamanna = anybody.get("/municipalities/095057").expect(200);
        assert_eq!((siamanna.text_at("/belfiore"), siamanna.text_at("/status")), ("I718".to_owned(), "active".to_owned()));
        assert_eq!(siamanna.text_at("/former_istat_codes/0"), "095057");
        let zara = anybody.get("/municipalities/703702").expect(200);
        assert_eq!((zara.text_at("/name"), zara.text_at("/status")), ("ZARA".to_owned(), "suppressed".to_owned()));
        assert_eq!(zara.text_at("/valid_until"), "1947-09-15");
        for absent in ["region_code", "region_name", "province_name", "coordinates", "nuts3"] {
            assert!(zara.json().get(absent).is_none(), "{absent}");
        }
        for wrong in ["999999", "Z999", "cesena", "40007", "%C3%A8573"] {
            anybody.get(&format!("/municipalities/{wrong}")).expect_problem(404, "not_found");
        }
    }
}

e2e! {
    fn names_are_found_however_they_are_typed(app) {
        let anybody = app.anonymous();
        for (query, first) in [
            ("FORL%C3%8C", "Forlì"), ("forli", "Forlì"), ("bozen", "Bolzano"), ("trst", "Trieste"),
            ("Aoste", "Aosta"), ("urtijei", "Ortisei"), ("sant%27agata+di+es", "Sant'Agata di Esaro"),
            ("nell+emilia", "Reggio nell'Emilia"),
        ] {
            assert_eq!(found(&anybody, &format!("q={query}")).first().map(String::as_str), Some(first), "{query}");
        }
        assert!(found(&anybody, "q=xyzzy").is_empty());
        assert!(found(&anybody, "q=--").is_empty());
    }
}

e2e! {
    fn the_best_match_comes_first_and_capitals_before_others(app) {
        let anybody = app.anonymous();
        let milan = found(&anybody, "q=milano&limit=4");
        assert_eq!(milan.first().map(String::as_str), Some("Milano"));
        let reggio = found(&anybody, "q=reggio&limit=3");
        assert_eq!(reggio, ["Reggio di Calabria", "Reggio nell'Emilia", "Reggiolo"]);
        // Exact before everything, whole prefixes before words.
        let lodi = found(&anybody, "q=lodi&limit=3");
        assert_eq!(lodi, ["Lodi", "Lodi Vecchio", "Lodine"]);
        let suppressed = found(&anybody, "q=zara&status=suppressed");
        assert_eq!(suppressed, ["ZARA"]);
        assert!(!found(&anybody, "q=zara").contains(&"ZARA".to_owned()));
    }
}

e2e! {
    fn a_search_is_paged_without_gaps(app) {
        let anybody = app.anonymous();
        for query in ["q=san", "q=san&region=08&region=09", "province=040", "q=ca&near=44.14,12.24&radius_km=120"] {
            let whole = walk(&anybody, &format!("{query}&limit=100"));
            let parts = walk(&anybody, &format!("{query}&limit=37"));
            assert!(whole.len() > 25, "{query}: {}", whole.len());
            assert_eq!(whole, parts, "{query}");
            let mut distinct = whole.clone();
            distinct.sort();
            distinct.dedup();
            assert_eq!(distinct.len(), whole.len());
        }
        assert_eq!(walk(&anybody, "province=040&limit=11").len(), 30);
    }
}

e2e! {
    fn the_nearest_come_first(app) {
        let anybody = app.anonymous();
        let page = anybody.get("/municipalities?near=44.1391,12.2431&limit=5").expect(200);
        assert_eq!(page.text_at("/items/0/name"), "Cesena");
        let body = page.json();
        let distances: Vec<f64> = body["items"].as_array().unwrap().iter().map(|one| one["distance_km"].as_f64().unwrap()).collect();
        assert!(distances.is_sorted(), "{distances:?}");
        assert!(distances[0] < 2.0 && distances[4] < 15.0, "{distances:?}");
        // From the sea, from another continent, and with a filter that leaves out what is near.
        assert_eq!(found(&anybody, "near=39.5,12.0&limit=1").len(), 1);
        assert_eq!(found(&anybody, "near=-33.86,151.2&limit=1").len(), 1);
        assert_eq!(found(&anybody, "near=44.1391,12.2431&region=20&limit=1").len(), 1);
        assert!(found(&anybody, "near=39.5,12.0&radius_km=20").is_empty());
        let around = walk(&anybody, "near=45.4642,9.19&radius_km=30&limit=50");
        assert!(around.len() > 100, "{}", around.len());
        assert_eq!(around, walk(&anybody, "near=45.4642,9.19&radius_km=30&limit=7"));
    }
}

e2e! {
    fn wrong_parameters_are_all_named(app) {
        let problem = app
            .anonymous()
            .get("/municipalities?near=91,12&radius_km=x&region=8&status=gone&colour=red&limit=0&q=")
            .expect_problem(400, "invalid_parameters");
        let mistakes = problem.mistakes();
        let names: Vec<_> = mistakes.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["colour", "limit", "near", "q", "radius_km", "region", "status"]);
        let alone = app.anonymous().get("/municipalities?radius_km=10").expect_problem(400, "invalid_parameters");
        assert_eq!(alone.mistakes(), [("radius_km".to_owned(), "radius_without_place".to_owned())]);
        for near in ["44.1", "a,b", "44.1,12.2,3", "44.1%2C181", "NaN,1"] {
            app.anonymous().get(&format!("/municipalities?near={near}")).expect_problem(400, "invalid_parameters");
        }
        let cursor = app.anonymous().get("/municipalities?limit=1&q=a").expect(200).text_at("/next_cursor");
        app.anonymous().get(&format!("/municipalities?limit=1&q=b&cursor={cursor}")).expect_problem(400, "invalid_cursor");
    }
}
