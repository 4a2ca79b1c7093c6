//! `GET /services/suggest`: what somebody may mean while typing.

use actix_web::{HttpResponse, get};
use domain_shared::{Locale, TextValue as _, civil_date, codes, fold};
use persistence::services::Places;
use search::SuggestionKind as Found;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::catalogue::NamedCategory;
use crate::{
    http::{
        Ctx, ValidQuery,
        reply::{self, Caching},
    },
    problem::Outcome,
    wire::Coded,
};

/// Suggestions when the caller does not say.
const DEFAULT_LIMIT: u16 = 10;
/// Most suggestions of one kind before they are put together.
const OF_EACH_KIND: usize = 5;

codes! {
    /// What a suggestion names.
    pub enum SuggestedKind {
        /// A category: `code` is for the filter `category`.
        Category = "category", "tipologia", "category";
        /// A municipality: `code` is for the filter `municipality`.
        Place = "place", "luogo", "place";
        /// A provider: `code` is for the filter `provider_id`.
        Provider = "provider", "ente", "provider";
        /// The title of a service: `code` is its identifier.
        Title = "title", "titolo", "title";
    }
}

/// What a suggestion names.
pub(super) type SuggestedKindField = Coded<SuggestedKind>;

/// What was typed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SuggestParams {
    /// What was typed so far.
    #[param(min_length = 1, max_length = 100, example = "assist")]
    q: String,
    /// Most suggestions.
    #[param(minimum = 1, maximum = 20, default = 10, example = 10)]
    limit: Option<u16>,
}

/// Something that may be meant.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceSuggestion {
    /// What it names.
    kind: SuggestedKindField,
    /// Its name.
    #[schema(max_length = 250, example = "Servizi per anziani")]
    text: String,
    /// What to filter by, or to read.
    #[schema(
        max_length = 64,
        pattern = "^[A-Za-z0-9-]+$",
        example = "services-for-the-elderly"
    )]
    code: String,
}

/// What may be meant.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceSuggestions {
    /// Categories, places, providers and titles, best first within each.
    #[schema(max_items = 20)]
    items: Vec<ServiceSuggestion>,
}

/// List suggestions
///
/// Categories, places, providers and titles of services with words that begin as typed.
#[utoipa::path(
    tag = "services", operation_id = "list_service_suggestions",
    params(SuggestParams),
    responses((status = 200, description = "What may be meant.", body = ServiceSuggestions)),
    security(()), extensions(("x-action" = json!("service.read"))),
)]
#[get("/services/suggest")]
pub(super) async fn list_service_suggestions(
    ctx: Ctx,
    query: ValidQuery<SuggestParams>,
) -> Outcome<HttpResponse> {
    let (hub, today, locale) = (ctx.hub().clone(), civil_date(ctx.now()), ctx.locale());
    let SuggestParams { q, limit } = query.0;
    let limit = usize::from(limit.unwrap_or(DEFAULT_LIMIT));
    let items = ctx
        .read(move |snapshot| {
            let categories = hub.catalogue.categories(snapshot.connection())?;
            let places = hub.catalogue.places(&hub.db)?;
            let mut items = of_categories(&categories, &q, locale);
            items.extend(of_places(&places, &q));
            let found = hub.catalogue.index()?.suggest(&q, OF_EACH_KIND, today)?;
            let of_kind = |kind: Found, as_kind: SuggestedKind| {
                let of_kind = found.iter().filter(move |one| one.kind == kind);
                of_kind.map(move |one| suggestion(as_kind, &one.text, one.id.to_string()))
            };
            items.extend(of_kind(Found::Provider, SuggestedKind::Provider));
            items.extend(of_kind(Found::Title, SuggestedKind::Title));
            items.truncate(limit);
            Ok(items)
        })
        .await?;
    reply::document(&ctx, &ServiceSuggestions { items }, Caching::Public)
}

fn suggestion(kind: SuggestedKind, text: &str, code: String) -> ServiceSuggestion {
    ServiceSuggestion {
        kind: Coded(kind),
        text: text.to_owned(),
        code,
    }
}

/// Active categories by label or synonym.
fn of_categories(
    categories: &[NamedCategory],
    typed: &str,
    locale: Locale,
) -> Vec<ServiceSuggestion> {
    let typed = fold(typed);
    if typed.is_empty() {
        return Vec::new();
    }
    let within = format!(" {typed}");
    let begins = |folded: &String| folded.starts_with(&typed) || folded.contains(&within);
    let named = categories
        .iter()
        .filter(|one| one.category.is_active() && one.names.iter().any(begins))
        .map(|one| &one.category);
    named
        .take(OF_EACH_KIND)
        .map(|category| {
            let label = category.label.in_locale(locale).as_str();
            suggestion(
                SuggestedKind::Category,
                label,
                category.code.as_str().to_owned(),
            )
        })
        .collect()
}

/// Municipalities there are today by name, those that begin as typed first, then the shorter ones.
fn of_places(places: &Places, typed: &str) -> Vec<ServiceSuggestion> {
    let typed = fold(typed);
    if typed.chars().count() < 2 {
        return Vec::new();
    }
    let mut found: Vec<_> = places
        .municipalities_starting(&typed)
        .filter(|(_, place)| !place.suppressed)
        .map(|(code, place)| {
            (
                !place.folded.starts_with(&typed),
                place.folded.len(),
                &place.name,
                code,
            )
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .take(OF_EACH_KIND)
        .map(|(_, _, name, code)| suggestion(SuggestedKind::Place, name, code.to_owned()))
        .collect()
}
