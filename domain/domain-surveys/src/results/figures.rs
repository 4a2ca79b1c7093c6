//! Statistics of numbers and scales, where they give nobody away.

use super::{counts::ColumnCounts, disclosure::Shown, groups::Plan, numbers::summarise};

/// Fewer answers than this have no quantiles: one of them could be somebody's answer.
pub const MIN_FOR_QUANTILES: u32 = 10;

/// Statistics of the answers of a group; never the smallest or the largest, which are somebody's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Mean.
    pub mean: f64,
    /// Sample standard deviation (divided by one less than the count).
    pub deviation: Option<f64>,
    /// First quartile, median, third quartile.
    pub quartiles: Option<[f64; 3]>,
    /// Whether mean and deviation are rounded to a tenth, because it is not shown how many answered.
    pub is_rounded: bool,
}

fn figures_of(numbers: &[f64], is_base_shown: bool) -> Option<Figures> {
    let summary = summarise(numbers)?;
    let is_enough = u32::try_from(summary.count).is_ok_and(|count| count >= MIN_FOR_QUANTILES);
    let round = |number: f64| {
        if is_base_shown {
            number
        } else {
            (number * 10.0).round() / 10.0
        }
    };
    (is_base_shown || is_enough).then(|| Figures {
        mean: round(summary.mean),
        deviation: summary.deviation.map(round),
        quartiles: (is_base_shown && is_enough).then_some([
            summary.first_quartile,
            summary.median,
            summary.third_quartile,
        ]),
        is_rounded: !is_base_shown,
    })
}

/// The statistics of a scale: they follow from its counts, so they are shown where all of these are.
pub(super) fn figures_of_counts(points: &[f64], counts: &[Shown]) -> Option<Figures> {
    let mut numbers = Vec::new();
    for (point, count) in points.iter().zip(counts) {
        let count = usize::try_from(count.count()?).ok()?;
        numbers.extend(std::iter::repeat_n(*point, count));
    }
    figures_of(&numbers, true)
}

/// The statistics of numbers by group: where enough answered, and enough of those around them are left, so that no small
/// group can be worked out from the others.
pub(super) fn figures_of_numbers(
    counts: &[ColumnCounts],
    plan: &Plan,
    answered: &[Shown],
    smallest: u32,
) -> Vec<Option<Figures>> {
    let number = |group: usize| {
        let numbers = counts.get(group).map_or(0, |one| one.numbers.len());
        u32::try_from(numbers).unwrap_or(u32::MAX)
    };
    let mut is_shown = vec![false; counts.len()];
    if let Some(all) = is_shown.first_mut() {
        *all = number(0) >= smallest;
    }
    for division in &plan.divisions {
        if !is_shown.get(division.parent).copied().unwrap_or(false) {
            continue;
        }
        let alone = division
            .columns
            .iter()
            .filter_map(|column| match column.as_slice() {
                [group] => Some(*group),
                _ => None,
            });
        let mut shown: Vec<usize> = alone.filter(|group| number(*group) >= smallest).collect();
        shown.sort_by_key(|group| (std::cmp::Reverse(number(*group)), *group));
        loop {
            let sum: u32 = shown.iter().map(|group| number(*group)).sum();
            let rest = number(division.parent).saturating_sub(sum);
            if rest == 0 || rest >= smallest || shown.pop().is_none() {
                break;
            }
        }
        for group in shown {
            if let Some(is_shown) = is_shown.get_mut(group) {
                *is_shown = true;
            }
        }
    }
    let groups = counts.iter().zip(is_shown).enumerate();
    let figures = |(group, (counts, is_shown)): (usize, (&ColumnCounts, bool))| {
        let is_base_shown = answered.get(group).is_some_and(|one| !one.is_hidden());
        is_shown
            .then(|| figures_of(&counts.numbers, is_base_shown))
            .flatten()
    };
    groups.map(figures).collect()
}
