//! `/associations`.

use tests::e2e;

e2e! {
    fn lists_are_paged_without_gaps(app) {
        let world = app.world();
        let network = world.network();
        for _ in 0..5 {
            let _ = world.association(network);
        }
        let anybody = app.anonymous();
        let mut seen = Vec::new();
        let mut path = "/associations?limit=2".to_owned();
        loop {
            let page = anybody.get(&path).expect(200);
            seen.extend(page.ids());
            let body = page.json();
            let Some(cursor) = body["next_cursor"].as_str() else {
                assert!(page.header("link").is_none());
                break;
            };
            assert!(page.header("link").expect("a Link").contains("rel=\"next\""));
            path = format!("/associations?limit=2&cursor={cursor}");
        }
        let mut distinct = seen.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!((seen.len(), distinct.len()), (5, 5));
    }
}

e2e! {
    fn a_cursor_belongs_to_its_filters(app) {
        let world = app.world();
        let network = world.network();
        for _ in 0..3 {
            let _ = world.association(network);
        }
        let page = app.anonymous().get("/associations?limit=1").expect(200);
        let cursor = page.text_at("/next_cursor");
        app.anonymous()
            .get(&format!("/associations?limit=1&municipality=C573&cursor={cursor}"))
            .expect_problem(400, "invalid_cursor");
    }
}

e2e! {
    fn wrong_parameters_are_all_named(app) {
        let problem = app
            .anonymous()
            .get("/associations?limit=1000&colour=red&network_id=7&municipality=cesena")
            .expect_problem(400, "invalid_parameters");
        let mistakes = problem.mistakes();
        let names: Vec<_> = mistakes.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["colour", "limit", "municipality", "network_id"]);
    }
}
