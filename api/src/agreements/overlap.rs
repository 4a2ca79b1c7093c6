//! What signed agreements stand in the way of another.

use domain_agreements::{
    AGREEMENT_OVERLAP_WITH, Agreement, BENEFIT_OVERLAP_WITH, PREDECESSOR_SUPERSEDED,
};
use domain_shared::{Violation, Violations};
use persistence::{
    AnyConnection,
    agreements::{Overlapping, agreement_find, agreement_overlap_find, benefit_overlap_find},
};

use crate::problem::{Outcome, Problem, ProblemCode};

/// Refuses an agreement that gives what another signed one gives already, says what another says already, or
/// takes a place that another has taken.
pub(crate) fn check_free(connection: &mut AnyConnection, agreement: &Agreement) -> Outcome<()> {
    if let Some(former) = predecessor_of(connection, agreement)? {
        check_open(&former)?;
    }
    let term = agreement.content.term();
    let Some(in_force) = term.and_then(|term| term.in_force()) else {
        return Ok(());
    };
    if let Some(other) = benefit_overlap_find(connection, agreement, in_force)? {
        let place = other.benefit.unwrap_or_default();
        let pointer = format!("/benefits/{place}");
        let named = naming(Violation::new(pointer, &BENEFIT_OVERLAP_WITH), &other);
        return Err(Problem::in_the_way(
            ProblemCode::BenefitOverlap,
            named,
            &other.id,
        ));
    }
    if let Some(other) = agreement_overlap_find(connection, agreement, in_force)? {
        let named = naming(Violation::new("", &AGREEMENT_OVERLAP_WITH), &other);
        return Err(Problem::in_the_way(
            ProblemCode::AgreementOverlap,
            named,
            &other.id,
        ));
    }
    Ok(())
}

fn naming(violation: Violation, other: &Overlapping) -> Violation {
    violation.with("title", &other.title).with("id", &other.id)
}

/// Refuses to change or follow an agreement whose place was taken.
pub(super) fn check_open(former: &Agreement) -> Outcome<()> {
    if former.superseded_from.is_some() {
        return Err(Problem::conflict("", &PREDECESSOR_SUPERSEDED));
    }
    Ok(())
}

/// The agreement that another changes or follows.
pub(super) fn predecessor_of(
    connection: &mut AnyConnection,
    agreement: &Agreement,
) -> Outcome<Option<Agreement>> {
    let Some(former) = agreement.predecessor else {
        return Ok(None);
    };
    let found = agreement_find(connection, former.agreement_id)?;
    let missing = || Problem::internal("an agreement without the one it points at");
    found.ok_or_else(missing).map(Some)
}

/// What is wrong with the days of an agreement that changes or follows another.
pub(super) fn check_start(
    connection: &mut AnyConnection,
    agreement: &Agreement,
    wrong: &mut Violations,
) -> Outcome<()> {
    if let Some(former) = predecessor_of(connection, agreement)? {
        wrong.keep("/validity/from", former.check_successor(&agreement.content));
    }
    Ok(())
}
