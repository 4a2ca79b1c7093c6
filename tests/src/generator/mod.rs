//! Realistic service cards and searches in any number, the same in every run: what measures of speed
//! are made with.
//!
//! Words come as in real texts: few often, many seldom. The municipalities are Italy's, the larger
//! ones more often.

mod facts;
mod kinds;
mod mix;
mod places;
mod search;
mod text;
mod words;

use std::collections::BTreeMap;

use domain_cards::{Access, CardContent, DeliveryMode, Description, Eligibility};
use domain_shared::{LocalText, LongText, StableCode, TextValue};

use facts::valid;
use kinds::{KINDS, Kind};
use mix::Mix;
pub use places::Places;
pub use search::queries;
use text::sentences;
use words::{ACCESS, PROJECTS, SENTENCES, SUMMARIES};

/// The family of choices that make a card.
const CARDS: u64 = 1;

/// Service card number `number`: always the same one, complete, with 120 to 200 words of Italian
/// mostly, without images and attachments.
#[must_use]
pub fn card(number: u64, places: &Places) -> CardContent {
    let mix = &mut Mix::of(CARDS, number);
    let kind = mix.zipf(&KINDS);
    let at = places.draw(mix);
    let delivery = facts::delivery(mix);
    let sited = delivery.contains(&DeliveryMode::Site) || mix.chance(50);
    let (title, summary) = names(mix, places, &kind, at);
    let host = format!(
        "{}.example.org",
        mix.pick(&PROJECTS).to_lowercase().replace(' ', "-")
    );
    CardContent {
        title,
        alternate_title: None,
        summary,
        language: valid("it"),
        main_category: Some(valid(kind.code)),
        other_categories: other_categories(mix, &kind),
        audience: facts::audience(mix, &kind),
        eligibility: Eligibility {
            residents_only: mix.chance(20),
            ..Eligibility::default()
        },
        coverage: facts::coverage(mix, places, at),
        places: if sited {
            facts::sites(mix, places, at)
        } else {
            Vec::new()
        },
        delivery,
        first_contact: facts::first_contact(mix, &host),
        person_in_charge: mix.chance(50).then(|| facts::person_in_charge(mix)),
        description: description(mix, places),
        waiting: facts::waiting(mix),
        capacity: mix.chance(30).then(|| facts::capacity(mix)),
        staff: facts::staff(mix),
        pricing: facts::pricing(mix, &kind),
        sharing: mix.chance(12).then(|| facts::sharing(mix)),
        access: Access {
            channels: facts::channels(mix),
            how_to: italian(&sentences(mix, places, 1, &ACCESS)),
            online_url: mix
                .chance(20)
                .then(|| valid(&format!("https://{host}/richiesta"))),
            ..Access::default()
        },
        languages: facts::languages(mix),
        accessibility: facts::accessibility(mix),
        links: Vec::new(),
        images: Vec::new(),
        attachments: Vec::new(),
        validity: facts::validity(mix),
    }
}

/// A text in Italian, and in English where there is a translation.
fn local<T: TextValue>(italian: &str, english: Option<String>) -> Option<LocalText<T>> {
    let mut texts = BTreeMap::from([("it".to_owned(), italian.to_owned())]);
    texts.extend(english.map(|text| ("en".to_owned(), text)));
    LocalText::parse(&texts).expect("texts within their bounds")
}

fn italian<T: TextValue>(text: &str) -> Option<LocalText<T>> {
    local(text, None)
}

/// Title and summary; one card in five speaks English as well.
fn names<T: TextValue, S: TextValue>(
    mix: &mut Mix,
    places: &Places,
    kind: &Kind,
    at: usize,
) -> (Option<LocalText<T>>, Option<LocalText<S>>) {
    let (name, english) = mix.zipf(kind.names);
    let town = &places.towns[at].name;
    let mut tail = String::new();
    match mix.below(10) {
        0..4 => tail = format!(" a {town}"),
        4..6 => text::fill(mix, places, &mut tail, " – progetto {b}"),
        6..8 => text::fill(mix, places, &mut tail, " e {n}"),
        8 => text::fill(mix, places, &mut tail, " con {x}"),
        _ => {}
    }
    let mut summary = String::new();
    let template = mix.pick(&SUMMARIES);
    text::fill(mix, places, &mut summary, template);
    let translated = mix.chance(20);
    let english_title = translated.then(|| format!("{english}, {town}"));
    let english_summary = translated.then(|| format!("{english} in {town} and nearby."));
    (
        local(&format!("{name}{tail}"), english_title),
        local(&summary, english_summary),
    )
}

fn other_categories(mix: &mut Mix, kind: &Kind) -> Vec<StableCode> {
    let other = mix.zipf(&KINDS).code;
    let fits = other != kind.code && mix.chance(35);
    fits.then(|| valid(other)).into_iter().collect()
}

/// The prose, which is most of the words.
fn description(mix: &mut Mix, places: &Places) -> Description {
    let mut prose = |from: u32, to: u32| -> Option<LocalText<LongText>> {
        let count = mix.between(from, to);
        (count > 0)
            .then(|| italian(&sentences(mix, places, count, &SENTENCES)))
            .flatten()
    };
    Description {
        overview: prose(1, 3),
        activities: prose(4, 5),
        need_analysis: prose(0, 1),
        proposed_solution: prose(0, 1),
        outcome: prose(1, 1),
        timing: prose(0, 1),
        ..Description::default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const CATEGORIES: &str = include_str!("../../../persistence/data/categories.json");

    fn words_of(card: &CardContent) -> Vec<String> {
        let mut texts: Vec<&str> = card
            .description
            .texts()
            .filter_map(LocalText::best)
            .map(TextValue::as_str)
            .collect();
        texts.extend(
            card.title
                .as_ref()
                .and_then(LocalText::best)
                .map(TextValue::as_str),
        );
        texts.extend(
            card.summary
                .as_ref()
                .and_then(LocalText::best)
                .map(TextValue::as_str),
        );
        texts.extend(
            card.access
                .how_to
                .as_ref()
                .and_then(LocalText::best)
                .map(TextValue::as_str),
        );
        let words = texts
            .iter()
            .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    }

    #[test]
    fn cards_are_complete_valid_and_the_same_every_time() {
        let (places, again) = (Places::shipped(), Places::shipped());
        for number in 0..2_000 {
            let made = card(number, &places);
            assert_eq!(made.check_complete(), Ok(()), "{number}");
            assert_eq!(made, card(number, &again));
            let stored = serde_json::to_value(&made).expect("cards are JSON");
            let read: CardContent = serde_json::from_value(stored).expect("stored as it is read");
            assert_eq!(read, made);
        }
        assert_ne!(card(1, &places), card(2, &places));
    }

    #[test]
    fn words_are_many_and_few_of_them_are_common() {
        let places = Places::shipped();
        let cards: Vec<Vec<String>> = (0..2_000)
            .map(|number| words_of(&card(number, &places)))
            .collect();
        let mean = cards.iter().map(Vec::len).sum::<usize>() / cards.len();
        assert!((120..=200).contains(&mean), "{mean} words a card");
        let mut in_cards: BTreeMap<&str, usize> = BTreeMap::new();
        for words in &cards {
            for word in words.iter().collect::<BTreeSet<_>>() {
                *in_cards.entry(word).or_default() += 1;
            }
        }
        let rare = in_cards.values().filter(|cards| **cards <= 5).count();
        let common = in_cards.values().filter(|cards| **cards >= 400).count();
        assert!(
            in_cards.len() > 5_000 && rare > 2_500,
            "{} words, {rare} rare",
            in_cards.len()
        );
        assert!((20..200).contains(&common), "{common} common words");
    }

    #[test]
    fn every_category_and_many_places_occur() {
        let places = Places::shipped();
        assert_eq!(places.towns.len(), 7_894);
        let cards: Vec<CardContent> = (0..5_000).map(|number| card(number, &places)).collect();
        let main: BTreeSet<&str> = cards
            .iter()
            .flat_map(CardContent::categories)
            .map(TextValue::as_str)
            .collect();
        let tree: serde_json::Value = serde_json::from_str(CATEGORIES).expect("the starter tree");
        let second = tree
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one.get("parent").is_some());
        let second: BTreeSet<&str> = second
            .map(|one| one["code"].as_str().expect("a code"))
            .collect();
        assert_eq!(main, second);
        let towns: BTreeSet<_> = cards
            .iter()
            .flat_map(|card| &card.coverage.municipalities)
            .collect();
        assert!(towns.len() > 3_000, "{} towns", towns.len());
        let share = |fits: fn(&CardContent) -> bool| cards.iter().filter(|card| fits(card)).count();
        assert!(share(|card| card.coverage.national) > 20);
        assert!(share(|card| !card.coverage.zones.is_empty()) > 5);
        assert!(share(|card| !card.coverage.provinces.is_empty()) > 200);
        assert!((1_200..2_200).contains(&share(|card| card.pricing.free)));
        assert!(share(|card| !card.places.is_empty()) > 3_000);
        assert!(share(|card| card.sharing.is_some()) > 300);
    }
}
