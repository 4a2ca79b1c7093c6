//! What leaves the hub respondent by respondent.

use super::groups::{Groups, Plan};

/// What is told of where a respondent belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DataKey {
    /// The innermost group that is told; 0 for none.
    pub group: usize,
    /// The category, where it is told.
    pub category: Option<usize>,
}

/// The group (innermost) and the category of a respondent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The group, one that is not divided.
    pub group: usize,
    /// The category, from 0.
    pub category: usize,
}

/// What is told of each respondent: of group and category together so much that at least `smallest` share it. Nothing for the few
/// of whom not even nothing can be told: they are left out.
///
/// Groups and categories that tables keep back are not told either.
#[must_use]
pub fn places(
    groups: &Groups,
    categories: usize,
    rows: &[Place],
    smallest: u32,
) -> Vec<Option<DataKey>> {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let mut waiting: Vec<Vec<Vec<usize>>> = vec![vec![Vec::new(); categories]; groups.len()];
    let mut by_category = vec![0_u32; categories + 1];
    for (at, row) in rows.iter().enumerate() {
        let list = waiting
            .get_mut(row.group)
            .and_then(|lists| lists.get_mut(row.category));
        if let Some(list) = list {
            list.push(at);
        }
        for one in [0, row.category + 1] {
            if let Some(sum) = by_category.get_mut(one) {
                *sum = sum.saturating_add(1);
            }
        }
    }
    let own = waiting
        .iter()
        .map(|lists| count(lists.iter().map(Vec::len).sum()))
        .collect();
    let totals = groups.add_up(own, |sum: &mut u32, more| *sum = sum.saturating_add(*more));
    let told = Plan::of(groups, &totals, smallest).told;
    let told_categories = Plan::of(&Groups::flat(categories), &by_category, smallest).told;
    let is_told = |told: &[bool], at: usize| told.get(at).copied().unwrap_or(false);
    let mut found = vec![None; rows.len()];
    let mut tell = |list: &[usize], key: DataKey| {
        for at in list {
            if let Some(found) = found.get_mut(*at) {
                *found = Some(key);
            }
        }
    };
    let mut nothing = Vec::new();
    for group in (0..groups.len()).rev() {
        let lists = waiting
            .get_mut(group)
            .map(std::mem::take)
            .unwrap_or_default();
        for (category, list) in lists.into_iter().enumerate() {
            let is_enough = count(list.len()) >= smallest;
            if is_enough && is_told(&told, group) && is_told(&told_categories, category + 1) {
                tell(
                    &list,
                    DataKey {
                        group,
                        category: Some(category),
                    },
                );
                continue;
            }
            let above = groups
                .parent(group)
                .and_then(|parent| waiting.get_mut(parent)?.get_mut(category));
            above.unwrap_or(&mut nothing).extend(list);
        }
    }
    if count(nothing.len()) >= smallest {
        tell(
            &nothing,
            DataKey {
                group: 0,
                category: None,
            },
        );
    }
    found
}

/// One answer in this many is kept back.
const ONE_IN: u64 = 10;

/// Whether an answer is kept back by chance, so that nobody can count by the rows how many gave two answers together: the same one in
/// ten in every export, known only to who knows the identifier of the response.
#[must_use]
pub fn is_withheld(response: &str, question: &str) -> bool {
    // FNV-1a, and its bits mixed: neighbours must not follow from each other.
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let bytes = response.bytes().chain([0]).chain(question.bytes());
    let mut hash = bytes.fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (hash ^ (hash >> 33)) % ONE_IN == 0
}
