//! `/survey-campaigns/{campaign_id}/responses/{response_id}/coding`: the codes an open answer was given by hand.

use std::sync::Arc;

use actix_web::{FromRequest as _, HttpResponse, get, put};
use domain_accounts::Action;
use domain_shared::{
    StableCode, SurveyCampaignId, SurveyResponseId, TextValue as _, Version, Violations, messages,
};
use domain_surveys::{RawAnswer, RawAnswers};
use persistence::{
    AnyConnection,
    surveys::{answer_coding_find, answer_codings_write, response_find},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    codes::{
        CodedQuestionParams, MAX_CODES, OpenQuestionParams, coded_campaign, codes_of, open_question,
    },
    params::wrong,
};
use crate::{
    http::{
        Ctx, IfMatch, PathId, UnitOfWork, ValidJson, ValidQuery,
        reply::{self, Caching},
    },
    hub::Hub,
    problem::{Outcome, Problem},
    survey_campaigns::common::{campaign_of, target},
    wire::{StableCodeField, SurveyCampaignIdField, SurveyResponseIdField, Text},
};

/// The codes of an answer.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SurveyAnswerCoding {
    /// The codes.
    #[schema(max_items = 100)]
    codes: Vec<StableCodeField>,
}

impl SurveyAnswerCoding {
    fn of(codes: &[StableCode]) -> Self {
        Self {
            codes: codes.iter().map(Text::of).collect(),
        }
    }
}

/// Find the codes of an open answer
///
/// Those that the answer of a response to a question was given, with the ETag that replacing them needs.
#[utoipa::path(
    tag = "survey-results", operation_id = "find_survey_answer_coding",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("response_id" = SurveyResponseIdField, Path, description = "The response."),
        OpenQuestionParams,
    ),
    responses((status = 200, description = "The codes of the answer.", body = SurveyAnswerCoding)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_answer.code"))),
)]
#[get("/survey-campaigns/{campaign_id}/responses/{response_id}/coding")]
pub(super) async fn find_survey_answer_coding(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyResponseId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let query = ValidQuery::<OpenQuestionParams>::extract(ctx.request()).await?;
    let (hub, question) = (Arc::clone(ctx.hub()), query.0.question);
    let (id, response) = ids.0;
    let found = ctx
        .read(move |snapshot| {
            let campaign = coded_campaign(snapshot, id)?;
            let connection = snapshot.connection();
            open_question(connection, &hub, &campaign, &question)?;
            answered(connection, (id, response, &question))?;
            Ok(answer_coding_find(connection, (response, &question))?)
        })
        .await?;
    let (codes, version) = found;
    let view = SurveyAnswerCoding::of(&codes);
    reply::resource(&ctx, &view, version, Caching::Private)
}

/// Refuses where a response does not answer the question.
fn answered(
    connection: &mut AnyConnection,
    (id, response, question): (SurveyCampaignId, SurveyResponseId, &str),
) -> Outcome<()> {
    let found = response_find(connection, id, response)?.ok_or_else(Problem::not_found)?;
    let text = text_of(&found.answers, question);
    text.map(|_| ())
        .ok_or_else(|| wrong("question", &messages::UNKNOWN_REFERENCE))
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
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_answer.code")), ("x-if-match" = json!(true))),
)]
#[put("/survey-campaigns/{campaign_id}/responses/{response_id}/coding")]
pub(super) async fn replace_survey_answer_coding(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyResponseId)>,
    query: ValidQuery<CodedQuestionParams>,
    expected: IfMatch,
    body: ValidJson<SurveyAnswerCoding>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (hub, question) = (Arc::clone(ctx.hub()), query.0.question()?);
    let (campaign, response) = ids.0;
    let body = body.into_inner()?;
    let view = ctx
        .write(move |unit| {
            code(
                unit,
                &hub,
                (campaign, response, &question),
                (expected, &body),
            )
        })
        .await?;
    let (view, version) = view;
    reply::changed(&view, version)
}

fn code(
    unit: &mut UnitOfWork<'_, '_>,
    hub: &Hub,
    (id, response, question): (SurveyCampaignId, SurveyResponseId, &str),
    (expected, body): (IfMatch, &SurveyAnswerCoding),
) -> Outcome<(SurveyAnswerCoding, Version)> {
    let campaign = campaign_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::SurveyAnswerCode, &target(&campaign))?;
    open_question(unit.connection(), hub, &campaign, question)?;
    let connection = unit.connection();
    answered(connection, (id, response, question))?;
    let (before, read) = answer_coding_find(connection, (response, question))?;
    expected.check(read)?;
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
    codes.sort_by(|one, other| one.as_str().cmp(other.as_str()));
    let (by, at) = (unit.actor().user_id(), unit.now());
    answer_codings_write(
        unit.tx(),
        &permit,
        (id, response, question, read),
        &codes,
        (by, at),
    )?;
    let (before, after) = (
        SurveyAnswerCoding::of(&before),
        SurveyAnswerCoding::of(&codes),
    );
    unit.audit(
        &permit,
        ("survey_response", response),
        Some(campaign.network_id),
        Some(&before),
        Some(&after),
    )?;
    Ok((after, read.next()))
}

/// What was answered to a question in words.
pub(super) fn text_of<'a>(answers: &'a RawAnswers, question: &str) -> Option<&'a str> {
    match answers.get(question)? {
        RawAnswer::Text(text) => Some(text),
        _ => None,
    }
}
