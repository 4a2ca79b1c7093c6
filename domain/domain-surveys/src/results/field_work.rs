//! What is shown of how asking people went, for a whole campaign.

use domain_shared::Code as _;

use super::{disclosure::Shown, pool::pool};
use crate::respondent::Disposition;

/// How many people stand where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldWorkShown {
    /// Those on the list.
    pub listed: Shown,
    /// By how far asking them has come, in the order of the list of dispositions; without those nobody is at.
    pub dispositions: Vec<(Disposition, Shown)>,
}

impl FieldWorkShown {
    /// Whether something is not shown.
    #[must_use]
    pub fn hides(&self) -> bool {
        let mut all = self.dispositions.iter().map(|(_, shown)| shown);
        self.listed.is_hidden() || all.any(|shown| shown.is_hidden())
    }
}

/// What is shown of how many people stand where.
///
/// How many answered is known from elsewhere (the quotas), so it helps to hide nothing: the others are kept back together among
/// themselves, and where too few are left to hide among, it is not shown either how many there are in all.
#[must_use]
pub fn field_work_shown(counts: &[(Disposition, u32)], smallest: u32) -> FieldWorkShown {
    let of = |one: Disposition| {
        let found = counts.iter().filter(|(at, _)| *at == one);
        found.map(|(_, count)| *count).sum::<u32>()
    };
    let all = Disposition::ALL.iter().copied();
    let present: Vec<(Disposition, u32)> = all
        .map(|one| (one, of(one)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let answered = Disposition::Completed;
    let others: Vec<(Disposition, u32)> = present
        .iter()
        .copied()
        .filter(|(one, _)| *one != answered)
        .collect();
    let other_counts: Vec<u32> = others.iter().map(|(_, count)| *count).collect();
    let together = pool(&other_counts, smallest);
    let hidden: Vec<(Disposition, u32)> = together
        .iter()
        .filter_map(|at| others.get(*at).copied())
        .collect();
    let sum: u32 = hidden.iter().map(|(_, count)| *count).sum();
    let alone = !hidden.is_empty() && (hidden.len() < 2 || sum < smallest);
    let few_answered = (1..smallest).contains(&of(answered));
    let shown = |(one, count): (Disposition, u32)| {
        let is_hidden = if one == answered {
            few_answered
        } else {
            hidden.iter().any(|(other, _)| *other == one)
        };
        (
            one,
            if is_hidden {
                Shown::Hidden
            } else {
                Shown::Count(count)
            },
        )
    };
    let listed: u32 = present.iter().map(|(_, count)| *count).sum();
    FieldWorkShown {
        listed: if alone || few_answered || (1..smallest).contains(&listed) {
            Shown::Hidden
        } else {
            Shown::Count(listed)
        },
        dispositions: present.into_iter().map(shown).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(counts: &[(Disposition, u32)]) -> (Option<u32>, Vec<Option<u32>>) {
        let made = field_work_shown(counts, 5);
        let dispositions = made.dispositions.iter().map(|(_, one)| one.count());
        (made.listed.count(), dispositions.collect())
    }

    #[test]
    fn small_numbers_are_kept_back_with_company() {
        use Disposition::{Completed, Queued, Refused, Registered, Unresponsive};
        let large = [(Completed, 40), (Refused, 8), (Registered, 6)];
        assert_eq!(shown(&large), (Some(54), vec![Some(6), Some(40), Some(8)]));
        // Two refused: they follow from the others unless another number is kept back with them.
        let two = [(Completed, 40), (Refused, 2), (Registered, 6)];
        assert_eq!(shown(&two), (Some(48), vec![None, Some(40), None]));
        // How many answered is known, so it is no company.
        assert_eq!(
            shown(&[(Completed, 40), (Refused, 2)]),
            (None, vec![Some(40), None])
        );
        // Together they are too few still.
        let few = [(Completed, 40), (Queued, 1), (Unresponsive, 2)];
        assert_eq!(shown(&few), (None, vec![None, Some(40), None]));
        assert_eq!(
            shown(&[(Completed, 3), (Refused, 9)]),
            (None, vec![None, Some(9)])
        );
        assert_eq!(shown(&[]), (Some(0), Vec::new()));
        assert!(!field_work_shown(&large, 5).hides() && field_work_shown(&two, 5).hides());
    }
}
