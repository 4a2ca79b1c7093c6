//! `/providers`.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::e2e;

use super::{pointers, registration};

e2e! {
    fn each_sees_what_is_theirs_to_see(app) {
        let world = app.world();
        let (ours, theirs) = (world.network(), world.network());
        let approved = world.provider(ours).id;
        let waiting = app.anonymous().post("/providers", &registration(ours, 50)).expect(201).text_at("/id");
        let manager = world.holder(Role::ProviderManager, GrantPlace::Provider(ours, approved)).client;
        let foreign = world.admin(theirs).client;
        for stranger in [app.anonymous(), manager, foreign] {
            assert_eq!(stranger.get("/providers").expect(200).ids(), [approved.to_string()]);
            assert!(stranger.get("/providers?registration=pending").expect(200).ids().is_empty());
        }
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(ours)).client;
        assert_eq!(reviewer.get("/providers").expect(200).ids().len(), 2);
        assert_eq!(reviewer.get("/providers?registration=pending").expect(200).ids(), [waiting]);
    }
}

e2e! {
    fn filters_and_pages(app) {
        let world = app.world();
        let (ours, theirs) = (world.network(), world.network());
        let admin = world.admin(ours).client;
        let mut body = registration(ours, 60);
        body["trade_name"] = json!("Più Città");
        body["legal_seat"] = json!({"street": "Via Verdi 28", "postal_code": "20121", "municipality": "F205"});
        let milan = admin.post("/providers", &body).expect(201).text_at("/id");
        let mut body = registration(ours, 61);
        body["kind"] = json!("private");
        body["legal_form"] = json!("limited_company");
        body["registers"] = json!([]);
        let company = admin.post("/providers", &body).expect(201).text_at("/id");
        let abroad = world.provider(theirs).id.to_string();
        let ids = |query: &str| app.anonymous().get(&format!("/providers?{query}")).expect(200).ids();
        assert_eq!(ids("q=piu%20c"), [milan.clone()]);
        assert_eq!(ids("q=PI%C3%99"), [milan.clone()]);
        assert!(ids("q=citta").is_empty());
        assert_eq!(ids("kind=private"), [company.clone()]);
        assert_eq!(ids("kind=private&kind=third_sector").len(), 3);
        assert_eq!(ids("legal_form=limited_company"), [company]);
        assert_eq!(ids("municipality=F205&region=03"), [milan]);
        assert!(ids("municipality=F205&region=08").is_empty());
        assert_eq!(ids("province=040&region=08").len(), 2);
        assert_eq!(ids(&format!("network_id={theirs}")), [abroad]);
        assert_eq!(ids("accreditation=not_applied").len(), 3);
        assert!(ids("accreditation=accredited&accreditation=suspended").is_empty());

        let first = app.anonymous().get("/providers?limit=2").expect(200);
        let cursor = first.text_at("/next_cursor");
        let second = app.anonymous().get(&format!("/providers?limit=2&cursor={cursor}")).expect(200);
        let mut all = [first.ids(), second.ids()].concat();
        assert_eq!((all.len(), second.json().get("next_cursor")), (3, None));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 3);
        let wrong = app.anonymous()
            .get("/providers?kind=other&colour=red&province=x&accreditation=good&q=")
            .expect_problem(400, "invalid_parameters");
        assert_eq!(pointers(&wrong), ["accreditation", "colour", "kind", "province", "q"]);
    }
}
