//! What people type into the search.

use super::{
    kinds::KINDS,
    mix::Mix,
    places::Places,
    text::{common_word, rare_word, surname},
    words::PROJECTS,
};

/// The family of choices that make a search.
const QUERIES: u64 = 2;

/// Words of names that nobody searches for.
const SMALL: [&str; 6] = ["agli", "alla", "dell", "della", "delle", "tutti"];

/// So many searches, always the same ones: of one to three words, common and rare, one in six with a typing
/// mistake.
#[must_use]
pub fn queries(count: usize, places: &Places) -> Vec<String> {
    (0_u64..)
        .take(count)
        .map(|number| query(&mut Mix::of(QUERIES, number), places))
        .collect()
}

fn query(mix: &mut Mix, places: &Places) -> String {
    let wanted = match mix.below(100) {
        0..40 => 1,
        40..80 => 2,
        _ => 3,
    };
    let mut words: Vec<String> = Vec::new();
    while words.len() < wanted {
        let chosen = word(mix, places);
        let parts = chosen.split_whitespace().filter(|part| part.len() > 3);
        words.extend(parts.take(wanted - words.len()).map(str::to_owned));
    }
    if mix.chance(17) {
        let longest = words.iter_mut().max_by_key(|word| word.chars().count());
        if let Some(word) = longest {
            *word = mistyped(mix, word);
        }
    }
    words.join(" ")
}

/// A word as somebody who looks for a service would think of.
fn word(mix: &mut Mix, places: &Places) -> String {
    match mix.below(100) {
        0..30 => common_word(mix).to_owned(),
        30..62 => {
            let kind = mix.zipf(&KINDS);
            let (name, _) = mix.zipf(kind.names);
            let words: Vec<&str> = name
                .split([' ', '\''])
                .filter(|word| word.len() > 3 && !SMALL.contains(word))
                .collect();
            mix.pick(&words).to_lowercase()
        }
        62..80 => places.towns[places.draw(mix)].name.to_lowercase(),
        80..88 => rare_word(mix),
        88..94 => mix.zipf(&PROJECTS).to_lowercase(),
        _ => surname(mix).to_lowercase(),
    }
}

/// A word with one letter left out, doubled, changed or exchanged with the next; short words stay.
fn mistyped(mix: &mut Mix, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 5 {
        return word.to_owned();
    }
    // The first letter is seldom wrong.
    let at = 1 + usize::try_from(mix.below(3)).expect("below three");
    match mix.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = mix.pick(&['a', 'e', 'i', 'o', 'r', 't', 's', 'n']),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn searches_are_the_same_every_time_and_of_one_to_three_words() {
        let places = Places::shipped();
        let searches = queries(2_000, &places);
        assert_eq!(searches, queries(2_000, &places));
        let of = |words: usize| {
            searches
                .iter()
                .filter(|one| one.split(' ').count() == words)
                .count()
        };
        assert_eq!(of(1) + of(2) + of(3), 2_000);
        assert!(of(1) > 600 && of(2) > 600 && of(3) > 200);
        let different: BTreeSet<_> = searches.iter().collect();
        assert!(different.len() > 1_000, "{}", different.len());
    }

    #[test]
    fn a_mistake_changes_little() {
        let mix = &mut Mix::of(9, 9);
        for _ in 0..100 {
            let typed = mistyped(mix, "assistenza");
            assert!((9..=11).contains(&typed.len()) && typed.starts_with('a'));
        }
        assert_eq!(mistyped(mix, "casa"), "casa");
    }
}
