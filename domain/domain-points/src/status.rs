//! Phases and states of a point.

use domain_shared::{InvalidTransition, codes};

codes! {
    /// The phase of the programme in which a point was opened.
    pub enum PointPhase {
        /// One of the desks that studied the needs first.
        Research = "research", "ricerca", "research";
        /// One of the desks opened by the programme.
        StartUp = "start_up", "avvio", "start-up";
        /// A desk that repeats the model elsewhere.
        Replica = "replica", "replica", "replica";
    }
}

codes! {
    /// The state of a point.
    pub enum PointStatus {
        /// Not open to people yet.
        Planned = "planned", "in programma", "planned";
        /// Open to people.
        Active = "active", "attivo", "active";
        /// Closed to people for some time.
        Suspended = "suspended", "sospeso", "suspended";
        /// Closed for good.
        Closed = "closed", "chiuso", "closed";
    }
}

/// The states that can be reached from one.
#[must_use]
pub const fn allowed_from(from: PointStatus) -> &'static [PointStatus] {
    match from {
        PointStatus::Active => &[PointStatus::Suspended, PointStatus::Closed],
        PointStatus::Planned | PointStatus::Suspended => {
            &[PointStatus::Active, PointStatus::Closed]
        }
        PointStatus::Closed => &[],
    }
}

/// Checks a change of state. Entering [`PointStatus::Active`] also needs [`crate::check_activation`].
///
/// # Errors
/// [`InvalidTransition`], also when the state would stay the same.
pub fn transition(
    from: PointStatus,
    to: PointStatus,
) -> Result<(), InvalidTransition<PointStatus>> {
    let allowed = allowed_from(from);
    if allowed.contains(&to) {
        Ok(())
    } else {
        Err(InvalidTransition { from, allowed })
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::Code;

    use super::*;

    #[test]
    fn the_whole_table_of_transitions() {
        use PointStatus::{Active, Closed, Planned, Suspended};
        let legal = [
            (Planned, Active),
            (Planned, Closed),
            (Active, Suspended),
            (Active, Closed),
            (Suspended, Active),
            (Suspended, Closed),
        ];
        for from in PointStatus::ALL {
            for to in PointStatus::ALL {
                let result = transition(*from, *to);
                assert_eq!(
                    result.is_ok(),
                    legal.contains(&(*from, *to)),
                    "{from:?} {to:?}"
                );
            }
        }
        let refused = transition(Closed, Active).unwrap_err();
        assert_eq!((refused.from, refused.allowed), (Closed, [].as_slice()));
    }
}
