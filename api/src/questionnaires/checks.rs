//! What is wrong with a questionnaire that is being written.

use actix_web::{HttpResponse, post};
use domain_accounts::Action;
use domain_shared::{Locale, Violation, Violations};
use domain_surveys::{Definition, DefinitionDraft, Form};
use serde::Serialize;
use utoipa::ToSchema;

use super::dto::QuestionnaireVersionInput;
use crate::{
    http::{Ctx, ValidJson, reply},
    hub::off_thread,
    problem::Outcome,
};

/// Most mistakes that are told.
const MAX_MISTAKES: usize = 1_000;

/// What is wrong with a questionnaire.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionnaireCheckView {
    /// Whether a version that asks this can be activated.
    #[schema(example = false)]
    sound: bool,
    /// Every mistake.
    #[schema(max_items = 1000)]
    mistakes: Vec<QuestionnaireMistakeView>,
}

/// A mistake in a questionnaire.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionnaireMistakeView {
    /// JSON Pointer (RFC 6901) into the definition.
    #[schema(max_length = 500, example = "/items/3/relevant")]
    pointer: String,
    /// In an expression, the character it is at, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 5001, example = 14)]
    position: Option<u32>,
    /// Stable code of the mistake.
    #[schema(
        max_length = 64,
        pattern = "^[a-z0-9_]+$",
        example = "expression_unknown_question"
    )]
    code: &'static str,
    /// The mistake, for people.
    #[schema(
        max_length = 1000,
        example = "Posizione 14: la domanda «reddito» non esiste o non ha risposta."
    )]
    message: String,
}

impl QuestionnaireMistakeView {
    fn of(violation: &Violation, locale: Locale) -> Self {
        let mut args = violation.args.iter();
        let position = args.find(|(name, _)| *name == "position");
        Self {
            pointer: violation.pointer.clone(),
            position: position.and_then(|(_, position)| position.parse().ok()),
            code: violation.message.code,
            message: violation.text(locale),
        }
    }
}

/// Check a questionnaire
///
/// Tells every mistake that would keep it from being activated, each with its pointer into the definition and, in an
/// expression, its position. Nothing is stored. A body that does not fit the description is 422, as everywhere.
#[utoipa::path(
    tag = "questionnaires", operation_id = "check_questionnaire",
    request_body = QuestionnaireVersionInput,
    responses((status = 200, description = "What is wrong with it.", body = QuestionnaireCheckView)),
    security(("bearer" = [])), extensions(("x-action" = json!("questionnaire.write"))),
)]
#[post("/questionnaires/checks")]
pub(super) async fn check_questionnaire(
    ctx: Ctx,
    body: ValidJson<QuestionnaireVersionInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let draft = body.into_inner()?.definition.0;
    ctx.read(|snapshot| snapshot.scope(Action::QuestionnaireWrite).map(|_| ()))
        .await?;
    let wrong = off_thread(move || Outcome::Ok(mistakes(&draft))).await?;
    let locale = ctx.locale();
    let told = wrong.iter().take(MAX_MISTAKES);
    reply::personal(&QuestionnaireCheckView {
        sound: wrong.is_empty(),
        mistakes: told
            .map(|one| QuestionnaireMistakeView::of(one, locale))
            .collect(),
    })
}

/// Mistakes of form, or where there are none, of how the parts fit together.
fn mistakes(draft: &DefinitionDraft) -> Violations {
    let definition = Definition::parse(draft);
    let formed = definition.and_then(|definition| Form::compile(&definition));
    formed.err().unwrap_or_default()
}
