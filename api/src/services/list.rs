//! `GET /services`: search, filters, facets.

use std::{collections::HashMap, fmt::Write as _};

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use domain_shared::{Belfiore, CardId, Locale, PointId, civil_date, messages};
use persistence::{
    AnyConnection, Cursor, PageRequest,
    agreements::point_owners,
    points::point_municipalities,
    services::{Places, StoredItem, service_documents, services_by_ids},
};
use search::{After, CardIndex, FacetCounts, Filters, Highlighter, Hit, SearchRequest, Sort};
use serde::Serialize;
use uuid::Uuid;

use super::{
    agreements::{self, Shown},
    highlights::{Highlight, of_document, of_summary},
    params::ServiceParams,
    view::{FacetCount, ServiceFacets, ServicePage},
};
use crate::{
    http::{Ctx, ListQuery, PageParams, PathId, WrittenPage},
    problem::{Outcome, Problem},
    wire::PointIdField,
};

/// List services
///
/// The published service cards: found by words, narrowed by filters, in the chosen order. A word matches a
/// text that has its stem, the last one also as the beginning of a word; a word that is nowhere matches with one
/// or two typos. All words must match; where no service has them all, one of them is enough, and `relaxed` says so.
#[utoipa::path(
    tag = "services", operation_id = "list_services",
    params(ServiceParams, PageParams),
    responses((status = 200, description = "A page of services.", body = ServicePage)),
    security(()), extensions(("x-action" = json!("service.read"))),
)]
#[get("/services")]
pub(super) async fn list_services(
    ctx: Ctx,
    query: ListQuery<ServiceParams>,
) -> Outcome<HttpResponse> {
    answer(ctx, query, None).await
}

/// List what a point can offer its citizens
///
/// The services that cover the municipality of the point: its own, a zone's, its province's, its region's, and
/// those of all of Italy. Filters, orders and facets are those of the list of services, without `point_id` and
/// `agreement_of`. Those that an agreement of this point covers (its own, its association's, its network's) are
/// marked as `agreed`; `with_agreement=true` leaves only these.
#[utoipa::path(
    tag = "services", operation_id = "list_point_services",
    params(("point_id" = PointIdField, Path, description = "The point."), ServiceParams, PageParams),
    responses((status = 200, description = "A page of services.", body = ServicePage)),
    security(()), extensions(("x-action" = json!("service.read"))),
)]
#[get("/points/{point_id}/services")]
pub(super) async fn list_point_services(
    ctx: Ctx,
    id: PathId<PointId>,
    query: ListQuery<ServiceParams>,
) -> Outcome<HttpResponse> {
    answer(ctx, query, Some(id.0)).await
}

async fn answer(
    ctx: Ctx,
    query: ListQuery<ServiceParams>,
    at: Option<PointId>,
) -> Outcome<HttpResponse> {
    let (params, page, list) = query.split();
    let (hub, now, locale) = (ctx.hub().clone(), ctx.now(), ctx.locale());
    let written = ctx
        .read(move |snapshot| {
            let places = hub.catalogue.places(&hub.db)?;
            let (points, owners) = match at {
                Some(point) => at_point(snapshot.connection(), point, &params)?,
                None => (
                    points_of(snapshot.connection(), &params)?,
                    owners_of(snapshot.connection(), &params)?,
                ),
            };
            let context = Context {
                places: &places,
                benefits_on: params.benefits_day(now)?,
                // Only the list of a point marks what is its own.
                owners: if at.is_some() { &owners } else { &[] },
                locale,
            };
            let (filters, sort) = params.read(&places, &points, &owners, now)?;
            let request = request(&params, (filters, sort), &page, now);
            let index = hub.catalogue.index()?;
            search(snapshot.connection(), index, &request, &context)
        })
        .await?;
    list.answer_written(&ctx, &written)
}

/// The municipality of the point the path names and whose agreements are its own, or 404.
fn at_point(
    connection: &mut AnyConnection,
    point: PointId,
    params: &ServiceParams,
) -> Outcome<(Vec<Belfiore>, Vec<Uuid>)> {
    if !params.points().is_empty() {
        return Err(super::params::wrong("point_id", &messages::DUPLICATE));
    }
    if !params.agreement_points().is_empty() {
        return Err(super::params::wrong("agreement_of", &messages::DUPLICATE));
    }
    let found = point_municipalities(connection, &[point])?;
    let owners = point_owners(connection, &[point])?.pop();
    let owners = owners.ok_or_else(Problem::not_found)?;
    Ok((found, owners.owners))
}

/// Those whose agreements are asked for; none where it does not matter whose they are.
fn owners_of(connection: &mut AnyConnection, params: &ServiceParams) -> Outcome<Vec<Uuid>> {
    let points = params.agreement_points();
    if points.is_empty() {
        return Ok(Vec::new());
    }
    let found = point_owners(connection, &points)?;
    if found.len() < points.len() {
        return Err(super::params::wrong(
            "agreement_of",
            &messages::UNKNOWN_REFERENCE,
        ));
    }
    Ok(found.into_iter().flat_map(|one| one.owners).collect())
}

/// The municipalities of the points whose citizens are asked for.
fn points_of(connection: &mut AnyConnection, params: &ServiceParams) -> Outcome<Vec<Belfiore>> {
    let points = params.points();
    if points.is_empty() {
        return Ok(Vec::new());
    }
    let found = point_municipalities(connection, &points)?;
    if found.len() < points.len() {
        return Err(super::params::wrong(
            "point_id",
            &messages::UNKNOWN_REFERENCE,
        ));
    }
    Ok(found)
}

fn request(
    params: &ServiceParams,
    (filters, sort): (Filters, Sort),
    page: &PageRequest,
    now: chrono::DateTime<chrono::Utc>,
) -> SearchRequest {
    SearchRequest {
        text: params.q.clone(),
        filters,
        today: civil_date(now),
        sort,
        limit: usize::from(page.limit),
        after: page.after.as_ref().map(|after| After {
            key: after.key.clone(),
            id: after.id.clone(),
        }),
        facets: params.facets(),
        total: false,
    }
}

/// What a page is written for.
#[derive(Debug)]
struct Context<'a> {
    places: &'a Places,
    /// The day whose agreements are shown.
    benefits_on: NaiveDate,
    /// Those whose agreements are marked; none where no point is asked about.
    owners: &'a [Uuid],
    locale: Locale,
}

/// Searches, and reads what is found from the database, so that what is no longer shown is not answered.
///
/// # Errors
/// When index or database do not answer, and 400 for a cursor of another search.
fn search(
    connection: &mut AnyConnection,
    index: &CardIndex,
    request: &SearchRequest,
    context: &Context<'_>,
) -> Outcome<WrittenPage> {
    let (answer, marker) = index.search_marking(request)?;
    let ids: Vec<CardId> = answer.hits.iter().map(|hit| CardId::new(hit.id)).collect();
    let stored: HashMap<CardId, StoredItem> =
        services_by_ids(connection, &ids, request.today, context.benefits_on)?
            .into_iter()
            .collect();
    let mut highlights = match &request.text {
        Some(_) => highlights(connection, &marker, &ids, &stored, context.locale)?,
        None => HashMap::new(),
    };
    let ready = stored.iter().map(|(id, item)| (*id, &item.agreements));
    let agreements = agreements::shown(connection, ready, context.benefits_on, context.owners)?;
    let items = answer.hits.iter().filter_map(|hit| {
        let id = CardId::new(hit.id);
        let marks = highlights.remove(&id).unwrap_or_default();
        let summary = &stored.get(&id)?.summary;
        Some(item(summary, hit, &marks, agreements.get(&id)))
    });
    let mut members = Vec::new();
    if !answer.facets.is_empty() {
        let facets = facets(context.places, answer.facets);
        members.push(("facets", json(&facets)?));
    }
    if answer.relaxed {
        members.push(("relaxed", "true".to_owned()));
    }
    Ok(WrittenPage {
        items: items.collect::<Outcome<_>>()?,
        next: answer.next.map(|next| Cursor {
            key: next.key,
            id: next.id,
        }),
        members,
    })
}

fn json(value: &impl Serialize) -> Outcome<String> {
    serde_json::to_string(value).map_err(|error| Problem::internal(format!("services: {error}")))
}

/// An item: the summary as it is stored, and what belongs to this search.
fn item(
    summary: &str,
    hit: &Hit,
    highlights: &[Highlight],
    agreements: Option<&Shown<'_>>,
) -> Outcome<String> {
    let more = agreements.map_or(0, |shown| shown.list.len());
    let mut item = String::with_capacity(summary.len() + more + 96);
    item.push_str("{\"service\":");
    item.push_str(summary);
    if let Some(distance) = hit.distance_km {
        // Writing to a String cannot fail.
        let _ = write!(item, ",\"distance_km\":{distance:.3}");
    }
    if !highlights.is_empty() {
        item.push_str(",\"highlights\":");
        item.push_str(&json(&highlights)?);
    }
    if let Some(shown) = agreements {
        if shown.is_of_owner {
            item.push_str(",\"agreed\":true");
        }
        item.push_str(",\"agreements\":");
        item.push_str(&shown.list);
    }
    item.push('}');
    Ok(item)
}

/// Where each service has the words: in title and summary, else somewhere in its text.
fn highlights(
    connection: &mut AnyConnection,
    marker: &Highlighter,
    ids: &[CardId],
    stored: &HashMap<CardId, StoredItem>,
    locale: Locale,
) -> Outcome<HashMap<CardId, Vec<Highlight>>> {
    let mut found: HashMap<CardId, Vec<Highlight>> = HashMap::new();
    for (id, item) in stored {
        found.insert(*id, of_summary(marker, &item.summary, locale)?);
    }
    let without: Vec<CardId> = ids
        .iter()
        .copied()
        .filter(|id| found.get(id).is_some_and(Vec::is_empty))
        .collect();
    if !without.is_empty() {
        for (id, document) in service_documents(connection, &without)? {
            found.insert(id, of_document(marker, &document, locale)?);
        }
    }
    Ok(found)
}

/// The counts; a service that covers all of Italy counts in every province.
fn facets(places: &Places, counted: Vec<FacetCounts>) -> ServiceFacets {
    let mut facets = ServiceFacets::default();
    for facet in counted {
        let mut counts: Vec<FacetCount> = facet
            .counts
            .into_iter()
            .map(|(code, count)| FacetCount { code, count })
            .collect();
        match facet.facet {
            search::Facet::Category => facets.category = Some(counts),
            search::Facet::Recipient => facets.recipient = Some(counts),
            search::Facet::Delivery => facets.delivery = Some(counts),
            search::Facet::Province => {
                if facet.everywhere > 0 {
                    let known: Vec<String> = counts.iter().map(|one| one.code.clone()).collect();
                    let others = places.province_codes().into_iter();
                    let others = others.filter(|code| !known.iter().any(|one| one == code));
                    counts.extend(others.map(|code| FacetCount {
                        code: code.to_owned(),
                        count: facet.everywhere,
                    }));
                }
                facets.province = Some(counts);
            }
        }
    }
    facets
}
