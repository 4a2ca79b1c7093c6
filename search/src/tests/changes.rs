//! Changes: replacing, deleting, crashing, rebuilding, damage.

use std::fs;

use super::*;

#[test]
fn a_put_replaces_and_a_delete_removes() {
    let index = index_of(&[card(1, "Nido"), card(2, "Mensa")]);
    assert_eq!((index.index.position(), index.index.count()), (1, 2));
    index
        .index
        .apply(&[card(1, "Asilo"), card(1, "Scuola")], &[id(2)], 7)
        .unwrap();
    assert_eq!((index.index.position(), index.index.count()), (7, 1));
    assert_eq!(index.find("scuola"), [1]);
    assert!(index.find("nido").is_empty() && index.find("mensa").is_empty());
    index.index.apply(&[card(3, "Gita")], &[id(3)], 8).unwrap();
    assert!(index.find("gita").is_empty());
}

#[test]
fn it_is_there_again_after_opening() {
    let Fixture { index, folder } = index_of(&[card(1, "Nido"), card(2, "Mensa")]);
    drop(index);
    let index = CardIndex::open(folder.path()).unwrap();
    assert_eq!((index.position(), index.count()), (1, 2));
    let index = Fixture { index, folder };
    assert_eq!(index.find("nido"), [1]);
}

#[test]
fn two_processes_have_two_folders() {
    let folder = tempfile::tempdir().unwrap();
    let one = CardIndex::open(folder.path()).unwrap();
    let two = CardIndex::open(folder.path()).unwrap();
    one.apply(&[card(1, "Nido")], &[], 3).unwrap();
    assert_eq!((one.count(), two.count()), (1, 0));
    drop(one);
    assert_eq!(CardIndex::open(folder.path()).unwrap().position(), 3);
}

#[test]
fn what_was_not_committed_never_was() {
    let Fixture { index, folder } = index_of(&[card(1, "Nido"), card(2, "Mensa")]);
    let mut rebuild = index.rebuild().unwrap();
    rebuild.add(&card(3, "Gita")).unwrap();
    drop(rebuild);
    assert_eq!((index.position(), index.count()), (1, 2));
    index.apply(&[card(4, "Scuola")], &[id(1)], 2).unwrap();
    let mut rebuild = index.rebuild().unwrap();
    for number in 10..400 {
        rebuild.add(&card(number, "Gita")).unwrap();
    }
    // As if the process ended here.
    std::mem::forget(rebuild);
    let copy = tempfile::tempdir().unwrap();
    fs::create_dir(copy.path().join("1")).unwrap();
    for file in fs::read_dir(folder.path().join("1")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.path().join("1").join(file.file_name())).unwrap();
    }
    let index = CardIndex::open(copy.path()).unwrap();
    assert_eq!((index.position(), index.count()), (2, 2));
    index.apply(&[card(5, "Teatro")], &[], 3).unwrap();
    let index = Fixture {
        index,
        folder: copy,
    };
    assert_eq!(
        (index.find("scuola"), index.find("teatro")),
        (vec![4], vec![5])
    );
}

#[test]
fn a_rebuild_replaces_all() {
    let index = index_of(&[card(1, "Nido"), card(2, "Mensa")]);
    let mut rebuild = index.index.rebuild().unwrap();
    rebuild.add(&card(3, "Gita")).unwrap();
    assert_eq!(index.find("nido"), [1]);
    rebuild.commit(50).unwrap();
    assert_eq!((index.index.position(), index.index.count()), (50, 1));
    assert_eq!(index.find("gita"), [3]);
    index.index.apply(&[card(1, "Nido")], &[id(3)], 51).unwrap();
    assert_eq!((index.find("nido"), index.index.count()), (vec![1], 1));
    index.index.clear().unwrap();
    assert_eq!((index.index.position(), index.index.count()), (0, 0));
}

/// Opens a folder after something was done to its files, and says where it begins.
fn reopened(harm: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) -> (u64, u64) {
    let Fixture { index, folder } = index_of(&[card(1, "Nido"), card(2, "Mensa")]);
    drop(index);
    for file in fs::read_dir(folder.path().join("1")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        match harm(name, fs::read(&path).unwrap()) {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
    }
    let index = CardIndex::open(folder.path()).unwrap();
    let opened = (index.position(), index.count());
    index.apply(&[card(9, "Gita")], &[], 9).unwrap();
    assert_eq!(index.count(), opened.1 + 1);
    opened
}

#[test]
fn a_damaged_index_begins_empty() {
    assert_eq!(reopened(|_, bytes| Some(bytes)), (1, 2));
    for extension in [
        ".term",
        ".idx",
        ".fast",
        ".fieldnorm",
        ".store",
        "meta.json",
        ".managed.json",
    ] {
        let shortened = reopened(|name, mut bytes| {
            if name.ends_with(extension) {
                bytes.truncate(bytes.len() / 2);
            }
            Some(bytes)
        });
        assert_eq!(shortened, (0, 0), "{extension} shortened");
        let emptied = reopened(|name, bytes| {
            Some(if name.ends_with(extension) {
                Vec::new()
            } else {
                bytes
            })
        });
        assert_eq!(emptied, (0, 0), "{extension} emptied");
    }
    for extension in [".term", ".idx", ".fast"] {
        let flipped = reopened(|name, mut bytes| {
            if name.ends_with(extension) {
                let middle = bytes.len() / 3;
                bytes[middle] ^= 4;
            }
            Some(bytes)
        });
        assert_eq!(flipped, (0, 0), "{extension} flipped");
        let gone = reopened(|name, bytes| (!name.ends_with(extension)).then_some(bytes));
        assert_eq!(gone, (0, 0), "{extension} gone");
    }
}

#[test]
fn an_index_of_another_format_begins_empty() {
    let current = format!("\"{}:1\"", crate::schema::FORMAT);
    let other = reopened(|name, bytes| {
        let text = String::from_utf8(bytes.clone());
        Some(match text {
            Ok(text) if name == "meta.json" => {
                assert!(text.contains(&current));
                text.replace(&current, "\"999:1\"").into_bytes()
            }
            _ => bytes,
        })
    });
    assert_eq!(other, (0, 0));
}

#[test]
fn many_changes_are_tidied_up_and_still_sorted() {
    let index = index_of(&[]);
    for number in 1..=60 {
        let cards = [card(number, "Nido"), card(number / 2 + 100, "Mensa")];
        index
            .index
            .apply(&cards, &[id(number / 3)], u64::try_from(number).unwrap())
            .unwrap();
        index.index.refresh().unwrap();
    }
    let mut request = SearchRequest::new(today(), 7);
    request.filters.ids = None;
    let found = all_pages(&index.index, &request);
    assert!(found.is_sorted_by(|a, b| a > b));
    assert_eq!(u64::try_from(found.len()).unwrap(), index.index.count());
}
