//! `GET /changes`: the order of what became of services, also with many writers.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::e2e;

use super::{accredited, follow, found, publish, step};

fn kinds(changes: &Value) -> Vec<String> {
    let items = changes["items"].as_array().unwrap();
    items
        .iter()
        .map(|one| one["kind"].as_str().unwrap().to_owned())
        .collect()
}

e2e! {
    fn every_change_has_its_line(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let provider = accredited(app, network);
        let id = publish(app, &provider, json!({}));
        let read = |since: &str| app.anonymous().get(&format!("/changes?since={since}")).expect(200).json();
        let first = read("0");
        assert_eq!(kinds(&first), ["published"]);
        assert_eq!(first["items"][0]["service_id"], json!(id));
        assert_eq!(first["has_more"], false);

        let path = format!("/providers/{}", provider.id);
        let etag = admin.get(&path).expect(200).etag();
        let _ = admin.patch(&path, &etag, &json!({"trade_name": "Nuovo nome"})).expect(200);
        follow(app);
        assert_eq!(app.anonymous().get(&format!("/services/{id}")).expect(200).json()["provider"]["name"], "Nuovo nome");
        let _ = step(&admin, &format!("{path}/suspension"), &json!({"reason": "Controlli in corso."})).expect(200);
        let _ = app.anonymous().get(&format!("/services/{id}")).expect(404);
        assert!(found(app, "").is_empty(), "gone at once, before the index has followed");
        let headers = [("if-match", "*")];
        let _ = admin.send("POST", &format!("{path}/reinstatement"), &headers, b"").expect(200);
        follow(app);
        assert_eq!(found(app, "").len(), 1);
        let next = first["next_since"].to_string();
        assert_eq!(kinds(&read(&next)), ["updated", "withdrawn", "published"]);
        let page = app.anonymous().get("/changes?limit=2").expect(200).json();
        assert_eq!((page["has_more"].clone(), kinds(&page).len()), (json!(true), 2));
    }
}

e2e! {
    fn readers_neither_skip_nor_repeat_while_many_write(app) {
        let network = app.world().network();
        let providers: Vec<_> = (0..4).map(|_| accredited(app, network)).collect();
        let mut seen = Vec::new();
        std::thread::scope(|scope| {
            let writers: Vec<_> = providers.iter().map(|provider| scope.spawn(move || {
                (0..8).map(|_| publish(app, provider, json!({})).to_string()).collect::<Vec<_>>()
            })).collect();
            let mut since = 0;
            loop {
                let is_over = writers.iter().all(std::thread::ScopedJoinHandle::is_finished);
                let page = app.anonymous().get(&format!("/changes?since={since}&limit=5")).expect(200).json();
                for item in page["items"].as_array().unwrap() {
                    assert!(item["number"].as_i64().unwrap() > since);
                    since = item["number"].as_i64().unwrap();
                    seen.push(item["service_id"].as_str().unwrap().to_owned());
                }
                assert_eq!(page["next_since"], json!(since));
                if is_over && page["items"].as_array().unwrap().is_empty() {
                    break;
                }
            }
            let written: BTreeSet<String> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
            assert_eq!(seen.len(), written.len(), "none twice");
            assert_eq!(seen.iter().cloned().collect::<BTreeSet<_>>(), written, "none missed");
        });
    }
}
