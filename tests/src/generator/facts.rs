//! The fields of a card that are not prose.

use std::{collections::BTreeSet, sync::LazyLock};

use chrono::{Duration, NaiveDate};
use domain_cards::{
    AccessChannel, Age, AgeRange, Audience, Capacity, CardPlace, DeliveryMode, FirstContact,
    GroupSize, PackageSize, PersonInCharge, PriceOption, Pricing, Recipient, Sharing, StaffGroup,
    StaffKind, VatRate, Waiting, WaitingDays,
};
use domain_shared::{
    AccessibilityFeature, Address, BoundedNumber, Code, Coverage, LanguageTag, Money, OpeningHours,
    OpeningHoursDraft, Period, TextValue, WeeklyIntervalDraft,
};

use super::{
    kinds::Kind,
    mix::Mix,
    places::{Places, Town, spot},
    text::surname,
};

const WORKDAYS: [&str; 5] = ["monday", "tuesday", "wednesday", "thursday", "friday"];
const WEEKEND: [&str; 2] = ["saturday", "sunday"];

/// Days and the times that hold on each of them.
type Week = (
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

/// Opening hours, the usual ones first.
static HOURS: LazyLock<Vec<OpeningHours>> = LazyLock::new(|| {
    let week: [Week; 8] = [
        (&WORKDAYS, &[("09:00", "13:00")]),
        (&WORKDAYS, &[("08:30", "12:30"), ("14:30", "18:00")]),
        (&["tuesday", "thursday"], &[("15:00", "19:00")]),
        (&["monday", "wednesday", "saturday"], &[("09:30", "12:30")]),
        (&WORKDAYS, &[("08:00", "20:00")]),
        (&["thursday", "friday"], &[("17:30", "23:30")]),
        (&WEEKEND, &[("10:00", "18:00")]),
        (&["friday", "saturday"], &[("20:00", "02:00")]),
    ];
    week.iter()
        .map(|(days, times)| hours(days, times))
        .collect()
});

fn hours(days: &[&str], times: &[(&str, &str)]) -> OpeningHours {
    let interval = |day: &str, (opens, closes): (&str, &str)| WeeklyIntervalDraft {
        weekday: day.to_owned(),
        opens: opens.to_owned(),
        closes: closes.to_owned(),
        ..WeeklyIntervalDraft::default()
    };
    let weekly = days
        .iter()
        .flat_map(|day| times.iter().map(|time| interval(day, *time)));
    let draft = OpeningHoursDraft {
        weekly: weekly.collect(),
        exceptions: Vec::new(),
        closed_on_public_holidays: true,
    };
    OpeningHours::parse(&draft).expect("sound opening hours")
}

/// A valid text.
pub(super) fn valid<T: TextValue>(text: &str) -> T {
    T::parse(text).expect("a text within its bounds")
}

fn number<T: BoundedNumber>(number: u32) -> T {
    T::from_number(i64::from(number)).expect("a number within its bounds")
}

fn euro(cents: u32) -> Money {
    Money::from_cents(cents).expect("a moderate price")
}

/// Some of a closed list, the first ones more often.
fn some<C: Code + Ord>(mix: &mut Mix, most: u64) -> BTreeSet<C> {
    (0..=mix.below(most)).map(|_| mix.zipf(C::ALL)).collect()
}

pub(super) fn audience(mix: &mut Mix, kind: &Kind) -> Audience {
    let mut recipients: BTreeSet<Recipient> = BTreeSet::from([mix.zipf(kind.recipients)]);
    if mix.chance(45) {
        recipients.insert(mix.pick(kind.recipients));
    }
    let (from, to) = match recipients.first() {
        Some(Recipient::Elderly | Recipient::DependentElderly) => (Some(mix.between(60, 75)), None),
        Some(Recipient::Child) => (Some(mix.between(0, 6)), Some(14)),
        Some(Recipient::Adolescent) => (Some(11), Some(mix.between(17, 21))),
        Some(Recipient::Youth | Recipient::Student) => (Some(16), Some(mix.between(25, 35))),
        Some(Recipient::Worker | Recipient::Unemployed) if mix.chance(50) => (Some(18), None),
        _ => (None, None),
    };
    let age = AgeRange {
        from: from.map(number::<Age>),
        to: to.map(number::<Age>),
    };
    Audience {
        recipients,
        age,
        note: None,
    }
}

/// Mostly a town and some of its neighbours.
pub(super) fn coverage(mix: &mut Mix, places: &Places, at: usize) -> Coverage {
    let town = &places.towns[at];
    let mut coverage = Coverage::default();
    match mix.below(100) {
        0..2 => coverage.national = true,
        2..7 => coverage.regions.extend([town.region.clone()]),
        7..17 => coverage.provinces.extend([town.province.clone()]),
        17..67 if town.code.as_str() == "F205" => {
            coverage
                .zones
                .extend((0..=mix.below(3)).map(|_| mix.pick(&places.zones)));
        }
        _ => {
            let others = usize::try_from(mix.below(6)).expect("below six");
            let towns = places.around(at, others).map(|town| town.code.clone());
            coverage.municipalities.extend(towns);
        }
    }
    coverage
}

fn address(mix: &mut Mix, town: &Town) -> Address {
    let street = format!("Via {} {}", surname(mix), mix.between(1, 180));
    Address {
        street: valid(&street),
        postal_code: town.postal_code.clone(),
        municipality: town.code.clone(),
        notes: None,
    }
}

pub(super) fn sites(mix: &mut Mix, places: &Places, at: usize) -> Vec<CardPlace> {
    let count = [1, 1, 1, 1, 2, 2, 3];
    let others = mix.pick(&count) - 1;
    let towns = places.around(at, others);
    let site = |town: &Town| CardPlace {
        site_id: None,
        name: valid(&format!("Sede di {}", town.name)),
        address: address(mix, town),
        coordinates: Some(spot(mix, town)),
        opening_hours: mix.zipf(&HOURS),
    };
    towns.map(site).collect()
}

pub(super) fn delivery(mix: &mut Mix) -> BTreeSet<DeliveryMode> {
    let modes: [&[DeliveryMode]; 7] = [
        &[DeliveryMode::Site],
        &[DeliveryMode::Home],
        &[DeliveryMode::Home, DeliveryMode::Site],
        &[DeliveryMode::Site, DeliveryMode::Remote],
        &[DeliveryMode::Remote],
        &[DeliveryMode::Accompanied, DeliveryMode::Home],
        &[DeliveryMode::Other],
    ];
    mix.zipf(&modes).iter().copied().collect()
}

pub(super) fn first_contact(mix: &mut Mix, site: &str) -> FirstContact {
    let digits = mix.between(100_000, 999_999);
    FirstContact {
        phone: Some(valid(&format!("+39 0{} 000 {digits}", mix.between(10, 99)))),
        email: Some(valid(&format!("info@{site}"))),
        website: mix.chance(40).then(|| valid(&format!("https://{site}"))),
        hours: if mix.chance(40) {
            mix.zipf(&HOURS)
        } else {
            OpeningHours::default()
        },
        note: None,
    }
}

pub(super) fn person_in_charge(mix: &mut Mix) -> PersonInCharge {
    let names = [
        "Anna", "Marco", "Lucia", "Giorgio", "Elena", "Paolo", "Fatima", "Ion", "Chiara",
    ];
    PersonInCharge {
        name: valid(&format!("{} {}", mix.zipf(&names), surname(mix))),
        role: Some(valid("Responsabile del servizio")),
        phone: None,
        email: None,
    }
}

/// Waiting times; the activation is always stated.
pub(super) fn waiting(mix: &mut Mix) -> Waiting {
    let days = [0, 1, 2, 3, 5, 7, 10, 14, 15, 20, 30, 45, 60, 90];
    Waiting {
        analysis_days: mix
            .chance(60)
            .then(|| number::<WaitingDays>(mix.zipf(&days))),
        activation_days: Some(number::<WaitingDays>(mix.pick(&days))),
    }
}

pub(super) fn capacity(mix: &mut Mix) -> Capacity {
    let total = mix.between(4, 120);
    let available = mix.between(0, total / 3);
    let first = NaiveDate::from_ymd_opt(2026, 9, 1).expect("a day");
    Capacity {
        total: Some(number(total)),
        available: Some(number(available)),
        stated_on: first + Duration::days(i64::from(mix.between(0, 80))),
    }
}

pub(super) fn staff(mix: &mut Mix) -> Vec<StaffGroup> {
    let roles = [
        "Operatore socio-sanitario",
        "Educatore",
        "Assistente familiare",
        "Psicologo",
        "Volontario",
        "Infermiere",
    ];
    let group = |mix: &mut Mix| StaffGroup {
        kind: if mix.chance(80) {
            StaffKind::Internal
        } else {
            StaffKind::External
        },
        role: valid(mix.zipf(&roles)),
        number: Some(number(mix.between(1, 30))),
        qualifications: None,
        years_of_experience: mix.chance(50).then(|| number(mix.between(1, 15))),
        references_available: mix.chance(40),
        supplier: None,
    };
    (0..mix.below(3)).map(|_| group(mix)).collect()
}

/// A price list; one service in three is free.
pub(super) fn pricing(mix: &mut Mix, kind: &Kind) -> Pricing {
    if mix.chance(33) {
        return Pricing {
            free: true,
            ..Pricing::default()
        };
    }
    let vat = [
        VatRate::Vat22,
        VatRate::Exempt,
        VatRate::Vat5,
        VatRate::OutOfScope,
        VatRate::Vat10,
    ];
    let vat_rate = mix.zipf(&vat);
    let option = |mix: &mut Mix, isee_to: Option<u32>| {
        let unit = mix.zipf(kind.units);
        let cents = mix.between(8, 120) * price_step(unit);
        PriceOption {
            label: None,
            unit,
            vat_rate,
            from: euro(if isee_to.is_some() { cents / 2 } else { cents }),
            to: mix.chance(25).then(|| euro(cents + cents / 3)),
            package_size: mix
                .chance(6)
                .then(|| number::<PackageSize>(mix.between(4, 20))),
            isee_from: None,
            isee_to: isee_to.map(euro),
        }
    };
    let mut options = vec![option(mix, None)];
    if mix.chance(30) {
        let highest = mix.between(6, 25) * 100_000;
        options.push(option(mix, Some(highest)));
    }
    Pricing {
        free: false,
        personalised_quote: mix.chance(25),
        options,
        note: None,
    }
}

/// Cents in a step of the price of a unit.
const fn price_step(unit: domain_shared::PriceUnit) -> u32 {
    use domain_shared::PriceUnit as U;
    match unit {
        U::Kilometre => 2,
        U::Meal | U::Delivery | U::Trip => 20,
        U::Hour | U::HalfDay | U::Session | U::Person | U::Intervention => 50,
        U::Day | U::Night | U::Year => 100,
        U::Week | U::Month | U::Course | U::Package | U::OneOff => 500,
    }
}

pub(super) fn sharing(mix: &mut Mix) -> Sharing {
    let smallest = mix.between(2, 8);
    Sharing {
        min_group: number::<GroupSize>(smallest),
        max_group: Some(number::<GroupSize>(smallest + mix.between(0, 12))),
        note: None,
    }
}

pub(super) fn channels(mix: &mut Mix) -> BTreeSet<AccessChannel> {
    some(mix, 3)
}

pub(super) fn accessibility(mix: &mut Mix) -> BTreeSet<AccessibilityFeature> {
    if mix.chance(40) {
        BTreeSet::new()
    } else {
        some(mix, 4)
    }
}

pub(super) fn languages(mix: &mut Mix) -> Vec<LanguageTag> {
    let others = ["en", "ro", "fr", "uk", "ar", "es", "sq", "de", "zh", "pa"];
    let more: BTreeSet<&str> = (0..mix.below(4)).map(|_| mix.zipf(&others)).collect();
    std::iter::once("it").chain(more).map(valid).collect()
}

/// Some services are offered for a time only.
pub(super) fn validity(mix: &mut Mix) -> Option<Period> {
    let day = |year, month| NaiveDate::from_ymd_opt(year, month, 1).expect("a day");
    mix.chance(12).then(|| {
        let until = mix.chance(80).then(|| day(2028, mix.between(1, 12)));
        Period::new(day(2026, mix.between(1, 9)), until).expect("a period forwards")
    })
}
