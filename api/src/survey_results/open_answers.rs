//! Open answers: reading them, counting their words.

use std::sync::Arc;

use actix_web::{FromRequest as _, HttpResponse, get};
use domain_accounts::Action;
use domain_shared::{SurveyCampaignId, SurveyResponseId};
use domain_surveys::{Packed, RawAnswers, Status, count_words, smallest_for};
use persistence::{
    AnyConnection, Cursor, Listing, PageRequest,
    surveys::{answer_codings_of, survey_answers_of, survey_facts_after},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    codes::{OpenQuestionParams, coded_campaign, open_question},
    coding::text_of,
    survey::Survey,
};
use crate::{
    http::{
        Ctx, ListQuery, Page, PageParams, PathId, ValidQuery,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    survey_forms::ReadyForm,
    wire::{Ident, StableCodeField, SurveyCampaignIdField, SurveyResponseIdField, Text},
};

/// Most words that are shown.
const MAX_WORDS: usize = 200;
/// Answers read together.
const BATCH: usize = 500;

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
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let query = ListQuery::<OpenQuestionParams>::extract(ctx.request()).await?;
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
    let mut after = page
        .after
        .as_ref()
        .map(|after| after.id.clone())
        .unwrap_or_default();
    let wanted = usize::from(page.limit) + 1;
    let mut found: Vec<String> = Vec::new();
    // Answers are few where most left the question out, so facts are read until the page is full.
    while found.len() < wanted {
        let batch = survey_facts_after(connection, id, &after)?;
        let Some(last) = batch.last() else { break };
        after.clone_from(&last.response_id);
        let answered = batch
            .iter()
            .filter(|fact| Packed::new(&fact.packed).status(column) == Status::Answered);
        found.extend(answered.map(|fact| fact.response_id.clone()));
    }
    found.truncate(wanted);
    let texts = survey_answers_of(connection, &found)?;
    let codings = answer_codings_of(connection, question, &found)?;
    let answer = |(response, answers): (SurveyResponseId, RawAnswers)| {
        let own = response.to_string();
        let codes = codings.iter().filter(|one| one.0 == own);
        SurveyOpenAnswer {
            text: text_of(&answers, question).unwrap_or_default().to_owned(),
            codes: codes.map(|one| Text::raw(one.1.clone())).collect(),
            response_id: Ident(response),
        }
    };
    let mut items: Vec<SurveyOpenAnswer> = texts.into_iter().map(answer).collect();
    let has_more = items.len() >= wanted;
    items.truncate(usize::from(page.limit));
    let last = items.last().filter(|_| has_more);
    let next = last.map(|one| Cursor {
        key: String::new(),
        id: one.response_id.0.to_string(),
    });
    Ok(Listing { items, next })
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
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let query = ValidQuery::<OpenQuestionParams>::extract(ctx.request()).await?;
    let (hub, question) = (Arc::clone(ctx.hub()), query.0.question);
    let words = ctx
        .read(move |snapshot| {
            let survey = Survey::read(snapshot, &hub, id.0, Action::SurveyResultRead)?;
            let connection = snapshot.connection();
            let (ready, place) = open_question(connection, &hub, &survey.campaign, &question)?;
            let special = ready
                .columns
                .get(place)
                .is_some_and(|column| column.special_category);
            let smallest = smallest_for(survey.smallest(), special);
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
fn texts(
    connection: &mut AnyConnection,
    id: SurveyCampaignId,
    question: &str,
) -> Outcome<Vec<String>> {
    let (mut texts, mut after) = (Vec::new(), String::new());
    loop {
        let batch = survey_facts_after(connection, id, &after)?;
        let Some(last) = batch.last() else {
            return Ok(texts);
        };
        after.clone_from(&last.response_id);
        let ids: Vec<String> = batch.into_iter().map(|fact| fact.response_id).collect();
        for part in ids.chunks(BATCH) {
            let answers = survey_answers_of(connection, part)?;
            texts.extend(
                answers
                    .iter()
                    .filter_map(|(_, answers)| Some(text_of(answers, question)?.to_owned())),
            );
        }
    }
}
