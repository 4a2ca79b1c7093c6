//! One agreement, read and written whole.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_agreements::{
    Agreement, AgreementContent, AgreementRelation, AgreementRevisionNumber, AgreementStatus,
    PartyRef, Predecessor, Side,
};
use domain_shared::{
    AgreementId, AgreementIdKind, AssociationKind, BoundedNumber as _, NetworkBodyKind, PointId,
    PointKind, ProviderKind, TextValue as _, Version, fold,
};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    dialect::on_each,
    schema::{agreement_parties, agreements, associations, points},
    sql_types::{DbCode, DbId, DbJson, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = agreements)]
pub(super) struct AgreementRow {
    pub(super) id: DbId<AgreementIdKind>,
    network_id: DbId<NetworkBodyKind>,
    predecessor_id: Option<DbId<AgreementIdKind>>,
    relation: Option<DbCode<AgreementRelation>>,
    status: DbCode<AgreementStatus>,
    pub(super) sort_title: String,
    content: DbJson<AgreementContent>,
    revision: Option<i32>,
    sent_at: Option<NaiveDateTime>,
    signed_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    superseded_from: Option<NaiveDate>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The number of a revision as it is stored.
pub(super) fn revision_number(number: i32) -> DbResult<AgreementRevisionNumber> {
    AgreementRevisionNumber::from_number(i64::from(number))
        .ok_or_else(|| DbError::corrupt("revision number"))
}

impl TryFrom<AgreementRow> for Agreement {
    type Error = DbError;

    fn try_from(row: AgreementRow) -> DbResult<Self> {
        let predecessor = row.predecessor_id.zip(row.relation);
        Ok(Self {
            id: row.id.0,
            network_id: row.network_id.0,
            predecessor: predecessor.map(|(id, relation)| Predecessor {
                agreement_id: id.0,
                relation: relation.0,
            }),
            status: row.status.0,
            content: row.content.0,
            revision: row.revision.map(revision_number).transpose()?,
            sent_at: row.sent_at.map(|at| at.and_utc()),
            signed_on: row.signed_on,
            ended_on: row.ended_on,
            superseded_from: row.superseded_from,
            version: row.version.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
        })
    }
}

/// Adds an agreement with its parties.
///
/// # Errors
/// [`DbError::Reference`] when a party does not exist.
pub fn agreement_insert(tx: &mut Tx<'_>, _permit: &Permit, agreement: &Agreement) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let content = &agreement.content;
    let predecessor = agreement.predecessor;
    let term = agreement.term();
    diesel::insert_into(agreements::table)
        .values((
            (
                agreements::id.eq(DbId(agreement.id)),
                agreements::network_id.eq(DbId(agreement.network_id)),
                agreements::predecessor_id.eq(predecessor.map(|one| DbId(one.agreement_id))),
                agreements::relation.eq(predecessor.map(|one| DbCode(one.relation))),
                agreements::status.eq(DbCode(agreement.status)),
                agreements::kind.eq(DbCode(content.kind)),
                agreements::title.eq(content.title.as_str()),
                agreements::sort_title.eq(fold(content.title.as_str())),
                agreements::content.eq(DbJson(content.clone())),
                agreements::revision.eq(agreement.revision.map(|one| i32::from(one.number()))),
            ),
            (
                agreements::sent_at.eq(agreement.sent_at.map(|at| at.naive_utc())),
                agreements::signed_on.eq(agreement.signed_on),
                agreements::ended_on.eq(agreement.ended_on),
                agreements::superseded_from.eq(agreement.superseded_from),
                agreements::first_day.eq(term.map(|term| term.first_day())),
                agreements::last_day.eq(term.and_then(|term| term.last_day())),
                agreements::version.eq(DbVersion(agreement.version)),
                agreements::created_at.eq(agreement.created_at.naive_utc()),
                agreements::updated_at.eq(agreement.updated_at.naive_utc()),
            ),
        ))
        .execute(connection)?;
    parties_put(connection, agreement, false)
}

/// Writes an agreement over the version it was read in, with its parties and, once it is signed, the days
/// on which it is in force.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, [`DbError::Reference`] when a party does not exist.
pub fn agreement_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    agreement: &Agreement,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let content = &agreement.content;
    let term = agreement.term();
    let updated = diesel::update(agreements::table.find(DbId(agreement.id)))
        .filter(agreements::version.eq(DbVersion(read)))
        .set((
            (
                agreements::status.eq(DbCode(agreement.status)),
                agreements::kind.eq(DbCode(content.kind)),
                agreements::title.eq(content.title.as_str()),
                agreements::sort_title.eq(fold(content.title.as_str())),
                agreements::content.eq(DbJson(content.clone())),
                agreements::revision.eq(agreement.revision.map(|one| i32::from(one.number()))),
            ),
            (
                agreements::sent_at.eq(agreement.sent_at.map(|at| at.naive_utc())),
                agreements::signed_on.eq(agreement.signed_on),
                agreements::ended_on.eq(agreement.ended_on),
                agreements::superseded_from.eq(agreement.superseded_from),
                agreements::first_day.eq(term.map(|term| term.first_day())),
                agreements::last_day.eq(term.and_then(|term| term.last_day())),
                agreements::version.eq(DbVersion(agreement.version)),
                agreements::updated_at.eq(agreement.updated_at.naive_utc()),
            ),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)?;
    parties_put(connection, agreement, true)
}

/// Writes who makes an agreement, which it is found by.
fn parties_put(
    connection: &mut AnyConnection,
    agreement: &Agreement,
    replace: bool,
) -> DbResult<()> {
    if replace {
        let former = agreement_parties::agreement_id.eq(DbId(agreement.id));
        diesel::delete(agreement_parties::table.filter(former)).execute(connection)?;
    }
    let rows: Vec<_> = (0..)
        .zip(&agreement.content.parties)
        .map(|(position, party)| {
            let (mut body, mut association, mut point, mut provider) = (None, None, None, None);
            match &party.party {
                PartyRef::NetworkBody(id) => body = Some(DbId::<NetworkBodyKind>(*id)),
                PartyRef::Association(id) => association = Some(DbId::<AssociationKind>(*id)),
                PartyRef::Point(id) => point = Some(DbId::<PointKind>(*id)),
                PartyRef::Provider(id) => provider = Some(DbId::<ProviderKind>(*id)),
                PartyRef::PublicBody(_) => {}
            }
            (
                agreement_parties::agreement_id.eq(DbId(agreement.id)),
                agreement_parties::position.eq(position),
                agreement_parties::side.eq(DbCode(party.side)),
                agreement_parties::kind.eq(DbCode(party.party.kind())),
                agreement_parties::network_body_id.eq(body),
                agreement_parties::association_id.eq(association),
                agreement_parties::point_id.eq(point),
                agreement_parties::provider_id.eq(provider),
            )
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    on_each!(connection, |inner| diesel::insert_into(
        agreement_parties::table
    )
    .values(&rows)
    .execute(inner))?;
    Ok(())
}

/// The agreement with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_find(
    connection: &mut AnyConnection,
    id: AgreementId,
) -> DbResult<Option<Agreement>> {
    agreements::table
        .find(DbId(id))
        .select(AgreementRow::as_select())
        .first(connection)
        .optional()?
        .map(Agreement::try_from)
        .transpose()
}

/// The points an agreement is of: its parties, the points of an association that is a party, and all points
/// of a network body that is one on the network's side.
///
/// # Errors
/// When the database does not answer.
pub fn points_of_agreement(
    connection: &mut AnyConnection,
    agreement: &Agreement,
) -> DbResult<Vec<PointId>> {
    let (mut own, mut hosts, mut bodies) = (Vec::new(), Vec::new(), Vec::new());
    for party in &agreement.content.parties {
        match &party.party {
            PartyRef::Point(id) => own.push(DbId(*id)),
            PartyRef::Association(id) => hosts.push(DbId(*id)),
            PartyRef::NetworkBody(id) if party.side == Side::Network => bodies.push(DbId(*id)),
            PartyRef::NetworkBody(_) | PartyRef::Provider(_) | PartyRef::PublicBody(_) => {}
        }
    }
    if hosts.is_empty() && bodies.is_empty() {
        return Ok(own.into_iter().map(|id| id.0).collect());
    }
    let found: Vec<DbId<PointKind>> = points::table
        .inner_join(associations::table)
        .filter(
            points::id
                .eq_any(own)
                .or(points::association_id.eq_any(hosts))
                .or(associations::network_body_id.eq_any(bodies.clone()))
                .or(points::network_id.eq_any(bodies)),
        )
        .select(points::id)
        .load(connection)?;
    Ok(found.into_iter().map(|id| id.0).collect())
}

/// Removes an agreement with everything that hangs on it.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, [`DbError::Reference`] when another points at it.
pub fn agreement_delete(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: AgreementId,
    read: Version,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let current = agreements::table
        .find(DbId(id))
        .filter(agreements::version.eq(DbVersion(read)));
    let deleted = diesel::delete(current).execute(connection)?;
    DbError::stale_unless(deleted == 1)
}
