//! `/survey-campaigns/{campaign_id}/cross-table`: a question by places, categories, channels, months, or another question.

use std::sync::Arc;

use actix_web::{FromRequest as _, HttpResponse, get};
use domain_accounts::Action;
use domain_shared::{Code as _, Locale, SurveyCampaignId, messages};
use domain_surveys::AnswersShown;
use persistence::AnyConnection;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    counted::counted_pair,
    groups::{Group, ResultLevel, language},
    params::{GroupParams, NOT_A_DIVISION, Narrowing, narrowed, wrong},
    survey::{Question, Survey},
    view::{SurveyAnswerResults, SurveyResultGroup, SurveyResultQuestion, count_heads},
};
use crate::{
    http::{
        Ctx, PathId, ValidQuery,
        reply::{self, Caching},
    },
    problem::Outcome,
    wire::{
        Ident, PointIdField, ProvinceCodeField, RegionCodeField, StableCodeField,
        SurveyCampaignIdField, SurveyChannelField,
    },
};

/// Which table.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CrossParams {
    /// Name of the question whose answers are counted.
    #[param(max_length = 70, example = "usa")]
    row: String,
    /// What they are compared by: `region`, `province`, `point`, `category`, `channel`, `month`, or the name of another question, a
    /// single choice or a scale.
    #[param(max_length = 70, example = "category")]
    column: String,
    /// Only answers at this point; at most one such group, and only where a question is compared by another one.
    #[param(inline, value_type = Option<PointIdField>)]
    point: Option<PointIdField>,
    /// Only answers in this province.
    #[param(inline, value_type = Option<ProvinceCodeField>)]
    province: Option<ProvinceCodeField>,
    /// Only answers in this region.
    #[param(inline, value_type = Option<RegionCodeField>)]
    region: Option<RegionCodeField>,
    /// Only answers of this category of respondents.
    #[param(inline, value_type = Option<StableCodeField>)]
    category: Option<StableCodeField>,
    /// Only answers given in this way.
    #[param(inline, value_type = Option<SurveyChannelField>)]
    channel: Option<SurveyChannelField>,
    /// Only answers of this month.
    #[param(pattern = "^[0-9]{4}-[0-9]{2}$", max_length = 7, example = "2026-11")]
    month: Option<String>,
}

/// A column of a table.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyCrossColumn {
    /// Whose answers they are.
    group: SurveyResultGroup,
    /// The answers.
    answers: SurveyAnswerResults,
}

/// A table of a question by something.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyCrossTable {
    /// The campaign.
    campaign_id: SurveyCampaignIdField,
    /// The question whose answers are counted.
    row: SurveyResultQuestion,
    /// The question they are compared by, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<SurveyResultQuestion>,
    /// Whose answers are counted.
    within: SurveyResultGroup,
    /// All answers, then each group.
    #[schema(max_items = 20_000)]
    columns: Vec<SurveyCrossColumn>,
}

/// Read a cross-table of a survey campaign
///
/// One question by places, categories, channels, months, or by the choices of another question, of a campaign that is closed. What would
/// tell of a few people is left out, with what it could be worked out from. A table of two questions for one group only is shown
/// if nothing small is in it and nothing small is left beside all such tables that are shown; else everything in it is left out and
/// `suppressed`.
#[utoipa::path(
    tag = "survey-results", operation_id = "find_survey_cross_table",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), CrossParams),
    responses(
        (status = 200, description = "The table.", body = SurveyCrossTable),
        (status = 409, description = "The campaign is not closed."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_result.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/cross-table")]
pub(super) async fn find_survey_cross_table(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let query = ValidQuery::<CrossParams>::extract(ctx.request()).await?;
    let CrossParams {
        row,
        column,
        point,
        province,
        region,
        category,
        channel,
        month,
    } = query.0;
    let group = GroupParams {
        point,
        province,
        region,
        category,
        channel,
        month,
    };
    let narrowing = group.narrowing()?;
    let (hub, locale) = (Arc::clone(ctx.hub()), ctx.locale());
    let view = ctx
        .read(move |snapshot| {
            let survey = Survey::read(snapshot, &hub, id.0, Action::SurveyResultRead)?;
            let unknown = |parameter: &str| wrong(parameter, &messages::UNKNOWN_REFERENCE);
            let row = survey.question(&row).ok_or_else(|| unknown("row"))?;
            let connection = snapshot.connection();
            let level = ResultLevel::from_code(&column).filter(|level| {
                !matches!(
                    level,
                    ResultLevel::All | ResultLevel::Answer | ResultLevel::NoAnswer
                )
            });
            let Some(level) = level else {
                let by = survey.question(&column).ok_or_else(|| unknown("column"))?;
                return by_question(connection, &survey, (row, by), narrowing.as_ref(), locale);
            };
            if narrowing.is_some() {
                return Err(wrong("column", &NOT_A_DIVISION));
            }
            by_level(connection, &survey, row, level, locale)
        })
        .await?;
    reply::document(&ctx, &view, Caching::Private)
}

fn by_level(
    connection: &mut AnyConnection,
    survey: &Survey,
    row: &Question,
    level: ResultLevel,
    locale: Locale,
) -> Outcome<SurveyCrossTable> {
    let grouping = survey.grouping(level, locale);
    let tables = survey.tables(connection, &[row], &grouping)?;
    let answers = tables
        .into_iter()
        .next()
        .map(|table| table.groups)
        .unwrap_or_default();
    let shown = grouping.all.iter().zip(&answers);
    let of_level =
        shown.filter(|(group, _)| group.level == level || group.level == ResultLevel::All);
    let column = |(group, answers): (&Group, &AnswersShown)| SurveyCrossColumn {
        group: group.into(),
        answers: SurveyAnswerResults::of(&row.column, answers, locale),
    };
    Ok(SurveyCrossTable {
        campaign_id: Ident(survey.campaign.id),
        row: SurveyResultQuestion::of(row, survey.smallest(), locale),
        column: None,
        within: whole(),
        columns: of_level.map(column).collect(),
    })
}

fn whole() -> SurveyResultGroup {
    SurveyResultGroup {
        level: crate::wire::Coded(ResultLevel::All),
        code: String::new(),
        label: String::new(),
    }
}

/// The groups that the choices of a question make.
fn answer_groups(by: &Question, locale: Locale) -> Vec<SurveyResultGroup> {
    let heads = count_heads(&by.column, language(locale)).into_iter();
    let group = |level, code, label| SurveyResultGroup {
        level: crate::wire::Coded(level),
        code,
        label,
    };
    let choices = heads.map(|(code, label)| group(ResultLevel::Answer, code, label));
    let none = ResultLevel::NoAnswer;
    let last = group(none, none.code().to_owned(), none.label(locale).to_owned());
    std::iter::once(whole())
        .chain(choices)
        .chain([last])
        .collect()
}

fn by_question(
    connection: &mut AnyConnection,
    survey: &Survey,
    (row, by): (&Question, &Question),
    narrowing: Option<&Narrowing>,
    locale: Locale,
) -> Outcome<SurveyCrossTable> {
    if !by.column.kind.divides() || row.column.name == by.column.name {
        return Err(wrong("column", &NOT_A_DIVISION));
    }
    let (grouping, group) = narrowed(survey, narrowing, locale)?;
    let counted = counted_pair(connection, survey, (row, by), &grouping)?;
    let table = match narrowing {
        None => counted.whole(survey.smallest()),
        Some(_) => counted.slice(group, survey.smallest()),
    };
    let columns = answer_groups(by, locale).into_iter().zip(&table.groups);
    let columns = columns.map(|(group, answers)| SurveyCrossColumn {
        group,
        answers: SurveyAnswerResults::of(&row.column, answers, locale),
    });
    let smallest = survey.smallest();
    Ok(SurveyCrossTable {
        campaign_id: Ident(survey.campaign.id),
        row: SurveyResultQuestion::of(row, smallest, locale),
        column: Some(SurveyResultQuestion::of(by, smallest, locale)),
        within: grouping
            .all
            .get(group)
            .map_or_else(whole, SurveyResultGroup::from),
        columns: columns.collect(),
    })
}
