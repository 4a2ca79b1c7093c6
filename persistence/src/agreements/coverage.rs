//! What the agreements of points cover, point by point.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::{dsl::count, prelude::*};
use domain_accounts::Scope;
use domain_agreements::Side;
use domain_points::PointStatus;
use domain_shared::{
    AgreementId, AgreementIdKind, AssociationId, AssociationKind, Belfiore, CardId, CardKind,
    Coverage, NetworkBodyId, NetworkBodyKind, PointId, PointKind, StableCode,
};

use super::{
    list::{PointHosts, of_points},
    places::places_around,
};
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest,
    dialect::json_member,
    schema::{
        agreement_benefits, agreement_cards, agreement_parties, agreements, associations,
        municipalities, points, service_category_links, services,
    },
    services::shown_on,
    sql_types::{DbCode, DbId, DbText},
};

/// What the agreements of a point cover on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointCoverage {
    /// The point.
    pub point_id: PointId,
    /// Its name.
    pub name: String,
    /// Its municipality.
    pub municipality: Belfiore,
    /// The name of that.
    pub municipality_name: String,
    /// How many agreements are in force.
    pub agreements: usize,
    /// The categories these name as their scope.
    pub named: BTreeSet<StableCode>,
    /// The categories of the services they reach.
    pub reached: BTreeSet<StableCode>,
    /// How many services they reach: published ones that they cover and that cover the municipality.
    pub services: usize,
    /// How many benefits they give.
    pub benefits: usize,
}

/// A point of the page.
struct PlacedPoint {
    id: PointId,
    name: String,
    sort_name: String,
    municipality: Belfiore,
    municipality_name: String,
    hosts: PointHosts,
}

/// The points within the scope that are not closed, by name, with what their agreements cover on a day; all of
/// them, or those named.
///
/// # Errors
/// When the database does not answer.
pub fn coverage_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    named: &[PointId],
    day: NaiveDate,
    page: &PageRequest,
) -> DbResult<Listing<PointCoverage>> {
    let points = points_of_page(connection, scope, named, page)?;
    let all = PointHosts::of_all(points.items.iter().map(|point| &point.hosts));
    let facts = Facts {
        agreements: in_force(connection, &all, day)?,
        categories: scope_categories(connection, &all, day)?,
        cards: covered_cards(connection, &all, day)?,
        services: covered_services(connection, &all, day)?,
        links: categories_of_services(connection, &all, day)?,
        benefits: benefits(connection, &all, day)?,
    };
    let towns: BTreeSet<&Belfiore> = points.items.iter().map(|one| &one.municipality).collect();
    let reach = facts.reach(connection, &towns)?;
    Ok(points.map(|point| facts.of_point(point, &reach)))
}

/// What is known of all points of a page together.
struct Facts {
    /// The agreements in force, each with its parties on the network's side.
    agreements: BTreeMap<AgreementId, PointHosts>,
    categories: BTreeMap<AgreementId, Vec<StableCode>>,
    cards: BTreeMap<AgreementId, Vec<CardId>>,
    services: BTreeMap<CardId, Coverage>,
    links: BTreeMap<CardId, Vec<StableCode>>,
    benefits: BTreeMap<AgreementId, usize>,
}

/// The services that cover each municipality.
type Reach = BTreeMap<Belfiore, BTreeSet<CardId>>;

impl Facts {
    /// Which services cover which of these municipalities, wholly or in part.
    fn reach(
        &self,
        connection: &mut AnyConnection,
        towns: &BTreeSet<&Belfiore>,
    ) -> DbResult<Reach> {
        let alone = |town: &Belfiore| Coverage {
            municipalities: BTreeSet::from([town.clone()]),
            ..Coverage::default()
        };
        let towns: Vec<(&Belfiore, Coverage)> =
            towns.iter().map(|town| (*town, alone(town))).collect();
        let named = towns.iter().map(|(_, coverage)| coverage);
        let named: Vec<&Coverage> = self.services.values().chain(named).collect();
        let around = places_around(connection, &named)?;
        let services = self.services.iter();
        let services: Vec<_> = services
            .map(|(card, coverage)| (*card, around.footprint(coverage)))
            .collect();
        let covering = |place: &Coverage| {
            let place = around.footprint(place);
            let covering = services
                .iter()
                .filter(|(_, service)| service.shares_place_with(&place));
            covering.map(|(card, _)| *card).collect()
        };
        Ok(towns
            .iter()
            .map(|(town, coverage)| ((*town).clone(), covering(coverage)))
            .collect())
    }

    fn of_point(&self, point: PlacedPoint, reach: &Reach) -> PointCoverage {
        let own = self.agreements.iter();
        let own: Vec<AgreementId> = own
            .filter(|(_, parties)| point.hosts.share_one_with(parties))
            .map(|(id, _)| *id)
            .collect();
        let near = reach.get(&point.municipality);
        let is_near = |card: &&CardId| near.is_some_and(|near| near.contains(card));
        let cards = own.iter().filter_map(|id| self.cards.get(id)).flatten();
        let reached: BTreeSet<CardId> = cards.filter(is_near).copied().collect();
        let named = own.iter().filter_map(|id| self.categories.get(id));
        let linked = reached.iter().filter_map(|card| self.links.get(card));
        PointCoverage {
            point_id: point.id,
            name: point.name,
            municipality: point.municipality,
            municipality_name: point.municipality_name,
            agreements: own.len(),
            named: named.flatten().cloned().collect(),
            reached: linked.flatten().cloned().collect(),
            services: reached.len(),
            benefits: own.iter().filter_map(|id| self.benefits.get(id)).sum(),
        }
    }
}

impl PointHosts {
    /// What agreements of a point can name.
    fn of_point(point: PointId, association: AssociationId, bodies: [NetworkBodyId; 2]) -> Self {
        Self {
            points: vec![point],
            associations: vec![association],
            bodies: bodies.into(),
        }
    }

    /// What agreements of several points can name, together.
    fn of_all<'a>(hosts: impl Iterator<Item = &'a Self>) -> Self {
        let mut all = Self::default();
        for one in hosts {
            all.points.extend(&one.points);
            all.associations.extend(&one.associations);
            all.bodies.extend(&one.bodies);
        }
        all.associations.sort_unstable();
        all.associations.dedup();
        all.bodies.sort_unstable();
        all.bodies.dedup();
        all
    }

    /// Adds what a party of an agreement is.
    fn add(
        &mut self,
        point: Option<PointId>,
        association: Option<AssociationId>,
        body: Option<NetworkBodyId>,
    ) {
        self.points.extend(point);
        self.associations.extend(association);
        self.bodies.extend(body);
    }

    /// Whether something is in both.
    fn share_one_with(&self, other: &Self) -> bool {
        self.points.iter().any(|id| other.points.contains(id))
            || self
                .associations
                .iter()
                .any(|id| other.associations.contains(id))
            || self.bodies.iter().any(|id| other.bodies.contains(id))
    }
}

fn points_of_page(
    connection: &mut AnyConnection,
    scope: &Scope,
    named: &[PointId],
    page: &PageRequest,
) -> DbResult<Listing<PlacedPoint>> {
    type Row = (
        DbId<PointKind>,
        (String, String),
        (DbText<Belfiore>, String),
        DbId<AssociationKind>,
        DbId<NetworkBodyKind>,
        DbId<NetworkBodyKind>,
    );
    let mut query = points::table
        .inner_join(associations::table)
        .inner_join(municipalities::table.on(municipalities::belfiore.eq(points::municipality)))
        .filter(points::status.ne(DbCode(PointStatus::Closed)))
        .into_boxed();
    if !scope.everything {
        let networks: Vec<_> = scope.networks.iter().copied().map(DbId).collect();
        let own: Vec<_> = scope.points.iter().copied().map(DbId).collect();
        let inside = points::network_id.eq_any(networks);
        query = query.filter(inside.or(points::id.eq_any(own)));
    }
    if !named.is_empty() {
        let named: Vec<_> = named.iter().copied().map(DbId).collect();
        query = query.filter(points::id.eq_any(named));
    }
    if let Some(after) = &page.after {
        let tie = points::sort_name
            .eq(after.key.clone())
            .and(points::id.gt(after.id.clone()));
        query = query.filter(points::sort_name.gt(after.key.clone()).or(tie));
    }
    let rows: Vec<Row> = query
        .order((points::sort_name, points::id))
        .limit(page.fetch())
        .select((
            points::id,
            (points::name, points::sort_name),
            (municipalities::belfiore, municipalities::name),
            points::association_id,
            points::network_id,
            associations::network_body_id,
        ))
        .load(connection)?;
    let placed = |(id, names, town, association, network, body): Row| PlacedPoint {
        id: id.0,
        name: names.0,
        sort_name: names.1,
        municipality: town.0.0,
        municipality_name: town.1,
        hosts: PointHosts::of_point(id.0, association.0, [network.0, body.0]),
    };
    let rows = rows.into_iter().map(placed).collect();
    Ok(Listing::cut(rows, page, |row| Cursor {
        key: row.sort_name.clone(),
        id: row.id.to_string(),
    }))
}

/// Narrows a query that has agreements to those of points that are in force on a day; those that were never
/// signed have no days.
macro_rules! holding {
    ($query:expr, $all:expr, $day:expr) => {
        $query
            .filter(agreements::first_day.le($day))
            .filter(
                agreements::last_day
                    .is_null()
                    .or(agreements::last_day.ge($day)),
            )
            .filter(agreements::id.eq_any(of_points($all)))
    };
}

/// The cards that agreements in force cover.
macro_rules! cards_of {
    ($all:expr, $day:expr) => {
        holding!(
            agreement_cards::table.inner_join(agreements::table),
            $all,
            $day
        )
        .select(agreement_cards::card_id)
    };
}

fn in_force(
    connection: &mut AnyConnection,
    all: &PointHosts,
    day: NaiveDate,
) -> DbResult<BTreeMap<AgreementId, PointHosts>> {
    type Row = (
        DbId<AgreementIdKind>,
        DbCode<Side>,
        Option<DbId<PointKind>>,
        Option<DbId<AssociationKind>>,
        Option<DbId<NetworkBodyKind>>,
    );
    let parties = diesel::alias!(agreement_parties as makers);
    let agreement = parties.field(agreement_parties::agreement_id);
    let made = parties.inner_join(agreements::table.on(agreements::id.eq(agreement)));
    let rows: Vec<Row> = holding!(made, all, day)
        .select((
            agreements::id,
            parties.field(agreement_parties::side),
            parties.field(agreement_parties::point_id),
            parties.field(agreement_parties::association_id),
            parties.field(agreement_parties::network_body_id),
        ))
        .load(connection)?;
    let mut found: BTreeMap<AgreementId, PointHosts> = BTreeMap::new();
    for (id, side, point, association, body) in rows {
        let body = body.filter(|_| side.0 == Side::Network);
        found.entry(id.0).or_default().add(
            point.map(|id| id.0),
            association.map(|id| id.0),
            body.map(|id| id.0),
        );
    }
    Ok(found)
}

fn scope_categories(
    connection: &mut AnyConnection,
    all: &PointHosts,
    day: NaiveDate,
) -> DbResult<BTreeMap<AgreementId, Vec<StableCode>>> {
    let categories = json_member(connection, "agreements.content", &["scope", "categories"]);
    let rows: Vec<(DbId<AgreementIdKind>, Option<String>)> = holding!(agreements::table, all, day)
        .select((agreements::id, categories))
        .load(connection)?;
    let named = rows.into_iter().filter_map(|(id, list)| {
        let codes: Result<Vec<StableCode>, _> = serde_json::from_str(&list?);
        let codes = codes.map_err(|_| DbError::corrupt("categories of an agreement"));
        Some(codes.map(|codes| (id.0, codes)))
    });
    named.collect()
}

fn covered_cards(
    connection: &mut AnyConnection,
    all: &PointHosts,
    day: NaiveDate,
) -> DbResult<BTreeMap<AgreementId, Vec<CardId>>> {
    let covered = agreement_cards::table
        .inner_join(agreements::table)
        .inner_join(services::table.on(services::card_id.eq(agreement_cards::card_id)));
    let covered = holding!(covered, all, day);
    let rows: Vec<(DbId<AgreementIdKind>, DbId<CardKind>)> = shown_on!(covered, day)
        .select((agreements::id, agreement_cards::card_id))
        .load(connection)?;
    let mut found: BTreeMap<AgreementId, Vec<CardId>> = BTreeMap::new();
    for (agreement, card) in rows {
        found.entry(agreement.0).or_default().push(card.0);
    }
    Ok(found)
}

fn covered_services(
    connection: &mut AnyConnection,
    all: &PointHosts,
    day: NaiveDate,
) -> DbResult<BTreeMap<CardId, Coverage>> {
    let coverage = json_member(connection, "services.document", &["content", "coverage"]);
    let covered = services::table.filter(services::card_id.eq_any(cards_of!(all, day)));
    let rows: Vec<(DbId<CardKind>, Option<String>)> = shown_on!(covered, day)
        .select((services::card_id, coverage))
        .load(connection)?;
    let read = |(card, text): (DbId<CardKind>, Option<String>)| {
        let draft = serde_json::from_str(text.as_deref().unwrap_or("{}"));
        let coverage = draft.ok().and_then(|draft| Coverage::parse(&draft).ok());
        let coverage = coverage.ok_or_else(|| DbError::corrupt("coverage of a service"))?;
        Ok((card.0, coverage))
    };
    rows.into_iter().map(read).collect()
}

fn categories_of_services(
    connection: &mut AnyConnection,
    all: &PointHosts,
    day: NaiveDate,
) -> DbResult<BTreeMap<CardId, Vec<StableCode>>> {
    let rows: Vec<(DbId<CardKind>, DbText<StableCode>)> = service_category_links::table
        .filter(service_category_links::card_id.eq_any(cards_of!(all, day)))
        .select((
            service_category_links::card_id,
            service_category_links::category,
        ))
        .load(connection)?;
    let mut found: BTreeMap<CardId, Vec<StableCode>> = BTreeMap::new();
    for (card, category) in rows {
        found.entry(card.0).or_default().push(category.0);
    }
    Ok(found)
}

fn benefits(
    connection: &mut AnyConnection,
    all: &PointHosts,
    day: NaiveDate,
) -> DbResult<BTreeMap<AgreementId, usize>> {
    let ends = agreement_benefits::last_day;
    let given = agreement_benefits::table.inner_join(agreements::table);
    let distinct = count(agreement_benefits::number).aggregate_distinct();
    let rows: Vec<(DbId<AgreementIdKind>, i64)> = holding!(given, all, day)
        .filter(agreement_benefits::first_day.le(day))
        .filter(ends.is_null().or(ends.ge(day)))
        .group_by(agreements::id)
        .select((agreements::id, distinct))
        .load(connection)?;
    let counted = rows.into_iter();
    Ok(counted
        .map(|(id, count)| (id.0, usize::try_from(count).unwrap_or(0)))
        .collect())
}
