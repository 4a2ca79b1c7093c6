//! Small facts about the installation itself, by name.

use diesel::prelude::*;

use crate::{AnyConnection, DbResult, Tx, schema::hub_settings};

/// The value of a setting.
///
/// # Errors
/// When the database does not answer.
pub fn setting_find(connection: &mut AnyConnection, name: &str) -> DbResult<Option<String>> {
    Ok(hub_settings::table
        .find(name)
        .select(hub_settings::value)
        .first(connection)
        .optional()?)
}

/// Writes a setting, whether it was there or not.
///
/// # Errors
/// When the database does not answer.
pub fn setting_put(tx: &mut Tx<'_>, name: &str, value: &str) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(hub_settings::table.find(name))
        .set(hub_settings::value.eq(value))
        .execute(connection)?;
    if updated == 0 {
        diesel::insert_into(hub_settings::table)
            .values((hub_settings::name.eq(name), hub_settings::value.eq(value)))
            .execute(connection)?;
    }
    Ok(())
}
