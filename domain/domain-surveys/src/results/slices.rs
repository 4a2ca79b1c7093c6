//! Tables of two questions for one group only.

use super::{groups::Groups, pool::pool};

/// For which groups a table that is shown whole can be shown for the group alone: those in which no count is small, so long as what
/// is left of each count in the group around, once all that can be shown is taken away, is not small either.
///
/// `cells` are the counts of the table by group, `totals` the responses, and `may` says whether what the slice implies
/// (each question by these groups) is shown.
#[must_use]
pub fn slices(
    groups: &Groups,
    totals: &[u32],
    cells: &[Vec<u32>],
    may: &[bool],
    smallest: u32,
) -> Vec<bool> {
    let small = |count: u32| count > 0 && count < smallest;
    let of = |group: usize| cells.get(group).map_or(&[][..], Vec::as_slice);
    let total = |group: usize| totals.get(group).copied().unwrap_or(0);
    let mut shown = vec![false; groups.len()];
    if let Some(all) = shown.first_mut() {
        *all = may.first().copied().unwrap_or(false) && of(0).iter().all(|count| !small(*count));
    }
    for parent in 0..groups.len() {
        if !shown.get(parent).copied().unwrap_or(false) {
            continue;
        }
        let children = groups.children(parent);
        let together = pool(
            &children
                .iter()
                .map(|child| total(*child))
                .collect::<Vec<_>>(),
            smallest,
        );
        let alone = children
            .iter()
            .enumerate()
            .filter(|(at, _)| !together.contains(at));
        let is_fit = |child: &usize| {
            may.get(*child).copied().unwrap_or(false)
                && of(*child).iter().all(|count| !small(*count))
        };
        let mut fit: Vec<usize> = alone.map(|(_, child)| *child).filter(is_fit).collect();
        fit.sort_by_key(|child| (std::cmp::Reverse(total(*child)), *child));
        let leaves_small = |fit: &[usize]| {
            of(parent).iter().enumerate().any(|(at, whole)| {
                let taken: u32 = fit
                    .iter()
                    .map(|child| of(*child).get(at).copied().unwrap_or(0))
                    .sum();
                small(whole.saturating_sub(taken))
            })
        };
        while !fit.is_empty() && leaves_small(&fit) {
            fit.pop();
        }
        for child in fit {
            if let Some(shown) = shown.get_mut(child) {
                *shown = true;
            }
        }
    }
    shown
}
