//! `/survey-campaigns/{campaign_id}/trends`: the same question in several campaigns.

use std::sync::Arc;

use actix_web::{FromRequest as _, HttpResponse, get};
use chrono::NaiveDate;
use domain_accounts::Action;
use domain_shared::{SurveyCampaignId, SurveyCampaignKind, messages};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    groups::Grouping,
    params::wrong,
    survey::{Question, Survey},
    view::{SurveyAnswerResults, SurveyResultQuestion},
};
use crate::{
    http::{
        Ctx, PathId, Snapshot, ValidQuery,
        reply::{self, Caching},
    },
    hub::Hub,
    problem::{Outcome, ProblemCode},
    wire::{DisplayNameField, Ident, SurveyCampaignIdField, Text},
};

/// What to compare.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TrendParams {
    /// Name of the question.
    #[param(max_length = 70, example = "soddisfazione")]
    question: String,
    /// The other campaigns.
    #[serde(default)]
    #[param(value_type = Option<Vec<SurveyCampaignIdField>>, max_items = 11)]
    with: Vec<Ident<SurveyCampaignKind>>,
}

/// A question in one campaign.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyTrendCampaign {
    /// The campaign.
    campaign_id: SurveyCampaignIdField,
    /// Its title.
    title: DisplayNameField,
    /// Its first day.
    first_day: NaiveDate,
    /// Its last day.
    last_day: NaiveDate,
    /// Whether it asks the question with the same choices.
    #[schema(example = true)]
    comparable: bool,
    /// The answers, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<SurveyAnswerResults>,
}

/// A question in several campaigns.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyTrend {
    /// The question.
    question: SurveyResultQuestion,
    /// The campaigns by their first day.
    #[schema(max_items = 12)]
    campaigns: Vec<SurveyTrendCampaign>,
}

/// Compare survey campaigns
///
/// One question in campaigns that share its name and codes, all of them closed. Each is shown as its own results show it.
#[utoipa::path(
    tag = "survey-results", operation_id = "find_survey_trend",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), TrendParams),
    responses(
        (status = 200, description = "The question in each campaign.", body = SurveyTrend),
        (status = 409, description = "A campaign is not closed."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_result.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/trends")]
pub(super) async fn find_survey_trend(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let query = ValidQuery::<TrendParams>::extract(ctx.request()).await?;
    let TrendParams { question, with } = query.0;
    let (hub, locale) = (Arc::clone(ctx.hub()), ctx.locale());
    let view = ctx
        .read(move |snapshot| {
            let own = Survey::read(snapshot, &hub, id.0, Action::SurveyResultRead)?;
            let asked = own.question(&question);
            let asked = asked.ok_or_else(|| wrong("question", &messages::UNKNOWN_REFERENCE))?;
            let mut others = Vec::new();
            for one in with.iter().filter(|one| one.0 != id.0) {
                others.push(other(snapshot, &hub, one.0)?);
            }
            let mut campaigns = Vec::new();
            for survey in others.iter().chain([&own]) {
                campaigns.push(in_campaign(snapshot, survey, asked, locale)?);
            }
            campaigns.sort_by_key(|one| (one.first_day, one.campaign_id.0));
            campaigns.dedup_by_key(|one| one.campaign_id.0);
            Ok(SurveyTrend {
                question: SurveyResultQuestion::of(asked, own.smallest(), locale),
                campaigns,
            })
        })
        .await?;
    reply::document(&ctx, &view, Caching::Private)
}

/// A campaign that a parameter names: one that the caller must not know of is a mistake of the parameter.
fn other(snapshot: &mut Snapshot<'_>, hub: &Hub, id: SurveyCampaignId) -> Outcome<Survey> {
    let survey = Survey::read(snapshot, hub, id, Action::SurveyResultRead);
    survey.map_err(|problem| match problem.code {
        ProblemCode::NotFound => wrong("with", &messages::UNKNOWN_REFERENCE),
        _ => problem,
    })
}

/// Whether two questions have the same codes, whatever they are called.
fn is_same(one: &Question, other: &Question) -> bool {
    let codes = |question: &Question| {
        let choices = question.column.kind.choices().iter();
        choices
            .map(|choice| choice.code.clone())
            .collect::<Vec<_>>()
    };
    std::mem::discriminant(&one.column.kind) == std::mem::discriminant(&other.column.kind)
        && codes(one) == codes(other)
}

fn in_campaign(
    snapshot: &mut Snapshot<'_>,
    survey: &Survey,
    asked: &Question,
    locale: domain_shared::Locale,
) -> Outcome<SurveyTrendCampaign> {
    let found = survey
        .question(&asked.column.name)
        .filter(|one| is_same(one, asked));
    let mut answers = None;
    if let Some(question) = found {
        let tables = survey.tables(snapshot.connection(), &[question], &Grouping::none())?;
        let shown = tables.first().and_then(|table| table.groups.first());
        answers = shown.map(|shown| SurveyAnswerResults::of(&question.column, shown, locale));
    }
    let campaign = &survey.campaign;
    Ok(SurveyTrendCampaign {
        campaign_id: Ident(campaign.id),
        title: Text::of(&campaign.title),
        first_day: campaign.first_day,
        last_day: campaign.last_day,
        comparable: answers.is_some(),
        answers,
    })
}
