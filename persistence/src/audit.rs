//! The audit log: every write, by whom, from which request, before and after. Append-only.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::{Permit, Scope};
use domain_shared::{AuditEventId, Code, NetworkBodyId, UserId};
use serde_json::Value;

use crate::{
    AnyConnection, Cursor, DbResult, Listing, PageRequest, Tx, schema::audit_events,
    sql_types::DbId,
};

/// One entry of the audit log.
#[derive(Debug, Clone)]
pub struct AuditEvent {
    /// Identifier, ordered by time.
    pub id: AuditEventId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The network concerned; none for what all networks share.
    pub network_id: Option<NetworkBodyId>,
    /// The user who did it.
    pub actor_id: Option<UserId>,
    /// `anonymous`, `user` or `system`.
    pub actor_kind: String,
    /// Code of the action.
    pub action: String,
    /// Kind of thing, for example `point`.
    pub resource_type: String,
    /// Its identifier or code.
    pub resource_id: String,
    /// The request it came with.
    pub request_id: String,
    /// The thing before, without secrets.
    pub before: Option<Value>,
    /// The thing after, without secrets.
    pub after: Option<Value>,
}

/// What a write changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// Kind of thing, for example `point`.
    pub resource_type: &'static str,
    /// Its identifier or code.
    pub resource_id: String,
    /// The network concerned.
    pub network_id: Option<NetworkBodyId>,
    /// The thing before as JSON, without secrets; none when it was made.
    pub before: Option<String>,
    /// The thing after as JSON, without secrets; none when it was removed.
    pub after: Option<String>,
}

/// Where a write comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Identifier for the event.
    pub event_id: AuditEventId,
    /// When.
    pub at: DateTime<Utc>,
    /// The request.
    pub request_id: String,
}

/// Appends an event. The permit proves that the write was authorised and says to whom.
///
/// # Errors
/// When the database does not answer.
pub fn audit_append(
    tx: &mut Tx<'_>,
    permit: &Permit,
    origin: &Origin,
    change: &Change,
) -> DbResult<()> {
    tx.mark_audited();
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(audit_events::table)
        .values((
            audit_events::id.eq(DbId(origin.event_id)),
            audit_events::at.eq(origin.at.naive_utc()),
            audit_events::network_id.eq(change.network_id.map(DbId)),
            audit_events::actor_id.eq(permit.user().map(DbId)),
            audit_events::actor_kind.eq(permit.actor().code()),
            audit_events::action.eq(permit.action().code()),
            audit_events::resource_type.eq(change.resource_type),
            audit_events::resource_id.eq(&change.resource_id),
            audit_events::request_id.eq(&origin.request_id),
            audit_events::before.eq(&change.before),
            audit_events::after.eq(&change.after),
        ))
        .execute(connection)?;
    Ok(())
}

/// Which events to list.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Kind of thing.
    pub resource_type: Option<String>,
    /// Identifier of the thing.
    pub resource_id: Option<String>,
    /// Who did it.
    pub actor_id: Option<UserId>,
}

#[derive(Queryable)]
struct AuditRow {
    id: DbId<domain_shared::AuditEventKind>,
    at: NaiveDateTime,
    network_id: Option<DbId<domain_shared::NetworkBodyKind>>,
    actor_id: Option<DbId<domain_shared::UserKind>>,
    actor_kind: String,
    action: String,
    resource_type: String,
    resource_id: String,
    request_id: String,
    before: Option<String>,
    after: Option<String>,
}

impl From<AuditRow> for AuditEvent {
    fn from(row: AuditRow) -> Self {
        let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        Self {
            id: row.id.0,
            at: row.at.and_utc(),
            network_id: row.network_id.map(|id| id.0),
            actor_id: row.actor_id.map(|id| id.0),
            actor_kind: row.actor_kind,
            action: row.action,
            resource_type: row.resource_type,
            resource_id: row.resource_id,
            request_id: row.request_id,
            before: json(row.before),
            after: json(row.after),
        }
    }
}

/// Events within the scope, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn audit_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &AuditFilter,
    page: &PageRequest,
) -> DbResult<Listing<AuditEvent>> {
    let mut query = audit_events::table.into_boxed();
    if !scope.everything {
        let networks: Vec<_> = scope.networks.iter().copied().map(DbId).map(Some).collect();
        query = query.filter(audit_events::network_id.eq_any(networks));
    }
    if let Some(resource_type) = &filter.resource_type {
        query = query.filter(audit_events::resource_type.eq(resource_type));
    }
    if let Some(resource_id) = &filter.resource_id {
        query = query.filter(audit_events::resource_id.eq(resource_id));
    }
    if let Some(actor_id) = filter.actor_id {
        query = query.filter(audit_events::actor_id.eq(DbId(actor_id)));
    }
    if let Some(after) = &page.after {
        query = query.filter(audit_events::id.lt(&after.id));
    }
    let rows: Vec<AuditRow> = query
        .order(audit_events::id.desc())
        .limit(page.fetch())
        .load(connection)?;
    Ok(Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.id.0.to_string(),
    })
    .map(AuditEvent::from))
}
