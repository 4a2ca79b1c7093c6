//! What the search index learns of a card.

use std::collections::BTreeSet;

use domain_cards::CardContent;
use domain_categories::CategoryTree;
use domain_shared::{
    BoundedNumber as _, Code, LocalText, Locale, OpeningHours, Period, PriceUnit, TextValue,
};
use persistence::{
    agreements::CardSpan,
    services::{IndexSource, Places, ZonePlaces},
};
use search::{CardAgreement, CardEntry, CardText, Coverage, Days, Price};

/// Most names of covered places that a card is found by.
const MOST_PLACE_NAMES: usize = 60;
/// Minutes of a week.
const WEEK: u16 = 7 * 24 * 60;

/// What a card is read against.
#[derive(Debug)]
pub(super) struct Lookup<'a> {
    pub(super) tree: &'a CategoryTree,
    pub(super) places: &'a Places,
    pub(super) zones: &'a ZonePlaces,
}

/// The number the index knows a unit by.
pub(super) fn unit_number(unit: PriceUnit) -> u8 {
    let place = PriceUnit::ALL.iter().position(|one| *one == unit);
    place
        .and_then(|place| u8::try_from(place).ok())
        .unwrap_or(u8::MAX)
}

/// The codes of a closed list.
pub(super) fn codes<C: Code>(members: impl IntoIterator<Item = C>) -> Vec<String> {
    members
        .into_iter()
        .map(|one| one.code().to_owned())
        .collect()
}

/// The entry of a card in the public view.
pub(super) fn entry_of(source: &IndexSource, lookup: &Lookup<'_>) -> CardEntry {
    let content = &source.content;
    let (categories, mut keywords) = categories_of(content, lookup.tree);
    for recipient in &content.audience.recipients {
        for locale in [Locale::Italian, Locale::English] {
            keywords.push((locale.tag().to_owned(), recipient.label(locale).to_owned()));
        }
    }
    let (coverage, provinces) = coverage_of(content, lookup, &mut keywords);
    let (weekly_hours, closed_on_holidays) = hours_of(content);
    CardEntry {
        id: source.card_id.uuid(),
        provider: source.provider_id.uuid(),
        provider_name: source.provider_name.as_str().to_owned(),
        texts: texts_of(content),
        categories,
        keywords,
        coverage,
        provinces,
        sites: content
            .places
            .iter()
            .filter_map(|place| place.coordinates)
            .map(|place| (place.lat(), place.lon()))
            .collect(),
        recipients: codes(content.audience.recipients.iter().copied()),
        delivery: codes(content.delivery.iter().copied()),
        languages: content
            .languages
            .iter()
            .map(|tag| tag.as_str().to_owned())
            .collect(),
        accessibility: codes(content.accessibility.iter().copied()),
        age_from: content
            .audience
            .age
            .from
            .and_then(|age| u8::try_from(age.number()).ok()),
        age_to: content
            .audience
            .age
            .to
            .and_then(|age| u8::try_from(age.number()).ok()),
        prices: prices_of(content),
        free: content.pricing.free,
        shared: content.sharing.is_some(),
        waiting_days: content.waiting.total_days(),
        weekly_hours,
        closed_on_holidays,
        agreements: source.agreements.iter().map(agreement_of).collect(),
        verified_on: source.verified_on,
        published_at: source.published_at,
        visible_from: source.window.from,
        visible_until: source.window.until,
    }
}

/// An agreement that covers the card.
fn agreement_of(span: &CardSpan) -> CardAgreement {
    let days = |period: &Period| Days {
        from: period.from(),
        until: period.until(),
    };
    CardAgreement {
        owners: span.owners.clone(),
        in_force: days(&span.in_force),
        benefits: span.benefits.iter().map(days).collect(),
    }
}

/// The codes of the categories with all above them, and the words people use for them.
fn categories_of(
    content: &CardContent,
    tree: &CategoryTree,
) -> (Vec<String>, Vec<(String, String)>) {
    let (mut found, mut words) = (BTreeSet::new(), Vec::new());
    for code in content.categories() {
        let counted = tree.counted_for(code);
        if counted.is_empty() {
            found.insert(code.as_str().to_owned());
        }
        for above in counted {
            if !found.insert(above.code.as_str().to_owned()) {
                continue;
            }
            words.push(("it".to_owned(), above.label.it.as_str().to_owned()));
            if let Some(english) = &above.label.en {
                words.push(("en".to_owned(), english.as_str().to_owned()));
            }
            words.extend(above.synonyms.iter().map(|synonym| {
                let language = synonym.language.as_str().to_owned();
                (language, synonym.text.as_str().to_owned())
            }));
        }
    }
    (found.into_iter().collect(), words)
}

/// The covered places by code, the provinces they count for, and their names among the words.
fn coverage_of(
    content: &CardContent,
    lookup: &Lookup<'_>,
    words: &mut Vec<(String, String)>,
) -> (Coverage, Vec<String>) {
    let covered = &content.coverage;
    let mut municipalities: BTreeSet<String> = covered
        .municipalities
        .iter()
        .map(|code| code.as_str().to_owned())
        .collect();
    let of_zones = covered
        .zones
        .iter()
        .filter_map(|zone| lookup.zones.get(zone));
    municipalities.extend(of_zones.cloned());
    let mut provinces: BTreeSet<String> = covered
        .provinces
        .iter()
        .map(|code| code.as_str().to_owned())
        .collect();
    let mut names = BTreeSet::new();
    names.extend(
        covered
            .provinces
            .iter()
            .filter_map(|code| lookup.places.province_name(code)),
    );
    for region in &covered.regions {
        provinces.extend(
            lookup
                .places
                .provinces_of(region)
                .into_iter()
                .map(str::to_owned),
        );
        names.extend(lookup.places.region_name(region));
    }
    for code in &municipalities {
        if let Some(place) = lookup.places.municipality_coded(code) {
            provinces.insert(place.province.clone());
            names.insert(place.name.as_str());
        }
    }
    for place in &content.places {
        let municipality = lookup.places.municipality(&place.address.municipality);
        names.extend(municipality.map(|place| place.name.as_str()));
    }
    let names = names.into_iter().take(MOST_PLACE_NAMES);
    words.extend(names.map(|name| ("it".to_owned(), name.to_owned())));
    let coverage = Coverage {
        national: covered.national,
        regions: covered
            .regions
            .iter()
            .map(|code| code.as_str().to_owned())
            .collect(),
        provinces: covered
            .provinces
            .iter()
            .map(|code| code.as_str().to_owned())
            .collect(),
        municipalities: municipalities.into_iter().collect(),
    };
    (coverage, provinces.into_iter().collect())
}

/// The texts of a card, language by language, Italian first.
fn texts_of(content: &CardContent) -> Vec<CardText> {
    let mut languages: BTreeSet<&str> = BTreeSet::new();
    let titles = content.title.iter().flat_map(LocalText::iter);
    languages.extend(titles.map(|(tag, _)| tag));
    let summaries = content.summary.iter().flat_map(LocalText::iter);
    languages.extend(summaries.map(|(tag, _)| tag));
    let long = content.description.texts().flat_map(LocalText::iter);
    languages.extend(long.map(|(tag, _)| tag));
    let mut texts: Vec<CardText> = languages
        .into_iter()
        .map(|language| CardText {
            language: language.to_owned(),
            title: title_in(content, language),
            summary: text_in(content.summary.as_ref(), language).to_owned(),
            body: body_in(content, language),
        })
        .collect();
    texts.sort_by_key(|text| text.language != "it");
    texts
}

fn text_in<'a, T: TextValue>(text: Option<&'a LocalText<T>>, language: &str) -> &'a str {
    text.and_then(|text| text.in_language(language))
        .map_or("", TextValue::as_str)
}

fn title_in(content: &CardContent, language: &str) -> String {
    let title = text_in(content.title.as_ref(), language);
    match text_in(content.alternate_title.as_ref(), language) {
        "" => title.to_owned(),
        other => format!("{title} – {other}"),
    }
}

/// Everything else worth finding in a language.
pub(super) fn body_in(content: &CardContent, language: &str) -> String {
    let mut parts: Vec<&str> = content
        .description
        .texts()
        .filter_map(|text| text.in_language(language))
        .map(TextValue::as_str)
        .collect();
    parts.push(text_in(content.audience.note.as_ref(), language));
    parts.push(text_in(content.eligibility.note.as_ref(), language));
    parts.push(text_in(content.access.how_to.as_ref(), language));
    parts.push(text_in(content.pricing.note.as_ref(), language));
    let sharing = content.sharing.as_ref().and_then(|one| one.note.as_ref());
    parts.push(text_in(sharing, language));
    if language == "it" {
        parts.extend(content.staff.iter().map(|group| group.role.as_str()));
        parts.extend(content.places.iter().map(|place| place.name.as_str()));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// The lowest price of each unit.
fn prices_of(content: &CardContent) -> Vec<Price> {
    PriceUnit::ALL
        .iter()
        .filter_map(|unit| {
            let cents = content.pricing.lowest_cents(Some(*unit))?;
            Some(Price {
                unit: unit_number(*unit),
                cents: u64::from(cents),
            })
        })
        .collect()
}

/// When somebody can be found: at the places that say so, else at the first contact; and whether
/// public holidays are excepted.
fn hours_of(content: &CardContent) -> (Vec<(u16, u16)>, bool) {
    let of_places: Vec<&OpeningHours> = content
        .places
        .iter()
        .map(|place| &place.opening_hours)
        .filter(|hours| !hours.weekly().is_empty())
        .collect();
    let hours = if of_places.is_empty() {
        vec![&content.first_contact.hours]
    } else {
        of_places
    };
    let closed = hours.iter().all(|hours| hours.closed_on_public_holidays());
    let mut week: Vec<(u16, u16)> = Vec::new();
    for weekly in hours.iter().flat_map(|hours| hours.weekly()) {
        let start = weekly.minute_of_week();
        let end = start.saturating_add(weekly.interval.wall_clock_minutes());
        if end <= WEEK {
            week.push((start, end));
        } else {
            week.extend([(start, WEEK), (0, end - WEEK)]);
        }
    }
    week.sort_unstable();
    (week, closed)
}
