//! Categories that are too small to be shown, with those that are kept back with them.

/// Which of these counts are kept back together: those below `smallest`, and as many of the next larger ones as it takes
/// for at least two of them to make up `smallest`. Zeros are never among them.
///
/// Their sum can be known; how it divides cannot.
pub(super) fn pool(counts: &[u32], smallest: u32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..counts.len()).collect();
    let count = |at: &usize| counts.get(*at).copied().unwrap_or(0);
    order.retain(|at| count(at) > 0);
    order.sort_by_key(|at| (count(at), *at));
    let small = order.iter().filter(|at| count(at) < smallest).count();
    if small == 0 {
        return Vec::new();
    }
    let mut sum = 0_u32;
    let mut taken = 0;
    for at in &order {
        if taken >= small.max(2) && sum >= smallest {
            break;
        }
        sum = sum.saturating_add(count(at));
        taken += 1;
    }
    order.truncate(taken);
    order.sort_unstable();
    order
}

/// The categories as tables have them: each that is shown alone, those that are kept back together; without zeros.
pub(super) fn lines(counts: &[u32], smallest: u32) -> Vec<Vec<usize>> {
    let together = pool(counts, smallest);
    let is_alone =
        |at: &usize| counts.get(*at).is_some_and(|count| *count > 0) && !together.contains(at);
    let mut lines: Vec<Vec<usize>> = (0..counts.len())
        .filter(is_alone)
        .map(|at| vec![at])
        .collect();
    if !together.is_empty() {
        lines.push(together);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_categories_are_kept_back_with_company() {
        assert_eq!(pool(&[10, 0, 30], 5), [] as [usize; 0]);
        assert_eq!(pool(&[3, 0, 30, 12], 5), [0, 3]);
        assert_eq!(pool(&[1, 1, 30, 12], 5), [0, 1, 3]);
        assert_eq!(pool(&[4, 4, 30], 5), [0, 1]);
        assert_eq!(pool(&[2, 0], 5), [0]);
        assert_eq!(lines(&[3, 0, 30, 12], 5), [vec![2], vec![0, 3]]);
    }
}
