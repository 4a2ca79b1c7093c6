//! Prices with benefits: examples, and properties against numbers that cannot overflow.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::Percentage;

fn money(text: &str) -> Money {
    Money::parse_amount(text).unwrap()
}

fn part(text: &str) -> BenefitValue {
    BenefitValue::Percentage(Percentage::parse(text).unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn offer(number: u16, value: BenefitValue) -> Offer {
    Offer {
        agreement_id: "01930000-0000-7000-8000-000000000001".parse().unwrap(),
        number,
        value,
        unit: None,
        audience: BenefitAudience::Everyone,
        days: Period::new(day("2026-01-01"), Some(day("2026-12-31"))).unwrap(),
    }
}

fn asked(price: &str, offers: &[Offer], asker: Asker) -> Quote {
    let price = PriceSpan {
        from: money(price),
        to: None,
    };
    quote(price, PriceUnit::Hour, offers, asker, day("2026-06-01"))
}

#[test]
fn percentages_are_exact_to_the_cent() {
    for (before, percentage, after) in [
        ("0.01", "33.33", "0.01"),
        ("0.01", "49.99", "0.01"),
        ("0.01", "50", "0.00"),
        ("0.03", "33.33", "0.02"),
        ("19.50", "10", "17.55"),
        ("19.99", "12.5", "17.49"),
        ("10.05", "50", "5.02"),
        ("10000000", "0.01", "9999000.00"),
        ("10000000", "100", "0.00"),
        ("0", "100", "0.00"),
    ] {
        let found = part(percentage).price(money(before)).unwrap();
        assert_eq!(found.to_string(), after, "{percentage}% of {before}");
    }
}

#[test]
fn the_lowest_price_counts_and_nothing_is_added_up() {
    let offers = [
        offer(0, part("10")),
        offer(1, BenefitValue::FixedAmount(money("3"))),
        offer(2, BenefitValue::FixedPrice(money("18"))),
        offer(3, BenefitValue::Priority),
        offer(4, BenefitValue::FixedPrice(money("25"))),
    ];
    let found = asked("20", &offers, Asker::None);
    assert_eq!(found.price.from, money("17"));
    let verdicts = [
        Verdict::Outdone,
        Verdict::Applied,
        Verdict::Outdone,
        Verdict::NoPrice,
        Verdict::NoGain,
    ];
    assert_eq!(found.verdicts, verdicts);
    assert_eq!(
        asked("40", &offers, Asker::None).price.from,
        money("18"),
        "the agreed price"
    );
    assert_eq!(asked("2", &offers, Asker::None).price.from, money("0"));
}

#[test]
fn a_span_of_prices_goes_down_at_both_ends() {
    let price = PriceSpan {
        from: money("10"),
        to: Some(money("30.01")),
    };
    let on = |value| {
        quote(
            price,
            PriceUnit::Day,
            &[offer(0, value)],
            Asker::None,
            day("2026-06-01"),
        )
    };
    let half = on(part("50")).price;
    assert_eq!((half.from, half.to), (money("5"), Some(money("15"))));
    let agreed = on(BenefitValue::FixedPrice(money("20"))).price;
    assert_eq!((agreed.from, agreed.to), (money("10"), Some(money("20"))));
}

#[test]
fn people_units_and_days_are_told_apart() {
    let mut one = offer(0, BenefitValue::Free);
    one.audience = BenefitAudience::Member;
    assert_eq!(
        asked("5", &[one], Asker::Member).verdicts,
        [Verdict::Applied]
    );
    for asker in [Asker::None, Asker::CardHolder] {
        let found = asked("5", &[one], asker);
        assert_eq!((found.applied(), found.price.from), (None, money("5")));
        let told = why(&found, &[one], &["Convenzione"], Locale::Italian);
        assert_eq!(told, "Prezzo ordinario: riservato ad altre persone.");
    }
    one.unit = Some(PriceUnit::Day);
    assert_eq!(
        asked("5", &[one], Asker::Member).verdicts,
        [Verdict::OtherUnit]
    );
    one.days = Period::new(day("2026-06-02"), None).unwrap();
    assert_eq!(
        asked("5", &[one], Asker::Member).verdicts,
        [Verdict::OtherDays]
    );
}

#[test]
fn reasons_are_given_in_words() {
    let offers = [offer(0, part("33.33"))];
    let found = asked("19.50", &offers, Asker::None);
    let told = |locale| why(&found, &offers, &["Convenzione"], locale);
    assert_eq!(
        told(Locale::Italian),
        "Si applica: sconto del 33,33% per tutti («Convenzione»)."
    );
    assert_eq!(
        told(Locale::English),
        "Applied: 33.33% off for everyone (“Convenzione”)."
    );
    let none = asked("19.50", &[], Asker::Member);
    assert!(why(&none, &[], &[], Locale::English).starts_with("No benefit"));
    let words = BenefitValue::FixedPrice(money("12.5")).words(Locale::Italian);
    assert_eq!(words, "prezzo convenzionato di 12,50 euro");
}

fn a_value() -> impl Strategy<Value = BenefitValue> {
    let amount = || (0..=1_000_000_000u32).prop_map(|cents| Money::from_cents(cents).unwrap());
    let percentage = (1..=10_000u32)
        .prop_map(|hundredths| part(&format!("{}.{:02}", hundredths / 100, hundredths % 100)));
    prop_oneof![
        4 => percentage,
        2 => amount().prop_map(BenefitValue::FixedAmount),
        2 => amount().prop_map(BenefitValue::FixedPrice),
        1 => Just(BenefitValue::Free),
        1 => Just(BenefitValue::Priority),
    ]
}

prop_compose! {
    fn an_offer()(number in 0..60u16, value in a_value(), start in 140..170i64,
        audience in select(BenefitAudience::ALL), unit in proptest::option::weighted(0.3,
        select(&[PriceUnit::Hour, PriceUnit::Day][..]))) -> Offer {
        let days = Period::new(day("2026-01-01") + chrono::Duration::days(start), None).unwrap();
        Offer { value, unit, audience, days, ..offer(number, value) }
    }
}

/// The price with a benefit in ten-thousandths of a cent, written independently: what is off a price of `c` cents
/// is the whole number of cents nearest to it, the higher one of two.
fn slowly(value: BenefitValue, cents: u32) -> Option<u32> {
    let exact = i128::from(cents) * 10_000;
    let after = match value {
        BenefitValue::Percentage(one) => {
            let off = i128::from(cents) * i128::from(one.hundredths());
            let mut whole = off / 10_000;
            if off - whole * 10_000 >= 5_000 {
                whole += 1;
            }
            exact - whole * 10_000
        }
        BenefitValue::FixedAmount(amount) => (exact - i128::from(amount.cents()) * 10_000).max(0),
        BenefitValue::FixedPrice(amount) => exact.min(i128::from(amount.cents()) * 10_000),
        BenefitValue::Free => 0,
        BenefitValue::Priority => return None,
    };
    assert_eq!(after % 10_000, 0);
    u32::try_from(after / 10_000).ok()
}

proptest! {
    #[test]
    fn prices_are_those_of_slow_arithmetic(value in a_value(), cents in 0..=1_000_000_000u32) {
        let found = value.price(Money::from_cents(cents).unwrap());
        prop_assert_eq!(found.map(Money::cents), slowly(value, cents));
    }

    #[test]
    fn nothing_becomes_dearer_and_the_order_does_not_matter(
        offers in proptest::collection::vec(an_offer(), 0..6), rotate in 0..6usize,
        from in 0..100_000u32, more in proptest::option::of(0..100_000u32),
        asker in select(Asker::ALL)) {
        let money = |cents| Money::from_cents(cents).unwrap();
        let price = PriceSpan { from: money(from), to: more.map(|more| money(from + more)) };
        let on = |offers: &[Offer]| quote(price, PriceUnit::Hour, offers, asker, day("2026-06-05"));
        let found = on(&offers);
        prop_assert!(found.price.from <= price.from && found.price.to <= price.to);
        prop_assert_eq!(found.price.to.is_some(), price.to.is_some());
        prop_assert!(found.price.to.is_none_or(|to| found.price.from <= to));
        let is_applied = found.verdicts.iter().filter(|one| **one == Verdict::Applied).count();
        prop_assert_eq!(is_applied == 1, found.price != price);
        let mut turned = offers.clone();
        turned.rotate_left(rotate.min(offers.len()));
        prop_assert_eq!(on(&turned).price, found.price);
        for offer in &offers {
            let alone = on(std::slice::from_ref(offer)).price;
            prop_assert!(found.price.from <= alone.from);
        }
    }
}
