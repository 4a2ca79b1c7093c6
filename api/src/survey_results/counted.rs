//! Answers to two questions counted together, in every group.

use domain_surveys::{ColumnCounts, CountedPair, Tally};
use persistence::AnyConnection;

use super::{
    groups::Grouping,
    survey::{Question, Survey},
};
use crate::problem::Outcome;

/// Counts the answers to two questions by groups, reading every response once.
///
/// # Errors
/// When the database does not answer.
pub(super) fn counted_pair<'a>(
    connection: &mut AnyConnection,
    survey: &Survey,
    (row, by): (&'a Question, &'a Question),
    grouping: &'a Grouping,
) -> Outcome<CountedPair<'a>> {
    let choices = by.column.groups();
    let groups = &grouping.groups;
    let mut inner: Vec<Tally<'_>> = vec![Tally::new(&row.column, choices.len()); groups.len()];
    let mut alone = [
        Tally::new(&row.column, groups.len()),
        Tally::new(&by.column, groups.len()),
    ];
    survey.scan(connection, |fact| {
        let group = grouping.of_fact(fact);
        let (own, other) = (row.row(fact), by.row(fact));
        if let Some(tally) = inner.get_mut(group) {
            tally.add(by.column.group_of(other), own);
        }
        let [of_row, of_by] = &mut alone;
        of_row.add(group, own);
        of_by.add(group, other);
    })?;
    let inner = inner.into_iter().map(|tally| tally.finish(&choices));
    Ok(CountedPair {
        row: (row.place, &row.column),
        by: (by.place, &by.column),
        groups,
        parts: ColumnCounts::add_up(groups, inner.collect()),
        alone: alone.map(|tally| tally.finish(groups)),
    })
}
