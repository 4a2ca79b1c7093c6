//! Codes of open answers, given by hand.

use std::{collections::BTreeSet, sync::Arc};

use actix_web::{FromRequest as _, HttpResponse, get, put};
use domain_accounts::Action;
use domain_shared::{
    ShortText, StableCode, SurveyCampaignId, SurveyResponseId, TextValue as _, Violations, messages,
};
use domain_surveys::{ColumnKind, RawAnswer, RawAnswers, SurveyCampaign};
use persistence::{
    AnyConnection,
    surveys::{
        AnswerCode, answer_code_list, answer_codes_write, answer_codings_write, response_find,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::params::wrong;
use crate::{
    http::{
        Ctx, PathId, Snapshot, UnitOfWork, ValidJson, ValidQuery,
        reply::{self, Caching},
    },
    hub::Hub,
    problem::{Outcome, Problem},
    survey_campaigns::common::{CAMPAIGN, campaign_of, target},
    survey_forms::ReadyForm,
    wire::{ShortTextField, StableCodeField, SurveyCampaignIdField, SurveyResponseIdField, Text},
};

/// Most codes of a question, and of an answer.
const MAX_CODES: usize = 100;

/// An open question.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OpenQuestionParams {
    /// Name of the question.
    #[param(max_length = 70, example = "suggerimenti")]
    pub(super) question: String,
}

/// The open question that a body is about. Whether it is named is looked at after the body.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CodedQuestionParams {
    /// Name of the question; needed.
    #[param(max_length = 70, example = "suggerimenti")]
    question: Option<String>,
}

impl CodedQuestionParams {
    fn question(self) -> Outcome<String> {
        self.question
            .ok_or_else(|| wrong("question", &messages::REQUIRED))
    }
}

/// A code for open answers.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({"code": "orari", "label": "Orari di apertura"}))]
pub(super) struct SurveyAnswerCode {
    /// The code, unique for the question.
    code: StableCodeField,
    /// What it means.
    label: ShortTextField,
}

/// The codes of a question.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SurveyAnswerCodes {
    /// The codes, by code.
    #[schema(max_items = 100)]
    codes: Vec<SurveyAnswerCode>,
}

/// The codes of an answer.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SurveyAnswerCoding {
    /// The codes.
    #[schema(max_items = 100)]
    codes: Vec<StableCodeField>,
}

/// The campaign with what it asks, if the caller may code its open answers and the question is one.
pub(super) fn open_question(
    connection: &mut AnyConnection,
    hub: &Hub,
    campaign: &SurveyCampaign,
    question: &str,
) -> Outcome<(Arc<ReadyForm>, usize)> {
    let ready = hub.forms.of_campaign(connection, campaign)?;
    let found = ready
        .columns
        .find(question)
        .filter(|(_, column)| column.kind == ColumnKind::Open);
    let place = found.map(|(place, _)| place);
    let place = place.ok_or_else(|| wrong("question", &messages::UNKNOWN_REFERENCE))?;
    Ok((ready, place))
}

/// The campaign, if the caller may code its open answers.
pub(super) fn coded_campaign(
    snapshot: &mut Snapshot<'_>,
    id: SurveyCampaignId,
) -> Outcome<SurveyCampaign> {
    let campaign = campaign_of(snapshot.connection(), id)?;
    snapshot.authorize(Action::SurveyAnswerCode, &target(&campaign))?;
    Ok(campaign)
}

fn codes_of(
    connection: &mut AnyConnection,
    id: SurveyCampaignId,
    question: &str,
) -> Outcome<Vec<AnswerCode>> {
    let mut codes = answer_code_list(connection, id)?;
    codes.retain(|one| one.question == question);
    Ok(codes)
}

impl From<Vec<AnswerCode>> for SurveyAnswerCodes {
    fn from(codes: Vec<AnswerCode>) -> Self {
        let code = |one: AnswerCode| SurveyAnswerCode {
            code: Text::of(&one.code),
            label: Text::of(&one.label),
        };
        Self {
            codes: codes.into_iter().map(code).collect(),
        }
    }
}

/// List the codes for open answers
///
/// Those that coders made for a question of the campaign.
#[utoipa::path(
    tag = "survey-results", operation_id = "list_survey_answer_codes",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), OpenQuestionParams),
    responses((status = 200, description = "The codes.", body = SurveyAnswerCodes)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_answer.code"))),
)]
#[get("/survey-campaigns/{campaign_id}/answer-codes")]
pub(super) async fn list_survey_answer_codes(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let query = ValidQuery::<OpenQuestionParams>::extract(ctx.request()).await?;
    let (hub, question) = (Arc::clone(ctx.hub()), query.0.question);
    let codes = ctx
        .read(move |snapshot| {
            let campaign = coded_campaign(snapshot, id.0)?;
            open_question(snapshot.connection(), &hub, &campaign, &question)?;
            codes_of(snapshot.connection(), id.0, &question)
        })
        .await?;
    reply::document(&ctx, &SurveyAnswerCodes::from(codes), Caching::Private)
}

/// Reads codes, with every mistake.
fn parse(
    body: &SurveyAnswerCodes,
    question: &str,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<AnswerCode>, Violations> {
    let mut wrong = Violations::new();
    wrong.check_length("/codes", body.codes.len(), MAX_CODES);
    let (mut seen, mut codes) = (BTreeSet::new(), Vec::new());
    for (index, one) in body.codes.iter().enumerate().take(MAX_CODES) {
        let code = wrong.keep(
            format!("/codes/{index}/code"),
            StableCode::parse(&one.code.0),
        );
        let label = wrong.keep(
            format!("/codes/{index}/label"),
            ShortText::parse(&one.label.0),
        );
        if code
            .as_ref()
            .is_some_and(|code| !seen.insert(code.as_str().to_owned()))
        {
            wrong.add(format!("/codes/{index}/code"), &messages::DUPLICATE);
        }
        codes.extend(code.zip(label).map(|(code, label)| AnswerCode {
            question: question.to_owned(),
            code,
            label,
            created_at: at,
        }));
    }
    wrong.into_result().map(|()| codes)
}

/// Replace the codes for open answers
///
/// Those of one question. A code that is left out is taken from the answers that were given it.
#[utoipa::path(
    tag = "survey-results", operation_id = "replace_survey_answer_codes",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), CodedQuestionParams),
    request_body = SurveyAnswerCodes,
    responses((status = 200, description = "The codes.", body = SurveyAnswerCodes)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_answer.code"))),
)]
#[put("/survey-campaigns/{campaign_id}/answer-codes")]
pub(super) async fn replace_survey_answer_codes(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ValidQuery<CodedQuestionParams>,
    body: ValidJson<SurveyAnswerCodes>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (hub, question) = (Arc::clone(ctx.hub()), query.0.question()?);
    let now = ctx.now();
    let codes = body.read(|body| parse(&body, &question, now))?;
    let view = ctx
        .write(move |unit| {
            let campaign = campaign_of(unit.connection(), id.0)?;
            let permit = unit.authorize(Action::SurveyAnswerCode, &target(&campaign))?;
            open_question(unit.connection(), &hub, &campaign, &question)?;
            let before = SurveyAnswerCodes::from(codes_of(unit.connection(), id.0, &question)?);
            let by = unit.actor().user_id();
            answer_codes_write(unit.tx(), &permit, (id.0, &question), &codes, by)?;
            let after = SurveyAnswerCodes::from(codes_of(unit.connection(), id.0, &question)?);
            let network = Some(campaign.network_id);
            unit.audit(
                &permit,
                (CAMPAIGN, id.0),
                network,
                Some(&before),
                Some(&after),
            )?;
            Ok(after)
        })
        .await?;
    reply::personal(&view)
}

/// Code an open answer
///
/// Gives the answer of a response to a question codes, in place of those it had; none takes them away.
#[utoipa::path(
    tag = "survey-results", operation_id = "replace_survey_answer_coding",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("response_id" = SurveyResponseIdField, Path, description = "The response."),
        CodedQuestionParams,
    ),
    request_body = SurveyAnswerCoding,
    responses((status = 200, description = "The codes of the answer.", body = SurveyAnswerCoding)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_answer.code"))),
)]
#[put("/survey-campaigns/{campaign_id}/responses/{response_id}/coding")]
pub(super) async fn replace_survey_answer_coding(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyResponseId)>,
    query: ValidQuery<CodedQuestionParams>,
    body: ValidJson<SurveyAnswerCoding>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (hub, question) = (Arc::clone(ctx.hub()), query.0.question()?);
    let (campaign, response) = ids.0;
    let body = body.into_inner()?;
    let view = ctx
        .write(move |unit| code(unit, &hub, (campaign, response, &question), &body))
        .await?;
    reply::personal(&view)
}

fn code(
    unit: &mut UnitOfWork<'_, '_>,
    hub: &Hub,
    (id, response, question): (SurveyCampaignId, SurveyResponseId, &str),
    body: &SurveyAnswerCoding,
) -> Outcome<SurveyAnswerCoding> {
    let campaign = campaign_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::SurveyAnswerCode, &target(&campaign))?;
    open_question(unit.connection(), hub, &campaign, question)?;
    let found = response_find(unit.connection(), id, response)?.ok_or_else(Problem::not_found)?;
    let text = text_of(&found.answers, question);
    text.ok_or_else(|| wrong("question", &messages::UNKNOWN_REFERENCE))?;
    let known = codes_of(unit.connection(), id, question)?;
    let mut wrong = Violations::new();
    wrong.check_length("/codes", body.codes.len(), MAX_CODES);
    let mut codes: Vec<StableCode> = Vec::new();
    for (index, one) in body.codes.iter().enumerate().take(MAX_CODES) {
        match known.iter().find(|known| known.code.as_str() == one.0) {
            Some(known) if codes.contains(&known.code) => {
                wrong.add(format!("/codes/{index}"), &messages::DUPLICATE);
            }
            Some(known) => codes.push(known.code.clone()),
            None => wrong.add(format!("/codes/{index}"), &messages::UNKNOWN_REFERENCE),
        }
    }
    wrong.into_result()?;
    let (by, at) = (unit.actor().user_id(), unit.now());
    answer_codings_write(
        unit.tx(),
        &permit,
        (id, response, question),
        &codes,
        (by, at),
    )?;
    let after = SurveyAnswerCoding {
        codes: codes.iter().map(Text::of).collect(),
    };
    let nothing = None::<&SurveyAnswerCoding>;
    unit.audit(
        &permit,
        ("survey_response", response),
        Some(campaign.network_id),
        nothing,
        Some(&after),
    )?;
    Ok(after)
}

/// What was answered to a question in words.
pub(super) fn text_of<'a>(answers: &'a RawAnswers, question: &str) -> Option<&'a str> {
    match answers.get(question)? {
        RawAnswer::Text(text) => Some(text),
        _ => None,
    }
}
