//! What the documents say and the code knows better is compared here.

use std::{fs, path::Path};

use api::config::VARIABLES;

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The row of a setting in the table of the README.
fn row(variable: &api::config::Variable) -> String {
    let default = match variable.default {
        "" => String::new(),
        value => format!("`{value}`"),
    };
    format!("| `{}` | {default} | {} |", variable.name, variable.help)
}

#[test]
fn the_readme_lists_every_setting() {
    let readme = read("README.md");
    let listed: Vec<&str> = readme
        .lines()
        .filter(|line| line.starts_with("| `HUB_") && !line.contains("HUB_TEST_"))
        .collect();
    let expected: Vec<String> = VARIABLES.iter().map(row).collect();
    assert_eq!(
        listed,
        expected,
        "the table must read:\n{}",
        expected.join("\n")
    );
}

#[test]
fn the_changelog_knows_the_version_of_the_api() {
    let version = api::openapi::API_VERSION;
    let changelog = read("openapi/CHANGELOG.md");
    assert!(
        changelog.contains(&format!("## {version}")),
        "openapi/CHANGELOG.md does not mention {version}"
    );
}

#[test]
fn the_page_about_imports_lists_every_column() {
    let page = read("docs/card-import.md");
    let (_, listed) = page
        .split_once("<!-- columns -->\n\n")
        .expect("a place for the columns");
    let expected = api::card_import::documentation();
    if std::env::var("HUB_TEST_UPDATE").is_ok() {
        let text = page.replace(listed, &expected);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/card-import.md");
        fs::write(path, text).expect("the page can be written");
    } else {
        assert_eq!(
            listed, expected,
            "run with HUB_TEST_UPDATE=1 to write it anew"
        );
    }
}
