//! One service and its forms for other systems.

use serde_json::json;
use tests::e2e;

use super::{accredited, publish};

e2e! {
    fn a_service_is_read_revalidated_and_linked(app) {
        let provider = accredited(app, app.world().network());
        let id = publish(app, &provider, json!({"title": {"it": "Assistenza domiciliare", "en": "Home care"}}));
        let first = app.anonymous().get(&format!("/services/{id}")).expect(200);
        let service = first.json();
        assert_eq!(service["provider"]["id"], json!(provider.id));
        assert_eq!(service["revision"], 1);
        assert_eq!(service["verification"], json!({"verified_on": "2026-11-21", "due_on": "2027-05-21", "stale_on": "2027-08-21"}));
        assert_eq!(service["content"]["title"]["en"], "Home care");
        let known = app.anonymous().with_header("If-None-Match", &first.etag());
        let _ = known.get(&format!("/services/{id}")).expect(304);

        let linked = app.anonymous().get(&format!("/services/{id}.jsonld")).expect(200);
        assert_eq!(linked.header("content-type"), Some("application/ld+json"));
        let linked = linked.json();
        assert_eq!(linked["@type"], "Service");
        assert_eq!(linked["name"][1], json!({"@language": "it", "@value": "Assistenza domiciliare"}));
        assert_eq!(linked["provider"]["@type"], "NGO");
        assert_eq!(linked["offers"][0]["price"], "0.00");

        let municipal = app.anonymous().get(&format!("/services/{id}/municipal-card")).expect(200).json();
        assert_eq!(municipal["title"], "Assistenza domiciliare");
        assert_eq!(municipal["stato"], "Attivo");
        assert_eq!(municipal["costi"], "Gratuito");
        assert_eq!(municipal["copertura_geografica"], "Cesena");
        let same = app.anonymous().get(&format!("/services/{id}/linked-data")).expect(200);
        assert_eq!(same.json(), linked);
        for path in ["", ".jsonld", "/linked-data", "/municipal-card", "/similar"] {
            let _ = app.anonymous().get(&format!("/services/01930000-0000-7000-8000-000000000000{path}")).expect(404);
        }
        let _ = app.anonymous().get("/services/somewhere.jsonld").expect(404);
    }
}

e2e! {
    fn likes_share_a_category_and_never_include_itself(app) {
        let provider = accredited(app, app.world().network());
        let one = publish(app, &provider, json!({}));
        let like = publish(app, &provider, json!({"title": {"it": "Compagnia agli anziani"}}));
        publish(app, &provider, json!({
            "title": {"it": "Orientamento al lavoro"}, "main_category": "adult-job-guidance",
            "audience": {"recipients": ["unemployed"]}, "summary": {"it": "Bilancio di competenze."},
        }));
        let page = app.anonymous().get(&format!("/services/{one}/similar?limit=1")).expect(200);
        assert_eq!(page.ids(), [like.to_string()]);
    }
}
