//! `/agreement-coverage`: what the agreements of points cover, as JSON and as a table.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, get, http::header};
use chrono::NaiveDate;
use domain_accounts::Action;
use domain_categories::{CategoryStatus, CategoryTree, ServiceCategory};
use domain_shared::{PointKind, ServiceCategoryId, StableCode, TextValue as _, civil_date};
use persistence::{
    PageRequest,
    agreements::{PointCoverage, coverage_list},
    categories::category_tree,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    http::{Ctx, ListQuery, Page, PageParams, reply::Caching},
    problem::{Outcome, Problem},
    services::params::day,
    tables::{Guide, TableFormat, TableWriter},
    wire::{BelfioreField, DisplayNameField, Ident, PointIdField, StableCodeField, Text},
};

/// Points read together for a table.
const TABLE_PAGE: u16 = 100;
/// The columns of the table.
const COLUMNS: [&str; 11] = [
    "Data",
    "Punto",
    "Comune",
    "Accordi in vigore",
    "Tipologie di primo livello con accordo",
    "Tipologie di primo livello senza accordo",
    "Tipologie di secondo livello con accordo",
    "Tipologie di secondo livello senza accordo",
    "Servizi raggiunti",
    "Agevolazioni in vigore",
    "Identificativo del punto",
];

/// Which coverage to read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CoverageParams {
    /// The day; today (in Rome) without.
    #[param(value_type = Option<NaiveDate>, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", max_length = 10, example = "2026-09-01")]
    date: Option<String>,
    /// Only these points.
    #[serde(default)]
    #[param(value_type = Option<Vec<PointIdField>>, max_items = 50)]
    point: Vec<Ident<PointKind>>,
}

/// Categories of one level, with and without an agreement.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CoveredCategories {
    /// Codes of those with an agreement in force, in the order of the tree.
    #[schema(max_items = 10_000)]
    with_agreement: Vec<StableCodeField>,
    /// Codes of those without.
    #[schema(max_items = 10_000)]
    without_agreement: Vec<StableCodeField>,
}

/// What the agreements of a point cover on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementCoverage {
    /// The point.
    point_id: PointIdField,
    /// Its name.
    name: DisplayNameField,
    /// Its municipality, by cadastral code.
    municipality: BelfioreField,
    /// The day.
    date: NaiveDate,
    /// How many agreements of the point, its association and its network body are in force.
    #[schema(minimum = 0, maximum = 1_000_000)]
    agreements: u32,
    /// The categories of the first level.
    first_level: CoveredCategories,
    /// The categories right below those.
    second_level: CoveredCategories,
    /// How many published services they cover that cover the municipality, wholly or in part.
    #[schema(minimum = 0, maximum = 100_000_000)]
    services: u32,
    /// How many benefits they give.
    #[schema(minimum = 0, maximum = 100_000_000)]
    benefits: u32,
}

/// Read what agreements cover
///
/// Point by point, by name: which categories have an agreement in force, which services it reaches, how many benefits
/// there are. A category has one where an agreement names it, or one above or below it, or reaches a service of it.
/// Closed points are left out. With `Accept: text/csv` all points come as one table, whatever `limit` and `cursor` say,
/// with Italian headers, separated by semicolons.
#[utoipa::path(
    tag = "agreements", operation_id = "list_agreement_coverage",
    params(CoverageParams, PageParams),
    responses((status = 200, description = "A page of points, or all of them as a table.", body = Page<AgreementCoverage>)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.report")), ("x-csv-answer" = json!(true))),
)]
#[get("/agreement-coverage")]
pub(super) async fn list_agreement_coverage(
    ctx: Ctx,
    query: ListQuery<CoverageParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let asked = day("date", params.date.as_deref())?;
    let day = asked.unwrap_or_else(|| civil_date(ctx.now()));
    let named: Vec<_> = params.point.into_iter().map(|id| id.0).collect();
    let is_table = wants_table(&ctx);
    let (tree, points) = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::AgreementReport)?;
            let connection = snapshot.connection();
            let tree = category_tree(connection)?;
            if !is_table {
                let points = coverage_list(connection, &scope, &named, day, &page)?;
                return Ok((tree, points));
            }
            let mut page = PageRequest {
                limit: TABLE_PAGE,
                after: None,
            };
            let mut all = Vec::new();
            loop {
                let points = coverage_list(connection, &scope, &named, day, &page)?;
                all.extend(points.items);
                page.after = points.next;
                if page.after.is_none() {
                    let (items, next) = (all, None);
                    return Ok((tree, persistence::Listing { items, next }));
                }
            }
        })
        .await?;
    let mut response = if is_table {
        attached(table(&tree, &points.items, day)?, day)
    } else {
        let views = points.map(|point| AgreementCoverage::of(point, &tree, day));
        list.answer(&ctx, views, Caching::Private)?
    };
    let vary = header::HeaderValue::from_static("Accept");
    response.headers_mut().append(header::VARY, vary);
    Ok(response)
}

/// Whether the client rather takes CSV than JSON.
fn wants_table(ctx: &Ctx) -> bool {
    let values = ctx.request().headers().get_all(header::ACCEPT);
    let values: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
    let weight = |wanted: &str| {
        let ranges = values.iter().flat_map(|value| value.split(','));
        let named = ranges.filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let is_it = parts
                .next()
                .is_some_and(|one| one.eq_ignore_ascii_case(wanted));
            let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
            is_it.then_some(quality.unwrap_or(1.0))
        });
        named.fold(0.0_f32, f32::max)
    };
    let csv = weight("text/csv");
    csv > 0.0 && csv > weight("application/json")
}

/// The categories of a point that have an agreement, by their place in the tree.
fn with_agreement(point: &PointCoverage, tree: &CategoryTree) -> BTreeSet<ServiceCategoryId> {
    let above = |code: &StableCode| tree.counted_for(code).into_iter().map(|one| one.id);
    let both = point.named.iter().chain(&point.reached);
    let mut with: BTreeSet<_> = both.flat_map(above).collect();
    let named = tree.iter().filter(|one| point.named.contains(&one.code));
    with.extend(named.flat_map(|one| tree.subtree(one.id)).map(|one| one.id));
    with
}

/// The categories in use of a level of the tree, from 1, in order.
fn of_level(tree: &CategoryTree, level: usize) -> Vec<&ServiceCategory> {
    let in_use = |one: &&ServiceCategory| one.status() == CategoryStatus::Active;
    let all = tree.in_order().into_iter().filter(in_use);
    all.filter(|one| tree.path(one.id).len() == level).collect()
}

impl CoveredCategories {
    fn of(tree: &CategoryTree, level: usize, with: &BTreeSet<ServiceCategoryId>) -> Self {
        let (with, without): (Vec<_>, Vec<_>) = of_level(tree, level)
            .into_iter()
            .partition(|one| with.contains(&one.id));
        let codes = |list: Vec<&ServiceCategory>| {
            let codes = list.into_iter().map(|one| Text::of(&one.code));
            codes.collect()
        };
        Self {
            with_agreement: codes(with),
            without_agreement: codes(without),
        }
    }
}

impl AgreementCoverage {
    fn of(point: PointCoverage, tree: &CategoryTree, date: NaiveDate) -> Self {
        let with = with_agreement(&point, tree);
        Self {
            point_id: Ident(point.point_id),
            name: Text::raw(point.name),
            municipality: Text::of(&point.municipality),
            date,
            agreements: u32::try_from(point.agreements).unwrap_or(u32::MAX),
            first_level: CoveredCategories::of(tree, 1, &with),
            second_level: CoveredCategories::of(tree, 2, &with),
            services: u32::try_from(point.services).unwrap_or(u32::MAX),
            benefits: u32::try_from(point.benefits).unwrap_or(u32::MAX),
        }
    }
}

/// The table of all points.
fn table(tree: &CategoryTree, points: &[PointCoverage], day: NaiveDate) -> Outcome<Vec<u8>> {
    let guide = Guide {
        sheet: "Copertura",
        instructions_sheet: "Istruzioni",
        instructions: &[],
    };
    let mut writer = TableWriter::new(Vec::new(), TableFormat::Csv, &COLUMNS, guide)?;
    for point in points {
        let with = with_agreement(point, tree);
        let labels = |level: usize, is_with: bool| {
            let chosen = of_level(tree, level).into_iter();
            let chosen = chosen.filter(|one| with.contains(&one.id) == is_with);
            let labels = chosen.map(|one| one.label.it.as_str().to_owned());
            labels.collect::<Vec<_>>().join(", ")
        };
        let cells = [
            day.to_string(),
            point.name.clone(),
            point.municipality_name.clone(),
            point.agreements.to_string(),
            labels(1, true),
            labels(1, false),
            labels(2, true),
            labels(2, false),
            point.services.to_string(),
            point.benefits.to_string(),
            point.point_id.to_string(),
        ];
        let row: Vec<_> = COLUMNS.into_iter().zip(cells).collect();
        writer.row(&row)?;
    }
    writer.finish().map_err(Problem::from)
}

fn attached(table: Vec<u8>, day: NaiveDate) -> HttpResponse {
    let name = format!("attachment; filename=\"copertura-accordi-{day}.csv\"");
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .content_type(TableFormat::Csv.media_type())
        .body(table)
}
