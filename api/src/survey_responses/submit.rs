//! Taking answers that staff collected: new ones, the same again, edits.

use std::sync::Arc;

use actix_web::{HttpResponse, post};
use domain_accounts::{Action, Permit};
use domain_shared::{PointId, StableCode, SurveyCampaignId, Violation, Violations, messages};
use domain_surveys::{
    CHANNEL_NOT_USED, EDIT_MOVES, InstanceId, KnownInstance, RESPONDENT_IN_ANONYMOUS, Reception,
    Replaced, Respondent, SurveyCampaign, SurveyChannel, SurveyResponse, SurveyResponseStatus,
    Unreceived, receive,
};
use persistence::surveys::{respondent_find, submission_find};

use super::{
    common::hash_of,
    dto::{Submitted, SurveySubmissionInput},
    fields::SurveyCampaignIdField,
    store::{Incoming, Stored, store},
    view::SurveyResponseView,
};
use crate::{
    http::{Ctx, PathId, UnitOfWork, ValidJson, reply},
    problem::{Outcome, Problem, ProblemCode},
    survey_campaigns::common::{campaign_of, may_at, may_collect, target},
    survey_forms::FormCache,
};

/// What became of a submission that was taken.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// Whether there was no response before.
    pub(super) is_new: bool,
    pub(super) response: SurveyResponse,
}

/// Submit a survey response
///
/// Answers that were collected by telephone or at the desk, partial or complete, of somebody on the list or of anybody.
/// They are checked against the version the campaign asks; pointers lead to them (`/answers/eta`). Sent again with the
/// same `instance_id` and the same content they get the same answer (200); with other content that is refused. An edit,
/// or the next part of partial answers, has an `instance_id` of its own and names the one it replaces. A complete response
/// counts once; where the quota is full it is refused, and whoever is on the list counts as rejected. `Idempotency-Key` is not
/// needed: `instance_id` does its work.
#[utoipa::path(
    tag = "survey-responses", operation_id = "submit_survey_response",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    request_body = SurveySubmissionInput,
    responses(
        (status = 200, description = "The response, edited or as it was.", body = SurveyResponseView),
        (status = 201, description = "The new response.", body = SurveyResponseView),
        (status = 409, description = "The campaign takes no answers, the quota is full, or there is another response already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_response.write")), ("x-idempotency-key" = json!(false))),
)]
#[post("/survey-campaigns/{campaign_id}/responses")]
pub(super) async fn submit_survey_response(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    body: ValidJson<SurveySubmissionInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let submitted = body.read(SurveySubmissionInput::read)?;
    let taken = take(&ctx, id.0, submitted).await?;
    let (view, version) = (
        SurveyResponseView::from(&taken.response),
        taken.response.version,
    );
    if taken.is_new {
        let path = format!("/survey-campaigns/{}/responses/{}", id.0, taken.response.id);
        reply::created(&ctx, &view, version, &path)
    } else {
        reply::changed(&view, version)
    }
}

/// Takes one submission, in a transaction of its own.
pub(super) async fn take(ctx: &Ctx, id: SurveyCampaignId, submitted: Submitted) -> Outcome<Taken> {
    let (hub, sha256) = (Arc::clone(ctx.hub()), hash_of(&submitted)?);
    let taken = ctx
        .write(move |unit| received(unit, &hub.forms, id, (&submitted, &sha256)))
        .await?;
    // Only now, so that it is kept that somebody was rejected.
    taken.ok_or_else(|| Problem::new(ProblemCode::QuotaFull))
}

/// Nothing where the quota is full.
fn received(
    unit: &mut UnitOfWork<'_, '_>,
    forms: &FormCache,
    id: SurveyCampaignId,
    (submitted, sha256): (&Submitted, &str),
) -> Outcome<Option<Taken>> {
    let campaign = campaign_of(unit.connection(), id)?;
    unit.authorize(Action::SurveyCampaignRead, &target(&campaign))?;
    let known = submission_find(unit.connection(), id, &submitted.instance_id)?;
    let (before, permit) = named(unit, &campaign, submitted)?;
    let was_taken = known.as_ref().map(|(sha256, response)| KnownInstance {
        sha256: sha256.clone(),
        is_deleted: response.status == SurveyResponseStatus::Deleted,
    });
    let replaced = before.as_ref().map(|response| Replaced {
        status: response.status,
        instance_id: &response.instance_id,
    });
    let deprecated = submitted.deprecated_id.as_ref();
    let reception = receive(sha256, was_taken.as_ref(), deprecated, replaced).map_err(refusal)?;
    match (reception, known) {
        (Reception::Again, Some((_, response))) => {
            unit.tx().bookkeeping();
            // Whoever is not told of the response is not told that it is there.
            may_at(
                unit,
                &campaign,
                response.point_id,
                Action::SurveyResponseWrite,
            )
            .map_err(|_| refusal(Unreceived::InstanceReused))?;
            Ok(Some(Taken {
                is_new: false,
                response,
            }))
        }
        (Reception::New | Reception::Edit | Reception::Again, _) => {
            let before = before.filter(|_| reception == Reception::Edit);
            let incoming = (submitted, before.as_ref(), permit, sha256);
            fresh(unit, forms, &campaign, incoming)
        }
    }
}

/// The problem of a submission that is not taken.
pub(super) fn refusal(why: Unreceived) -> Problem {
    match why {
        Unreceived::InstanceReused => Problem::new(ProblemCode::InstanceReused),
        Unreceived::Deleted => Problem::new(ProblemCode::ResponseDeleted),
        Unreceived::Superseded => Problem::new(ProblemCode::InstanceSuperseded),
        Unreceived::NothingToReplace => {
            Problem::invalid("/deprecated_id", &messages::UNKNOWN_REFERENCE)
        }
    }
}

/// The response that an edit replaces, if the caller may, and why.
fn named(
    unit: &mut UnitOfWork<'_, '_>,
    campaign: &SurveyCampaign,
    submitted: &Submitted,
) -> Outcome<(Option<SurveyResponse>, Option<Permit>)> {
    let Some(deprecated) = &submitted.deprecated_id else {
        return Ok((None, None));
    };
    let Some(before) = replaced(unit, campaign, deprecated)? else {
        return Ok((None, None));
    };
    let permit = may_collect(unit, campaign, before.point_id, "/deprecated_id")?;
    Ok((Some(before), Some(permit)))
}

fn replaced(
    unit: &mut UnitOfWork<'_, '_>,
    campaign: &SurveyCampaign,
    deprecated: &InstanceId,
) -> Outcome<Option<SurveyResponse>> {
    let found = submission_find(unit.connection(), campaign.id, deprecated)?;
    Ok(found.map(|(_, response)| response))
}

/// Takes what was not taken before.
fn fresh(
    unit: &mut UnitOfWork<'_, '_>,
    forms: &FormCache,
    campaign: &SurveyCampaign,
    (submitted, before, permit, sha256): (
        &Submitted,
        Option<&SurveyResponse>,
        Option<Permit>,
        &str,
    ),
) -> Outcome<Option<Taken>> {
    if submitted.channel == SurveyChannel::Link {
        return Err(Problem::invalid("/channel", &CHANNEL_NOT_USED));
    }
    let respondent = respondent(unit, campaign, submitted, before)?;
    let (point, category) = place(submitted, before, respondent.as_ref())?;
    let pointer = if respondent.is_some() {
        "/respondent_id"
    } else {
        "/point_id"
    };
    let permit = match permit {
        Some(permit) => permit,
        None => may_collect(unit, campaign, point, pointer)?,
    };
    let incoming = Incoming {
        permit: &permit,
        campaign,
        before,
        respondent: respondent.as_ref(),
        point,
        category: &category,
        channel: submitted.channel,
        interviewer: permit.user(),
        instance_id: &submitted.instance_id,
        language: &submitted.language,
        consent: submitted.consent,
        answers: &submitted.answers,
        complete: submitted.complete,
        noted: true,
        sha256: sha256.to_owned(),
    };
    Ok(match store(unit, forms, &incoming)? {
        Stored::Full => None,
        Stored::Response(response) => Some(Taken {
            is_new: before.is_none(),
            response: *response,
        }),
    })
}

/// Whoever answered, if they are on the list: whom the body names, or whom the answers are of that it replaces.
fn respondent(
    unit: &mut UnitOfWork<'_, '_>,
    campaign: &SurveyCampaign,
    submitted: &Submitted,
    before: Option<&SurveyResponse>,
) -> Outcome<Option<Respondent>> {
    if submitted.respondent_id.is_some() && campaign.anonymous {
        return Err(Problem::invalid("/respondent_id", &RESPONDENT_IN_ANONYMOUS));
    }
    let Some(id) = submitted
        .respondent_id
        .or_else(|| before.and_then(|one| one.respondent_id))
    else {
        return Ok(None);
    };
    let found = respondent_find(unit.connection(), campaign.id, id)?;
    let unknown = || Problem::invalid("/respondent_id", &messages::UNKNOWN_REFERENCE);
    found.map(Some).ok_or_else(unknown)
}

/// Point and category of the answers. An edit stays where the answers are that it replaces.
fn place(
    submitted: &Submitted,
    before: Option<&SurveyResponse>,
    respondent: Option<&Respondent>,
) -> Outcome<(PointId, StableCode)> {
    if let Some(before) = before {
        let mut wrong = Violations::new();
        let moves = [
            (
                "/point_id",
                submitted.point_id.is_some_and(|id| id != before.point_id),
            ),
            (
                "/category",
                submitted
                    .category
                    .as_ref()
                    .is_some_and(|one| *one != before.category),
            ),
            (
                "/respondent_id",
                submitted.respondent_id.is_some()
                    && submitted.respondent_id != before.respondent_id,
            ),
        ];
        for (pointer, _) in moves.iter().filter(|(_, moves)| *moves) {
            wrong.push(Violation::new(*pointer, &EDIT_MOVES));
        }
        wrong.into_result()?;
        return Ok((before.point_id, before.category.clone()));
    }
    if let Some(respondent) = respondent {
        return Ok((respondent.point_id, respondent.category.clone()));
    }
    let missing = |pointer: &str| Problem::invalid(pointer, &messages::REQUIRED);
    let point = submitted.point_id.ok_or_else(|| missing("/point_id"))?;
    let category = submitted.category.clone();
    Ok((point, category.ok_or_else(|| missing("/category"))?))
}
