//! Whether two cards look like the same service.

use std::collections::BTreeSet;

use domain_shared::fold;

/// From which similarity on, in percent, two titles are near the same.
pub const NEAR_SAME: u8 = 80;

/// Words that say nothing about a service, folded.
const FILLERS: &[&str] = &[
    "a", "ad", "agli", "ai", "al", "alla", "alle", "allo", "con", "d", "da", "dagli", "dai", "dal",
    "dalla", "degli", "dei", "del", "dell", "della", "delle", "dello", "di", "e", "ed", "gli", "i",
    "il", "in", "l", "la", "le", "lo", "nei", "nel", "nella", "nelle", "o", "per", "su", "sul",
    "sulla", "tra", "un", "una", "uno",
];

/// What a title is compared by: the groups of three letters of its words, whatever their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleShape(BTreeSet<[u8; 3]>);

impl TitleShape {
    /// The shape of a title; accents, case, articles and prepositions do not matter.
    #[must_use]
    pub fn of(title: &str) -> Self {
        let folded = fold(title);
        let telling: Vec<&str> = folded
            .split(' ')
            .filter(|word| !FILLERS.contains(word))
            .collect();
        let words = if telling.is_empty() {
            folded.split(' ').collect()
        } else {
            telling
        };
        let mut groups = BTreeSet::new();
        for word in words.into_iter().filter(|word| !word.is_empty()) {
            let padded = format!("  {word} ");
            let windows = padded.as_bytes().windows(3);
            groups.extend(windows.filter_map(|window| <[u8; 3]>::try_from(window).ok()));
        }
        Self(groups)
    }

    /// How much two titles are alike, 0 to 100: twice what they share over all they have (Dice).
    #[must_use]
    pub fn similarity(&self, other: &Self) -> u8 {
        let all = self.0.len().saturating_add(other.0.len());
        if all == 0 {
            return 0;
        }
        let shared = self.0.intersection(&other.0).count();
        u8::try_from(shared.saturating_mul(200) / all).unwrap_or(100)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alike(one: &str, other: &str) -> u8 {
        TitleShape::of(one).similarity(&TitleShape::of(other))
    }

    #[test]
    fn near_same_titles_are_told_from_others() {
        for (one, other) in [
            (
                "Assistenza domiciliare per anziani",
                "ASSISTENZA DOMICILIARE AGLI ANZIANI",
            ),
            (
                "Assistenza domiciliare per anziani",
                "Anziani: assistenza domiciliare",
            ),
            (
                "Assistenza domiciliare anziani",
                "Assistenza domiciliari anziano",
            ),
            ("L'aiuto compiti", "Aiuto-compiti"),
            ("Per te", "per te"),
        ] {
            assert!(
                alike(one, other) >= NEAR_SAME,
                "{one}/{other}: {}",
                alike(one, other)
            );
        }
        for (one, other) in [
            (
                "Assistenza domiciliare per anziani",
                "Assistenza domiciliare per disabili",
            ),
            ("Corso di cucina", "Corso di informatica"),
            ("Trasporto sociale", "Sportello sociale"),
            ("", "Sportello"),
            ("", ""),
        ] {
            assert!(
                alike(one, other) < NEAR_SAME,
                "{one}/{other}: {}",
                alike(one, other)
            );
        }
    }

    proptest! {
        #[test]
        fn likeness_has_two_sides_and_bounds(one in ".{0,60}", other in ".{0,60}") {
            let percent = alike(&one, &other);
            prop_assert!(percent <= 100);
            prop_assert_eq!(percent, alike(&other, &one));
            prop_assert!(fold(&one).is_empty() || alike(&one, &one) == 100);
        }
    }
}
