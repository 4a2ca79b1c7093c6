//! What two signed agreements must not do on the same day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain_agreements::{
    Agreement, Benefit, BenefitAudience, BenefitClass, BenefitTarget, PartyRef, Side,
};
use domain_shared::{
    AgreementId, AgreementIdKind, Period, PriceUnit, ProviderKind, TextValue as _,
};

use super::{
    list::{with_association, with_network_body, with_point, with_provider},
    record::AgreementRow,
};
use crate::{
    AnyConnection, DbResult,
    schema::{agreement_benefits, agreement_parties, agreements},
    sql_types::{DbCode, DbId},
};

/// A signed agreement that is in the way of another, and what of the other it is in the way of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlapping {
    /// The signed agreement.
    pub id: AgreementId,
    /// Its title.
    pub title: String,
    /// Place of the benefit of the other, from 0, where it is one.
    pub benefit: Option<usize>,
}

/// A stored line of a benefit.
#[derive(Queryable, Selectable)]
#[diesel(table_name = agreement_benefits)]
struct BenefitRow {
    agreement_id: DbId<AgreementIdKind>,
    class: DbCode<BenefitClass>,
    audience: DbCode<BenefitAudience>,
    unit: Option<DbCode<PriceUnit>>,
    target_kind: String,
    target: String,
    first_day: NaiveDate,
    last_day: Option<NaiveDate>,
}

/// Names of kinds of targets, as they are stored.
fn stored(target: &BenefitTarget) -> (&'static str, String) {
    match target {
        BenefitTarget::Whole => ("whole", String::new()),
        BenefitTarget::Category(code) => ("category", code.as_str().to_owned()),
        BenefitTarget::Card(id) => ("card", id.to_string()),
    }
}

impl BenefitRow {
    /// Whether it is for the same people and thing as a benefit that holds on these days, leaving the
    /// parties out.
    fn competes_with(&self, benefit: &Benefit, days: Period) -> bool {
        let same_unit = match (&self.unit, benefit.unit) {
            (Some(one), Some(two)) => one.0 == two,
            (None, _) | (_, None) => true,
        };
        let own = Period::new(self.first_day, self.last_day);
        let is_target = |target: &BenefitTarget| {
            let (kind, name) = stored(target);
            self.target_kind == kind && self.target == name
        };
        self.class.0 == benefit.value.class()
            && self.audience.0 == benefit.audience
            && same_unit
            && own.is_ok_and(|own| own.overlaps(&days))
            && benefit.targets().iter().any(is_target)
    }
}

/// Providers among the parties of an agreement, as a nullable column has them.
fn providers_of(agreement: &Agreement) -> Vec<Option<DbId<ProviderKind>>> {
    let parties = agreement.content.parties.iter();
    parties
        .filter_map(|party| match party.party {
            PartyRef::Provider(id) => Some(Some(DbId(id))),
            _ => None,
        })
        .collect()
}

/// The first signed agreement that gives a benefit of this one to the same people on the same thing on the
/// same day, if it were in force on `in_force`. The agreement it changes or follows makes room for it and
/// does not count.
///
/// # Errors
/// When the database does not answer.
pub fn benefit_overlap_find(
    connection: &mut AnyConnection,
    agreement: &Agreement,
    in_force: Period,
) -> DbResult<Option<Overlapping>> {
    let providers = providers_of(agreement);
    let mut held: Vec<(usize, &Benefit, Period)> = Vec::new();
    for (index, benefit) in agreement.content.benefits.iter().enumerate() {
        let days = benefit.days_within(in_force);
        held.extend(days.map(|days| (index, benefit, days)));
    }
    if providers.is_empty() || held.is_empty() {
        return Ok(None);
    }
    let rows: Vec<(BenefitRow, String)> = agreement_benefits::table
        .inner_join(agreements::table.on(agreements::id.eq(agreement_benefits::agreement_id)))
        .filter(agreement_benefits::agreement_id.eq_any(with_provider(providers)))
        .filter(agreement_benefits::agreement_id.ne_all(excepted(agreement)))
        .filter(
            agreement_benefits::last_day
                .is_null()
                .or(agreement_benefits::last_day.ge(in_force.from())),
        )
        .filter(agreement_benefits::first_day.le(in_force.until().unwrap_or(NaiveDate::MAX)))
        .order((
            agreement_benefits::agreement_id,
            agreement_benefits::number,
            agreement_benefits::target_kind,
            agreement_benefits::target,
        ))
        .select((BenefitRow::as_select(), agreements::title))
        .load(connection)?;
    let mut clashes = Vec::new();
    for (row, title) in rows {
        let clash = held
            .iter()
            .find(|(_, benefit, days)| row.competes_with(benefit, *days));
        clashes.extend(clash.map(|(index, ..)| (row, title, *index)));
    }
    let others: BTreeSet<AgreementId> =
        clashes.iter().map(|(row, ..)| row.agreement_id.0).collect();
    let friends = sharing_network_side(connection, agreement, &others)?;
    let clash = clashes.into_iter().find(|(row, ..)| {
        row.audience.0 == BenefitAudience::Everyone || friends.contains(&row.agreement_id.0)
    });
    Ok(clash.map(|(row, title, index)| Overlapping {
        id: row.agreement_id.0,
        title,
        benefit: Some(index),
    }))
}

/// The agreement itself and the one it changes or follows.
fn excepted(agreement: &Agreement) -> Vec<DbId<AgreementIdKind>> {
    let former = agreement.predecessor.map(|one| one.agreement_id);
    let own = std::iter::once(agreement.id).chain(former);
    own.map(DbId).collect()
}

/// An agreement, and what a party of it on the network's side is.
type Row = (
    DbId<AgreementIdKind>,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// Those of the agreements that have a party on the network's side in common with this one.
fn sharing_network_side(
    connection: &mut AnyConnection,
    agreement: &Agreement,
    others: &BTreeSet<AgreementId>,
) -> DbResult<BTreeSet<AgreementId>> {
    if others.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows: Vec<Row> = agreement_parties::table
        .filter(agreement_parties::agreement_id.eq_any(others.iter().copied().map(DbId)))
        .filter(agreement_parties::side.eq(DbCode(Side::Network)))
        .select((
            agreement_parties::agreement_id,
            agreement_parties::network_body_id,
            agreement_parties::association_id,
            agreement_parties::point_id,
        ))
        .load(connection)?;
    let own: BTreeSet<String> = agreement
        .content
        .side(Side::Network)
        .filter_map(PartyRef::id)
        .collect();
    let shares = |(_, body, association, point): &Row| {
        let named = [body, association, point];
        let mut named = named.into_iter().flatten();
        named.any(|id| own.contains(id))
    };
    let found = rows.iter().filter(|row| shares(row));
    Ok(found.map(|row| row.0.0).collect())
}

/// The first signed agreement of the same kind with the same parties about the same things on one of these
/// days that is neither changed nor followed by this one.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_overlap_find(
    connection: &mut AnyConnection,
    agreement: &Agreement,
    in_force: Period,
) -> DbResult<Option<Overlapping>> {
    let content = &agreement.content;
    // Found by one party that both have: a provider makes fewer agreements than a network body.
    let network = content.side(Side::Network);
    let by = content.side(Side::Counterpart).chain(network);
    let by = by.min_by_key(|party| match party {
        PartyRef::Provider(_) => 0,
        PartyRef::Point(_) => 1,
        PartyRef::Association(_) => 2,
        PartyRef::NetworkBody(_) => 3,
        PartyRef::PublicBody(_) => 4,
    });
    let query = agreements::table.into_boxed();
    let query = match by {
        Some(PartyRef::Provider(id)) => {
            query.filter(agreements::id.eq_any(with_provider(vec![Some(DbId(*id))])))
        }
        Some(PartyRef::Point(id)) => {
            query.filter(agreements::id.eq_any(with_point(vec![Some(DbId(*id))])))
        }
        Some(PartyRef::Association(id)) => {
            query.filter(agreements::id.eq_any(with_association(vec![Some(DbId(*id))])))
        }
        Some(PartyRef::NetworkBody(id)) => {
            query.filter(agreements::id.eq_any(with_network_body(vec![Some(DbId(*id))])))
        }
        Some(PartyRef::PublicBody(_)) | None => return Ok(None),
    };
    // Kind and status are looked at below: SQLite would find agreements by them, which are many, not by the party, which has few.
    let rows: Vec<AgreementRow> = query
        .filter(agreements::id.ne_all(excepted(agreement)))
        .filter(
            agreements::last_day
                .is_null()
                .or(agreements::last_day.ge(in_force.from())),
        )
        .filter(agreements::first_day.le(in_force.until().unwrap_or(NaiveDate::MAX)))
        .order(agreements::id)
        .select(AgreementRow::as_select())
        .load(connection)?;
    let own: BTreeSet<&PartyRef> = content.parties.iter().map(|one| &one.party).collect();
    for row in rows {
        let other = Agreement::try_from(row)?;
        let theirs: BTreeSet<&PartyRef> =
            other.content.parties.iter().map(|one| &one.party).collect();
        let days = other.term().and_then(|term| term.in_force());
        if theirs == own
            && other.status.was_signed()
            && other.content.kind == content.kind
            && other.content.scope == content.scope
            && days.is_some_and(|days| days.overlaps(&in_force))
        {
            return Ok(Some(Overlapping {
                id: other.id,
                title: other.content.title.as_str().to_owned(),
                benefit: None,
            }));
        }
    }
    Ok(None)
}
