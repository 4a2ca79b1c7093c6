//! The rules of the category tree.

#![expect(clippy::unwrap_used, reason = "test helpers outside a test function")]

use domain_categories::{
    BrokenTree, CategoryDraft, CategoryError, CategoryProfile, CategoryTree, MAX_DEPTH, Retirement,
    ServiceCategory,
};
use domain_shared::{I18nText, ServiceCategoryId, Version};
use proptest::prelude::*;
use uuid::Uuid;

fn id(number: u8) -> ServiceCategoryId {
    ServiceCategoryId::new(Uuid::from_u128(number.into()))
}

fn input(number: u8, parent: Option<u8>) -> CategoryDraft {
    let name = format!("c{number}");
    CategoryDraft {
        code: name.clone(),
        parent: parent.map(id),
        label: I18nText { it: name, en: None },
        description: None,
        synonyms: Vec::new(),
        crosswalks: Vec::new(),
        position: 0,
    }
}

/// The tree after a change; panics when the change broke it.
fn with(tree: &CategoryTree, changed: &[ServiceCategory]) -> CategoryTree {
    let untouched = tree
        .iter()
        .filter(|c| changed.iter().all(|changed| changed.id != c.id));
    CategoryTree::new(untouched.chain(changed).cloned()).unwrap()
}

fn after(tree: &CategoryTree, retirement: &Retirement) -> CategoryTree {
    let changed: Vec<_> = std::iter::once(&retirement.retired)
        .chain(&retirement.moved)
        .cloned()
        .collect();
    with(tree, &changed)
}

/// A tree of (number, parent).
fn tree(nodes: &[(u8, Option<u8>)]) -> CategoryTree {
    let empty = CategoryTree::new([]).unwrap();
    nodes.iter().fold(empty, |tree, (number, parent)| {
        let category = tree
            .create(
                id(*number),
                CategoryProfile::parse(&input(*number, *parent)).unwrap(),
            )
            .unwrap();
        with(&tree, &[category])
    })
}

/// 1 › 2 › 3 › 4 and 5 › 6.
fn sample() -> CategoryTree {
    tree(&[
        (1, None),
        (2, Some(1)),
        (3, Some(2)),
        (4, Some(3)),
        (5, None),
        (6, Some(5)),
    ])
}

fn codes(
    result: Result<ServiceCategory, domain_shared::Violations>,
) -> Vec<(String, &'static str)> {
    let violations = result.unwrap_err();
    violations
        .iter()
        .map(|v| (v.pointer.clone(), v.message.code))
        .collect()
}

#[test]
fn a_category_finds_its_place() {
    let tree = sample();
    let path: Vec<_> = tree.path(id(4)).iter().map(|c| c.id).collect();
    assert_eq!(path, [id(1), id(2), id(3), id(4)]);
    assert_eq!(tree.subtree(id(2)).len(), 3);
    assert_eq!(tree.children(None).len(), 2);
    assert!(tree.path(id(99)).is_empty());

    let bad = |number, parent| {
        codes(tree.create(
            id(9),
            CategoryProfile::parse(&input(number, parent)).unwrap(),
        ))
    };
    assert_eq!(
        bad(9, Some(4)),
        [("/parent_id".to_owned(), "category_too_deep")]
    );
    assert_eq!(
        bad(1, Some(99)),
        [
            ("/code".to_owned(), "already_taken"),
            ("/parent_id".to_owned(), "unknown_reference")
        ]
    );
}

#[test]
fn the_depth_is_named_in_both_languages() {
    let violation = CategoryError::TooDeep.violation();
    assert!(
        violation
            .text(domain_shared::Locale::Italian)
            .contains("4 livelli")
    );
    assert!(CategoryError::TooDeep.to_string().contains("4 levels"));
}

#[test]
fn moving_keeps_the_tree_a_tree() {
    let tree = sample();
    assert_eq!(tree.relocate(id(2), Some(id(4))), Err(CategoryError::Cycle));
    assert_eq!(tree.relocate(id(2), Some(id(2))), Err(CategoryError::Cycle));
    assert_eq!(
        tree.relocate(id(5), Some(id(3))),
        Err(CategoryError::TooDeep)
    );
    assert_eq!(
        tree.relocate(id(5), Some(id(99))),
        Err(CategoryError::UnknownParent)
    );
    assert_eq!(tree.relocate(id(99), None), Err(CategoryError::Unknown));
    let moved = tree.relocate(id(5), Some(id(2))).unwrap();
    assert_eq!(
        (moved.parent, moved.version),
        (Some(id(2)), Version::FIRST.next())
    );
    assert_eq!(with(&tree, &[moved]).path(id(6)).len(), 4);
}

#[test]
fn revising_keeps_the_code() {
    let tree = sample();
    let revised = tree
        .revise(id(6), CategoryProfile::parse(&input(6, Some(1))).unwrap())
        .unwrap();
    assert_eq!(revised.parent, Some(id(1)));
    assert_eq!(
        codes(tree.revise(id(5), CategoryProfile::parse(&input(7, Some(6))).unwrap())),
        [
            ("/code".to_owned(), "category_code_fixed"),
            ("/parent_id".to_owned(), "category_cycle")
        ]
    );
}

#[test]
fn what_is_needed_is_not_retired_without_a_replacement() {
    let tree = sample();
    assert_eq!(
        tree.retire(id(5), None, false),
        Err(CategoryError::HasActiveChildren)
    );
    assert_eq!(tree.retire(id(6), None, true), Err(CategoryError::InUse));
    let alone = tree.retire(id(6), None, false).unwrap();
    let tree = after(&tree, &alone);
    assert_eq!(tree.current(id(6)), None);
    assert_eq!(tree.retire(id(6), None, false), Err(CategoryError::Retired));
    assert_eq!(tree.relocate(id(6), None), Err(CategoryError::Retired));
    assert_eq!(
        tree.relocate(id(4), Some(id(6))),
        Err(CategoryError::RetiredParent)
    );
    assert!(tree.retire(id(5), None, false).is_ok());
}

#[test]
fn merging_hands_everything_over() {
    let tree = sample();
    let merged = tree.merge(id(2), id(5)).unwrap();
    assert_eq!(merged.replaced_by, Some(id(5)));
    assert_eq!(merged.retired.replaced_by(), Some(id(5)));
    assert_eq!(
        merged.moved.iter().map(|c| c.id).collect::<Vec<_>>(),
        [id(3)]
    );
    let tree = after(&tree, &merged);
    assert_eq!(tree.path(id(4)).first().map(|c| c.id), Some(id(5)));
    let tree = after(&tree, &tree.merge(id(5), id(1)).unwrap());
    assert_eq!(tree.current(id(2)).map(|c| c.id), Some(id(1)));
}

#[test]
fn merging_into_itself_below_or_nowhere_is_refused() {
    let tree = sample();
    assert_eq!(
        tree.merge(id(2), id(2)),
        Err(CategoryError::ReplacementInside)
    );
    assert_eq!(
        tree.merge(id(1), id(4)),
        Err(CategoryError::ReplacementInside)
    );
    assert_eq!(
        tree.merge(id(2), id(99)),
        Err(CategoryError::UnknownReplacement)
    );
    assert_eq!(
        tree.retire(id(5), Some(id(4)), true),
        Err(CategoryError::TooDeep)
    );
    let tree = after(&tree, &tree.retire(id(6), None, false).unwrap());
    assert_eq!(
        tree.merge(id(2), id(6)),
        Err(CategoryError::RetiredReplacement)
    );
    assert!(tree.merge(id(2), id(1)).is_ok());
}

#[test]
fn stored_data_that_is_no_tree_is_told() {
    let base: Vec<ServiceCategory> = sample().iter().cloned().collect();
    let broken = |change: &dyn Fn(&mut Vec<ServiceCategory>)| {
        let mut nodes = base.clone();
        change(&mut nodes);
        CategoryTree::new(nodes).unwrap_err()
    };
    assert_eq!(
        broken(&|n| n[0].parent = Some(id(4))),
        BrokenTree::CycleOrTooDeep
    );
    assert_eq!(
        broken(&|n| n[0].parent = Some(id(99))),
        BrokenTree::MissingParent
    );
    assert_eq!(
        broken(&|n| n[0].code = n[1].code.clone()),
        BrokenTree::DuplicateCode
    );
    assert_eq!(broken(&|n| n[0].id = n[1].id), BrokenTree::DuplicateId);
    let retire = |n: &mut ServiceCategory, by| {
        n.state = domain_categories::CategoryState::Retired {
            replaced_by: Some(id(by)),
        };
    };
    assert_eq!(broken(&|n| retire(&mut n[0], 5)), BrokenTree::RetiredParent);
    assert_eq!(
        broken(&|n| retire(&mut n[5], 6)),
        BrokenTree::BadReplacement
    );
    assert_eq!(
        broken(&|n| retire(&mut n[5], 99)),
        BrokenTree::BadReplacement
    );
}

#[derive(Debug, Clone)]
enum Step {
    Create(u8, Option<u8>),
    Move(u8, Option<u8>),
    Merge(u8, u8),
    Retire(u8, Option<u8>),
}

fn step() -> impl Strategy<Value = Step> {
    let node = || 0u8..14;
    let maybe = || proptest::option::weighted(0.8, node());
    prop_oneof![
        3 => (node(), maybe()).prop_map(|(a, b)| Step::Create(a, b)),
        3 => (node(), maybe()).prop_map(|(a, b)| Step::Move(a, b)),
        2 => (node(), node()).prop_map(|(a, b)| Step::Merge(a, b)),
        1 => (node(), maybe()).prop_map(|(a, b)| Step::Retire(a, b)),
    ]
}

/// What the uses of each category point to: one use per category, handed over at every merge.
fn hand_over(uses: &mut [Option<ServiceCategoryId>], retirement: &Retirement) {
    for used in uses
        .iter_mut()
        .filter(|used| **used == Some(retirement.retired.id))
    {
        *used = retirement.replaced_by;
    }
}

proptest! {
    #[test]
    fn no_sequence_of_changes_makes_a_cycle_or_an_orphan(steps in proptest::collection::vec(step(), 1..60)) {
        let mut tree = CategoryTree::new([]).unwrap();
        let mut uses: Vec<Option<ServiceCategoryId>> = Vec::new();
        for step in steps {
            let retirement = match step {
                Step::Create(a, parent) => {
                    if let Ok(made) = tree.create(id(a), CategoryProfile::parse(&input(a, parent)).unwrap()) {
                        uses.push(Some(made.id));
                        tree = with(&tree, &[made]);
                    }
                    continue;
                }
                Step::Move(a, parent) => {
                    if let Ok(moved) = tree.relocate(id(a), parent.map(id)) {
                        tree = with(&tree, &[moved]);
                    }
                    continue;
                }
                Step::Merge(a, b) => tree.merge(id(a), id(b)),
                Step::Retire(a, b) => tree.retire(id(a), b.map(id), uses.contains(&Some(id(a)))),
            };
            if let Ok(retirement) = retirement {
                hand_over(&mut uses, &retirement);
                tree = after(&tree, &retirement);
            }
        }
        for category in tree.iter() {
            let path = tree.path(category.id);
            prop_assert!((1..=MAX_DEPTH).contains(&path.len()));
            prop_assert_eq!(path[0].parent, None);
            prop_assert!(!category.is_active() || path.iter().all(|above| above.is_active()));
        }
        for used in uses {
            let category = used.and_then(|used| tree.get(used));
            prop_assert!(category.is_some_and(ServiceCategory::is_active));
        }
    }
}
