//! Final answers by a link, which is used then.

use std::sync::Arc;

use actix_web::{HttpResponse, post};
use chrono::{DateTime, Utc};
use domain_accounts::Action;
use domain_shared::civil_date;
use domain_surveys::SurveyLink;
use persistence::{
    DbError,
    surveys::{submission_was_made, survey_link_use},
};

use super::{
    answering::{incoming, new_instance},
    dto::{Given, SurveyLinkAnswersInput},
    opened::{anybody, link_of, open, secret},
    view::SurveyLinkReceiptView,
};
use crate::{
    auth::token_hash,
    http::{Ctx, UnitOfWork, ValidJson, reply},
    problem::{Outcome, Problem, ProblemCode},
    survey_forms::FormCache,
    survey_responses::{
        hash_of,
        store::{Stored, store},
        time_of,
    },
};

/// Submit answers with a survey link
///
/// For good: the answers saved before with those of the body are complete, and the link does not work any more. The same
/// body sent again gets the same answer, unless the campaign is anonymous: then nothing is kept by which it would be known
/// again. Rates are as strict as for signing in.
#[utoipa::path(
    tag = "survey-links", operation_id = "submit_survey_link",
    params((
        "link" = String, Path, description = "The secret of the link.",
        min_length = 43, max_length = 43, pattern = "^[A-Za-z0-9_-]{43}$",
        example = "Zk1mT0xkQ3JwWnJhVWV5dFh1b3d0Q2pXc0xqU2hQbW4"
    )),
    request_body = SurveyLinkAnswersInput,
    responses(
        (status = 200, description = "The answers are taken.", body = SurveyLinkReceiptView),
        (status = 409, description = "The link was used, the quota is full, or the campaign takes no answers."),
    ),
    security(()), extensions(("x-action" = json!("survey_link.answer"))),
)]
#[post("/survey-links/{link}/submission")]
pub(super) async fn submit_survey_link(
    ctx: Ctx,
    body: ValidJson<SurveyLinkAnswersInput>,
) -> Outcome<HttpResponse> {
    ctx.check_sensitive_rate()?;
    let given = body.read(SurveyLinkAnswersInput::read)?;
    let (hub, hash) = (Arc::clone(ctx.hub()), token_hash(secret(&ctx)));
    let taken = ctx
        .write(move |unit| submit(unit, &hub.forms, &hash, &given))
        .await?;
    // Only now, so that it is kept that somebody was rejected.
    let taken = taken.ok_or_else(|| Problem::new(ProblemCode::QuotaFull))?;
    reply::personal(&SurveyLinkReceiptView {
        completed_on: civil_date(taken),
    })
}

/// When the answers were taken; nothing where the quota is full.
fn submit(
    unit: &mut UnitOfWork<'_, '_>,
    forms: &FormCache,
    hash: &str,
    given: &Given,
) -> Outcome<Option<DateTime<Utc>>> {
    let now = unit.now();
    let permit = unit.authorize(Action::SurveyLinkAnswer, &anybody())?;
    let link = link_of(unit.connection(), hash, now)?;
    if let Some(used_at) = link.used_at {
        unit.tx().bookkeeping();
        is_again(unit, &link, given)?;
        return Ok(Some(used_at));
    }
    let opened = open(unit.connection(), link, now)?;
    let instance_id = new_instance()?;
    let incoming = incoming(&opened, &permit, given, &instance_id)?;
    let Stored::Response(response) = store(unit, forms, &incoming)? else {
        return Ok(None);
    };
    let at = time_of(&opened.campaign, now);
    let remembered = (!opened.campaign.anonymous).then_some(response.id);
    let used = survey_link_use(unit.tx(), &permit, opened.link.id, remembered, at);
    used.map_err(|error| match error {
        DbError::Stale => Problem::new(ProblemCode::LinkUsed),
        other => other.into(),
    })?;
    Ok(Some(at))
}

/// Refuses what is not the same as what was sent before with a link.
fn is_again(unit: &mut UnitOfWork<'_, '_>, link: &SurveyLink, given: &Given) -> Outcome<()> {
    let sha256 = hash_of(given)?;
    let is_same = match link.response_id {
        Some(response) => submission_was_made(unit.connection(), response, &sha256)?,
        None => false,
    };
    if is_same {
        Ok(())
    } else {
        Err(Problem::new(ProblemCode::LinkUsed))
    }
}
