//! A provider as the hub keeps it.

use chrono::{DateTime, NaiveDate, Utc};
use domain_shared::{NetworkBodyId, ProviderId, Version};

use crate::{
    Accreditation, AccreditationState, Applicant, ProviderProfile, Registration, RegistrationStatus,
};

/// A provider (*ente erogatore*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Identifier.
    pub id: ProviderId,
    /// The network it belongs to, for good.
    pub network_id: NetworkBodyId,
    /// What it says about itself.
    pub profile: ProviderProfile,
    /// Who registered it and is to manage it; none where nobody is known.
    pub applicant: Option<Applicant>,
    /// Whether it was let into the hub.
    pub registration: Registration,
    /// Whether it is accredited.
    pub accreditation: Accreditation,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl Provider {
    /// Whether it may offer services to citizens on a day (the day in Rome): let into the hub and
    /// accredited.
    #[must_use]
    pub fn is_operative(&self, today: NaiveDate) -> bool {
        self.registration.status == RegistrationStatus::Approved
            && self.accreditation.state(today) == AccreditationState::Accredited
    }
}
