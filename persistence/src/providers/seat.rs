//! Where a municipality lies: what filters by territory need beside it.

use diesel::prelude::*;
use domain_shared::{Belfiore, TextValue as _};

use crate::{AnyConnection, DbError, DbResult, schema::municipalities};

/// The codes of province and region of a municipality that still exists.
///
/// # Errors
/// [`DbError::Reference`] when there is none, or it was suppressed.
pub(super) fn seat_of(
    connection: &mut AnyConnection,
    municipality: &Belfiore,
) -> DbResult<(String, String)> {
    let found = municipalities::table
        .find(municipality.as_str())
        .filter(municipalities::valid_to.is_null())
        .select((municipalities::province_code, municipalities::region_code))
        .first::<(String, Option<String>)>(connection)
        .optional()?;
    match found {
        Some((province, Some(region))) => Ok((province, region)),
        Some((_, None)) | None => Err(DbError::Reference),
    }
}
