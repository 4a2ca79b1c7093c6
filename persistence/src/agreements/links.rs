//! What follows from signed agreements: the cards they cover, what they give and when, and their deadlines.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain_agreements::{Agreement, AgreementFileKind, BenefitTarget, Deadline, Side};
use domain_cards::CardContent;
use domain_shared::{
    AgreementId, AgreementIdKind, AssociationKind, CardId, CardKind, NetworkBodyKind, Period,
    PointKind, ProviderId, ProviderKind, TextValue as _,
};
use uuid::Uuid;

use super::record::AgreementRow;
use crate::{
    AnyConnection, DbError, DbResult, Tx,
    dialect::{INSERT_BATCH, on_each},
    schema::{
        agreement_benefits, agreement_cards, agreement_deadlines, agreement_files,
        agreement_parties, agreements, card_revisions, services,
    },
    sql_types::{DbCode, DbId, DbJson},
};

/// A card that an agreement covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CardLink {
    /// The card.
    pub card_id: CardId,
    /// The agreement.
    pub agreement_id: AgreementId,
    /// The places of the benefits that are for the card, from 0.
    pub benefits: Vec<u16>,
}

/// A published card of a provider.
#[derive(Debug, Clone)]
pub struct PublishedCard {
    /// The card.
    pub card_id: CardId,
    /// Its provider.
    pub provider_id: ProviderId,
    /// What it says.
    pub content: CardContent,
}

/// What is written down of a signed agreement beside its cards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgreementEffects {
    /// The benefits that hold on any day, by their places, with those days.
    pub benefits: Vec<(u16, Period)>,
    /// When somebody has to look after it.
    pub deadlines: Vec<Deadline>,
    /// What the catalogue shows of it, ready to send.
    pub public_view: Option<String>,
}

/// Writes what follows from an agreement in place of what was written before.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_effects_put(
    tx: &mut Tx<'_>,
    agreement: &Agreement,
    effects: &AgreementEffects,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::update(agreements::table.find(DbId(agreement.id)))
        .set(agreements::public_view.eq(effects.public_view.as_deref()))
        .execute(connection)?;
    benefits_put(connection, agreement, &effects.benefits)?;
    let former = agreement_deadlines::agreement_id.eq(DbId(agreement.id));
    diesel::delete(agreement_deadlines::table.filter(former)).execute(connection)?;
    let rows: Vec<_> = effects
        .deadlines
        .iter()
        .map(|deadline| {
            (
                agreement_deadlines::agreement_id.eq(DbId(agreement.id)),
                agreement_deadlines::kind.eq(DbCode(deadline.kind)),
                agreement_deadlines::due_on.eq(deadline.on),
                agreement_deadlines::network_id.eq(DbId(agreement.network_id)),
            )
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            agreement_deadlines::table
        )
        .values(batch)
        .execute(inner))?;
    }
    Ok(())
}

/// Writes the benefits, one line for each thing each of them is for.
fn benefits_put(
    connection: &mut AnyConnection,
    agreement: &Agreement,
    benefits: &[(u16, Period)],
) -> DbResult<()> {
    let former = agreement_benefits::agreement_id.eq(DbId(agreement.id));
    diesel::delete(agreement_benefits::table.filter(former)).execute(connection)?;
    let rows: Vec<_> = benefits
        .iter()
        .filter_map(|(number, days)| {
            let benefit = agreement.content.benefits.get(usize::from(*number))?;
            Some((number, days, benefit))
        })
        .flat_map(|(number, days, benefit)| {
            benefit.targets().into_iter().map(|target| {
                let (kind, target) = match target {
                    BenefitTarget::Whole => ("whole", String::new()),
                    BenefitTarget::Category(code) => ("category", code.as_str().to_owned()),
                    BenefitTarget::Card(id) => ("card", id.to_string()),
                };
                (
                    agreement_benefits::agreement_id.eq(DbId(agreement.id)),
                    agreement_benefits::number.eq(i32::from(*number)),
                    agreement_benefits::class.eq(DbCode(benefit.value.class())),
                    agreement_benefits::audience.eq(DbCode(benefit.audience)),
                    agreement_benefits::unit.eq(benefit.unit.map(DbCode)),
                    agreement_benefits::target_kind.eq(kind),
                    agreement_benefits::target.eq(target),
                    agreement_benefits::first_day.eq(days.from()),
                    agreement_benefits::last_day.eq(days.until()),
                )
            })
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            agreement_benefits::table
        )
        .values(batch)
        .execute(inner))?;
    }
    Ok(())
}

/// What the catalogue shows of an agreement, as it is written down.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_public_view(
    connection: &mut AnyConnection,
    id: AgreementId,
) -> DbResult<Option<String>> {
    let found: Option<Option<String>> = agreements::table
        .find(DbId(id))
        .select(agreements::public_view)
        .first(connection)
        .optional()?;
    Ok(found.flatten())
}

/// Whether the signed document of an agreement is there.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_has_signed_file(
    connection: &mut AnyConnection,
    id: AgreementId,
) -> DbResult<bool> {
    let files = agreement_files::table
        .filter(agreement_files::agreement_id.eq(DbId(id)))
        .filter(agreement_files::kind.eq(DbCode(AgreementFileKind::Signed)));
    Ok(diesel::select(diesel::dsl::exists(files)).get_result(connection)?)
}

/// The cards an agreement covers, as it is written down, by card.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_links(connection: &mut AnyConnection, id: AgreementId) -> DbResult<Vec<CardLink>> {
    let rows: Vec<(DbId<CardKind>, DbJson<Vec<u16>>)> = agreement_cards::table
        .filter(agreement_cards::agreement_id.eq(DbId(id)))
        .order(agreement_cards::card_id)
        .select((agreement_cards::card_id, agreement_cards::benefits))
        .load(connection)?;
    let link = |(card, benefits): (DbId<CardKind>, DbJson<Vec<u16>>)| CardLink {
        card_id: card.0,
        agreement_id: id,
        benefits: benefits.0,
    };
    Ok(rows.into_iter().map(link).collect())
}

/// Writes which cards an agreement covers in place of what was written before.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_links_put(tx: &mut Tx<'_>, id: AgreementId, links: &[CardLink]) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let former = agreement_cards::agreement_id.eq(DbId(id));
    diesel::delete(agreement_cards::table.filter(former)).execute(connection)?;
    links_insert(connection, links)
}

/// Writes which agreements cover cards in place of what was written before.
///
/// # Errors
/// When the database does not answer.
pub fn card_links_put(tx: &mut Tx<'_>, cards: &[CardId], links: &[CardLink]) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    for batch in cards.chunks(INSERT_BATCH) {
        let ids: Vec<_> = batch.iter().map(|id| DbId(*id)).collect();
        let former = agreement_cards::card_id.eq_any(ids);
        diesel::delete(agreement_cards::table.filter(former)).execute(connection)?;
    }
    links_insert(connection, links)
}

fn links_insert(connection: &mut AnyConnection, links: &[CardLink]) -> DbResult<()> {
    let rows: Vec<_> = links
        .iter()
        .map(|link| {
            (
                agreement_cards::card_id.eq(DbId(link.card_id)),
                agreement_cards::agreement_id.eq(DbId(link.agreement_id)),
                agreement_cards::benefits.eq(DbJson(link.benefits.clone())),
            )
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            agreement_cards::table
        )
        .values(batch)
        .execute(inner))?;
    }
    Ok(())
}

/// The cards of providers that are in the public view, by identifier, at most `limit` after `after`.
///
/// # Errors
/// When the database does not answer.
pub fn published_cards(
    connection: &mut AnyConnection,
    providers: &[ProviderId],
    after: Option<CardId>,
    limit: i64,
) -> DbResult<Vec<PublishedCard>> {
    let ids: Vec<_> = providers.iter().map(|id| DbId(*id)).collect();
    let mut query = services::table
        .inner_join(
            card_revisions::table.on(card_revisions::card_id
                .eq(services::card_id)
                .and(card_revisions::number.eq(services::revision))),
        )
        .filter(services::provider_id.eq_any(ids))
        .select((
            services::card_id,
            services::provider_id,
            card_revisions::content,
        ))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(services::card_id.gt(DbId(after)));
    }
    let rows: Vec<(DbId<CardKind>, DbId<ProviderKind>, DbJson<CardContent>)> = query
        .order(services::card_id)
        .limit(limit)
        .load(connection)?;
    let card = |(card, provider, content): (DbId<_>, DbId<_>, DbJson<_>)| PublishedCard {
        card_id: card.0,
        provider_id: provider.0,
        content: content.0,
    };
    Ok(rows.into_iter().map(card).collect())
}

/// The signed agreements to which at least one of these providers is a party.
///
/// # Errors
/// When the database does not answer.
pub fn agreements_signed_by(
    connection: &mut AnyConnection,
    providers: &[ProviderId],
) -> DbResult<Vec<Agreement>> {
    let ids: Vec<_> = providers.iter().map(|id| DbId(*id)).collect();
    let theirs = agreement_parties::table
        .filter(agreement_parties::provider_id.eq_any(ids))
        .select(agreement_parties::agreement_id);
    let rows: Vec<AgreementRow> = agreements::table
        .filter(agreements::id.eq_any(theirs))
        .filter(agreements::first_day.is_not_null())
        .select(AgreementRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Agreement::try_from).collect()
}

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
    type Row = (
        DbId<CardKind>,
        DbId<AgreementIdKind>,
        DbJson<Vec<u16>>,
        Option<String>,
    );
    let ids: Vec<_> = cards.iter().map(|id| DbId(*id)).collect();
    let rows: Vec<Row> = agreement_cards::table
        .inner_join(agreements::table)
        .filter(agreement_cards::card_id.eq_any(ids))
        .filter(agreements::first_day.le(day))
        .filter(
            agreements::last_day
                .is_null()
                .or(agreements::last_day.ge(day)),
        )
        .order((agreement_cards::card_id, agreement_cards::agreement_id))
        .select((
            agreement_cards::card_id,
            agreement_cards::agreement_id,
            agreement_cards::benefits,
            agreements::public_view,
        ))
        .load(connection)?;
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
