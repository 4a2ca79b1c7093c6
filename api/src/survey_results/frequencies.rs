//! `/survey-campaigns/{campaign_id}/results`: every question by itself.

use std::sync::Arc;

use actix_web::{HttpResponse, get};
use domain_accounts::Action;
use domain_shared::SurveyCampaignId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    params::{GroupParams, narrowed},
    survey::{Question, Survey},
    view::{SurveyAnswerResults, SurveyResultGroup, SurveyResultQuestion},
};
use crate::{
    http::{
        Ctx, PathId, ValidQuery,
        reply::{self, Caching},
    },
    problem::Outcome,
    wire::{Ident, SurveyCampaignIdField},
};

/// A question with its results.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyQuestionResult {
    /// The question.
    question: SurveyResultQuestion,
    /// The answers.
    answers: SurveyAnswerResults,
}

/// Results of a campaign.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyResults {
    /// The campaign.
    campaign_id: SurveyCampaignIdField,
    /// Whose answers they are.
    group: SurveyResultGroup,
    /// The questions, in the order of the questionnaire.
    #[schema(max_items = 5000)]
    questions: Vec<SurveyQuestionResult>,
}

/// Read the results of a survey campaign
///
/// Every question by itself, of a campaign that is closed: how many answered, how many took each choice, statistics of numbers and
/// scales; of all answers or of one group of them. Counts that would tell of a few people are left out, with those they
/// could be worked out from; the same ones in every answer, filter and export. Open answers that were given codes are shown by
/// these. Questions inside repeated groups are not counted, only how often the group was answered.
#[utoipa::path(
    tag = "survey-results", operation_id = "find_survey_results",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), GroupParams),
    responses(
        (status = 200, description = "The results.", body = SurveyResults),
        (status = 409, description = "The campaign is not closed."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_result.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/results")]
pub(super) async fn find_survey_results(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ValidQuery<GroupParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let narrowing = query.0.narrowing()?;
    let (hub, locale) = (Arc::clone(ctx.hub()), ctx.locale());
    let view = ctx
        .read(move |snapshot| {
            let survey = Survey::read(snapshot, &hub, id.0, Action::SurveyResultRead)?;
            let (grouping, group) = narrowed(&survey, narrowing.as_ref(), locale)?;
            let questions: Vec<&Question> = survey.questions.iter().collect();
            let tables = survey.tables(snapshot.connection(), &questions, &grouping)?;
            let results = questions
                .iter()
                .zip(&tables)
                .filter_map(|(question, table)| {
                    let answers = table.groups.get(group)?;
                    Some(SurveyQuestionResult {
                        question: SurveyResultQuestion::of(question, survey.smallest(), locale),
                        answers: SurveyAnswerResults::of(&question.column, answers, locale),
                    })
                });
            let questions = results.collect();
            let group = grouping.all.get(group).or_else(|| grouping.all.first());
            Ok(group.map(|group| SurveyResults {
                campaign_id: Ident(survey.campaign.id),
                group: group.into(),
                questions,
            }))
        })
        .await?;
    let view = view.ok_or_else(crate::problem::Problem::not_found)?;
    reply::document(&ctx, &view, Caching::Private)
}
