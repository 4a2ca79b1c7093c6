//! How many typos a word may have, and counting them.

/// Words within typos of one word that are searched at most.
pub(crate) const MAX_LIKE: usize = 64;

/// How many typos a folded word is forgiven.
pub(crate) fn allowed(form: &str) -> u8 {
    if !form.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return 0;
    }
    match form.len() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// The insertions, deletions, replacements and swaps of neighbours between two words, no letter
/// being touched twice.
pub(crate) fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let mut best = at(&last, j) + usize::from(a != b);
            best = best.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped =
                i > 0 && j > 0 && one.get(i - 1) == Some(b) && other.get(j - 1) == Some(a);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(one.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_are_counted() {
        assert_eq!(distance("assistenza", "assistenza"), 0);
        assert_eq!(distance("assistenza", "asistenza"), 1);
        assert_eq!(distance("assistenza", "assitsenza"), 1);
        assert_eq!(distance("assistenza", "asistensa"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("ca", "abc"), 3);
    }

    #[test]
    fn short_words_and_numbers_must_be_right() {
        assert_eq!(allowed("asl"), 0);
        assert_eq!(allowed("nido"), 1);
        assert_eq!(allowed("anziano"), 1);
        assert_eq!(allowed("badante"), 1);
        assert_eq!(allowed("assistenza"), 2);
        assert_eq!(allowed("104legge"), 0);
    }
}
