//! The public catalogue and its search index: sudden death, damage, rebuilding, several processes.

use std::{
    fs,
    path::Path,
    sync::mpsc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    agreement::{AFTER_START, assert_agreement, count, counted, listed, told, until},
    place::{Place, Server, send},
};

const PASSWORD: &str = "benvenuti nella prova";
/// A card of the provider that the editor of the demonstration writes for.
const EDITED: &str = "0199a000-0009-7000-8000-000000000026";
/// A provider with several cards.
const PROVIDER: &str = "0199a000-0007-7000-8000-000000000039";
/// What the whole catalogue is asked in.
const ASKED: [&str; 4] = [
    "/services?q=assistenza%20anziani&limit=100&facets=category&facets=province",
    "/services?q=asistenza&limit=100",
    "/services?municipality=F205&sort=price&facets=recipient&facets=delivery",
    "/services?near=44.14,12.24&radius_km=80&sort=distance",
];

/// A place with the demonstration, where every answer is made anew and nobody is counted.
fn demonstration() -> Place {
    Place::with(&[
        ("HUB_ANSWER_CACHE_SECONDS", "0"),
        ("HUB_REQUESTS_PER_MINUTE", "10000000"),
        ("HUB_SENSITIVE_PER_MINUTE", "10000000"),
        ("HUB_LOG", "warn,welfare_hub=info"),
    ])
}

/// What the catalogue answers; equally good matches are in any order.
fn asked(server: &Server) -> [Value; ASKED.len()] {
    ASKED.map(|path| {
        let mut answer = server.read(path);
        let items = answer["items"].as_array_mut().unwrap();
        assert!(!items.is_empty(), "{path}");
        items.sort_by_key(|item| item["service"]["id"].to_string());
        answer
    })
}

/// Whether a card is found by words.
fn is_found(server: &Server, words: &str, id: &str) -> bool {
    let page = server.read(&format!("/services?q={words}&limit=100"));
    let items = page["items"].as_array().unwrap();
    items.iter().any(|item| item["service"]["id"] == id)
}

fn reason() -> Value {
    json!({"reason": "Controlli in corso."})
}

/// Tells of every answer until the server is dead; what its state does not allow is an answer too.
struct Busy<'a> {
    url: &'a str,
    answered: mpsc::Sender<()>,
}

impl Busy<'_> {
    /// The status, or nothing when the server has died.
    fn step(&self, method: &str, path: &str, token: &str, body: &Value) -> Option<u16> {
        let (status, answer) = send(self.url, method, path, token, body)?;
        assert!(matches!(status, 200 | 409), "{path}: {status} {answer}");
        // Nobody listens any more once enough were answered.
        let _ = self.answered.send(());
        Some(status)
    }

    /// Takes something out of the public view and brings it back in turns.
    fn toggle(&self, path: &str, token: &str) -> Option<()> {
        let out = self.step("POST", &format!("{path}/suspension"), token, &reason())?;
        if out == 409 {
            let back = format!("{path}/reinstatement");
            self.step("POST", &back, token, &Value::Null)?;
        }
        Some(())
    }

    /// Writes, submits and publishes new texts for a card.
    fn publish(&self, editor: &str, reviewer: &str, round: usize) -> Option<()> {
        let path = format!("/cards/{EDITED}");
        for number in 0.. {
            let summary = format!("Aiuto a casa, giro{round}n{number}.");
            let text = json!({"content": {"summary": {"it": summary}}});
            self.step("PATCH", &path, editor, &text)?;
            let submission = format!("{path}/submission");
            self.step("POST", &submission, editor, &Value::Null)?;
            let publication = format!("{path}/publication");
            self.step("POST", &publication, reviewer, &Value::Null)?;
        }
        Some(())
    }
}

/// Publishes and takes back from several sides, and kills the server when so many requests were answered.
fn kill_while_publishing(
    server: Server,
    tokens: [&str; 3],
    cards: &[String],
    round: usize,
    after: usize,
) {
    let [editor, reviewer, admin] = tokens;
    let url = server.url.clone();
    std::thread::scope(|scope| {
        let (tell, answered) = mpsc::channel();
        let busy = || Busy {
            url: &url,
            answered: tell.clone(),
        };
        let writer = busy();
        scope.spawn(move || writer.publish(editor, reviewer, round));
        for part in cards.chunks(cards.len().div_ceil(2)) {
            let busy = busy();
            scope.spawn(move || {
                part.iter()
                    .cycle()
                    .try_for_each(|card| busy.toggle(&format!("/cards/{card}"), reviewer))
            });
        }
        let many = busy();
        scope.spawn(move || {
            let path = format!("/providers/{PROVIDER}");
            while many.toggle(&path, admin).is_some() {}
        });
        for _ in 0..after {
            answered.recv().unwrap();
        }
        assert!(!server.stop("-KILL").success());
    });
}

/// The folder of the index of the only process.
fn index_folder(place: &Place) -> std::path::PathBuf {
    place.path("data/search/1")
}

#[test]
fn sudden_death_leaves_index_and_database_in_agreement() {
    let place = demonstration();
    let server = place.serve(&["serve", "--demo"]);
    let tokens = ["provider-editor", "reviewer", "network-admin"]
        .map(|name| server.sign_in(&format!("{name}@demo.example.org"), PASSWORD));
    let tokens = tokens.each_ref().map(String::as_str);
    let all = assert_agreement(&server).shown;
    let mine = server
        .send("GET", "/cards?limit=100", tokens[1], &Value::Null)
        .1;
    let mine = mine["items"].as_array().unwrap().iter();
    let cards: Vec<String> = mine
        .filter(|card| card["provider_id"] != PROVIDER && card["id"] != EDITED)
        .map(|card| card["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(all.len() > 60 && cards.len() > 30);

    let mut server = server;
    for (round, after) in [1, 6, 13, 29, 44, 71, 97].into_iter().enumerate() {
        kill_while_publishing(server, tokens, &cards, round, after);
        if round % 3 == 2 {
            // Killed again as soon as it listens, while it builds the index that is not there.
            fs::remove_dir_all(index_folder(&place)).unwrap();
            assert!(!place.serve(&[]).stop("-KILL").success());
        }
        server = place.serve(&[]);
        let told = assert_agreement(&server);
        if told.shown.contains(EDITED) {
            let text = server.read(&format!("/services/{EDITED}"));
            let summary = text["content"]["summary"]["it"].as_str().unwrap();
            if let Some((_, last)) = summary.trim_end_matches('.').rsplit_once(' ') {
                let found = until(
                    AFTER_START,
                    |found| *found,
                    || is_found(&server, last, EDITED),
                );
                assert!(found, "{summary}");
            }
        }
    }
    assert!(
        told(&server).shown != all,
        "something was published and taken back"
    );

    // An index made from nothing answers the same.
    let fresh = place.start(place.command(&[]).env("HUB_DATA_DIR", "fresh"));
    assert_agreement(&fresh);
    assert!(asked(&server) == asked(&fresh));
    assert!(fresh.stop("-TERM").success() && server.stop("-TERM").success());
}

/// The files of a folder with this ending.
fn files(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let files: Vec<_> = files
        .filter(|file| file.to_string_lossy().ends_with(ending))
        .collect();
    assert!(!files.is_empty(), "{ending}");
    files
}

/// Something that befalls the folder of an index.
type Harm = fn(&Path);

#[test]
fn a_damaged_index_is_built_anew_at_the_next_start() {
    const HARMS: [(&str, Harm); 6] = [
        ("a file is gone", |folder| {
            for file in files(folder, ".idx") {
                fs::remove_file(file).unwrap();
            }
        }),
        ("a file is cut", |folder| {
            for file in files(folder, ".store") {
                let bytes = fs::read(&file).unwrap();
                fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
            }
        }),
        ("a file is other bytes", |folder| {
            for file in files(folder, ".fast") {
                let length = fs::read(&file).unwrap().len();
                fs::write(&file, vec![0xA5; length]).unwrap();
            }
        }),
        ("what there is, is unreadable", |folder| {
            fs::write(folder.join("meta.json"), "}garbage{").unwrap();
        }),
        ("what there is, is gone", |folder| {
            fs::remove_file(folder.join("meta.json")).unwrap();
        }),
        ("all is gone", |folder| fs::remove_dir_all(folder).unwrap()),
    ];
    let place = demonstration();
    let server = place.serve(&["serve", "--demo"]);
    let shown = assert_agreement(&server).shown;
    let answers = asked(&server);
    assert!(server.stop("-TERM").success());
    for (name, harm) in HARMS {
        harm(&index_folder(&place));
        let server = place.serve(&[]);
        assert_eq!(assert_agreement(&server).shown, shown, "{name}");
        assert!(asked(&server) == answers, "{name}");
        assert!(server.stop("-TERM").success());
    }
}

#[test]
fn the_index_is_built_anew_by_command_but_not_under_a_running_hub() {
    let place = demonstration();
    let server = place.serve(&["serve", "--demo"]);
    let shown = assert_agreement(&server).shown;
    let refused = place.run(&["rebuild-index"]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("stop it first"));
    assert_eq!(assert_agreement(&server).shown, shown);
    assert!(server.stop("-TERM").success());

    fs::write(index_folder(&place).join("meta.json"), "").unwrap();
    let said = place.ok(&["rebuild-index"]);
    let total = shown.len();
    for line in [
        format!("100 % ({total} of {total} cards)"),
        format!("the search index holds {total} cards"),
    ] {
        assert!(said.contains(&line), "{line} is missing in {said}");
    }
    // The log is not shorter than what was built, so nothing is built at the start.
    let before = files(&index_folder(&place), ".idx");
    let server = place.serve(&[]);
    assert_eq!(assert_agreement(&server).shown, shown);
    assert_eq!(files(&index_folder(&place), ".idx"), before);
    assert!(server.stop("-TERM").success());
}

#[test]
fn a_publication_is_found_within_a_second_here_and_two_elsewhere() {
    let place = demonstration();
    let here = place.serve(&["serve", "--demo"]);
    let there = place.start(place.command(&[]).env("HUB_DATA_DIR", "elsewhere"));
    let reviewer = here.sign_in("reviewer@demo.example.org", PASSWORD);
    let _ = (assert_agreement(&here), assert_agreement(&there));
    let path = format!("/cards/{EDITED}");
    let step = |name: &str, body: &Value| {
        let (status, answer) = here.send("POST", &format!("{path}/{name}"), &reviewer, body);
        assert_eq!(status, 200, "{answer}");
        Instant::now()
    };
    let limits = [
        (&here, Duration::from_secs(1)),
        (&there, Duration::from_secs(2)),
    ];
    for (server, limit) in limits.into_iter().chain(limits) {
        let _ = step("suspension", &reason());
        for server in [&here, &there] {
            assert!(!is_found(server, "demo", EDITED), "gone at once everywhere");
        }
        // The index must have lost it, too, or finding it again would tell nothing.
        for server in [&here, &there] {
            let counts = || counted(server, "delivery")["home"];
            let all = listed(server, "limit=100");
            let wanted = count(&all, "delivery")["home"];
            assert_eq!(until(AFTER_START, |home| *home == wanted, counts), wanted);
        }
        let published = step("reinstatement", &Value::Null);
        let left = limit.saturating_sub(published.elapsed());
        assert!(
            until(left, |found| *found, || is_found(server, "demo", EDITED)),
            "not found within {limit:?}"
        );
    }
    assert!(there.stop("-TERM").success() && here.stop("-TERM").success());
}
