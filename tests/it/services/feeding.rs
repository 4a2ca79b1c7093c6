//! The threads that feed the indexes of several processes on one database.

use std::{
    ops::RangeInclusive,
    time::{Duration, Instant},
};

use api::services::catalogue;
use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::{TestApp, e2e};

use super::{accredited, content, found, step};

/// Asks until the card is found, each time in another way, as answers are kept while the clock stands still.
fn is_found_within(limit: Duration, app: &TestApp, word: &str, id: &str) -> bool {
    const WAYS: RangeInclusive<u16> = 100..=2000;
    let begun = Instant::now();
    WAYS.take_while(|_| begun.elapsed() < limit)
        .any(|days| found(app, &format!("q={word}&max_waiting_days={days}")) == [id])
}

e2e! {
    fn a_publication_is_found_within_a_second_here_and_two_in_another_process(app) {
        let beside = TestApp::beside(app);
        let feeders = [catalogue::start(app.hub()), catalogue::start(beside.hub())];
        let (world, network) = (app.world(), app.world().network());
        let provider = accredited(app, network);
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, provider.id)).client;
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(network)).client;
        // The first fills empty indexes, the others come to what is there.
        for word in ["merenda", "passeggiata", "giardino"] {
            let title = json!({"it": format!("Una {word} insieme")});
            let card = json!({"provider_id": provider.id, "content": content(json!({"title": title}))});
            let id = editor.post("/cards", &card).expect(201).text_at("/id");
            let _ = step(&editor, &format!("/cards/{id}/submission"), &json!({})).expect(200);
            let _ = step(&reviewer, &format!("/cards/{id}/publication"), &json!({})).expect(200);
            assert!(is_found_within(Duration::from_secs(1), app, word, &id), "{word} here");
            assert!(is_found_within(Duration::from_secs(2), &beside, word, &id), "{word} beside");
        }
        for feeder in feeders {
            feeder.stop();
        }
    }
}
