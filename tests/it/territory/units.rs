//! `/regions` and `/provinces`.

use tests::e2e;

e2e! {
    fn regions_are_found_by_code(app) {
        let anybody = app.anonymous();
        let region = anybody.get("/regions/04").expect(200);
        assert_eq!(region.text_at("/name"), "Trentino-Alto Adige/Südtirol");
        assert_eq!(region.json()["alternate_names"], serde_json::json!(["Trentino-Alto Adige", "Südtirol"]));
        assert_eq!(region.header("cache-control"), Some("public, max-age=60, must-revalidate"));
        let known = anybody.send("GET", "/regions/04", &[("if-none-match", &region.etag())], b"");
        assert_eq!(known.status, 304);
        for wrong in ["21", "4", "xx", "%20"] {
            anybody.get(&format!("/regions/{wrong}")).expect_problem(404, "not_found");
        }
        anybody.get("/regions?colour=red").expect_problem(400, "invalid_parameters");
        let first = anybody.get("/regions?limit=1").expect(200);
        assert_eq!(first.text_at("/items/0/name"), "Abruzzo");
    }
}

e2e! {
    fn provinces_are_found_by_code_and_region(app) {
        let anybody = app.anonymous();
        let milan = anybody.get("/provinces/015").expect(200);
        assert_eq!((milan.text_at("/abbreviation"), milan.text_at("/uts_code")), ("MI".to_owned(), "215".to_owned()));
        assert_eq!(milan.text_at("/kind"), "metropolitan_city");
        anybody.get("/provinces/999").expect_problem(404, "not_found");
        anybody.get("/provinces/MI").expect_problem(404, "not_found");
        let two = anybody.get("/provinces?region=02&region=04").expect(200).json();
        let names: Vec<_> = two["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        assert_eq!(names, ["Bolzano/Bozen", "Trento", "Valle d'Aosta/Vallée d'Aoste"]);
        anybody.get("/provinces?region=99").expect_problem(400, "invalid_parameters");
    }
}
