//! Rules about the shape of the workspace, checked against what cargo says of it.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

/// The packages of the workspace, by folder name.
fn packages() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut names: Vec<String> = ["api", "openapi", "persistence", "search", "tests"]
        .map(str::to_owned)
        .into();
    for entry in fs::read_dir(root.join("domain")).expect("the domain folder") {
        let folder = entry.expect("an entry").file_name();
        names.push(folder.to_string_lossy().into_owned());
    }
    names
}

/// What a package is built from, without what only its tests need.
fn uses(package: &str, depth: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "--edges",
            "normal",
            "--prefix",
            "none",
        ])
        .args(["--format", "{p}", "--depth", depth, "--package", package])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = String::from_utf8(output.stdout).expect("text");
    let names = lines.lines().filter_map(|line| line.split(' ').next());
    names
        .filter(|name| *name != package)
        .map(str::to_owned)
        .collect()
}

/// The package must not reach these, nor what begins with their name and a hyphen.
fn refuse(package: &str, refused: &[&str]) {
    let found: Vec<String> = uses(package, "99")
        .into_iter()
        .filter(|name| {
            refused
                .iter()
                .any(|one| name == one || name.starts_with(&format!("{one}-")))
        })
        .collect();
    assert!(found.is_empty(), "{package} must not reach {found:?}");
}

#[test]
fn domains_know_neither_web_nor_database_nor_each_other() {
    let names = packages();
    let domains: Vec<&String> = names
        .iter()
        .filter(|name| name.starts_with("domain-"))
        .collect();
    assert!(domains.len() > 5);
    for domain in domains {
        let refused = [
            "actix",
            "utoipa",
            "diesel",
            "persistence",
            "api",
            "log",
            "tokio",
        ];
        refuse(domain, &refused);
        let others: Vec<_> = uses(domain, "1")
            .into_iter()
            .filter(|name| name.starts_with("domain-") && name != "domain-shared")
            .collect();
        assert!(others.is_empty(), "{domain} must not depend on {others:?}");
    }
}

#[test]
fn storage_knows_nothing_of_the_web() {
    refuse(
        "persistence",
        &["actix", "utoipa", "jsonschema", "jsonwebtoken", "api"],
    );
}

#[test]
fn the_search_index_knows_neither_web_nor_database() {
    let refused = ["actix", "utoipa", "diesel", "persistence", "api", "tokio"];
    refuse("search", &refused);
    let domains: Vec<_> = uses("search", "1")
        .into_iter()
        .filter(|name| name.starts_with("domain-") && name != "domain-shared")
        .collect();
    assert!(domains.is_empty(), "search must not depend on {domains:?}");
}

#[test]
fn only_storage_speaks_to_the_databases() {
    for package in packages() {
        // The harness of the tests makes and drops databases.
        let may = ["persistence", "tests"].contains(&package.as_str());
        let speaks = uses(&package, "1").contains("diesel");
        assert!(!speaks || may, "{package} must not use diesel");
    }
}
