//! Whether a specialist counts towards the activation of a point.

use chrono::NaiveDate;
use domain_shared::SpecialistId;

use crate::{Certificate, Specialist, SpecialistStatus, TrainingKind};

/// Whether somebody with these certificates has completed the training of a *Welf@re Specialist*:
/// a certificate of the base course counts today.
#[must_use]
pub fn training_complete<'a>(
    certificates: impl IntoIterator<Item = &'a Certificate>,
    today: NaiveDate,
) -> bool {
    certificates.into_iter().any(|certificate| {
        certificate.kind == TrainingKind::WelfareSpecialistBase && certificate.holds_on(today)
    })
}

/// What the activation of a point needs to know of a specialist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readiness {
    /// The specialist.
    pub specialist_id: SpecialistId,
    /// At work today.
    pub active: bool,
    /// Training complete today.
    pub trained: bool,
}

impl Readiness {
    /// The readiness of a specialist; certificates of other people do not matter.
    #[must_use]
    pub fn of(specialist: &Specialist, certificates: &[Certificate], today: NaiveDate) -> Self {
        let own = certificates
            .iter()
            .filter(|certificate| certificate.specialist_id == specialist.id);
        let active = match specialist.status {
            SpecialistStatus::Active => true,
            SpecialistStatus::OnLeave | SpecialistStatus::Inactive => false,
        };
        Self {
            specialist_id: specialist.id,
            active,
            trained: training_complete(own, today),
        }
    }

    /// Whether the specialist counts towards the two that a point needs.
    #[must_use]
    pub const fn counts(self) -> bool {
        self.active && self.trained
    }
}
