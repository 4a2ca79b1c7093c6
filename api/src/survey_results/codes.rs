//! Open answers: reading them, coding them by hand, counting their words.

use std::{collections::BTreeSet, sync::Arc};

use actix_web::{HttpResponse, get, put};
use domain_accounts::Action;
use domain_shared::{
    ShortText, StableCode, SurveyCampaignId, SurveyResponseId, TextValue as _, Violations, messages,
};
use domain_surveys::{ColumnKind, Packed, RawAnswer, RawAnswers, Status, SurveyCampaign, count_words};
use persistence::{
    AnyConnection, Cursor, Listing, PageRequest,
    surveys::{
        AnswerCode, answer_code_list, answer_codes_write, answer_coding_list, answer_codings_write, response_find,
        survey_answers_of, survey_facts_after,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{params::wrong, survey::Survey};
use crate::{
    http::{
        Ctx, ListQuery, Page, PageParams, PathId, Snapshot, UnitOfWork, ValidJson, ValidQuery,
        reply::{self, Caching},
    },
    hub::Hub,
    problem::{Outcome, Problem},
    survey_campaigns::common::{CAMPAIGN, campaign_of, target},
    survey_forms::ReadyForm,
    wire::{Ident, ShortTextField, StableCodeField, SurveyCampaignIdField, SurveyResponseIdField, Text},
};

/// Most codes of a question, and of an answer.
const MAX_CODES: usize = 100;
/// Most words that are shown.
const MAX_WORDS: usize = 200;
/// Answers read together.
const BATCH: usize = 500;

/// An open question.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OpenQuestionParams {
    /// Name of the question.
    #[param(max_length = 70, example = "suggerimenti")]
    question: String,
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

/// An open answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyOpenAnswer {
    /// The response.
    response_id: SurveyResponseIdField,
    /// What was answered.
    #[schema(max_length = 10_000, example = "Vorrei orari serali.")]
    text: String,
    /// The codes it was given.
    #[schema(max_items = 100)]
    codes: Vec<StableCodeField>,
}

/// A word of open answers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyWord {
    /// The word, in lower case without accents.
    #[schema(max_length = 10_000, example = "orari")]
    word: String,
    /// In how many answers it is.
    #[schema(minimum = 3, maximum = 100_000_000, example = 17)]
    answers: u32,
}

/// The words of open answers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyWords {
    /// Most frequent first; words of fewer answers than the smallest cell are left out.
    #[schema(max_items = 200)]
    words: Vec<SurveyWord>,
}

/// The campaign with what it asks, if the caller may code its open answers and the question is one.
fn open_question(
    connection: &mut AnyConnection,
    hub: &Hub,
    campaign: &SurveyCampaign,
    question: &str,
) -> Outcome<(Arc<ReadyForm>, usize)> {
    let ready = hub.forms.of_campaign(connection, campaign)?;
    let found = ready.columns.find(question).filter(|(_, column)| column.kind == ColumnKind::Open);
    let place = found.map(|(place, _)| place);
    let place = place.ok_or_else(|| wrong("question", &messages::UNKNOWN_REFERENCE))?;
    Ok((ready, place))
}

fn coded_campaign(snapshot: &mut Snapshot<'_>, id: SurveyCampaignId) -> Outcome<SurveyCampaign> {
    let campaign = campaign_of(snapshot.connection(), id)?;
    snapshot.authorize(Action::SurveyAnswerCode, &target(&campaign))?;
    Ok(campaign)
}

fn codes_of(connection: &mut AnyConnection, id: SurveyCampaignId, question: &str) -> Outcome<Vec<AnswerCode>> {
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
    query: ValidQuery<OpenQuestionParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
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
        let code = wrong.keep(format!("/codes/{index}/code"), StableCode::parse(&one.code.0));
        let label = wrong.keep(format!("/codes/{index}/label"), ShortText::parse(&one.label.0));
        if code.as_ref().is_some_and(|code| !seen.insert(code.as_str().to_owned())) {
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
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), OpenQuestionParams),
    request_body = SurveyAnswerCodes,
    responses((status = 200, description = "The codes.", body = SurveyAnswerCodes)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_answer.code"))),
)]
#[put("/survey-campaigns/{campaign_id}/answer-codes")]
pub(super) async fn replace_survey_answer_codes(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ValidQuery<OpenQuestionParams>,
    body: ValidJson<SurveyAnswerCodes>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (hub, question) = (Arc::clone(ctx.hub()), query.0.question);
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
            unit.audit(&permit, (CAMPAIGN, id.0), network, Some(&before), Some(&after))?;
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
        OpenQuestionParams,
    ),
    request_body = SurveyAnswerCoding,
    responses((status = 200, description = "The codes of the answer.", body = SurveyAnswerCoding)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_answer.code"))),
)]
#[put("/survey-campaigns/{campaign_id}/responses/{response_id}/coding")]
pub(super) async fn replace_survey_answer_coding(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyResponseId)>,
    query: ValidQuery<OpenQuestionParams>,
    body: ValidJson<SurveyAnswerCoding>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (hub, question) = (Arc::clone(ctx.hub()), query.0.question);
    let (campaign, response) = ids.0;
    let body = body.into_inner()?;
    let view = ctx
        .write(move |unit| code(unit, &hub, (campaign, response, &question), body))
        .await?;
    reply::personal(&view)
}

fn code(
    unit: &mut UnitOfWork<'_, '_>,
    hub: &Hub,
    (id, response, question): (SurveyCampaignId, SurveyResponseId, &str),
    body: SurveyAnswerCoding,
) -> Outcome<SurveyAnswerCoding> {
    let campaign = campaign_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::SurveyAnswerCode, &target(&campaign))?;
    open_question(unit.connection(), hub, &campaign, question)?;
    let found = response_find(unit.connection(), response)?;
    let found = found.filter(|found| found.campaign_id == id).ok_or_else(Problem::not_found)?;
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
    answer_codings_write(unit.tx(), &permit, (id, response, question), &codes, (by, at))?;
    let after = SurveyAnswerCoding {
        codes: codes.iter().map(Text::of).collect(),
    };
    let nothing = None::<&SurveyAnswerCoding>;
    unit.audit(&permit, ("survey_response", response), Some(campaign.network_id), nothing, Some(&after))?;
    Ok(after)
}

fn text_of<'a>(answers: &'a RawAnswers, question: &str) -> Option<&'a str> {
    match answers.get(question)? {
        RawAnswer::Text(text) => Some(text),
        _ => None,
    }
}

/// List open answers
///
/// Those of final responses to one question, with the codes they were given, for coders.
#[utoipa::path(
    tag = "survey-results", operation_id = "list_survey_open_answers",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), OpenQuestionParams, PageParams),
    responses((status = 200, description = "A page of answers.", body = Page<SurveyOpenAnswer>)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_answer.code"))),
)]
#[get("/survey-campaigns/{campaign_id}/open-answers")]
pub(super) async fn list_survey_open_answers(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ListQuery<OpenQuestionParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let hub = Arc::clone(ctx.hub());
    let answers = ctx
        .read(move |snapshot| {
            let campaign = coded_campaign(snapshot, id.0)?;
            let found = open_question(snapshot.connection(), &hub, &campaign, &params.question)?;
            open_answers(snapshot.connection(), id.0, found, &params.question, &page)
        })
        .await?;
    list.answer(&ctx, answers, Caching::Private)
}

fn open_answers(
    connection: &mut AnyConnection,
    id: SurveyCampaignId,
    (ready, place): (Arc<ReadyForm>, usize),
    question: &str,
    page: &PageRequest,
) -> Outcome<Listing<SurveyOpenAnswer>> {
    let Some(column) = ready.columns.get(place) else {
        return Err(Problem::not_found());
    };
    let mut after = page.after.as_ref().map(|after| after.id.clone()).unwrap_or_default();
    let wanted = usize::from(page.limit) + 1;
    let mut found: Vec<String> = Vec::new();
    // Answers are few where most left the question out, so facts are read until the page is full.
    while found.len() < wanted {
        let batch = survey_facts_after(connection, id, &after)?;
        let Some(last) = batch.last() else { break };
        after.clone_from(&last.response_id);
        let answered = batch.iter().filter(|fact| Packed::new(&fact.packed).status(column) == Status::Answered);
        found.extend(answered.map(|fact| fact.response_id.clone()));
    }
    found.truncate(wanted);
    let texts = survey_answers_of(connection, &found)?;
    let codings = answer_coding_list(connection, id)?;
    let answer = |(response, answers): (SurveyResponseId, RawAnswers)| {
        let own = response.to_string();
        let codes = codings.iter().filter(|one| one.0 == own && one.1 == question);
        SurveyOpenAnswer {
            text: text_of(&answers, question).unwrap_or_default().to_owned(),
            codes: codes.map(|one| Text::raw(one.2.clone())).collect(),
            response_id: Ident(response),
        }
    };
    let answers = texts.into_iter().map(answer).collect();
    Ok(Listing::cut(answers, page, |one: &SurveyOpenAnswer| Cursor {
        key: String::new(),
        id: one.response_id.0.to_string(),
    }))
}

/// Count the words of open answers
///
/// Of a campaign that is closed: in how many answers each word is, without words that say nothing by themselves. A word of
/// fewer answers than the smallest cell is left out.
#[utoipa::path(
    tag = "survey-results", operation_id = "count_survey_words",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), OpenQuestionParams),
    responses(
        (status = 200, description = "The words.", body = SurveyWords),
        (status = 409, description = "The campaign is not closed."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_result.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/words")]
pub(super) async fn count_survey_words(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ValidQuery<OpenQuestionParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (hub, question) = (Arc::clone(ctx.hub()), query.0.question);
    let words = ctx
        .read(move |snapshot| {
            let survey = Survey::read(snapshot, &hub, id.0, Action::SurveyResultRead)?;
            let connection = snapshot.connection();
            let (ready, place) = open_question(connection, &hub, &survey.campaign, &question)?;
            let special = ready.columns.get(place).is_some_and(|column| column.special_category);
            let smallest = domain_surveys::smallest_for(survey.smallest(), special);
            let texts = texts(connection, id.0, &question)?;
            Ok(count_words(texts.iter().map(String::as_str), smallest))
        })
        .await?;
    let words = words.into_iter().take(MAX_WORDS).map(|one| SurveyWord {
        word: one.word,
        answers: one.answers,
    });
    let view = SurveyWords {
        words: words.collect(),
    };
    reply::document(&ctx, &view, Caching::Private)
}

/// The answers of final responses to an open question.
fn texts(connection: &mut AnyConnection, id: SurveyCampaignId, question: &str) -> Outcome<Vec<String>> {
    let (mut texts, mut after) = (Vec::new(), String::new());
    loop {
        let batch = survey_facts_after(connection, id, &after)?;
        let Some(last) = batch.last() else { return Ok(texts) };
        after.clone_from(&last.response_id);
        let ids: Vec<String> = batch.into_iter().map(|fact| fact.response_id).collect();
        for part in ids.chunks(BATCH) {
            let answers = survey_answers_of(connection, part)?;
            texts.extend(answers.iter().filter_map(|(_, answers)| Some(text_of(answers, question)?.to_owned())));
        }
    }
}
