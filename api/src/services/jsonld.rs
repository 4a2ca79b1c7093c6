//! A service as linked data: schema.org's `Service` and `GovernmentService`.

use std::borrow::Cow;

use domain_cards::{CardContent, DeliveryMode};
use domain_providers::ProviderKind as ProviderSort;
use domain_shared::{
    Code as _, DisplayName, LocalText, Locale, OpeningHours, ProviderId, TextValue,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Type,
        schema::{AdditionalProperties, Schema, SchemaType},
    },
};

use crate::problem::{Outcome, Problem};

/// A service in JSON-LD: context, type and address, and the members of schema.org's `Service`.
#[derive(Debug, Serialize)]
pub(super) struct LinkedService {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    #[serde(flatten)]
    members: Map<String, Value>,
}

impl PartialSchema for LinkedService {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Object))
            .description(Some(
                "A service in JSON-LD: `@context`, `@type` and `@id`, and the members of schema.org's `Service`.",
            ))
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .max_properties(Some(60))
            .examples([json!({
                "@context": "https://schema.org",
                "@type": "GovernmentService",
                "@id": "https://hub.example.org/api/v1/services/01930000-0000-7000-8000-000000000000",
                "name": [{"@language": "it", "@value": "Assistenza domiciliare"}],
            })])
            .into()
    }
}

impl ToSchema for LinkedService {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("LinkedService")
    }
}

/// What is read of the stored detail.
#[derive(Deserialize)]
pub(super) struct Stored {
    pub(super) id: domain_shared::CardId,
    pub(super) provider: StoredProvider,
    pub(super) published_at: String,
    pub(super) content: CardContent,
}

#[derive(Deserialize)]
pub(super) struct StoredProvider {
    pub(super) id: ProviderId,
    pub(super) name: DisplayName,
    pub(super) kind: ProviderSort,
}

/// Reads the stored detail.
pub(super) fn stored(document: &str) -> Outcome<Stored> {
    serde_json::from_str(document)
        .map_err(|error| Problem::internal(format!("stored service: {error}")))
}

/// A text with its language, or a list of them.
fn texts<T: TextValue>(text: Option<&LocalText<T>>) -> Option<Value> {
    let values: Vec<Value> = text?
        .iter()
        .map(|(tag, text)| json!({"@language": tag, "@value": text.as_str()}))
        .collect();
    Some(Value::Array(values))
}

/// The linked form of a stored detail.
///
/// # Errors
/// When what is stored cannot be read.
pub(super) fn linked(document: &str, public_url: &str) -> Outcome<LinkedService> {
    let Stored {
        id,
        provider,
        published_at,
        content,
    } = stored(document)?;
    let kind = match provider.kind {
        ProviderSort::Public => "GovernmentService",
        ProviderSort::Private | ProviderSort::ThirdSector => "Service",
    };
    let mut members = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) =
            value.filter(|value| value.as_array().is_none_or(|list| !list.is_empty()))
        {
            members.insert(name.to_owned(), value);
        }
    };
    put("name", texts(content.title.as_ref()));
    put("alternateName", texts(content.alternate_title.as_ref()));
    put("description", texts(content.summary.as_ref()));
    put(
        "serviceType",
        content
            .main_category
            .as_ref()
            .map(|code| json!(code.as_str())),
    );
    put(
        "category",
        Some(
            content
                .categories()
                .map(|code| json!(code.as_str()))
                .collect(),
        ),
    );
    put("datePublished", Some(json!(published_at)));
    put(
        "provider",
        Some(json!({
            "@type": match provider.kind {
                ProviderSort::Public => "GovernmentOrganization",
                ProviderSort::ThirdSector => "NGO",
                ProviderSort::Private => "Organization",
            },
            "@id": format!("{public_url}/api/v1/providers/{}", provider.id),
            "name": provider.name.as_str(),
        })),
    );
    put("audience", Some(audience(&content)));
    put("areaServed", Some(area_served(&content)));
    put("availableChannel", Some(channels(&content)));
    put("serviceOutput", texts(content.description.outcome.as_ref()));
    put("offers", Some(offers(&content)));
    put(
        "hoursAvailable",
        Some(hours(&content.first_contact.hours).into()),
    );
    put("termsOfService", terms(&content, public_url));
    Ok(LinkedService {
        context: "https://schema.org",
        kind,
        id: format!("{public_url}/api/v1/services/{id}"),
        members,
    })
}

fn audience(content: &CardContent) -> Value {
    let age = content.audience.age;
    content
        .audience
        .recipients
        .iter()
        .map(|recipient| {
            let mut one = Map::new();
            let kind = if age.from.is_some() || age.to.is_some() {
                "PeopleAudience"
            } else {
                "Audience"
            };
            one.insert("@type".to_owned(), json!(kind));
            let label = recipient.label(Locale::Italian);
            one.insert("audienceType".to_owned(), json!(label));
            for (name, bound) in [("suggestedMinAge", age.from), ("suggestedMaxAge", age.to)] {
                if let Some(bound) = bound {
                    one.insert(name.to_owned(), json!(u16::from(bound)));
                }
            }
            Value::Object(one)
        })
        .collect()
}

/// Italy, or the places by the codes they are known by.
fn area_served(content: &CardContent) -> Value {
    let coverage = &content.coverage;
    if coverage.national {
        return json!([{"@type": "Country", "name": "Italia", "identifier": "IT"}]);
    }
    let area = |kind: &str, code: &str| json!({"@type": "AdministrativeArea", "additionalType": kind, "identifier": code});
    let regions = coverage
        .regions
        .iter()
        .map(|code| area("region", code.as_str()));
    let provinces = coverage
        .provinces
        .iter()
        .map(|code| area("province", code.as_str()));
    let municipalities = coverage
        .municipalities
        .iter()
        .map(|code| area("municipality", code.as_str()));
    let zones = coverage
        .zones
        .iter()
        .map(|id| area("zone", &id.to_string()));
    regions
        .chain(provinces)
        .chain(municipalities)
        .chain(zones)
        .collect()
}

fn channels(content: &CardContent) -> Value {
    let mut channels = Vec::new();
    for place in &content.places {
        let at = place.coordinates.map(
            |at| json!({"@type": "GeoCoordinates", "latitude": at.lat(), "longitude": at.lon()}),
        );
        let location = json!({
            "@type": "Place",
            "name": place.name.as_str(),
            "address": {
                "@type": "PostalAddress",
                "streetAddress": place.address.street.as_str(),
                "postalCode": place.address.postal_code.as_str(),
                "addressCountry": "IT",
            },
            "openingHoursSpecification": hours(&place.opening_hours),
        });
        let mut location = location.as_object().cloned().unwrap_or_default();
        location.extend(at.map(|at| ("geo".to_owned(), at)));
        channels.push(json!({"@type": "ServiceChannel", "serviceLocation": location}));
    }
    if let Some(url) = &content.access.online_url {
        channels.push(json!({"@type": "ServiceChannel", "serviceUrl": url.as_str()}));
    }
    if let Some(phone) = &content.first_contact.phone {
        channels.push(json!({
            "@type": "ServiceChannel",
            "servicePhone": {"@type": "ContactPoint", "telephone": phone.as_str()},
        }));
    }
    if content.delivery.contains(&DeliveryMode::Remote) && channels.is_empty() {
        channels.push(
            json!({"@type": "ServiceChannel", "name": DeliveryMode::Remote.label(Locale::Italian)}),
        );
    }
    Value::Array(channels)
}

fn offers(content: &CardContent) -> Value {
    if content.pricing.free {
        return json!([{"@type": "Offer", "price": "0.00", "priceCurrency": "EUR"}]);
    }
    let options = content.pricing.options.iter();
    options
        .map(|option| {
            let price = json!({
                "@type": "UnitPriceSpecification",
                "minPrice": option.from.to_string(),
                "maxPrice": option.to.unwrap_or(option.from).to_string(),
                "priceCurrency": "EUR",
                "unitText": option.unit.label(Locale::Italian),
                "valueAddedTaxIncluded": true,
            });
            json!({"@type": "Offer", "priceSpecification": price})
        })
        .collect()
}

fn hours(hours: &OpeningHours) -> Vec<Value> {
    hours
        .weekly()
        .iter()
        .map(|weekly| {
            let mut day = weekly.weekday.code().to_owned();
            if let Some(first) = day.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            json!({
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": day,
                "opens": weekly.interval.opens.to_string(),
                "closes": weekly.interval.closes.to_string(),
            })
        })
        .collect()
}

fn terms(content: &CardContent, public_url: &str) -> Option<Value> {
    let terms = content
        .attachments
        .iter()
        .find(|one| one.purpose == domain_cards::AttachmentPurpose::Terms)?;
    Some(json!(format!(
        "{public_url}/api/v1/files/{}",
        terms.file_id
    )))
}
