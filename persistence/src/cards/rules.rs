//! When the cards of a network are to be verified.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_cards::{CardRules, FreshnessRules};
use domain_shared::{NetworkBodyId, NetworkBodyKind, Version};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    schema::network_card_rules,
    sql_types::{DbId, DbVersion},
};

/// The rules a network has set for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredRules {
    /// The network.
    pub network_id: NetworkBodyId,
    /// The rules.
    pub rules: CardRules,
    /// Version, for optimistic concurrency. The defaults are version 1, so the first stored one is 2.
    pub version: Version,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = network_card_rules)]
struct RulesRow {
    network_id: DbId<NetworkBodyKind>,
    remind_after_months: i32,
    stale_after_months: i32,
    hide_stale: bool,
    version: DbVersion,
}

impl TryFrom<RulesRow> for StoredRules {
    type Error = DbError;

    fn try_from(row: RulesRow) -> DbResult<Self> {
        let months = |months: i32| {
            u32::try_from(months).map_err(|_| DbError::corrupt("months of card rules"))
        };
        Ok(Self {
            network_id: row.network_id.0,
            rules: CardRules {
                freshness: FreshnessRules {
                    remind_after: months(row.remind_after_months)?,
                    stale_after: months(row.stale_after_months)?,
                },
                hide_stale: row.hide_stale,
            },
            version: row.version.0,
        })
    }
}

/// The rules a network has set; without them the defaults hold.
///
/// # Errors
/// When the database does not answer.
pub fn card_rules_find(
    connection: &mut AnyConnection,
    network: NetworkBodyId,
) -> DbResult<Option<StoredRules>> {
    network_card_rules::table
        .find(DbId(network))
        .select(RulesRow::as_select())
        .first(connection)
        .optional()?
        .map(StoredRules::try_from)
        .transpose()
}

/// The rules of every network that has set any.
///
/// # Errors
/// When the database does not answer.
pub fn card_rules_list(connection: &mut AnyConnection) -> DbResult<Vec<StoredRules>> {
    let rows: Vec<RulesRow> = network_card_rules::table
        .order(network_card_rules::network_id)
        .select(RulesRow::as_select())
        .load(connection)?;
    rows.into_iter().map(StoredRules::try_from).collect()
}

/// Sets the rules of a network over the version that was read.
///
/// # Errors
/// [`DbError::Stale`] when they were changed meanwhile.
pub fn card_rules_put(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    stored: &StoredRules,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let months = |months: u32| i32::try_from(months).unwrap_or(i32::MAX);
    let values = (
        network_card_rules::remind_after_months.eq(months(stored.rules.freshness.remind_after)),
        network_card_rules::stale_after_months.eq(months(stored.rules.freshness.stale_after)),
        network_card_rules::hide_stale.eq(stored.rules.hide_stale),
        network_card_rules::version.eq(DbVersion(stored.version)),
        network_card_rules::updated_at.eq(now.naive_utc()),
    );
    if read == Version::FIRST {
        let inserted = diesel::insert_into(network_card_rules::table)
            .values((
                network_card_rules::network_id.eq(DbId(stored.network_id)),
                values,
            ))
            .execute(connection)
            .map_err(DbError::from);
        return match inserted {
            Err(DbError::Unique(_)) => Err(DbError::Stale),
            other => other.map(|_| ()),
        };
    }
    let updated = diesel::update(network_card_rules::table.find(DbId(stored.network_id)))
        .filter(network_card_rules::version.eq(DbVersion(read)))
        .set(values)
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}
