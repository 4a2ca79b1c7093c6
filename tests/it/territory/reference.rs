//! The reference data a hub starts with.

use tests::e2e;

e2e! {
    fn loading_again_changes_nothing(app) {
        let db = &app.hub().db;
        assert!(!db.needs_reference_data().expect("an answer"));
        assert!(!db.load_reference_data(app.hub().clock.now()).expect("an answer"));
    }
}
