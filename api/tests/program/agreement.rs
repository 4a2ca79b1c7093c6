//! Whether all ways to the public catalogue agree with the log of changes.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use serde_json::Value;

use super::place::Server;

/// The longest that an index may take after a start; far more than it needs.
pub(crate) const AFTER_START: Duration = Duration::from_secs(20);

/// What the log of changes says is published, and what it ever spoke of.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) shown: BTreeSet<String>,
    pub(crate) ever: BTreeSet<String>,
}

/// Follows the log of changes from its beginning.
pub(crate) fn told(server: &Server) -> Told {
    let (mut told, mut since) = (Told::default(), 0);
    loop {
        let page = server.read(&format!("/changes?since={since}&limit=1000"));
        for change in page["items"].as_array().unwrap() {
            let number = change["number"].as_i64().unwrap();
            assert!(number > since, "in order: {change}");
            since = number;
            let id = change["service_id"].as_str().unwrap().to_owned();
            let fits = match change["kind"].as_str().unwrap() {
                "published" => told.shown.insert(id.clone()),
                "updated" => told.shown.contains(&id),
                "withdrawn" => told.shown.remove(&id),
                kind => panic!("{kind}"),
            };
            assert!(fits, "it was not so before: {change}");
            told.ever.insert(id);
        }
        if page["has_more"] == false {
            return told;
        }
    }
}

/// All services of a list, page by page, by identifier.
pub(crate) fn listed(server: &Server, query: &str) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    let mut path = format!("/services?{query}");
    loop {
        let page = server.read(&path);
        for item in page["items"].as_array().unwrap() {
            let service = item["service"].clone();
            let id = service["id"].as_str().unwrap().to_owned();
            assert!(found.insert(id, service).is_none(), "twice in one list");
        }
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/services?{query}&cursor={cursor}"),
            None => return found,
        }
    }
}

/// What the index counts by a facet.
pub(crate) fn counted(server: &Server, facet: &str) -> BTreeMap<String, u64> {
    let page = server.read(&format!("/services?limit=1&facets={facet}"));
    let counts = page["facets"][facet].as_array().unwrap().iter();
    counts
        .map(|one| {
            let code = one["code"].as_str().unwrap().to_owned();
            (code, one["count"].as_u64().unwrap())
        })
        .collect()
}

/// Counts services by the codes of a member.
pub(crate) fn count(services: &BTreeMap<String, Value>, member: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for service in services.values() {
        for code in service[member].as_array().unwrap() {
            *counts.entry(code.as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    counts
}

/// Asks again until the answer is as wanted, at most so long; answers the last one.
pub(crate) fn until<T>(limit: Duration, is_good: impl Fn(&T) -> bool, ask: impl Fn() -> T) -> T {
    let begun = Instant::now();
    loop {
        let answer = ask();
        if is_good(&answer) || begun.elapsed() > limit {
            return answer;
        }
    }
}

/// Asserts that details, lists, searches and counts show what the log of changes says.
pub(crate) fn assert_agreement(server: &Server) -> Told {
    let told = told(server);
    for id in &told.ever {
        let (status, _) = server.send("GET", &format!("/services/{id}"), "", &Value::Null);
        let wanted = if told.shown.contains(id) { 200 } else { 404 };
        assert_eq!(status, wanted, "{id}");
    }
    let ids = |services: &BTreeMap<String, Value>| -> BTreeSet<String> {
        services.keys().cloned().collect()
    };
    let all = until(
        AFTER_START,
        |services| ids(services) == told.shown,
        || listed(server, "sort=newest&limit=25"),
    );
    assert_eq!(ids(&all), told.shown, "the list");
    let by_word = listed(server, "q=demo&limit=30");
    assert_eq!(ids(&by_word), told.shown, "the search");
    for (facet, member) in [("delivery", "delivery"), ("recipient", "recipients")] {
        let wanted = count(&all, member);
        // What was taken back is left out of lists before the index has followed, but still counted.
        let last = until(
            AFTER_START,
            |counts| *counts == wanted,
            || counted(server, facet),
        );
        assert_eq!(last, wanted, "{facet}");
    }
    told
}
