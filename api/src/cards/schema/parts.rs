//! The parts of a card as they are described: audience, place, price, staff.

#![expect(dead_code, reason = "these types describe; nothing is one")]

use chrono::NaiveDate;
use utoipa::ToSchema;

use super::texts::{TranslatedLong, TranslatedShort, TranslatedSummary};
use crate::wire::{
    BelfioreField, DisplayNameField, EmailAddressField, GeoPoint, OpeningHoursInput,
    PhoneNumberField, PostalAddress, PriceUnitField, ProvinceCodeField, RecipientField,
    RegionCodeField, ShortTextField, SiteIdField, StaffKindField, VatRateField, WebUrlField,
    ZoneIdField,
};

/// An amount of money.
#[derive(ToSchema)]
#[schema(example = json!({"amount": "12.50", "currency": "EUR"}))]
pub(crate) struct Money {
    /// Decimal number with at most two decimals, up to ten million.
    #[schema(
        max_length = 11,
        pattern = "^[0-9]{1,8}(\\.[0-9]{1,2})?$",
        example = "12.50"
    )]
    amount: String,
    /// ISO 4217 code.
    currency: Currency,
}

/// The currency the hub accounts in.
#[derive(ToSchema)]
enum Currency {
    #[schema(rename = "EUR")]
    Eur,
}

/// The ages a service is for, bounds included; open where there is no bound.
#[derive(ToSchema)]
#[schema(example = json!({"from": 65}))]
struct CardAgeRange {
    /// Youngest age.
    #[schema(minimum = 0, maximum = 130)]
    from: Option<i32>,
    /// Oldest age; not below the youngest.
    #[schema(minimum = 0, maximum = 130)]
    to: Option<i32>,
}

/// Whom a service is for.
#[derive(ToSchema)]
#[schema(example = json!({"recipients": ["elderly", "dependent_elderly"], "age": {"from": 65}, "note": {"it": "Persone dai 65 anni e le loro famiglie."}}))]
pub(super) struct CardAudience {
    /// Groups of people. Needed before the card is submitted.
    #[schema(max_items = 30)]
    recipients: Option<Vec<RecipientField>>,
    /// Ages.
    age: Option<CardAgeRange>,
    /// Whom it is for, in words.
    note: Option<TranslatedLong>,
}

/// Who may have a service.
#[derive(ToSchema)]
#[schema(example = json!({"isee_to": {"amount": "25000.00", "currency": "EUR"}, "residents_only": true}))]
pub(super) struct CardEligibility {
    /// Lowest ISEE (*indicatore della situazione economica equivalente*) that gives a right to it.
    isee_from: Option<Money>,
    /// Highest ISEE that gives a right to it.
    isee_to: Option<Money>,
    /// Whether only residents of the covered area may have it.
    residents_only: Option<bool>,
    /// Conditions in words.
    note: Option<TranslatedLong>,
}

/// The territory a service covers: all of Italy, or the union of the named places. Needed before the
/// card is submitted.
#[derive(ToSchema)]
#[schema(example = json!({"municipalities": ["C573"], "provinces": ["039"]}))]
pub(super) struct CardCoverage {
    /// Whether all of Italy is covered; then no place is named.
    national: Option<bool>,
    /// Whole regions.
    #[schema(max_items = 400)]
    regions: Option<Vec<RegionCodeField>>,
    /// Whole provinces.
    #[schema(max_items = 400)]
    provinces: Option<Vec<ProvinceCodeField>>,
    /// Whole municipalities, by cadastral code.
    #[schema(max_items = 400)]
    municipalities: Option<Vec<BelfioreField>>,
    /// Sub-municipal zones.
    #[schema(max_items = 400)]
    zones: Option<Vec<ZoneIdField>>,
}

/// A place where a service is given.
#[derive(ToSchema)]
#[schema(example = json!({
    "name": "Sede di Cesena", "address": {"street": "Via Ilaria Alpi 49", "postal_code": "47521", "municipality": "C573"},
    "coordinates": {"lat": 44.1391, "lon": 12.2431},
    "opening_hours": {"weekly": [{"weekday": "monday", "opens": "09:00", "closes": "12:30"}], "closed_on_public_holidays": true}
}))]
pub(super) struct CardPlace {
    /// The site of the provider it is, if it is one.
    site_id: Option<SiteIdField>,
    /// Name people look for.
    name: DisplayNameField,
    /// Postal address, in a municipality that exists today.
    address: PostalAddress,
    /// Position on the map; without one the card is not found by distance.
    coordinates: Option<GeoPoint>,
    /// When it is open.
    opening_hours: Option<OpeningHoursInput>,
}

/// How a citizen first gets in touch. A telephone number or an e-mail address is needed before the
/// card is submitted.
#[derive(ToSchema)]
#[schema(example = json!({"phone": "+39 0547 123456", "email": "sad@example.org", "hours": {"weekly": [{"weekday": "tuesday", "opens": "14:00", "closes": "18:00"}]}}))]
pub(super) struct CardFirstContact {
    /// Telephone number.
    phone: Option<PhoneNumberField>,
    /// E-mail address.
    email: Option<EmailAddressField>,
    /// Web page.
    website: Option<WebUrlField>,
    /// Days and hours of answering.
    hours: Option<OpeningHoursInput>,
    /// Advice in words.
    note: Option<TranslatedLong>,
}

/// The person in charge of a service, public like the card.
#[derive(ToSchema)]
#[schema(example = json!({"name": "Ufficio servizi alla persona", "role": "Coordinamento"}))]
pub(super) struct CardPersonInCharge {
    /// Name, or the name of the office.
    name: DisplayNameField,
    /// Function.
    role: Option<ShortTextField>,
    /// Telephone number.
    phone: Option<PhoneNumberField>,
    /// E-mail address.
    email: Option<EmailAddressField>,
}

/// Average waiting times in days. Those until activation are needed before the card is submitted.
#[derive(ToSchema)]
#[schema(example = json!({"analysis_days": 5, "activation_days": 10}))]
pub(super) struct CardWaiting {
    /// Days until the need is analysed.
    #[schema(minimum = 0, maximum = 730)]
    analysis_days: Option<i32>,
    /// Days from confirmation to the beginning.
    #[schema(minimum = 0, maximum = 730)]
    activation_days: Option<i32>,
}

/// How many places there are.
#[derive(ToSchema)]
#[schema(example = json!({"total": 40, "available": 6, "stated_on": "2026-11-02"}))]
pub(super) struct CardCapacity {
    /// Places there are.
    #[schema(minimum = 0, maximum = 60_000)]
    total: Option<i32>,
    /// Places left; not more than there are.
    #[schema(minimum = 0, maximum = 60_000)]
    available: Option<i32>,
    /// The day they were counted.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    stated_on: NaiveDate,
}

/// People of one kind who do the work.
#[derive(ToSchema)]
#[schema(example = json!({"kind": "internal", "role": "Operatore socio-sanitario", "number": 8, "qualifications": {"it": "Qualifica OSS"}, "years_of_experience": 3, "references_available": true}))]
pub(super) struct CardStaffGroup {
    /// Whose staff they are.
    kind: StaffKindField,
    /// What they do.
    role: ShortTextField,
    /// How many they are.
    #[schema(minimum = 1, maximum = 10_000)]
    number: Option<i32>,
    /// What they are qualified for.
    qualifications: Option<TranslatedSummary>,
    /// Years of experience, at least.
    #[schema(minimum = 0, maximum = 70)]
    years_of_experience: Option<i32>,
    /// Whether references can be had.
    references_available: Option<bool>,
    /// The supplier of external staff; internal staff has none.
    supplier: Option<DisplayNameField>,
}

/// A price, value-added tax included.
#[derive(ToSchema)]
#[schema(example = json!({"label": {"it": "Tariffa feriale"}, "unit": "hour", "vat_rate": "vat_5", "from": {"amount": "19.50", "currency": "EUR"}, "to": {"amount": "24.00", "currency": "EUR"}}))]
struct CardPriceOption {
    /// What it is the price of.
    label: Option<TranslatedShort>,
    /// The unit it is asked for.
    unit: PriceUnitField,
    /// The VAT it contains.
    vat_rate: VatRateField,
    /// The price, or the lowest.
    from: Money,
    /// The highest price, where it varies.
    to: Option<Money>,
    /// How many units the price is for, in a package.
    #[schema(minimum = 2, maximum = 1000)]
    package_size: Option<i32>,
    /// Lowest ISEE the price is for.
    isee_from: Option<Money>,
    /// Highest ISEE the price is for.
    isee_to: Option<Money>,
}

/// What a service costs. That it is free, a price or a personalised quote is needed before the card
/// is submitted.
#[derive(ToSchema)]
#[schema(example = json!({
    "personalised_quote": true,
    "options": [{"unit": "hour", "vat_rate": "vat_5", "from": {"amount": "9.00", "currency": "EUR"}, "isee_to": {"amount": "10000.00", "currency": "EUR"}}]
}))]
pub(super) struct CardPricing {
    /// Whether it costs nothing; then it has no prices.
    free: Option<bool>,
    /// Whether a personalised quote can be had.
    personalised_quote: Option<bool>,
    /// Prices.
    #[schema(max_items = 40)]
    options: Option<Vec<CardPriceOption>>,
    /// Anything else about prices.
    note: Option<TranslatedLong>,
}

/// How a service is shared among several people (*servizio condiviso*).
#[derive(ToSchema)]
#[schema(example = json!({"min_group": 2, "max_group": 4, "note": {"it": "Un operatore per più famiglie dello stesso condominio."}}))]
pub(super) struct CardSharing {
    /// Fewest people.
    #[schema(minimum = 2, maximum = 500)]
    min_group: i32,
    /// Most people; not below the fewest.
    #[schema(minimum = 2, maximum = 500)]
    max_group: Option<i32>,
    /// How it works.
    note: Option<TranslatedLong>,
}

/// The days a card is valid.
#[derive(ToSchema)]
#[schema(example = json!({"from": "2026-01-01", "until": "2027-12-31"}))]
pub(super) struct CardValidity {
    /// First day.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    from: NaiveDate,
    /// Last day; without it there is no end.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    until: Option<NaiveDate>,
}
