//! What clients send about questionnaires.

use domain_shared::{DisplayName, NetworkBodyId, StableCode, TextValue as _, Violations, messages};
use domain_surveys::{Definition, DefinitionDraft};
use persistence::surveys::QuestionnaireFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::schema::DefinitionInput;
use crate::wire::{DisplayNameField, NetworkBodyIdField, StableCodeField};

/// Which questionnaires to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct QuestionnaireParams {
    /// Only those with these codes.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<StableCodeField>>, max_items = 20)]
    code: Vec<StableCodeField>,
    /// Only those that have an active version, or only those that have none.
    #[param(example = true)]
    active: Option<bool>,
}

impl From<QuestionnaireParams> for QuestionnaireFilter {
    fn from(params: QuestionnaireParams) -> Self {
        let codes = params.code.iter();
        Self {
            codes: codes.filter_map(|code| code.parse().ok()).collect(),
            active: params.active,
        }
    }
}

/// No filters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NoParams {}

/// A new questionnaire with its first version.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewQuestionnaireInput {
    /// The network it belongs to, named by its root body. Fixed once it is made.
    #[schema(required = true)]
    network_id: Option<NetworkBodyIdField>,
    /// Code, unique in the network: what other systems call it by. Fixed once it is made.
    #[serde(default)]
    #[schema(required = true)]
    code: StableCodeField,
    /// Title, for choosing; the Italian one of the definition without this.
    title: Option<DisplayNameField>,
    /// What its first version asks; a draft to begin with.
    #[serde(default)]
    #[schema(required = true)]
    definition: DefinitionInput,
}

/// What was read of a [`NewQuestionnaireInput`].
#[derive(Debug, Clone)]
pub(super) struct NewQuestionnaire {
    pub(super) network_id: NetworkBodyId,
    pub(super) code: StableCode,
    pub(super) title: DisplayName,
    pub(super) definition: Definition,
}

impl NewQuestionnaireInput {
    /// Reads it.
    pub(super) fn read(self) -> Result<NewQuestionnaire, Violations> {
        let mut wrong = Violations::new();
        let network_id = wrong.keep("/network_id", self.network_id.ok_or(&messages::REQUIRED));
        let code = wrong.keep("/code", self.code.parse());
        let title = self.title.map(|title| title.parse());
        let title = title.and_then(|title| wrong.keep("/title", title));
        let definition = keep_definition(&mut wrong, &self.definition.0);
        match (network_id, code, definition) {
            (Some(network_id), Some(code), Some(definition)) if wrong.is_empty() => {
                let title = title.or_else(|| definition.title.best().cloned());
                Ok(NewQuestionnaire {
                    network_id: network_id.0,
                    code,
                    title: title.ok_or_else(|| missing("/definition/title"))?,
                    definition,
                })
            }
            (..) => Err(wrong),
        }
    }
}

fn missing(pointer: &str) -> Violations {
    let mut wrong = Violations::new();
    wrong.add(pointer, &messages::REQUIRED);
    wrong
}

/// Reads the definition of a body.
fn keep_definition(wrong: &mut Violations, draft: &DefinitionDraft) -> Option<Definition> {
    wrong.keep_part("/definition", Definition::parse(draft))
}

/// What can be changed of a questionnaire itself.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"title": "Soddisfazione dei cittadini"}))]
pub(super) struct QuestionnaireInput {
    /// Title, for choosing.
    #[serde(default)]
    #[schema(required = true)]
    title: DisplayNameField,
}

impl QuestionnaireInput {
    /// Reads it.
    pub(super) fn read(&self) -> Result<DisplayName, Violations> {
        let mut wrong = Violations::new();
        wrong.keep("/title", self.title.parse()).ok_or(wrong)
    }
}

/// A questionnaire as it is, in the form of [`QuestionnaireInput`].
#[derive(Debug, Serialize)]
pub(super) struct QuestionnaireForm<'a> {
    title: &'a str,
}

impl<'a> QuestionnaireForm<'a> {
    /// Of a questionnaire with this title.
    pub(super) fn titled(title: &'a DisplayName) -> Self {
        Self {
            title: title.as_str(),
        }
    }
}

/// What a questionnaire asks.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct QuestionnaireVersionInput {
    /// What it asks.
    #[serde(default)]
    #[schema(required = true)]
    pub(super) definition: DefinitionInput,
}

impl QuestionnaireVersionInput {
    /// Reads it.
    pub(super) fn read(&self) -> Result<Definition, Violations> {
        let mut wrong = Violations::new();
        keep_definition(&mut wrong, &self.definition.0).ok_or(wrong)
    }
}

/// The next version of a questionnaire.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NextQuestionnaireVersionInput {
    /// What it asks; the same as the last version without this.
    definition: Option<DefinitionInput>,
}

impl NextQuestionnaireVersionInput {
    /// Reads it.
    pub(super) fn read(&self) -> Result<Option<Definition>, Violations> {
        let mut wrong = Violations::new();
        let draft = self.definition.as_ref();
        let definition = draft.and_then(|draft| keep_definition(&mut wrong, &draft.0));
        wrong.into_result().map(|()| definition)
    }
}

/// Which network to give the questionnaires that the hub ships with.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"network_id": "01930000-0000-7000-8000-000000000000"}))]
pub(super) struct QuestionnaireStartersInput {
    /// The network, named by its root body.
    pub(super) network_id: NetworkBodyIdField,
}
