//! The agreements of cards: as the catalogue shows them, and as the search index needs them.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain_agreements::Side;
use domain_shared::{
    AgreementId, AgreementIdKind, AssociationKind, CardId, CardKind, NetworkBodyKind, Period,
    PointKind,
};
use uuid::Uuid;

use crate::{
    AnyConnection, DbError, DbResult,
    dialect::{INSERT_BATCH, OneOf, on_each},
    schema::{agreement_benefits, agreement_cards, agreement_parties, agreements},
    sql_types::{DbCode, DbId, DbJson},
};

/// An agreement as a card is shown with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardAgreement {
    /// The card.
    pub card_id: CardId,
    /// The agreement.
    pub agreement_id: AgreementId,
    /// The places of the benefits that are for the card, from 0.
    pub benefits: Vec<u16>,
    /// What the catalogue shows of the agreement.
    pub public_view: String,
}

/// The agreements that cover cards and are in force on a day, by card, the older ones first.
///
/// # Errors
/// When the database does not answer.
pub fn card_agreements(
    connection: &mut AnyConnection,
    cards: &[CardId],
    day: NaiveDate,
) -> DbResult<Vec<CardAgreement>> {
    read_agreements(connection, cards, Some(day))
}

/// The agreements that cover cards and are in force on any day, by card, the older ones first.
///
/// # Errors
/// When the database does not answer.
pub fn card_agreements_ever(
    connection: &mut AnyConnection,
    cards: &[CardId],
) -> DbResult<Vec<CardAgreement>> {
    let mut all = Vec::new();
    for batch in cards.chunks(INSERT_BATCH) {
        all.extend(read_agreements(connection, batch, None)?);
    }
    Ok(all)
}

fn read_agreements(
    connection: &mut AnyConnection,
    cards: &[CardId],
    day: Option<NaiveDate>,
) -> DbResult<Vec<CardAgreement>> {
    type Row = (
        DbId<CardKind>,
        DbId<AgreementIdKind>,
        DbJson<Vec<u16>>,
        Option<String>,
    );
    let rows: Vec<Row> = on_each!(connection, |inner| {
        let mut query = agreement_cards::table
            .inner_join(agreements::table)
            .filter(OneOf::new(agreement_cards::card_id, cards))
            .filter(agreements::first_day.is_not_null())
            .into_boxed();
        if let Some(day) = day {
            let is_on = agreements::last_day
                .is_null()
                .or(agreements::last_day.ge(day));
            query = query.filter(agreements::first_day.le(day)).filter(is_on);
        }
        query
            .order((agreement_cards::card_id, agreement_cards::agreement_id))
            .select((
                agreement_cards::card_id,
                agreement_cards::agreement_id,
                agreement_cards::benefits,
                agreements::public_view,
            ))
            .load(inner)
    })?;
    let shown = |(card, agreement, benefits, view): Row| {
        Some(CardAgreement {
            card_id: card.0,
            agreement_id: agreement.0,
            benefits: benefits.0,
            public_view: view?,
        })
    };
    Ok(rows.into_iter().filter_map(shown).collect())
}

/// When an agreement covers a card, as the search index needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardSpan {
    /// The days on which the agreement is in force.
    pub in_force: Period,
    /// The days of each benefit that is for the card.
    pub benefits: Vec<Period>,
    /// The parties on the network's side.
    pub owners: Vec<Uuid>,
}

/// When agreements cover cards, by card.
///
/// # Errors
/// When the database does not answer.
pub fn card_spans(
    connection: &mut AnyConnection,
    cards: &[CardId],
) -> DbResult<HashMap<CardId, Vec<CardSpan>>> {
    type Row = (
        DbId<CardKind>,
        DbId<AgreementIdKind>,
        DbJson<Vec<u16>>,
        Option<NaiveDate>,
        Option<NaiveDate>,
    );
    let mut rows: Vec<Row> = Vec::new();
    for batch in cards.chunks(INSERT_BATCH) {
        let ids: Vec<_> = batch.iter().map(|id| DbId(*id)).collect();
        rows.extend(
            agreement_cards::table
                .inner_join(agreements::table)
                .filter(agreement_cards::card_id.eq_any(ids))
                .select((
                    agreement_cards::card_id,
                    agreement_cards::agreement_id,
                    agreement_cards::benefits,
                    agreements::first_day,
                    agreements::last_day,
                ))
                .load::<Row>(connection)?,
        );
    }
    let mut ids: Vec<AgreementId> = rows.iter().map(|(_, agreement, ..)| agreement.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let (owners, benefits) = (
        owners_of(connection, &ids)?,
        benefit_days(connection, &ids)?,
    );
    let mut spans: HashMap<CardId, Vec<CardSpan>> = HashMap::new();
    for (card, agreement, numbers, from, until) in rows {
        let Some(in_force) = from.and_then(|from| Period::new(from, until).ok()) else {
            continue;
        };
        let days = |number: &u16| benefits.get(&(agreement.0, *number)).copied();
        spans.entry(card.0).or_default().push(CardSpan {
            in_force,
            benefits: numbers.0.iter().filter_map(days).collect(),
            owners: owners.get(&agreement.0).cloned().unwrap_or_default(),
        });
    }
    Ok(spans)
}

/// The parties on the network's side of agreements.
fn owners_of(
    connection: &mut AnyConnection,
    agreements: &[AgreementId],
) -> DbResult<HashMap<AgreementId, Vec<Uuid>>> {
    type Row = (
        DbId<AgreementIdKind>,
        Option<DbId<NetworkBodyKind>>,
        Option<DbId<AssociationKind>>,
        Option<DbId<PointKind>>,
    );
    let mut owners: HashMap<AgreementId, Vec<Uuid>> = HashMap::new();
    for batch in agreements.chunks(INSERT_BATCH) {
        let ids: Vec<_> = batch.iter().map(|id| DbId(*id)).collect();
        let rows: Vec<Row> = agreement_parties::table
            .filter(agreement_parties::agreement_id.eq_any(ids))
            .filter(agreement_parties::side.eq(DbCode(Side::Network)))
            .select((
                agreement_parties::agreement_id,
                agreement_parties::network_body_id,
                agreement_parties::association_id,
                agreement_parties::point_id,
            ))
            .load(connection)?;
        for (agreement, body, association, point) in rows {
            let ids = [
                body.map(|id| id.0.uuid()),
                association.map(|id| id.0.uuid()),
                point.map(|id| id.0.uuid()),
            ];
            let known = owners.entry(agreement.0).or_default();
            known.extend(ids.into_iter().flatten());
        }
    }
    Ok(owners)
}

/// The days of the benefits of agreements.
fn benefit_days(
    connection: &mut AnyConnection,
    agreements: &[AgreementId],
) -> DbResult<HashMap<(AgreementId, u16), Period>> {
    let mut days = HashMap::new();
    for batch in agreements.chunks(INSERT_BATCH) {
        let ids: Vec<_> = batch.iter().map(|id| DbId(*id)).collect();
        let rows: Vec<(DbId<AgreementIdKind>, i32, NaiveDate, Option<NaiveDate>)> =
            agreement_benefits::table
                .filter(agreement_benefits::agreement_id.eq_any(ids))
                .select((
                    agreement_benefits::agreement_id,
                    agreement_benefits::number,
                    agreement_benefits::first_day,
                    agreement_benefits::last_day,
                ))
                .distinct()
                .load(connection)?;
        for (agreement, number, from, until) in rows {
            let number = u16::try_from(number).map_err(|_| DbError::corrupt("benefit number"))?;
            let period = Period::new(from, until);
            let period = period.map_err(|message| DbError::corrupt(message.code))?;
            days.insert((agreement.0, number), period);
        }
    }
    Ok(days)
}
