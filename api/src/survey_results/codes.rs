//! `/survey-campaigns/{campaign_id}/answer-codes`: the codes there are for open answers.

use std::{collections::BTreeSet, sync::Arc};

use actix_web::{FromRequest as _, HttpResponse, get, put};
use domain_accounts::Action;
use domain_shared::{
    ShortText, StableCode, SurveyCampaignId, TextValue as _, Violations, messages,
};
use domain_surveys::{ColumnKind, SurveyCampaign};
use persistence::{
    AnyConnection,
    surveys::{AnswerCode, answer_code_list, answer_codes_version, answer_codes_write},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::params::wrong;
use crate::{
    http::{
        Ctx, IfMatch, PathId, Snapshot, ValidJson, ValidQuery,
        reply::{self, Caching},
    },
    hub::Hub,
    problem::Outcome,
    survey_campaigns::common::{CAMPAIGN, campaign_of, target},
    survey_forms::ReadyForm,
    wire::{ShortTextField, StableCodeField, SurveyCampaignIdField, Text},
};

/// Most codes of a question, and of an answer.
pub(super) const MAX_CODES: usize = 100;

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
    /// The name of the question.
    pub(super) fn question(self) -> Outcome<String> {
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

/// The codes of a question.
pub(super) fn codes_of(
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
/// Those that coders made for a question of the campaign, with the ETag that replacing them needs.
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
            let connection = snapshot.connection();
            open_question(connection, &hub, &campaign, &question)?;
            let version = answer_codes_version(connection, (id.0, &question))?;
            Ok((codes_of(connection, id.0, &question)?, version))
        })
        .await?;
    let (codes, version) = codes;
    let view = SurveyAnswerCodes::from(codes);
    reply::resource(&ctx, &view, version, Caching::Private)
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
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_answer.code")), ("x-if-match" = json!(true))),
)]
#[put("/survey-campaigns/{campaign_id}/answer-codes")]
pub(super) async fn replace_survey_answer_codes(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ValidQuery<CodedQuestionParams>,
    expected: IfMatch,
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
            let asked = (id.0, question.as_str());
            let read = answer_codes_version(unit.connection(), asked)?;
            expected.check(read)?;
            let before = SurveyAnswerCodes::from(codes_of(unit.connection(), id.0, &question)?);
            let by = unit.actor().user_id();
            answer_codes_write(unit.tx(), &permit, (id.0, &question, read), &codes, by)?;
            let after = SurveyAnswerCodes::from(codes_of(unit.connection(), id.0, &question)?);
            let network = Some(campaign.network_id);
            unit.audit(
                &permit,
                (CAMPAIGN, id.0),
                network,
                Some(&before),
                Some(&after),
            )?;
            Ok((after, read.next()))
        })
        .await?;
    let (view, version) = view;
    reply::changed(&view, version)
}
