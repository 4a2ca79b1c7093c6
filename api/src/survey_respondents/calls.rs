//! Calls to respondents.

use actix_web::{HttpResponse, get, post};
use domain_shared::{SurveyCampaignId, SurveyRespondentId};
use domain_surveys::{Call, CallAttempt, Respondent, disposition_after_call};
use persistence::surveys::{
    call_attempt_insert, call_attempt_list, respondent_update, vain_call_count,
};

use super::{
    common::{change_respondent, is_known, read_respondent, record},
    dto::{NoParams, SurveyCallInput},
    fields::{SurveyCampaignIdField, SurveyRespondentIdField},
    view::SurveyCallAttemptView,
};
use crate::{
    http::{
        Created, Ctx, ListQuery, Page, PageParams, PathId, UnitOfWork, ValidJson, reply::Caching,
    },
    problem::{Outcome, Problem},
    survey_campaigns::common::is_not_over,
};

/// Record a call to a respondent
///
/// It moves them along: reached, to be called again, refused, not eligible, a wrong number. Ten calls that reached nobody
/// make them unresponsive. It stays as it is.
#[utoipa::path(
    tag = "survey-respondents", operation_id = "create_survey_call_attempt",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("respondent_id" = SurveyRespondentIdField, Path, description = "The respondent."),
    ),
    request_body = SurveyCallInput,
    responses(
        (status = 201, description = "The call.", body = SurveyCallAttemptView),
        (status = 409, description = "They are not to be called any more, the campaign ended, or the same request still runs."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_response.write"))),
)]
#[post("/survey-campaigns/{campaign_id}/respondents/{respondent_id}/call-attempts")]
pub(super) async fn create_survey_call_attempt(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyRespondentId)>,
    body: ValidJson<SurveyCallInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let now = ctx.now();
    let call = body.read(|input| input.read(now))?;
    let (campaign, respondent) = ids.0;
    ctx.create(move |unit| {
        let attempt = called(unit, ids.0, call.clone())?;
        let list = format!("/survey-campaigns/{campaign}/respondents/{respondent}/call-attempts");
        Ok(Created {
            path: list,
            version: None,
            view: SurveyCallAttemptView::from(&attempt),
        })
    })
    .await
}

fn called(
    unit: &mut UnitOfWork<'_, '_>,
    ids: (SurveyCampaignId, SurveyRespondentId),
    call: Call,
) -> Outcome<CallAttempt> {
    let (campaign, before, permit) = change_respondent(unit, ids)?;
    is_not_over(&campaign)?;
    is_known(&before)?;
    let earlier = vain_call_count(unit.connection(), before.id)?;
    let vain = earlier.saturating_add(u16::from(call.outcome.is_vain()));
    let disposition = disposition_after_call(before.disposition, call.outcome, vain)
        .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))?;
    let now = unit.now();
    let after = Respondent {
        disposition,
        attempts: before.attempts.saturating_add(1),
        next_call_at: call.next_call_at.filter(|_| disposition.may_be_called()),
        version: before.version.next(),
        updated_at: now,
        ..before.clone()
    };
    let attempt = CallAttempt {
        number: after.attempts,
        call,
        called_by: permit.user(),
        called_at: now,
    };
    respondent_update(unit.tx(), &permit, before.version, &after)?;
    call_attempt_insert(unit.tx(), &permit, before.id, &attempt)?;
    record(unit, &permit, &campaign, Some(&before), &after)?;
    Ok(attempt)
}

/// List the calls to a respondent
///
/// Newest first.
#[utoipa::path(
    tag = "survey-respondents", operation_id = "list_survey_call_attempts",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("respondent_id" = SurveyRespondentIdField, Path, description = "The respondent."),
        PageParams,
    ),
    responses((status = 200, description = "A page of calls.", body = Page<SurveyCallAttemptView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_response.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/respondents/{respondent_id}/call-attempts")]
pub(super) async fn list_survey_call_attempts(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyRespondentId)>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (NoParams {}, page, list) = query.split();
    let attempts = ctx
        .read(move |snapshot| {
            let respondent = read_respondent(snapshot, ids.0)?;
            let connection = snapshot.connection();
            Ok(call_attempt_list(connection, respondent.id, &page)?)
        })
        .await?;
    let items = attempts.map(|attempt| SurveyCallAttemptView::from(&attempt));
    list.answer(&ctx, items, Caching::Private)
}
