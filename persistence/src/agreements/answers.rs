//! What providers answered to the texts that were sent to them, and who signed.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_agreements::{AgreementRevisionNumber, Answer, AnswerKind, PartyIndex, Signature};
use domain_shared::{AgreementId, BoundedNumber as _, ProviderKind, Reason, UserKind};

use super::record::revision_number;
use crate::{
    AnyConnection, DbError, DbResult, Tx,
    schema::{agreement_answers, agreement_signatures},
    sql_types::{DbCode, DbId, DbText},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = agreement_answers)]
struct AnswerRow {
    revision: i32,
    provider_id: DbId<ProviderKind>,
    kind: DbCode<AnswerKind>,
    reason: Option<DbText<Reason>>,
    answered_by: Option<DbId<UserKind>>,
    answered_at: NaiveDateTime,
}

impl TryFrom<AnswerRow> for Answer {
    type Error = DbError;

    fn try_from(row: AnswerRow) -> DbResult<Self> {
        Ok(Self {
            revision: revision_number(row.revision)?,
            provider_id: row.provider_id.0,
            kind: row.kind.0,
            reason: row.reason.map(|reason| reason.0),
            by: row.answered_by.map(|by| by.0),
            at: row.answered_at.and_utc(),
        })
    }
}

/// Writes what a provider answered to a revision, in place of an earlier answer to the same one.
///
/// # Errors
/// [`DbError::Reference`] when agreement or provider do not exist.
pub fn answer_put(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    agreement: AgreementId,
    answer: &Answer,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let number = i32::from(answer.revision.number());
    let key = (DbId(agreement), number, DbId(answer.provider_id));
    diesel::delete(agreement_answers::table.find(key)).execute(connection)?;
    diesel::insert_into(agreement_answers::table)
        .values((
            agreement_answers::agreement_id.eq(DbId(agreement)),
            agreement_answers::revision.eq(number),
            agreement_answers::provider_id.eq(DbId(answer.provider_id)),
            agreement_answers::kind.eq(DbCode(answer.kind)),
            agreement_answers::reason.eq(answer.reason.clone().map(DbText)),
            agreement_answers::answered_by.eq(answer.by.map(DbId)),
            agreement_answers::answered_at.eq(answer.at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// What providers answered to an agreement, to its newest revision first.
///
/// # Errors
/// When the database does not answer.
pub fn answer_list(
    connection: &mut AnyConnection,
    agreement: AgreementId,
) -> DbResult<Vec<Answer>> {
    agreement_answers::table
        .filter(agreement_answers::agreement_id.eq(DbId(agreement)))
        .order((
            agreement_answers::revision.desc(),
            agreement_answers::provider_id,
        ))
        .select(AnswerRow::as_select())
        .load::<AnswerRow>(connection)?
        .into_iter()
        .map(Answer::try_from)
        .collect()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = agreement_signatures)]
struct SignatureRow {
    revision: i32,
    position: i32,
    signed_on: NaiveDate,
    recorded_by: Option<DbId<UserKind>>,
    recorded_at: NaiveDateTime,
}

impl TryFrom<SignatureRow> for Signature {
    type Error = DbError;

    fn try_from(row: SignatureRow) -> DbResult<Self> {
        let party = PartyIndex::from_number(i64::from(row.position));
        Ok(Self {
            party: party.ok_or_else(|| DbError::corrupt("place of a party"))?,
            revision: revision_number(row.revision)?,
            on: row.signed_on,
            by: row.recorded_by.map(|by| by.0),
            at: row.recorded_at.and_utc(),
        })
    }
}

/// Writes down that a party signed.
///
/// # Errors
/// [`DbError::Unique`] when it signed this revision already.
pub fn signature_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    agreement: AgreementId,
    signature: &Signature,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(agreement_signatures::table)
        .values((
            agreement_signatures::agreement_id.eq(DbId(agreement)),
            agreement_signatures::revision.eq(i32::from(signature.revision.number())),
            agreement_signatures::position.eq(i32::from(signature.party.number())),
            agreement_signatures::signed_on.eq(signature.on),
            agreement_signatures::recorded_by.eq(signature.by.map(DbId)),
            agreement_signatures::recorded_at.eq(signature.at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Who signed a revision of an agreement, in the order of the parties.
///
/// # Errors
/// When the database does not answer.
pub fn signature_list(
    connection: &mut AnyConnection,
    agreement: AgreementId,
    revision: AgreementRevisionNumber,
) -> DbResult<Vec<Signature>> {
    agreement_signatures::table
        .filter(agreement_signatures::agreement_id.eq(DbId(agreement)))
        .filter(agreement_signatures::revision.eq(i32::from(revision.number())))
        .order(agreement_signatures::position)
        .select(SignatureRow::as_select())
        .load::<SignatureRow>(connection)?
        .into_iter()
        .map(Signature::try_from)
        .collect()
}
