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

codes! {
    /// A step in the life of a point.
    pub enum PointStep {
        /// It opens to people for the first time. Needs [`crate::check_activation`] as well.
        Activation = "activation", "attivazione", "activation";
        /// It closes to people for some time.
        Suspension = "suspension", "sospensione", "suspension";
        /// It opens again after a suspension. Needs [`crate::check_activation`] as well.
        Reopening = "reopening", "riapertura", "reopening";
        /// It closes for good.
        Closure = "closure", "chiusura", "closure";
    }
}

impl PointStep {
    /// The state it leads to.
    #[must_use]
    pub const fn leads_to(self) -> PointStatus {
        match self {
            Self::Activation | Self::Reopening => PointStatus::Active,
            Self::Suspension => PointStatus::Suspended,
            Self::Closure => PointStatus::Closed,
        }
    }

    /// Whether the point needs its trained staff to take this step.
    #[must_use]
    pub const fn needs_staff(self) -> bool {
        match self {
            Self::Activation | Self::Reopening => true,
            Self::Suspension | Self::Closure => false,
        }
    }
}

impl PointStatus {
    /// The steps that can be taken in this state.
    #[must_use]
    pub const fn steps(self) -> &'static [PointStep] {
        match self {
            Self::Planned => &[PointStep::Activation, PointStep::Closure],
            Self::Active => &[PointStep::Suspension, PointStep::Closure],
            Self::Suspended => &[PointStep::Reopening, PointStep::Closure],
            Self::Closed => &[],
        }
    }

    /// The state after a step.
    ///
    /// # Errors
    /// [`InvalidTransition`] when the step cannot be taken in this state.
    pub fn after(self, step: PointStep) -> Result<Self, InvalidTransition<Self, PointStep>> {
        let allowed = self.steps();
        if allowed.contains(&step) {
            Ok(step.leads_to())
        } else {
            Err(InvalidTransition {
                from: self,
                allowed,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::Code;

    use super::*;

    #[test]
    fn the_whole_table_of_steps() {
        use PointStatus::{Active, Closed, Planned, Suspended};
        use PointStep::{Activation, Closure, Reopening, Suspension};
        let legal = [
            (Planned, Activation, Active),
            (Planned, Closure, Closed),
            (Active, Suspension, Suspended),
            (Active, Closure, Closed),
            (Suspended, Reopening, Active),
            (Suspended, Closure, Closed),
        ];
        for from in PointStatus::ALL {
            for step in PointStep::ALL {
                let expected = legal.iter().find(|one| (one.0, one.1) == (*from, *step));
                assert_eq!(
                    from.after(*step).ok(),
                    expected.map(|one| one.2),
                    "{from:?} {step:?}"
                );
            }
        }
        let refused = Closed.after(Reopening).unwrap_err();
        assert_eq!((refused.from, refused.allowed), (Closed, [].as_slice()));
    }
}
