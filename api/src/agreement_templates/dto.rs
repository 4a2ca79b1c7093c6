//! What clients send about templates.

use domain_agreements::{AgreementKind, TemplateContent};
use domain_shared::{DisplayName, NetworkBodyId, TextValue as _, Violations, messages};
use persistence::agreements::TemplateFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::content::TemplateContentInput;
use crate::wire::{AgreementKindField, DisplayNameField, NetworkBodyIdField};

/// Which templates to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TemplateParams {
    /// Only those for agreements of these kinds.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<AgreementKindField>>, max_items = 4)]
    kind: Vec<AgreementKindField>,
    /// Only those that have an active version, or only those that have none.
    #[param(example = true)]
    active: Option<bool>,
}

impl From<TemplateParams> for TemplateFilter {
    fn from(params: TemplateParams) -> Self {
        Self {
            kinds: params.kind.into_iter().map(|kind| kind.0).collect(),
            active: params.active,
        }
    }
}

/// No filters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NoParams {}

/// A new template with its first version.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewAgreementTemplateInput {
    /// The network it belongs to, named by its root body. Fixed once it is made.
    #[schema(required = true)]
    network_id: Option<NetworkBodyIdField>,
    /// What kind of agreements are made from it. Fixed once it is made.
    #[schema(required = true)]
    kind: Option<AgreementKindField>,
    /// Name, for choosing.
    #[serde(default)]
    #[schema(required = true)]
    name: DisplayNameField,
    /// What its first version says; a draft to begin with.
    #[serde(default)]
    #[schema(required = true)]
    content: TemplateContentInput,
}

/// What was read of a [`NewAgreementTemplateInput`].
#[derive(Debug, Clone)]
pub(super) struct NewTemplate {
    pub(super) network_id: NetworkBodyId,
    pub(super) kind: AgreementKind,
    pub(super) name: DisplayName,
    pub(super) content: TemplateContent,
}

impl NewAgreementTemplateInput {
    /// Reads it.
    pub(super) fn read(self) -> Result<NewTemplate, Violations> {
        let mut wrong = Violations::new();
        let network_id = wrong.keep("/network_id", self.network_id.ok_or(&messages::REQUIRED));
        let kind = wrong.keep("/kind", self.kind.ok_or(&messages::REQUIRED));
        let name = wrong.keep("/name", self.name.parse());
        let content = wrong.keep_part("/content", TemplateContent::parse(&self.content.0));
        match (network_id, kind, name, content) {
            (Some(network_id), Some(kind), Some(name), Some(content)) => Ok(NewTemplate {
                network_id: network_id.0,
                kind: kind.0,
                name,
                content,
            }),
            (..) => Err(wrong),
        }
    }
}

/// What can be changed of a template itself.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"name": "Convenzione per servizi domiciliari"}))]
pub(super) struct AgreementTemplateInput {
    /// Name, for choosing.
    #[serde(default)]
    #[schema(required = true)]
    name: DisplayNameField,
}

impl AgreementTemplateInput {
    /// Reads it.
    pub(super) fn read(&self) -> Result<DisplayName, Violations> {
        let mut wrong = Violations::new();
        wrong.keep("/name", self.name.parse()).ok_or(wrong)
    }
}

/// A template as it is, in the form of [`AgreementTemplateInput`].
#[derive(Debug, Serialize)]
pub(super) struct TemplateForm<'a> {
    name: &'a str,
}

impl<'a> TemplateForm<'a> {
    /// Of a template with this name.
    pub(super) fn named(name: &'a DisplayName) -> Self {
        Self {
            name: name.as_str(),
        }
    }
}

/// What a draft says instead.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AgreementTemplateVersionInput {
    /// What it says.
    #[serde(default)]
    #[schema(required = true)]
    content: TemplateContentInput,
}

impl AgreementTemplateVersionInput {
    /// Reads it.
    pub(super) fn read(&self) -> Result<TemplateContent, Violations> {
        let mut wrong = Violations::new();
        let content = TemplateContent::parse(&self.content.0);
        wrong.keep_part("/content", content).ok_or(wrong)
    }
}

/// The next version of a template.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NextAgreementTemplateVersionInput {
    /// What it says; the same as the last version without this.
    content: Option<TemplateContentInput>,
}

impl NextAgreementTemplateVersionInput {
    /// Reads it.
    pub(super) fn read(&self) -> Result<Option<TemplateContent>, Violations> {
        let mut wrong = Violations::new();
        let content = self
            .content
            .as_ref()
            .map(|content| TemplateContent::parse(&content.0));
        let content = content.and_then(|content| wrong.keep_part("/content", content));
        wrong.into_result().map(|()| content)
    }
}

/// Which network to give the templates that the hub ships with.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"network_id": "01930000-0000-7000-8000-000000000000"}))]
pub(super) struct AgreementTemplateStartersInput {
    /// The network, named by its root body.
    pub(super) network_id: NetworkBodyIdField,
}
