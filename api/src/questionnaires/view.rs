//! Questionnaires as clients get them.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use domain_shared::BoundedNumber as _;
use domain_surveys::{Questionnaire, QuestionnaireVersion, VersionHead};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::{common::Shown, schema::DefinitionView};
use crate::{
    problem::{Outcome, Problem},
    wire::{
        Coded, DefinitionStatusField, DisplayNameField, Ident, NetworkBodyIdField,
        QuestionnaireIdField, StableCodeField, Text,
    },
};

/// A questionnaire.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionnaireView {
    /// Identifier.
    id: QuestionnaireIdField,
    /// The network.
    network_id: NetworkBodyIdField,
    /// Code, unique in the network: what other systems call it by.
    code: StableCodeField,
    /// Title, for choosing.
    title: DisplayNameField,
    /// Number of the last version.
    #[schema(minimum = 1, maximum = 10_000, example = 2)]
    last_number: u16,
    /// Number of the active version, which campaigns are opened with; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000, example = 1)]
    active_number: Option<u16>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it, or one of its versions, was last changed.
    updated_at: DateTime<Utc>,
}

impl From<&Questionnaire> for QuestionnaireView {
    fn from(questionnaire: &Questionnaire) -> Self {
        Self {
            id: Ident(questionnaire.id),
            network_id: Ident(questionnaire.network_id),
            code: Text::of(&questionnaire.code),
            title: Text::of(&questionnaire.title),
            last_number: questionnaire.last.number(),
            active_number: questionnaire
                .active
                .map(domain_shared::BoundedNumber::number),
            created_at: questionnaire.created_at,
            updated_at: questionnaire.updated_at,
        }
    }
}

/// A version of a questionnaire in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionnaireVersionSummary {
    /// Its number, from 1 without gaps.
    #[schema(minimum = 1, maximum = 10_000, example = 1)]
    number: u16,
    /// Where it stands.
    status: DefinitionStatusField,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it came into use.
    #[serde(skip_serializing_if = "Option::is_none")]
    activated_at: Option<DateTime<Utc>>,
    /// When it went out of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    retired_at: Option<DateTime<Utc>>,
}

impl From<VersionHead> for QuestionnaireVersionSummary {
    fn from(version: VersionHead) -> Self {
        Self {
            number: version.number.number(),
            status: Coded(version.status),
            created_at: version.created_at,
            activated_at: version.activated_at,
            retired_at: version.retired_at,
        }
    }
}

/// A version of a questionnaire.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionnaireVersionView {
    /// The questionnaire.
    questionnaire_id: QuestionnaireIdField,
    /// Its number in it, from 1 without gaps.
    #[schema(minimum = 1, maximum = 10_000, example = 1)]
    number: u16,
    /// Where it stands.
    status: DefinitionStatusField,
    /// What it asks.
    definition: DefinitionView,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it came into use.
    #[serde(skip_serializing_if = "Option::is_none")]
    activated_at: Option<DateTime<Utc>>,
    /// When it went out of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    retired_at: Option<DateTime<Utc>>,
}

impl From<&QuestionnaireVersion> for QuestionnaireVersionView {
    fn from(version: &QuestionnaireVersion) -> Self {
        Self {
            questionnaire_id: Ident(version.questionnaire_id),
            number: version.number.number(),
            status: Coded(version.status),
            definition: DefinitionView(version.definition.clone()),
            created_at: version.created_at,
            activated_at: version.activated_at,
            retired_at: version.retired_at,
        }
    }
}

/// The questionnaires that were added to a network.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionnaireStartersView {
    /// Those that were missing; none when it had them all.
    #[schema(max_items = 100)]
    added: Vec<QuestionnaireView>,
}

impl From<Vec<Questionnaire>> for QuestionnaireStartersView {
    fn from(added: Vec<Questionnaire>) -> Self {
        Self {
            added: added.iter().map(QuestionnaireView::from).collect(),
        }
    }
}

/// A questionnaire in the audit log, with the version that changed. What a version asks may fill a megabyte, so
/// the log has its hash.
#[derive(Debug, Serialize)]
pub(super) struct AuditedQuestionnaire {
    #[serde(flatten)]
    questionnaire: QuestionnaireView,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<AuditedVersion>,
}

#[derive(Debug, Serialize)]
struct AuditedVersion {
    #[serde(flatten)]
    head: QuestionnaireVersionSummary,
    definition_sha256: String,
}

impl AuditedQuestionnaire {
    /// As it is.
    pub(super) fn of((questionnaire, version): Shown<'_>) -> Outcome<Self> {
        Ok(Self {
            questionnaire: questionnaire.into(),
            version: version.map(audited).transpose()?,
        })
    }
}

fn audited(version: &QuestionnaireVersion) -> Outcome<AuditedVersion> {
    let written = serde_json::to_vec(&version.definition)
        .map_err(|error| Problem::internal(format!("questionnaire: {error}")))?;
    let mut hash = String::new();
    for byte in Sha256::digest(&written) {
        // Writing to a String cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    Ok(AuditedVersion {
        head: VersionHead::from(version).into(),
        definition_sha256: hash,
    })
}
