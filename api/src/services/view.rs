//! What the public sees of a card: the detail and the item of a list, stored ready to send.

use chrono::{DateTime, NaiveDate, Utc};
use domain_cards::{AccessChannel, DeliveryMode, PriceUnit, Recipient};
use domain_providers::ProviderKind as ProviderSort;
use domain_shared::{BoundedNumber as _, Coordinates, DisplayName, LocalText, Money, Summary};
use persistence::services::PublicSource;
use serde::Serialize;

use domain_cards::CardContent;

use crate::problem::{Outcome, Problem};

/// The provider of a service.
#[derive(Debug, Serialize)]
pub(super) struct ServiceProvider<'a> {
    /// Identifier.
    id: domain_shared::ProviderId,
    /// Name.
    name: &'a DisplayName,
    /// What kind of body it is.
    kind: ProviderSort,
}

/// When the card was found true, and until when that is taken to hold.
#[derive(Debug, Serialize)]
pub(super) struct ServiceVerification {
    /// The day it was last found true.
    verified_on: NaiveDate,
    /// The first day on which it is to be verified again.
    due_on: NaiveDate,
    /// The first day on which it is stale.
    stale_on: NaiveDate,
}

/// A published service card.
#[derive(Debug, Serialize)]
pub(super) struct ServiceView<'a> {
    id: domain_shared::CardId,
    provider: ServiceProvider<'a>,
    revision: u16,
    published_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verification: Option<ServiceVerification>,
    content: &'a CardContent,
}

/// A place of a service, as lists show it.
#[derive(Debug, Serialize)]
pub(super) struct ServicePlace<'a> {
    name: &'a DisplayName,
    municipality: &'a domain_shared::Belfiore,
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinates: Option<Coordinates>,
}

/// The price of a service, as lists show it.
#[derive(Debug, Serialize)]
pub(super) struct ServicePrice {
    free: bool,
    personalised_quote: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<PriceUnit>,
}

/// A published service card, as lists show it.
#[derive(Debug, Serialize)]
pub(super) struct ServiceSummary<'a> {
    id: domain_shared::CardId,
    provider: ServiceProvider<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a LocalText<DisplayName>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a LocalText<Summary>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    main_category: Option<&'a domain_shared::StableCode>,
    other_categories: &'a [domain_shared::StableCode],
    recipients: Vec<Recipient>,
    delivery: Vec<DeliveryMode>,
    channels: Vec<AccessChannel>,
    national: bool,
    places: Vec<ServicePlace<'a>>,
    price: ServicePrice,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting_days: Option<u16>,
    shared: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_id: Option<domain_shared::FileId>,
    published_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified_on: Option<NaiveDate>,
}

fn provider(source: &PublicSource) -> ServiceProvider<'_> {
    ServiceProvider {
        id: source.provider.id,
        name: &source.provider.name,
        kind: source.provider.kind,
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
        unit: lowest.map(|option| option.unit),
    }
}

/// The detail, ready to send.
///
/// # Errors
/// When it cannot be written, a mistake of ours.
pub(super) fn document(source: &PublicSource, content: &CardContent) -> Outcome<String> {
    let rules = source.rules;
    written(&ServiceView {
        id: source.card_id,
        provider: provider(source),
        revision: source.revision.number(),
        published_at: source.published_at,
        verification: source.verified_on.map(|on| ServiceVerification {
            verified_on: on,
            due_on: rules.due_on(on),
            stale_on: rules.stale_on(on),
        }),
        content,
    })
}

/// The item of a list, ready to send.
///
/// # Errors
/// As [`document`].
pub(super) fn summary(source: &PublicSource, content: &CardContent) -> Outcome<String> {
    let places = content.places.iter().map(|place| ServicePlace {
        name: &place.name,
        municipality: &place.address.municipality,
        coordinates: place.coordinates,
    });
    written(&ServiceSummary {
        id: source.card_id,
        provider: provider(source),
        title: content.title.as_ref(),
        summary: content.summary.as_ref(),
        main_category: content.main_category.as_ref(),
        other_categories: &content.other_categories,
        recipients: content.audience.recipients.iter().copied().collect(),
        delivery: content.delivery.iter().copied().collect(),
        channels: content.access.channels.iter().copied().collect(),
        national: content.coverage.national,
        places: places.collect(),
        price: price(content),
        waiting_days: content.waiting.total_days(),
        shared: content.sharing.is_some(),
        image_id: content.images.first().map(|image| image.file_id),
        published_at: source.published_at,
        verified_on: source.verified_on,
    })
}

fn written(view: &impl Serialize) -> Outcome<String> {
    serde_json::to_string(view).map_err(|error| Problem::internal(format!("service: {error}")))
}
