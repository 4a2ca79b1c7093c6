//! The network that the body of a request names as the owner of something new. The body names it, not the path, so one that
//! is not there, that is no root body, or that the caller must not know of is a mistake in the body.

use domain_accounts::{Action, Permit, Target};
use domain_shared::{NetworkBodyId, messages};
use persistence::{AnyConnection, network::network_body_find};

use crate::{
    http::{Snapshot, UnitOfWork},
    problem::{Outcome, Problem, ProblemCode},
};

/// Refuses a network that is not there or that is no root body.
///
/// # Errors
/// 422 at `/network_id`.
pub(crate) fn check_root(connection: &mut AnyConnection, network: NetworkBodyId) -> Outcome<()> {
    let body = network_body_find(connection, network)?;
    let root = body.filter(|body| body.parent.is_none());
    root.map(|_| ()).ok_or_else(unknown)
}

/// Leave to do something in a network whose things only its people may know of.
///
/// # Errors
/// As [`check_root`], and what the policy says.
pub(crate) fn permit_for(
    unit: &mut UnitOfWork<'_, '_>,
    action: Action,
    network: NetworkBodyId,
) -> Outcome<Permit> {
    check_root(unit.connection(), network)?;
    let permit = unit.authorize(action, &Target::private_in(network));
    permit.map_err(of_body)
}

/// As [`permit_for`], where nothing is written yet.
///
/// # Errors
/// As [`permit_for`].
pub(crate) fn check_permit_for(
    snapshot: &mut Snapshot<'_>,
    action: Action,
    network: NetworkBodyId,
) -> Outcome<()> {
    check_root(snapshot.connection(), network)?;
    let permit = snapshot.authorize(action, &Target::private_in(network));
    permit.map(|_| ()).map_err(of_body)
}

fn unknown() -> Problem {
    Problem::invalid("/network_id", &messages::UNKNOWN_REFERENCE)
}

fn of_body(problem: Problem) -> Problem {
    match problem.code {
        ProblemCode::NotFound => unknown(),
        _ => problem,
    }
}
