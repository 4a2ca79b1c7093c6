//! What the public sees of a card: the detail and the item of a list, stored ready to send.

use chrono::{DateTime, NaiveDate, Utc};
use domain_cards::CardContent;
use domain_shared::BoundedNumber as _;
use persistence::services::PublicSource;
use serde::Serialize;
use utoipa::ToSchema;

use super::highlights::Highlight;
use crate::{
    agreements::in_force::AgreementInForce,
    cards::schema::{CardContentView, Money, TranslatedName, TranslatedSummary},
    problem::{Outcome, Problem},
    wire::{
        AccessChannelField, BelfioreField, CardIdField, Coded, DeliveryModeField, DisplayNameField,
        FileIdField, GeoPoint, Ident, PriceUnitField, ProviderIdField, ProviderKindField,
        RecipientField, StableCodeField, Text,
    },
};

/// The provider of a service.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceProvider {
    /// Identifier.
    id: ProviderIdField,
    /// Name.
    name: DisplayNameField,
    /// What kind of body it is.
    kind: ProviderKindField,
}

/// When the card was found true, and until when that is taken to hold.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "days are called so everywhere")]
pub(super) struct ServiceVerification {
    /// The day it was last found true.
    verified_on: NaiveDate,
    /// The first day on which it is to be verified again.
    due_on: NaiveDate,
    /// The first day on which it is stale.
    stale_on: NaiveDate,
}

/// A published service card.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceView {
    /// Identifier, that of the card.
    id: CardIdField,
    /// Who offers it.
    provider: ServiceProvider,
    /// Number of the published revision, from 1.
    #[schema(minimum = 1, maximum = 60_000)]
    revision: u16,
    /// When that revision was published.
    published_at: DateTime<Utc>,
    /// When it was last found true.
    #[serde(skip_serializing_if = "Option::is_none")]
    verification: Option<ServiceVerification>,
    /// Everything the card says, in all its languages.
    content: CardContentView,
    /// The agreements in force that cover it; left out where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 1_000)]
    agreements: Option<Vec<AgreementInForce>>,
}

/// A place of a service, as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServicePlace {
    /// Name.
    name: DisplayNameField,
    /// Municipality, by cadastral code.
    municipality: BelfioreField,
    /// Position on the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinates: Option<GeoPoint>,
}

/// The price of a service, as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServicePrice {
    /// Whether it costs nothing.
    free: bool,
    /// Whether a personalised quote can be had.
    personalised_quote: bool,
    /// The lowest price.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Money>)]
    from: Option<domain_shared::Money>,
    /// The unit of the lowest price.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<PriceUnitField>,
}

/// A published service card, as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceSummary {
    /// Identifier, that of the card.
    id: CardIdField,
    /// Who offers it.
    provider: ServiceProvider,
    /// Title by language.
    #[schema(value_type = TranslatedName)]
    title: serde_json::Value,
    /// Summary by language.
    #[schema(value_type = TranslatedSummary)]
    summary: serde_json::Value,
    /// The main category, by code.
    #[serde(skip_serializing_if = "Option::is_none")]
    main_category: Option<StableCodeField>,
    /// Other categories, by code.
    #[schema(max_items = 20)]
    other_categories: Vec<StableCodeField>,
    /// Whom it is for.
    #[schema(max_items = 30)]
    recipients: Vec<RecipientField>,
    /// Where it is delivered.
    #[schema(max_items = 10)]
    delivery: Vec<DeliveryModeField>,
    /// How to get to it.
    #[schema(max_items = 10)]
    channels: Vec<AccessChannelField>,
    /// Whether it covers all of Italy.
    national: bool,
    /// Where it is given.
    #[schema(max_items = 20)]
    places: Vec<ServicePlace>,
    /// What it costs.
    price: ServicePrice,
    /// Days from the first contact to the beginning, as far as known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 2_000)]
    waiting_days: Option<u16>,
    /// Whether several people share it.
    shared: bool,
    /// The first image.
    #[serde(skip_serializing_if = "Option::is_none")]
    image_id: Option<FileIdField>,
    /// When the revision was published.
    published_at: DateTime<Utc>,
    /// The day it was last found true.
    #[serde(skip_serializing_if = "Option::is_none")]
    verified_on: Option<NaiveDate>,
}

/// A service that was found. Describes only: it is written from stored parts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceHit {
    /// The service.
    service: ServiceSummary,
    /// Kilometres from `near` to its nearest place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 21_000)]
    distance_km: Option<f64>,
    /// Where it has the words that were looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 3)]
    highlights: Option<Vec<Highlight>>,
    /// In the list of a point: whether an agreement of this point covers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    agreed: Option<bool>,
    /// The agreements in force that cover it; left out where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 1_000)]
    agreements: Option<Vec<AgreementInForce>>,
}

/// How many services have a code.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FacetCount {
    /// The code.
    #[schema(
        max_length = 64,
        pattern = "^[a-z0-9_-]+$",
        example = "services-for-the-elderly"
    )]
    pub(super) code: String,
    /// How many services.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub(super) count: u64,
}

/// Counts of the services of all pages, most frequent first.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct ServiceFacets {
    /// By category, those above included.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 10_000)]
    pub(super) category: Option<Vec<FacetCount>>,
    /// By province covered; a service that covers all of Italy counts in each.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 200)]
    pub(super) province: Option<Vec<FacetCount>>,
    /// By recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    pub(super) recipient: Option<Vec<FacetCount>>,
    /// By place of delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    pub(super) delivery: Option<Vec<FacetCount>>,
}

/// One page of services. Describes only: it is written from stored parts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServicePage {
    /// The services, in the order asked for.
    #[schema(max_items = 100)]
    items: Vec<ServiceHit>,
    /// Cursor of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    next_cursor: Option<String>,
    /// The counts asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<ServiceFacets>,
    /// Whether no service has all the words, so that one of them was enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    relaxed: Option<bool>,
}

/// Services like another one. Describes only: it is written from stored parts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceLikes {
    /// The services, nearest first.
    #[schema(max_items = 20)]
    items: Vec<ServiceSummary>,
}

fn provider(source: &PublicSource) -> ServiceProvider {
    ServiceProvider {
        id: Ident(source.provider.id),
        name: Text::of(&source.provider.name),
        kind: Coded(source.provider.kind),
    }
}

/// The lowest price with its unit.
fn price(content: &CardContent) -> ServicePrice {
    let pricing = &content.pricing;
    let lowest = pricing.options.iter().min_by_key(|option| option.from);
    ServicePrice {
        free: pricing.free,
        personalised_quote: pricing.personalised_quote,
        from: lowest.map(|option| option.from),
        unit: lowest.map(|option| Coded(option.unit)),
    }
}

/// The detail, ready to send.
///
/// # Errors
/// When it cannot be written, a mistake of ours.
pub(super) fn document(source: &PublicSource, content: &CardContent) -> Outcome<String> {
    let rules = source.rules;
    written(&ServiceView {
        id: Ident(source.card_id),
        provider: provider(source),
        revision: source.revision.number(),
        published_at: source.published_at,
        verification: source.verified_on.map(|on| ServiceVerification {
            verified_on: on,
            due_on: rules.due_on(on),
            stale_on: rules.stale_on(on),
        }),
        content: CardContentView(content.clone()),
        // They depend on the day and are added when it is sent.
        agreements: None,
    })
}

/// The item of a list, ready to send.
///
/// # Errors
/// As [`document`].
pub(super) fn summary(source: &PublicSource, content: &CardContent) -> Outcome<String> {
    let places = content.places.iter().map(|place| ServicePlace {
        name: Text::of(&place.name),
        municipality: Text::of(&place.address.municipality),
        coordinates: place.coordinates.map(GeoPoint::from),
    });
    let categories = &content.other_categories;
    written(&ServiceSummary {
        id: Ident(source.card_id),
        provider: provider(source),
        title: by_language(content.title.as_ref())?,
        summary: by_language(content.summary.as_ref())?,
        main_category: content.main_category.as_ref().map(Text::of),
        other_categories: categories.iter().map(Text::of).collect(),
        recipients: content
            .audience
            .recipients
            .iter()
            .copied()
            .map(Coded)
            .collect(),
        delivery: content.delivery.iter().copied().map(Coded).collect(),
        channels: content.access.channels.iter().copied().map(Coded).collect(),
        national: content.coverage.national,
        places: places.collect(),
        price: price(content),
        waiting_days: content.waiting.total_days(),
        shared: content.sharing.is_some(),
        image_id: content.images.first().map(|image| Ident(image.file_id)),
        published_at: source.published_at,
        verified_on: source.verified_on,
    })
}

fn failed(error: &serde_json::Error) -> Problem {
    Problem::internal(format!("service: {error}"))
}

/// A text by language; an object without members where there is none.
fn by_language(text: Option<&impl Serialize>) -> Outcome<serde_json::Value> {
    match text {
        Some(text) => serde_json::to_value(text).map_err(|error| failed(&error)),
        None => Ok(serde_json::json!({})),
    }
}

fn written(view: &impl Serialize) -> Outcome<String> {
    serde_json::to_string(view).map_err(|error| failed(&error))
}
