//! The order in which the parts of a form are worked out, and where there is none.

use std::collections::BTreeSet;

use domain_shared::{Violation, Violations};

use super::form::{CYCLIC_REFERENCE, Form};

/// Most parts that the message about a circle names after the first.
const MAX_NAMED: usize = 10;

impl Form {
    /// The parts that decide whether a part is asked, and what it is worth.
    fn needed_by(&self, number: usize) -> Vec<usize> {
        let Some(node) = self.nodes.get(number) else {
            return Vec::new();
        };
        let expressions = [&node.relevant, &node.calculation];
        let named = expressions
            .into_iter()
            .flatten()
            .flat_map(|expression| expression.questions());
        let named = named.filter_map(|name| self.seen_from(number, name));
        node.parent.into_iter().chain(named).collect()
    }

    /// Finds an order in which every part comes after those it needs, and tells where there is none.
    pub(super) fn put_in_order(&mut self, wrong: &mut Violations) {
        let needs: Vec<Vec<usize>> = (0..self.nodes.len())
            .map(|one| self.needed_by(one))
            .collect();
        let mut open: Vec<usize> = needs.iter().map(Vec::len).collect();
        let mut needed_for = vec![Vec::new(); self.nodes.len()];
        for (number, needed) in needs.iter().enumerate() {
            for one in needed {
                if let Some(list) = needed_for.get_mut(*one) {
                    list.push(number);
                }
            }
        }
        let is_free = |(_, open): &(usize, &usize)| **open == 0;
        let mut ready: BTreeSet<usize> = open
            .iter()
            .enumerate()
            .filter(is_free)
            .map(|(one, _)| one)
            .collect();
        while let Some(number) = ready.pop_first() {
            self.order.push(number);
            for next in needed_for.get(number).into_iter().flatten() {
                if let Some(count) = open.get_mut(*next) {
                    *count -= 1;
                    if *count == 0 {
                        ready.insert(*next);
                    }
                }
            }
        }
        let is_stuck = |one: usize| open.get(one).is_some_and(|count| *count > 0);
        let mut seen = vec![false; open.len()];
        for number in (0..open.len()).filter(|one| is_stuck(*one)) {
            let circle = circle(number, &needs, is_stuck, &mut seen);
            for place in 0..circle.len() {
                self.tell_circle(place, &circle, wrong);
            }
        }
    }

    /// Tells of a circle at one of the parts in it, beginning with that part.
    fn tell_circle(&self, place: usize, circle: &[usize], wrong: &mut Violations) {
        let from_here = circle.iter().cycle().skip(place).take(circle.len() + 1);
        let mut nodes = from_here.filter_map(|one| self.nodes.get(*one));
        let Some(node) = nodes.next() else { return };
        let member = if node.calculation.is_some() {
            "calculation"
        } else {
            "relevant"
        };
        let mut names = vec![node.name.as_str()];
        names.extend(
            nodes
                .by_ref()
                .take(MAX_NAMED)
                .map(|node| node.name.as_str()),
        );
        if nodes.next().is_some() {
            names.push("…");
        }
        let circular = Violation::new(format!("{}/{member}", node.pointer), &CYCLIC_REFERENCE);
        wrong.push(circular.with("names", &names.join(" → ")));
    }
}

/// Goes from a part that waits for others to one it waits for, and on, until it comes where it was: every such
/// way ends in a circle. Answers the circle, unless it was come upon before; no part is passed twice.
fn circle(
    start: usize,
    needs: &[Vec<usize>],
    is_stuck: impl Fn(usize) -> bool,
    seen: &mut [bool],
) -> Vec<usize> {
    let mut way: Vec<usize> = Vec::new();
    let mut next = Some(start);
    while let Some(at) = next {
        match seen.get_mut(at) {
            Some(seen) if !*seen => *seen = true,
            Some(_) | None => {
                let begin = way.iter().position(|one| *one == at);
                return begin.map_or_else(Vec::new, |begin| way.split_off(begin));
            }
        }
        way.push(at);
        let mut needed = needs.get(at).into_iter().flatten().copied();
        next = needed.find(|one| is_stuck(*one));
    }
    Vec::new()
}
