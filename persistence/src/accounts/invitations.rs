//! Invitations to take a role at a place, accepted by a single-use code.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::{Grant, GrantPlace, InvitationState, Permit, Role, invitation_state};
use domain_shared::{
    EmailAddress, InvitationId, InvitationKind, NetworkBodyKind, PointKind, ProviderKind,
    TextValue as _, UserId, UserKind, Version,
};

use super::places::{columns_of, place_of};
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::invitations,
    sql_types::{DbCode, DbId, DbText, DbVersion},
};

/// An invitation, without its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Identifier.
    pub id: InvitationId,
    /// The role and where it will count.
    pub grant: Grant,
    /// Who is invited.
    pub email: EmailAddress,
    /// By whom.
    pub invited_by: UserId,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Version.
    pub version: Version,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl Invitation {
    /// Where it stands at `now`.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> InvitationState {
        invitation_state(self.accepted_at, self.revoked_at, self.expires_at, now)
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = invitations)]
struct InvitationRow {
    id: DbId<InvitationKind>,
    network_id: DbId<NetworkBodyKind>,
    point_id: Option<DbId<PointKind>>,
    provider_id: Option<DbId<ProviderKind>>,
    role: DbCode<Role>,
    email: DbText<EmailAddress>,
    invited_by: DbId<UserKind>,
    expires_at: NaiveDateTime,
    accepted_at: Option<NaiveDateTime>,
    revoked_at: Option<NaiveDateTime>,
    version: DbVersion,
    created_at: NaiveDateTime,
}

impl TryFrom<InvitationRow> for Invitation {
    type Error = DbError;

    fn try_from(row: InvitationRow) -> DbResult<Self> {
        let place = place_of(&row.network_id, (row.point_id, row.provider_id))?;
        let utc = |at: NaiveDateTime| at.and_utc();
        Ok(Self {
            id: row.id.0,
            grant: Grant::new(row.role.0, place).map_err(|m| DbError::corrupt(m.code))?,
            email: row.email.0,
            invited_by: row.invited_by.0,
            expires_at: utc(row.expires_at),
            accepted_at: row.accepted_at.map(utc),
            revoked_at: row.revoked_at.map(utc),
            version: row.version.0,
            created_at: utc(row.created_at),
        })
    }
}

/// Adds an invitation with the hash of its code.
///
/// # Errors
/// [`DbError::Reference`] when the place does not exist.
pub fn invitation_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    invitation: &Invitation,
    token_hash: &str,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let place = invitation.grant.place();
    let (point, provider) = columns_of(place);
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(DbId(invitation.id)),
            invitations::network_id.eq(DbId(place.network())),
            invitations::point_id.eq(point),
            invitations::provider_id.eq(provider),
            invitations::role.eq(DbCode(invitation.grant.role())),
            invitations::email.eq(invitation.email.as_str()),
            invitations::token_hash.eq(token_hash),
            invitations::invited_by.eq(DbId(invitation.invited_by)),
            invitations::expires_at.eq(invitation.expires_at.naive_utc()),
            invitations::version.eq(DbVersion(invitation.version)),
            invitations::created_at.eq(invitation.created_at.naive_utc()),
            invitations::updated_at.eq(invitation.created_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The invitation with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn invitation_find(
    connection: &mut AnyConnection,
    id: InvitationId,
) -> DbResult<Option<Invitation>> {
    invitations::table
        .find(DbId(id))
        .select(InvitationRow::as_select())
        .first(connection)
        .optional()?
        .map(Invitation::try_from)
        .transpose()
}

/// The invitation behind the hash of a code, whatever its state.
///
/// # Errors
/// When the database does not answer.
pub fn invitation_find_by_token(
    connection: &mut AnyConnection,
    token_hash: &str,
) -> DbResult<Option<Invitation>> {
    invitations::table
        .filter(invitations::token_hash.eq(token_hash))
        .select(InvitationRow::as_select())
        .first(connection)
        .optional()?
        .map(Invitation::try_from)
        .transpose()
}

type Query<'q> = invitations::BoxedQuery<'q, crate::connection::MultiBackend>;

/// The invitations to exactly this place.
fn to_place<'q>(place: GrantPlace) -> Query<'q> {
    let query = invitations::table
        .filter(invitations::network_id.eq(DbId(place.network())))
        .into_boxed();
    match columns_of(place) {
        (Some(point), _) => query.filter(invitations::point_id.eq(point)),
        (None, Some(provider)) => query.filter(invitations::provider_id.eq(provider)),
        (None, None) => query
            .filter(invitations::point_id.is_null())
            .filter(invitations::provider_id.is_null()),
    }
}

/// Whether somebody is invited to this role already and can still accept.
///
/// # Errors
/// When the database does not answer.
pub fn invitation_is_pending(
    connection: &mut AnyConnection,
    grant: Grant,
    email: &EmailAddress,
    now: DateTime<Utc>,
) -> DbResult<bool> {
    let found = to_place(grant.place())
        .filter(invitations::role.eq(DbCode(grant.role())))
        .filter(invitations::email.eq(email.as_str()))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(now.naive_utc()))
        .select(invitations::id)
        .first::<DbId<InvitationKind>>(connection)
        .optional()?;
    Ok(found.is_some())
}

/// The invitations to exactly this place, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn invitation_list(
    connection: &mut AnyConnection,
    place: GrantPlace,
    page: &PageRequest,
) -> DbResult<Listing<Invitation>> {
    let mut query = to_place(place);
    if let Some(after) = &page.after {
        query = query.filter(invitations::id.lt(&after.id));
    }
    let rows: Vec<InvitationRow> = query
        .order(invitations::id.desc())
        .limit(page.fetch())
        .select(InvitationRow::as_select())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.id.0.to_string(),
    })
    .try_map(Invitation::try_from)
}

/// Uses an invitation up: of several who accept it at once, one succeeds.
///
/// # Errors
/// [`DbError::Stale`] when it was accepted or taken back meanwhile, or has expired.
pub fn invitation_accept(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: InvitationId,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let accepted = diesel::update(invitations::table.find(DbId(id)))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(now.naive_utc()))
        .set((
            invitations::accepted_at.eq(now.naive_utc()),
            invitations::version.eq(invitations::version + 1),
            invitations::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(accepted == 1)
}

/// Takes an invitation back.
///
/// # Errors
/// [`DbError::Stale`] when it was accepted or taken back meanwhile.
pub fn invitation_revoke(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: InvitationId,
    read: Version,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let revoked = diesel::update(invitations::table.find(DbId(id)))
        .filter(invitations::version.eq(DbVersion(read)))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .set((
            invitations::revoked_at.eq(now.naive_utc()),
            invitations::version.eq(invitations::version + 1),
            invitations::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(revoked == 1)
}
