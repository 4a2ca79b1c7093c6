//! The demonstration providers.

use api::demo::{Prepared, prepare};
use tests::e2e;

e2e! {
    fn every_state_is_shown(app) {
        assert_eq!(prepare(app.hub()).expect("sound data"), Prepared::Filled);
        let count = |query: &str| app.anonymous().get(&format!("/providers?limit=100&{query}")).expect(200).ids().len();
        assert_eq!(count(""), 36);
        for state in ["applied", "accredited", "suspended", "expired", "revoked"] {
            assert!(count(&format!("accreditation={state}")) > 0, "{state}");
        }
        let first = "/providers/0199a000-0007-7000-8000-000000000001";
        assert_eq!(app.anonymous().get(first).expect(200).text_at("/trade_name"), "Il Melograno (demo)");
        assert_eq!(app.anonymous().get(&format!("{first}/sites")).expect(200).ids().len(), 2);
    }
}
