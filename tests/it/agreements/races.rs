//! Two people at once.

use serde_json::json;
use tests::{Client, e2e};

use super::{NOTHING, Stage, any, because, step};

/// The statuses of two requests sent at once, sorted.
fn at_once(one: impl FnOnce() -> u16 + Send, two: impl FnOnce() -> u16 + Send) -> [u16; 2] {
    let mut statuses = std::thread::scope(|scope| {
        let (one, two) = (scope.spawn(one), scope.spawn(two));
        [one.join().unwrap(), two.join().unwrap()]
    });
    statuses.sort_unstable();
    statuses
}

e2e! {
    fn two_signers_lose_nothing(app) {
        let stage = Stage::set(app);
        let day = |party: u8| json!({"party": party, "signed_on": "2026-11-20"});
        for round in 0..4 {
            let id = stage.sent(&stage.content_with(|content| {
                content["validity"] = json!({"from": format!("203{round}-01-01"), "until": format!("203{round}-12-31")});
            }));
            let etag = any(&stage.editor.client, &id, "acceptance", NOTHING).expect(200).etag();
            let (coordinator, manager) = (&stage.coordinator.client, &stage.manager.client);
            // Whoever read the same version: one of them reads again.
            let expected = if round % 2 == 0 { "*" } else { etag.as_str() };
            let sign = |client: &Client, party: u8| step(client, &id, "signatures", expected, day(party)).status;
            let statuses = at_once(|| sign(coordinator, 0), || sign(manager, 1));
            let read = stage.read(&id);
            let signatures = read.json()["signatures"].as_array().map(Vec::len);
            if round % 2 == 0 {
                assert_eq!((statuses, signatures), ([200, 200], Some(2)));
                assert_eq!(read.text_at("/status"), "signed");
            } else {
                assert_eq!((statuses, signatures), ([200, 412], Some(1)));
                assert_eq!(read.text_at("/status"), "sent");
            }
        }
    }
}

e2e! {
    fn the_same_party_signs_once(app) {
        let stage = Stage::set(app);
        let id = stage.sent(&stage.content());
        let _ = any(&stage.editor.client, &id, "acceptance", NOTHING).expect(200);
        let day = json!({"party": 1, "signed_on": "2026-11-20"});
        let sign = |client: &Client| any(client, &id, "signatures", day.clone()).status;
        let statuses = at_once(|| sign(&stage.admin.client), || sign(&stage.manager.client));
        assert_eq!(statuses, [200, 409]);
        assert_eq!(stage.read(&id).json()["signatures"].as_array().map(Vec::len), Some(1));
    }
}

e2e! {
    fn of_two_that_exclude_each_other_one_is_signed(app) {
        let stage = Stage::set(app);
        let ids = [stage.sent(&stage.content()), stage.sent(&stage.content())];
        for id in &ids {
            let _ = any(&stage.editor.client, id, "acceptance", NOTHING).expect(200);
            let _ = any(&stage.admin.client, id, "signatures", json!({"party": 0, "signed_on": "2026-11-20"})).expect(200);
        }
        let day = json!({"party": 1, "signed_on": "2026-11-20"});
        let sign = |client: &Client, id: &str| any(client, id, "signatures", day.clone()).status;
        let statuses = at_once(|| sign(&stage.admin.client, &ids[0]), || sign(&stage.manager.client, &ids[1]));
        assert_eq!(statuses, [200, 409]);
        assert_eq!(stage.admin.client.get("/agreements?status=signed").expect(200).ids().len(), 1);
    }
}

e2e! {
    fn a_refusal_and_a_recall_do_not_both_count(app) {
        let stage = Stage::set(app);
        let id = stage.sent(&stage.content());
        let statuses = at_once(
            || any(&stage.manager.client, &id, "refusal", because()).status,
            || any(&stage.reviewer.client, &id, "recall", because()).status,
        );
        assert_eq!(statuses, [200, 409]);
    }
}
