//! What somebody knows of quantities, and what follows from it.

use std::collections::BTreeMap;

use super::super::Shown;

const PRIME: u64 = 2_147_483_647;

/// A quantity that exists whether it is shown or not: a question's sheet and category (or the responses), in a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quantity(pub(super) String);

#[derive(Default)]
pub(super) struct Knowledge {
    truth: BTreeMap<Quantity, (u32, u32)>,
    known: BTreeMap<Quantity, u32>,
    sums: Vec<Vec<(Quantity, i64)>>,
}

impl Knowledge {
    /// A quantity that is there, with what counts as small for it.
    pub(super) fn is(&mut self, quantity: &Quantity, value: u32, smallest: u32) {
        let before = self.truth.insert(quantity.clone(), (value, smallest));
        assert!(
            before.is_none_or(|before| before.0 == value),
            "{quantity:?}"
        );
    }

    pub(super) fn shown(&mut self, quantity: &Quantity, shown: Shown) {
        let Shown::Count(count) = shown else { return };
        let (value, smallest) = self.truth[quantity];
        assert_eq!(value, count, "{quantity:?}");
        // How many answered is the same as how many responses there are, where nobody kept silent.
        let is_base = quantity.0.contains(".100=0");
        assert!(
            count == 0 || is_base || count >= smallest,
            "{quantity:?} is {count}"
        );
        self.known.insert(quantity.clone(), count);
    }

    /// Learns what is not a count, as the sum of the numbers of so many answers: it tells of few where they are few.
    pub(super) fn told(&mut self, quantity: &Quantity) {
        let (answers, smallest) = self.truth[quantity];
        assert!(answers >= smallest, "{quantity:?} is of {answers}");
        self.known.insert(quantity.clone(), answers);
    }

    pub(super) fn sum(&mut self, parts: &[Quantity], whole: &Quantity) {
        let mut sum: Vec<(Quantity, i64)> = parts.iter().map(|one| (one.clone(), 1)).collect();
        sum.push((whole.clone(), -1));
        self.sums.push(sum);
    }

    /// Small quantities that can be worked out.
    pub(super) fn worked_out(&self) -> Vec<(Quantity, u32)> {
        let unknown: Vec<&Quantity> = self
            .truth
            .keys()
            .filter(|one| !self.known.contains_key(*one))
            .collect();
        let place: BTreeMap<&Quantity, usize> = unknown
            .iter()
            .enumerate()
            .map(|(at, one)| (*one, at))
            .collect();
        let mut rows: Vec<BTreeMap<usize, u64>> = Vec::new();
        for sum in &self.sums {
            let mut row: BTreeMap<usize, u64> = BTreeMap::new();
            for (quantity, sign) in sum {
                if let Some(at) = place.get(quantity) {
                    let value = row.entry(*at).or_default();
                    *value = (*value + if *sign > 0 { 1 } else { PRIME - 1 }) % PRIME;
                }
            }
            row.retain(|_, value| *value != 0);
            rows.push(row);
        }
        let alone = eliminate(rows);
        let found = alone
            .into_iter()
            .map(|at| (unknown[at].clone(), self.truth[unknown[at]]));
        found
            .filter(|(_, (value, smallest))| *value > 0 && value < smallest)
            .map(|(one, (value, _))| (one, value))
            .collect()
    }
}

/// Reduces equations completely, and answers the unknowns that stand alone in one.
fn eliminate(rows: Vec<BTreeMap<usize, u64>>) -> Vec<usize> {
    let mut reduced: BTreeMap<usize, BTreeMap<usize, u64>> = BTreeMap::new();
    let subtract = |row: &mut BTreeMap<usize, u64>, other: &BTreeMap<usize, u64>, factor: u64| {
        for (at, value) in other {
            let own = row.entry(*at).or_default();
            *own = (*own + (PRIME - factor) * value) % PRIME;
            if *own == 0 {
                row.remove(at);
            }
        }
    };
    for mut row in rows {
        let pivots: Vec<usize> = row
            .keys()
            .copied()
            .filter(|at| reduced.contains_key(at))
            .collect();
        for at in pivots {
            if let Some(factor) = row.get(&at).copied() {
                subtract(&mut row, &reduced[&at], factor);
            }
        }
        let Some((&pivot, &lead)) = row.iter().next() else {
            continue;
        };
        let inverse = power(lead, PRIME - 2);
        for value in row.values_mut() {
            *value = *value * inverse % PRIME;
        }
        for other in reduced.values_mut() {
            if let Some(factor) = other.get(&pivot).copied() {
                subtract(other, &row, factor);
            }
        }
        reduced.insert(pivot, row);
    }
    reduced
        .into_iter()
        .filter(|(_, row)| row.len() == 1)
        .map(|(at, _)| at)
        .collect()
}

fn power(base: u64, mut exponent: u64) -> u64 {
    let (mut result, mut base) = (1, base % PRIME);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}
