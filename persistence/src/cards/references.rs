//! Whether what cards name is there.

use diesel::prelude::*;
use domain_cards::References;
use domain_categories::CategoryStatus;
use domain_shared::{
    Belfiore, CardKind, FileKind, ProviderKind, ProvinceCode, RegionCode, SiteKind, StableCode,
    TextValue, ZoneKind,
};
use domain_territory::MunicipalityStatus;

use crate::{
    AnyConnection, DbResult,
    schema::{
        files, municipalities, provider_sites, provinces, regions, service_categories, zones,
    },
    sql_types::{DbCode, DbId, DbText},
};

/// Most values bound in one statement: SQLite allows 32,766.
const BOUND: usize = 10_000;

/// Collects what a query finds of many values, so many at a time.
fn found<W, F, T>(
    wanted: impl IntoIterator<Item = W>,
    mut query: impl FnMut(&[W]) -> QueryResult<Vec<F>>,
    make: impl Fn(F) -> T,
) -> DbResult<Vec<T>> {
    let wanted: Vec<W> = wanted.into_iter().collect();
    let mut all = Vec::new();
    for part in wanted.chunks(BOUND) {
        all.extend(query(part)?.into_iter().map(&make));
    }
    Ok(all)
}

/// Those of the wanted things that can be used: categories in use, municipalities that exist today,
/// sites of the named provider, files of the named card.
///
/// # Errors
/// When the database does not answer.
pub fn references_existing(
    connection: &mut AnyConnection,
    wanted: &References,
) -> DbResult<References> {
    let categories = found(
        wanted.categories.iter().map(TextValue::as_str),
        |codes| {
            service_categories::table
                .filter(service_categories::code.eq_any(codes.to_vec()))
                .filter(service_categories::status.eq(DbCode(CategoryStatus::Active)))
                .select(service_categories::code)
                .load::<DbText<StableCode>>(connection)
        },
        |code| code.0,
    )?;
    let regions = found(
        wanted.regions.iter().map(TextValue::as_str),
        |codes| {
            regions::table
                .filter(regions::code.eq_any(codes.to_vec()))
                .select(regions::code)
                .load::<DbText<RegionCode>>(connection)
        },
        |code| code.0,
    )?;
    let provinces = found(
        wanted.provinces.iter().map(TextValue::as_str),
        |codes| {
            provinces::table
                .filter(provinces::code.eq_any(codes.to_vec()))
                .select(provinces::code)
                .load::<DbText<ProvinceCode>>(connection)
        },
        |code| code.0,
    )?;
    let municipalities = found(
        wanted.municipalities.iter().map(TextValue::as_str),
        |codes| {
            municipalities::table
                .filter(municipalities::belfiore.eq_any(codes.to_vec()))
                // Asked for in the query, the status would be what SQLite finds them by: all there are.
                .select((municipalities::belfiore, municipalities::status))
                .load::<(DbText<Belfiore>, DbCode<MunicipalityStatus>)>(connection)
        },
        |(code, status)| (status.0 == MunicipalityStatus::Active).then_some(code.0),
    )?;
    let mut there = own_existing(connection, wanted)?;
    there.categories.extend(categories);
    there.regions.extend(regions);
    there.provinces.extend(provinces);
    there
        .municipalities
        .extend(municipalities.into_iter().flatten());
    Ok(there)
}

/// Zones, sites and files, by identifier.
fn own_existing(connection: &mut AnyConnection, wanted: &References) -> DbResult<References> {
    let zones = found(
        wanted.zones.iter().copied().map(DbId),
        |ids| {
            zones::table
                .filter(zones::id.eq_any(ids.to_vec()))
                .select(zones::id)
                .load::<DbId<ZoneKind>>(connection)
        },
        |id| id.0,
    )?;
    let sites = found(
        wanted.sites.iter().map(|(_, site)| DbId(*site)),
        |ids| {
            provider_sites::table
                .filter(provider_sites::id.eq_any(ids.to_vec()))
                .select((provider_sites::provider_id, provider_sites::id))
                .load::<(DbId<ProviderKind>, DbId<SiteKind>)>(connection)
        },
        |(provider, site)| (provider.0, site.0),
    )?;
    let files = found(
        wanted.files.iter().map(|(_, file)| DbId(*file)),
        |ids| {
            files::table
                .filter(files::id.eq_any(ids.to_vec()))
                .select((files::card_id, files::id))
                .load::<(DbId<CardKind>, DbId<FileKind>)>(connection)
        },
        |(card, file)| (card.0, file.0),
    )?;
    Ok(References {
        zones: zones.into_iter().collect(),
        sites: sites.into_iter().collect(),
        files: files.into_iter().collect(),
        ..References::default()
    })
}
