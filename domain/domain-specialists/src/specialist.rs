//! A specialist of a network body.

use domain_shared::{InvalidTransition, NetworkBodyId, SpecialistId, UserId, Version, codes};

use crate::SpecialistProfile;

codes! {
    /// Whether a specialist is at work.
    pub enum SpecialistStatus {
        /// At work.
        Active = "active", "attivo", "active";
        /// Away for a while; assignments stay.
        OnLeave = "on_leave", "in aspettativa", "on leave";
        /// No longer with the network.
        Inactive = "inactive", "non attivo", "inactive";
    }
}

impl SpecialistStatus {
    /// The states that can follow this one.
    #[must_use]
    pub const fn transitions(self) -> &'static [Self] {
        match self {
            Self::Active => &[Self::OnLeave, Self::Inactive],
            Self::OnLeave => &[Self::Active, Self::Inactive],
            Self::Inactive => &[Self::Active],
        }
    }
}

/// A *Welf@re Specialist*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specialist {
    /// Identifier.
    pub id: SpecialistId,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// The network body the specialist belongs to.
    pub network_id: NetworkBodyId,
    /// The account with which the person signs in, if there is one.
    pub user_id: Option<UserId>,
    /// Whether the person is at work.
    pub status: SpecialistStatus,
    /// Who the person is and what they can do.
    pub profile: SpecialistProfile,
}

impl Specialist {
    /// The specialist in another status.
    ///
    /// # Errors
    /// [`InvalidTransition`] when `to` cannot follow the present status.
    pub fn change_status(
        self,
        to: SpecialistStatus,
    ) -> Result<Self, InvalidTransition<SpecialistStatus>> {
        if self.status.transitions().contains(&to) {
            Ok(Self { status: to, ..self })
        } else {
            Err(InvalidTransition {
                from: self.status,
                allowed: self.status.transitions(),
            })
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use domain_shared::{Code, Id};
    use uuid::Uuid;

    use super::*;

    pub(crate) fn specialist() -> Specialist {
        Specialist {
            id: Id::new(Uuid::from_u128(1)),
            version: Version::FIRST,
            network_id: Id::new(Uuid::from_u128(2)),
            user_id: None,
            status: SpecialistStatus::Active,
            profile: SpecialistProfile::parse(&crate::profile::tests::draft()).unwrap(),
        }
    }

    #[test]
    fn only_listed_transitions_happen() {
        for from in SpecialistStatus::ALL {
            for to in SpecialistStatus::ALL {
                let changed = Specialist {
                    status: *from,
                    ..specialist()
                }
                .change_status(*to);
                match changed {
                    Ok(changed) => assert!(from.transitions().contains(&changed.status)),
                    Err(refusal) => {
                        assert!(!from.transitions().contains(to));
                        assert_eq!(refusal.message().code, "invalid_transition");
                        assert_eq!(refusal.allowed, from.transitions());
                    }
                }
            }
        }
        let gone = specialist()
            .change_status(SpecialistStatus::Inactive)
            .unwrap();
        assert!(gone.change_status(SpecialistStatus::OnLeave).is_err());
    }
}
