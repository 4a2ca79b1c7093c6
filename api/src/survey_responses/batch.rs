//! Answers that were collected where there was no network, sent together.

use actix_web::{HttpResponse, http::StatusCode, post};
use domain_accounts::Action;
use domain_shared::{SurveyCampaignId, TextValue as _};
use domain_surveys::InstanceId;
use serde_json::Value;

use super::{
    dto::{SurveyBatchInput, SurveySubmissionInput},
    fields::SurveyCampaignIdField,
    submit::{Taken, take},
    view::{SurveyBatchView, SurveySubmissionOutcomeView},
};
use crate::{
    http::{Ctx, PathId, ValidJson, read_document, reply},
    problem::{Outcome, Problem},
    survey_campaigns::common::read_within,
    wire::{Ident, Text},
};

/// Submit several survey responses
///
/// Up to five hundred that were collected offline, in the order in which they were made: an edit comes after what it
/// replaces. Each is taken or refused as if it were alone, in a transaction of its own, and the answer says what became of
/// it. Because every submission has its `instance_id`, a batch whose answer was lost may be sent again.
#[utoipa::path(
    tag = "survey-responses", operation_id = "submit_survey_responses",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    request_body = SurveyBatchInput,
    responses((status = 200, description = "What became of each.", body = SurveyBatchView)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_response.write"))),
)]
#[post("/survey-campaigns/{campaign_id}/response-batches")]
pub(super) async fn submit_survey_responses(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    body: ValidJson<SurveyBatchInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let documents = body.into_inner()?.items;
    ctx.read(move |snapshot| read_within(snapshot, id.0, Action::SurveyResponseWrite))
        .await?;
    let mut items = Vec::with_capacity(documents.len());
    for document in documents {
        let taken = take_document(&ctx, id.0, &document.0).await;
        items.push(outcome(&ctx, &document.0, taken.as_ref()));
    }
    reply::personal(&SurveyBatchView { items })
}

async fn take_document(ctx: &Ctx, id: SurveyCampaignId, document: &Value) -> Outcome<Taken> {
    let read = SurveySubmissionInput::read;
    let submitted = read_document(&ctx.hub().schemas, document, read)?;
    take(ctx, id, submitted).await
}

fn outcome(
    ctx: &Ctx,
    document: &Value,
    taken: Result<&Taken, &Problem>,
) -> SurveySubmissionOutcomeView {
    let instance = document.get("instance_id").and_then(Value::as_str);
    let instance = instance.and_then(|text| InstanceId::parse(text).ok());
    let status = match taken {
        Ok(taken) if taken.is_new => StatusCode::CREATED,
        Ok(_) => StatusCode::OK,
        Err(problem) => problem.code.status(),
    };
    SurveySubmissionOutcomeView {
        status: status.as_u16(),
        instance_id: instance.as_ref().map(Text::of),
        response_id: taken.ok().map(|taken| Ident(taken.response.id)),
        problem: taken.err().map(|problem| ctx.explain(problem)),
    }
}
