//! Every category, place, code, field and filter is shown.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain_cards::{AccessChannel, CardContent, DeliveryMode, Recipient, StaffKind, VatRate};
use domain_shared::{AccessibilityFeature, Code, PriceUnit, TextValue};
use serde_json::Value;

use crate::{CATEGORIES, POINTS, contents, count, text, value};

/// That every code of a list is shown.
fn all_shown<C: Code + Ord>(cards: &[CardContent], keys: impl Fn(&CardContent) -> Vec<C>) {
    let shown = count(cards, keys);
    for code in C::ALL {
        assert!(shown.contains_key(code), "{} is never shown", code.code());
    }
}

#[test]
fn every_category_and_every_code_is_shown() {
    let cards = contents();
    let main = count(&cards, |card| {
        card.main_category.clone().into_iter().collect()
    });
    let any = count(&cards, |card| card.categories().cloned().collect());
    let tree = value(CATEGORIES);
    let known: BTreeSet<_> = tree
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(one, "/code"))
        .collect();
    for category in tree.as_array().unwrap() {
        let code = text(category, "/code");
        let second = category.get("parent").is_some();
        let shown = main.iter().find(|(found, _)| found.as_str() == code);
        assert!(
            !second || shown.is_some_and(|(_, cards)| *cards >= 2),
            "{code}"
        );
    }
    assert!(any.keys().all(|code| known.contains(code.as_str())));

    all_shown(&cards, |card| {
        card.audience
            .recipients
            .iter()
            .copied()
            .collect::<Vec<Recipient>>()
    });
    all_shown(&cards, |card| {
        card.delivery.iter().copied().collect::<Vec<DeliveryMode>>()
    });
    all_shown(&cards, |card| {
        card.access
            .channels
            .iter()
            .copied()
            .collect::<Vec<AccessChannel>>()
    });
    all_shown(&cards, |card| {
        card.accessibility
            .iter()
            .copied()
            .collect::<Vec<AccessibilityFeature>>()
    });
    all_shown(&cards, |card| {
        card.staff
            .iter()
            .map(|group| group.kind)
            .collect::<Vec<StaffKind>>()
    });
    all_shown(&cards, |card| {
        card.pricing
            .options
            .iter()
            .map(|one| one.unit)
            .collect::<Vec<PriceUnit>>()
    });
    all_shown(&cards, |card| {
        card.pricing
            .options
            .iter()
            .map(|one| one.vat_rate)
            .collect::<Vec<VatRate>>()
    });
    let languages = count(&cards, |card| {
        card.languages
            .iter()
            .map(|tag| tag.as_str().to_owned())
            .collect()
    });
    for tag in ["it", "en", "ro", "uk", "ar", "sq", "fr", "de", "es"] {
        assert!(languages[tag] >= 3, "{tag}");
    }
    let titles = count(&cards, |card| {
        card.title
            .iter()
            .flat_map(|title| title.iter().map(|(tag, _)| tag.to_owned()))
            .collect()
    });
    assert!(titles["en"] >= 30 && titles.len() >= 8, "{titles:?}");
}

#[test]
fn every_field_is_filled_in_several_times() {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut note = |path: String| *counts.entry(path).or_default() += 1;
    for card in contents() {
        let card = serde_json::to_value(&card).unwrap();
        for (member, part) in card.as_object().unwrap() {
            let empty = part.as_array().is_some_and(Vec::is_empty);
            if !empty {
                note(format!("/{member}"));
            }
            for (inner, value) in part.as_object().into_iter().flatten() {
                let empty =
                    value.as_array().is_some_and(Vec::is_empty) || *value == Value::Bool(false);
                if !empty {
                    note(format!("/{member}/{inner}"));
                }
            }
        }
    }
    let wanted = [
        "/alternate_title",
        "/other_categories",
        "/audience/age",
        "/audience/note",
        "/eligibility/isee_to",
        "/eligibility/residents_only",
        "/eligibility/note",
        "/coverage/national",
        "/coverage/regions",
        "/coverage/provinces",
        "/coverage/municipalities",
        "/coverage/zones",
        "/places",
        "/first_contact/website",
        "/first_contact/hours",
        "/first_contact/note",
        "/person_in_charge/role",
        "/person_in_charge/phone",
        "/person_in_charge/email",
        "/description/overview",
        "/description/need_analysis",
        "/description/proposed_solution",
        "/description/activities",
        "/description/outcome",
        "/description/next_steps",
        "/description/timing",
        "/description/constraints",
        "/description/special_cases",
        "/description/further_information",
        "/waiting/analysis_days",
        "/capacity",
        "/staff",
        "/pricing/free",
        "/pricing/personalised_quote",
        "/pricing/note",
        "/sharing/note",
        "/access/online_url",
        "/access/booking_url",
        "/access/documents",
        "/access/documents_note",
        "/links",
        "/accessibility",
        "/validity",
    ];
    for path in wanted {
        let found = counts.get(path).copied().unwrap_or_default();
        assert!(found >= 3, "{path} is there {found} times only");
    }
}

#[test]
fn every_point_and_milan_have_services_on_the_spot() {
    let cards = contents();
    let covered = count(&cards, |card| {
        card.coverage.municipalities.iter().cloned().collect()
    });
    let sited = count(&cards, |card| {
        card.places
            .iter()
            .map(|place| place.address.municipality.clone())
            .collect()
    });
    let points = value(POINTS);
    let points: BTreeSet<_> = points
        .as_array()
        .unwrap()
        .iter()
        .map(|point| text(point, "/profile/address/municipality"))
        .collect();
    assert_eq!(points.len(), 27);
    let has = |counts: &BTreeMap<domain_shared::Belfiore, u32>, code: &str| {
        counts
            .iter()
            .find(|(found, _)| found.as_str() == code)
            .map_or(0, |(_, cards)| *cards)
    };
    for code in &points {
        assert!(
            has(&sited, code) >= 2,
            "{code} has {} sites",
            has(&sited, code)
        );
        assert!(has(&covered, code) >= 1, "{code} is not covered by name");
    }
}

#[test]
fn every_filter_finds_something() {
    let cards = contents();
    let some = |what: &str, fits: &dyn Fn(&CardContent) -> bool| {
        let found = cards.iter().filter(|card| fits(card)).count();
        assert!(found >= 3, "{what}: {found}");
    };
    let open = |at: &'static str| {
        let at: DateTime<Utc> = at.parse().unwrap();
        move |card: &CardContent| {
            card.places
                .iter()
                .any(|place| place.opening_hours.open_now(at))
        }
    };
    some("free", &|card| card.pricing.free);
    some("quote", &|card| card.pricing.personalised_quote);
    some("package", &|card| {
        card.pricing
            .options
            .iter()
            .any(|one| one.package_size.is_some())
    });
    some("ISEE", &|card| {
        card.pricing.options.iter().any(|one| one.isee_to.is_some())
    });
    some("cheap hour", &|card| {
        card.pricing
            .lowest_cents(Some(PriceUnit::Hour))
            .is_some_and(|cents| cents <= 1_000)
    });
    some("shared", &|card| card.sharing.is_some());
    some("national", &|card| card.coverage.national);
    some("region", &|card| !card.coverage.regions.is_empty());
    some("province", &|card| !card.coverage.provinces.is_empty());
    some("at once", &|card| card.waiting.total_days() == Some(0));
    some("long wait", &|card| {
        card.waiting.total_days().is_some_and(|days| days >= 90)
    });
    some("children", &|card| {
        card.audience.age.to.is_some_and(|to| u16::from(to) <= 16)
    });
    some("places left", &|card| {
        card.capacity
            .is_some_and(|one| one.available.is_some_and(|left| u16::from(left) > 0))
    });
    some("no places left", &|card| {
        card.capacity
            .is_some_and(|one| one.available.is_some_and(|left| u16::from(left) == 0))
    });
    // 24 November 2026 is a Tuesday; Italy is an hour ahead.
    some("Tuesday morning", &open("2026-11-24T09:30:00Z"));
    some(
        "Thursday late in the evening",
        &open("2026-11-26T21:05:00Z"),
    );
    some("Saturday", &open("2026-11-28T10:00:00Z"));
    some("Sunday", &open("2026-11-29T10:00:00Z"));
    some("Saturday past midnight", &open("2026-11-27T23:15:00Z"));
    let group = cards.iter().find(|card| {
        card.best_title()
            .is_some_and(|title| title.as_str() == "Badante di condominio (demo)")
    });
    let sharing = group.and_then(|card| card.sharing.as_ref()).unwrap();
    assert_eq!(sharing.max_group.map(u16::from), Some(6));
}
