//! Questionnaires of a network and their versions.

use chrono::{DateTime, Utc};
use domain_shared::{
    DefinitionNumber, DefinitionStatus, DisplayName, NetworkBodyId, QuestionnaireId, StableCode,
    Version,
};

use super::definition::Definition;

/// A questionnaire of a network, shared by all its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questionnaire {
    /// Identifier.
    pub id: QuestionnaireId,
    /// The network.
    pub network_id: NetworkBodyId,
    /// Code, unique in the network: what other systems call it by.
    pub code: StableCode,
    /// Title, for choosing.
    pub title: DisplayName,
    /// Number of the last version.
    pub last: DefinitionNumber,
    /// Number of the active version, if there is one.
    pub active: Option<DefinitionNumber>,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A version of a questionnaire; unchangeable once it was active.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionnaireVersion {
    /// The questionnaire.
    pub questionnaire_id: QuestionnaireId,
    /// Its number in it.
    pub number: DefinitionNumber,
    /// Where it stands.
    pub status: DefinitionStatus,
    /// What it asks.
    pub definition: Definition,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it came into use.
    pub activated_at: Option<DateTime<Utc>>,
    /// When it went out of use.
    pub retired_at: Option<DateTime<Utc>>,
}

/// A version of a questionnaire without what it asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionHead {
    /// Its number in the questionnaire.
    pub number: DefinitionNumber,
    /// Where it stands.
    pub status: DefinitionStatus,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it came into use.
    pub activated_at: Option<DateTime<Utc>>,
    /// When it went out of use.
    pub retired_at: Option<DateTime<Utc>>,
}

impl From<&QuestionnaireVersion> for VersionHead {
    fn from(version: &QuestionnaireVersion) -> Self {
        Self {
            number: version.number,
            status: version.status,
            created_at: version.created_at,
            activated_at: version.activated_at,
            retired_at: version.retired_at,
        }
    }
}
