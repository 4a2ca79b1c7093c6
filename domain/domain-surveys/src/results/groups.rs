//! The groups answers are compared by: places inside places, or what divides all answers.

use super::pool::pool;

/// Groups of answers: all of them (group 0), and what they divide into, which may divide again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    /// All answers, divided into so many groups (1, 2, …).
    #[must_use]
    pub fn flat(count: usize) -> Self {
        Self {
            parents: vec![0; count + 1],
        }
    }

    /// Groups by the one each is in. The first is all answers; every other comes after the one it is in.
    ///
    /// A group that names one after itself is taken to be in the first.
    #[must_use]
    pub fn inside(parents: &[usize]) -> Self {
        let mut parents: Vec<usize> = parents
            .iter()
            .enumerate()
            .map(|(at, parent)| if *parent < at { *parent } else { 0 })
            .collect();
        if parents.is_empty() {
            parents.push(0);
        }
        Self { parents }
    }

    /// How many, with that of all answers.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.parents.len()
    }

    /// Whether there is none but that of all answers.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.parents.len() < 2
    }

    /// The group a group is in; nothing for all answers.
    #[must_use]
    pub fn parent(&self, group: usize) -> Option<usize> {
        self.parents.get(group).copied().filter(|_| group > 0)
    }

    pub(super) fn children(&self, group: usize) -> Vec<usize> {
        let all = self.parents.iter().enumerate().skip(1);
        all.filter(|(_, parent)| **parent == group)
            .map(|(at, _)| at)
            .collect()
    }

    /// Adds what is counted of each group to those it is in.
    pub(super) fn add_up<T: Default>(
        &self,
        mut counts: Vec<T>,
        add: impl Fn(&mut T, &T),
    ) -> Vec<T> {
        counts.resize_with(self.len(), T::default);
        for at in (1..self.len()).rev() {
            let Some(parent) = self.parent(at) else {
                continue;
            };
            let (before, rest) = counts.split_at_mut(at);
            if let (Some(above), Some(own)) = (before.get_mut(parent), rest.first()) {
                add(above, own);
            }
        }
        counts
    }
}

/// The groups inside one, as tables have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Division {
    /// The group.
    pub(super) parent: usize,
    /// What it divides into: groups that are shown alone, and at the end those kept back together. Empty groups are left out.
    pub(super) columns: Vec<Vec<usize>>,
}

/// Which groups are told apart, given how many answers each has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// The divisions, outer ones first.
    pub(super) divisions: Vec<Division>,
    /// Whether each group is told apart from others.
    pub(super) told: Vec<bool>,
}

impl Plan {
    pub(super) fn of(groups: &Groups, totals: &[u32], smallest: u32) -> Self {
        let total = |at: usize| totals.get(at).copied().unwrap_or(0);
        let mut told = vec![false; groups.len()];
        let mut divisions = Vec::new();
        let is_enough = |at: usize| total(at) == 0 || total(at) >= smallest;
        if let Some(all) = told.first_mut() {
            *all = is_enough(0);
        }
        for parent in 0..groups.len() {
            let children = groups.children(parent);
            if children.is_empty() || !told.get(parent).copied().unwrap_or(false) {
                continue;
            }
            let counts: Vec<u32> = children.iter().map(|at| total(*at)).collect();
            let together: Vec<usize> = pool(&counts, smallest)
                .into_iter()
                .filter_map(|at| children.get(at).copied())
                .collect();
            let mut columns = Vec::new();
            for child in children
                .iter()
                .copied()
                .filter(|child| !together.contains(child))
            {
                if let Some(told) = told.get_mut(child) {
                    *told = true;
                }
                if total(child) > 0 {
                    columns.push(vec![child]);
                }
            }
            if !together.is_empty() {
                columns.push(together);
            }
            divisions.push(Division { parent, columns });
        }
        Self { divisions, told }
    }
}
