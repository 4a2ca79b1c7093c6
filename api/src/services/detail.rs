//! One service: its detail, its likes, and its forms for other systems.

use std::collections::HashMap;

use actix_web::{HttpResponse, get, http::header, web::Bytes};
use domain_shared::{CardId, civil_date};
use persistence::services::{
    StoredDetail, StoredItem, service_find, service_is_public, services_by_ids,
};

use super::{
    agreements, jsonld, modello,
    view::{ServiceLikes, ServiceView},
};
use crate::{
    http::{
        Ctx, Lasting, PathId, ValidQuery, WrittenPage,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::CardIdField,
};

/// On which day.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct BenefitsParams {
    /// The day (in Rome) whose agreements and benefits are shown; today when left out.
    #[param(value_type = Option<NaiveDate>, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", max_length = 10)]
    benefits_on: Option<String>,
}

/// Find a service
///
/// A published service card, in all its languages, with the agreements in force that cover it and their benefits.
#[utoipa::path(
    tag = "services", operation_id = "find_service",
    params(
        ("service_id" = CardIdField, Path, description = "The service, by the identifier of its card."),
        BenefitsParams,
    ),
    responses((status = 200, description = "The service.", body = ServiceView)),
    security(()), extensions(("x-action" = json!("service.read"))),
)]
#[get("/services/{service_id}")]
pub(super) async fn find_service(
    ctx: Ctx,
    id: PathId<CardId>,
    query: ValidQuery<BenefitsParams>,
) -> Outcome<HttpResponse> {
    let today = civil_date(ctx.now());
    let asked = super::params::day("benefits_on", query.0.benefits_on.as_deref())?;
    let (id, day) = (id.0, asked.unwrap_or(today));
    let (document, change_number) = ctx
        .read_public(move |connection| {
            let found = service_find(connection, id, today, day)?;
            let StoredDetail {
                document,
                change_number,
                agreements,
            } = found.ok_or_else(Problem::not_found)?;
            let ready = std::iter::once((id, &agreements));
            let shown = agreements::shown(connection, ready, day, &[])?.remove(&id);
            Ok(match shown {
                None => (document, Some(change_number)),
                Some(shown) => (agreements::added(document, &shown), None),
            })
        })
        .await?;
    let body = Bytes::from(document);
    let mut response = match change_number {
        Some(number) => reply::stored(ctx.request(), body, number),
        // Which of its benefits hold depends on the day, so the tag is made from what is sent.
        None => reply::prepared(ctx.request(), body),
    };
    response.extensions_mut().insert(Lasting);
    Ok(response)
}

/// The stored detail of a service that is shown today, or 404.
async fn detail_of(ctx: &Ctx, id: CardId) -> Outcome<StoredDetail> {
    let today = civil_date(ctx.now());
    ctx.read_public(move |connection| {
        service_find(connection, id, today, today)?.ok_or_else(Problem::not_found)
    })
    .await
}

/// Find a service as linked data
///
/// As schema.org describes services (`GovernmentService` of public providers, else `Service`), in JSON-LD. The same
/// is answered at `/services/{service_id}.jsonld`.
#[utoipa::path(
    tag = "services", operation_id = "find_linked_service",
    params(("service_id" = CardIdField, Path, description = "The service.")),
    responses((status = 200, description = "The service in JSON-LD.", body = jsonld::LinkedService)),
    security(()), extensions(("x-action" = json!("service.read"))),
)]
#[get("/services/{service_id}/linked-data")]
pub(super) async fn find_linked_service(ctx: Ctx, id: PathId<CardId>) -> Outcome<HttpResponse> {
    linked(ctx, id).await
}

/// The linked form, at whichever of its two addresses.
pub(super) async fn linked(ctx: Ctx, id: PathId<CardId>) -> Outcome<HttpResponse> {
    let document = detail_of(&ctx, id.0).await?.document;
    let linked = jsonld::linked(&document, &ctx.hub().config.public_url)?;
    let mut response = reply::document(&ctx, &linked, Caching::Public)?;
    if response.status().is_success() {
        let kind = header::HeaderValue::from_static("application/ld+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    Ok(response)
}

/// Find a service as a municipal service card
///
/// The 32 fields of the service card that Italian municipal sites use (*Modello Comuni*), as far as the card
/// says them.
#[utoipa::path(
    tag = "services", operation_id = "find_municipal_card",
    params(("service_id" = CardIdField, Path, description = "The service.")),
    responses((status = 200, description = "The municipal service card.", body = modello::MunicipalCard)),
    security(()), extensions(("x-action" = json!("service.read"))),
)]
#[get("/services/{service_id}/municipal-card")]
pub(super) async fn find_municipal_card(ctx: Ctx, id: PathId<CardId>) -> Outcome<HttpResponse> {
    let document = detail_of(&ctx, id.0).await?.document;
    let hub = ctx.hub().clone();
    let card = ctx
        .read(move |snapshot| {
            let tree = persistence::categories::category_tree(snapshot.connection())?;
            let places = hub.catalogue.places(&hub.db)?;
            modello::card(&document, &tree, &places, &hub.config.public_url)
        })
        .await?;
    reply::document(&ctx, &card, Caching::Public)
}

/// How many like services to answer with.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LikeParams {
    /// Most items.
    #[param(minimum = 1, maximum = 20, default = 6, example = 6)]
    limit: Option<u16>,
}

/// List services like this one
///
/// Those that have most in common with it: categories, words of the title, recipients. Nearest first.
#[utoipa::path(
    tag = "services", operation_id = "list_similar_services",
    params(("service_id" = CardIdField, Path, description = "The service."), LikeParams),
    responses((status = 200, description = "Services like this one.", body = ServiceLikes)),
    security(()), extensions(("x-action" = json!("service.read"))),
)]
#[get("/services/{service_id}/similar")]
pub(super) async fn list_similar_services(
    ctx: Ctx,
    id: PathId<CardId>,
    query: ValidQuery<LikeParams>,
) -> Outcome<HttpResponse> {
    let (hub, today) = (ctx.hub().clone(), civil_date(ctx.now()));
    let limit = usize::from(query.0.limit.unwrap_or(6));
    let items = ctx
        .read(move |snapshot| {
            if !service_is_public(snapshot.connection(), id.0, today)? {
                return Err(Problem::not_found());
            }
            let similar = hub.catalogue.index()?.similar(id.0.uuid(), limit, today)?;
            let ids: Vec<CardId> = similar.into_iter().map(CardId::new).collect();
            let mut found: HashMap<CardId, StoredItem> =
                services_by_ids(snapshot.connection(), &ids, today, today)?
                    .into_iter()
                    .collect();
            let items = ids.iter().filter_map(|id| found.remove(id));
            Ok(items.map(|item| item.summary).collect())
        })
        .await?;
    let page = WrittenPage {
        items,
        ..WrittenPage::default()
    };
    Ok(reply::prepared(ctx.request(), page.body(None)))
}
