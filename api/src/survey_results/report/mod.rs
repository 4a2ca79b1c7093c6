//! `/survey-campaigns/{campaign_id}/report`: the results of a campaign as one page to read and print.

mod annex;
mod charts;
mod page;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use actix_web::{HttpResponse, get, http::header};
use domain_accounts::Action;
use domain_shared::{Locale, SurveyCampaignId};
use domain_surveys::AnswerTable;
use persistence::surveys::campaign_progress;

use self::page::{Content, page};
use super::{
    groups::{Grouping, ResultLevel},
    survey::{Question, Survey},
};
use crate::{
    http::{Ctx, PathId},
    hub::off_thread,
    problem::Outcome,
    wire::SurveyCampaignIdField,
};

/// Nothing within the page may run or load anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// What is counted for a report.
struct Tables {
    grouping: Grouping,
    /// By question.
    tables: Vec<AnswerTable>,
}

/// Read the report of a survey campaign
///
/// One page in Italian that loads and runs nothing: method, field work, quotas, results by part with charts, by category, and by point.
/// Every chart has its numbers beside it. What results suppress is suppressed here.
#[utoipa::path(
    tag = "survey-results", operation_id = "find_survey_report",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    responses(
        (status = 200, description = "The report."),
        (status = 409, description = "The campaign is not closed."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_result.read")), ("x-page-answer" = json!(true))),
)]
#[get("/survey-campaigns/{campaign_id}/report")]
pub(super) async fn find_survey_report(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let hub = Arc::clone(ctx.hub());
    let made = ctx
        .read(move |snapshot| {
            let survey = Survey::read(snapshot, &hub, id.0, Action::SurveyResultRead)?;
            let progress = campaign_progress(snapshot.connection(), id.0)?;
            let questions: Vec<&Question> = survey.questions.iter().collect();
            let levels = [
                ResultLevel::Category,
                ResultLevel::Point,
                ResultLevel::Channel,
                ResultLevel::Month,
            ];
            let mut all = Vec::new();
            for level in levels {
                let grouping = survey.grouping(level, Locale::Italian);
                let tables = survey.tables(snapshot.connection(), &questions, &grouping)?;
                all.push(Tables { grouping, tables });
            }
            Ok((survey, progress, all))
        })
        .await?;
    let text = off_thread(move || {
        let (survey, progress, all) = made;
        let content = Content {
            survey: &survey,
            progress: &progress,
            all: &all,
        };
        Outcome::Ok(page(&content))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            "inline; filename=\"report-indagine.html\"",
        ))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .content_type("text/html; charset=utf-8")
        .body(text))
}
