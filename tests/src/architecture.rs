//! Rules about the shape of the workspace, checked against what cargo says of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Every package of ours and everything it is built from, directly and indirectly.
struct Workspace {
    direct: BTreeMap<String, BTreeSet<String>>,
    all: BTreeMap<String, BTreeSet<String>>,
}

impl Workspace {
    fn read() -> Self {
        let output = std::process::Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--offline", "--locked"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let names: BTreeMap<&str, &str> = array(&metadata["packages"])
            .map(|package| (text(&package["id"]), text(&package["name"])))
            .collect();
        let uses: BTreeMap<&str, Vec<&str>> = array(&metadata["resolve"]["nodes"])
            .map(|node| (text(&node["id"]), normal_dependencies(node)))
            .collect();
        let (mut direct, mut all) = (BTreeMap::new(), BTreeMap::new());
        for member in array(&metadata["workspace_members"]).map(text) {
            let mut seen = BTreeSet::new();
            let mut open = vec![member];
            while let Some(id) = open.pop() {
                for next in uses.get(id).into_iter().flatten() {
                    if seen.insert(*next) {
                        open.push(next);
                    }
                }
            }
            let listed = |ids: &mut dyn Iterator<Item = &str>| -> BTreeSet<String> {
                ids.filter_map(|id| names.get(id).map(ToString::to_string))
                    .collect()
            };
            let name = names[member].to_owned();
            direct.insert(name.clone(), listed(&mut uses[member].iter().copied()));
            all.insert(name, listed(&mut seen.into_iter()));
        }
        Self { direct, all }
    }

    fn domains(&self) -> impl Iterator<Item = &String> {
        self.all.keys().filter(|name| name.starts_with("domain-"))
    }

    fn refuse(&self, package: &str, refused: &[&str]) {
        let found: Vec<_> = self.all[package]
            .iter()
            .filter(|name| {
                refused
                    .iter()
                    .any(|one| name == one || name.starts_with(&format!("{one}-")))
            })
            .collect();
        assert!(found.is_empty(), "{package} must not reach {found:?}");
    }
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What a package is built from; not what only its tests or build script need.
fn normal_dependencies(node: &Value) -> Vec<&str> {
    array(&node["deps"])
        .filter(|dependency| array(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null()))
        .map(|dependency| text(&dependency["pkg"]))
        .collect()
}

#[test]
fn domains_know_neither_web_nor_database_nor_each_other() {
    let workspace = Workspace::read();
    assert!(workspace.domains().count() > 5);
    for domain in workspace.domains() {
        workspace.refuse(
            domain,
            &[
                "actix",
                "utoipa",
                "diesel",
                "persistence",
                "api",
                "log",
                "getrandom",
            ],
        );
        let others: Vec<_> = workspace.direct[domain]
            .iter()
            .filter(|name| name.starts_with("domain-") && *name != "domain-shared")
            .collect();
        assert!(others.is_empty(), "{domain} must not depend on {others:?}");
    }
}

#[test]
fn storage_knows_nothing_of_the_web() {
    Workspace::read().refuse(
        "persistence",
        &["actix", "utoipa", "jsonschema", "jsonwebtoken", "api"],
    );
}

#[test]
fn only_storage_speaks_to_the_databases() {
    let workspace = Workspace::read();
    for (package, uses) in &workspace.direct {
        let speaks = uses.contains("diesel");
        // The harness of the tests makes and drops databases.
        let may = ["persistence", "tests"].contains(&package.as_str());
        assert!(!speaks || may, "{package} must not use diesel");
    }
}

#[test]
fn folders_are_named_like_their_crates() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain");
    for entry in std::fs::read_dir(root).expect("the domain folder") {
        let folder = entry.expect("an entry").file_name();
        let name = folder.to_string_lossy().into_owned();
        assert!(
            Workspace::read().all.contains_key(&name),
            "{name} is no crate"
        );
    }
}
