//! The starter tree shipped with the hub obeys every rule.

use std::collections::HashMap;

use domain_categories::{
    CategoryDraft, CategoryProfile, CategoryTree, CrosswalkDraft, SynonymDraft,
};
use domain_shared::{I18nText, ServiceCategoryId};
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    parent: Option<String>,
    label: I18nText<String>,
    description: Option<I18nText<String>>,
    synonyms: Vec<SynonymEntry>,
    crosswalks: Vec<CrosswalkEntry>,
    position: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SynonymEntry {
    language: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CrosswalkEntry {
    scheme: String,
    code: String,
}

#[test]
fn the_starter_tree_is_a_tree() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../persistence/data/categories.json"
    );
    let entries: Vec<Entry> =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let mut ids: HashMap<String, ServiceCategoryId> = HashMap::new();
    let mut tree = CategoryTree::new([]).unwrap();
    for (entry, number) in entries.into_iter().zip(1..) {
        assert!(entry.label.en.is_some(), "{}", entry.code);
        let id = ServiceCategoryId::new(Uuid::from_u128(number));
        let synonym = |s: SynonymEntry| SynonymDraft {
            language: s.language,
            text: s.text,
        };
        let crosswalk = |c: CrosswalkEntry| CrosswalkDraft {
            scheme: c.scheme,
            code: c.code,
        };
        let input = CategoryDraft {
            parent: entry.parent.map(|parent| ids[&parent]),
            label: entry.label,
            description: entry.description,
            synonyms: entry.synonyms.into_iter().map(synonym).collect(),
            crosswalks: entry.crosswalks.into_iter().map(crosswalk).collect(),
            position: entry.position,
            code: entry.code.clone(),
        };
        let made = tree
            .create(id, CategoryProfile::parse(&input).unwrap())
            .unwrap();
        ids.insert(entry.code, id);
        tree = CategoryTree::new(tree.iter().cloned().chain([made])).unwrap();
    }
    assert_eq!(tree.children(None).len(), 9);
    for first in tree.children(None) {
        assert!(tree.children(Some(first.id)).len() >= 2, "{:?}", first.code);
    }
}
