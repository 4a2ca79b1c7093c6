//! Templates as clients get them.

use chrono::{DateTime, Utc};
use domain_agreements::{Template, TemplateVersion};
use domain_shared::BoundedNumber as _;
use serde::Serialize;
use utoipa::ToSchema;

use super::content::TemplateContentView;
use crate::wire::{
    AgreementKindField, AgreementTemplateIdField, Coded, DefinitionStatusField, DisplayNameField,
    Ident, NetworkBodyIdField, Text,
};

/// A template of agreements.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementTemplateView {
    /// Identifier.
    id: AgreementTemplateIdField,
    /// The network.
    network_id: NetworkBodyIdField,
    /// What kind of agreements are made from it.
    kind: AgreementKindField,
    /// Name, for choosing.
    name: DisplayNameField,
    /// Number of the last version.
    #[schema(minimum = 1, maximum = 10_000, example = 2)]
    last_number: u16,
    /// Number of the active version, which agreements are made from; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000, example = 1)]
    active_number: Option<u16>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it, or one of its versions, was last changed.
    updated_at: DateTime<Utc>,
}

impl From<&Template> for AgreementTemplateView {
    fn from(template: &Template) -> Self {
        Self {
            id: Ident(template.id),
            network_id: Ident(template.network_id),
            kind: Coded(template.kind),
            name: Text::of(&template.name),
            last_number: template.last.number(),
            active_number: template.active.map(domain_shared::BoundedNumber::number),
            created_at: template.created_at,
            updated_at: template.updated_at,
        }
    }
}

/// A version of a template in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementTemplateVersionSummary {
    /// Its number, from 1 without gaps.
    #[schema(minimum = 1, maximum = 10_000, example = 1)]
    number: u16,
    /// Where it stands.
    status: DefinitionStatusField,
    /// Title of the document, with its placeholders.
    title: DisplayNameField,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it came into use.
    #[serde(skip_serializing_if = "Option::is_none")]
    activated_at: Option<DateTime<Utc>>,
    /// When it went out of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    retired_at: Option<DateTime<Utc>>,
}

impl From<TemplateVersion> for AgreementTemplateVersionSummary {
    fn from(version: TemplateVersion) -> Self {
        Self {
            number: version.number.number(),
            status: Coded(version.status),
            title: Text::of(&version.content.title),
            created_at: version.created_at,
            activated_at: version.activated_at,
            retired_at: version.retired_at,
        }
    }
}

/// A version of a template.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementTemplateVersionView {
    /// The template.
    template_id: AgreementTemplateIdField,
    /// Its number in it, from 1 without gaps.
    #[schema(minimum = 1, maximum = 10_000, example = 1)]
    number: u16,
    /// Where it stands.
    status: DefinitionStatusField,
    /// What it says.
    content: TemplateContentView,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it came into use.
    #[serde(skip_serializing_if = "Option::is_none")]
    activated_at: Option<DateTime<Utc>>,
    /// When it went out of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    retired_at: Option<DateTime<Utc>>,
}

impl From<&TemplateVersion> for AgreementTemplateVersionView {
    fn from(version: &TemplateVersion) -> Self {
        Self {
            template_id: Ident(version.template_id),
            number: version.number.number(),
            status: Coded(version.status),
            content: TemplateContentView(version.content.clone()),
            created_at: version.created_at,
            activated_at: version.activated_at,
            retired_at: version.retired_at,
        }
    }
}

/// The templates that were added to a network.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementTemplateStartersView {
    /// Those that were missing; none when it had them all.
    #[schema(max_items = 100)]
    added: Vec<AgreementTemplateView>,
}

impl From<Vec<Template>> for AgreementTemplateStartersView {
    fn from(added: Vec<Template>) -> Self {
        Self {
            added: added.iter().map(AgreementTemplateView::from).collect(),
        }
    }
}

/// A template in the audit log, with the version that changed.
#[derive(Debug, Serialize)]
pub(super) struct AuditedTemplate {
    #[serde(flatten)]
    template: AgreementTemplateView,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<AgreementTemplateVersionView>,
}

impl AuditedTemplate {
    /// As it is.
    pub(super) fn of(template: &Template, version: Option<&TemplateVersion>) -> Self {
        Self {
            template: template.into(),
            version: version.map(AgreementTemplateVersionView::from),
        }
    }
}
