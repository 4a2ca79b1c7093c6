//! `/survey-links/{link}`: what is asked, and answers saved to be finished later.

use std::sync::Arc;

use actix_web::{HttpResponse, get, put};
use domain_accounts::Action;
use domain_shared::TextValue as _;
use domain_surveys::{InstanceId, RawAnswers, SurveyChannel, SurveyResponse};
use persistence::surveys::survey_link_begin;

use super::{
    dto::{Given, SurveyLinkAnswersInput},
    opened::{Opened, anybody, link_of, missed, open, secret},
    view::{SurveyLinkSavedView, SurveyLinkView},
};
use crate::{
    auth::token_hash,
    clock::random_bytes,
    http::{
        Ctx, UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
    questionnaires::DefinitionView,
    survey_forms::{FormCache, ReadyForm},
    survey_responses::{
        hash_of,
        schema::SurveyAnswers,
        store::{Incoming, Stored, store},
    },
    wire::{Text, optional},
};

/// Find what a survey link asks
///
/// By its secret: the questionnaire, the text to agree to, and the answers saved so far. An unknown, an expired and a
/// revoked link answer alike. Rates are as strict as for signing in.
#[utoipa::path(
    tag = "survey-links", operation_id = "find_survey_link",
    params((
        "link" = String, Path, description = "The secret of the link.",
        min_length = 43, max_length = 43, pattern = "^[A-Za-z0-9_-]{43}$",
        example = "Zk1mT0xkQ3JwWnJhVWV5dFh1b3d0Q2pXc0xqU2hQbW4"
    )),
    responses(
        (status = 200, description = "What is asked.", body = SurveyLinkView),
        (status = 409, description = "The link was used, or the campaign takes no answers."),
    ),
    security(()), extensions(("x-action" = json!("survey_link.answer"))),
)]
#[get("/survey-links/{link}")]
pub(super) async fn find_survey_link(ctx: Ctx) -> Outcome<HttpResponse> {
    ctx.check_sensitive_rate()?;
    let (hub, hash, now) = (Arc::clone(ctx.hub()), token_hash(secret(&ctx)), ctx.now());
    let view = ctx
        .read(move |snapshot| {
            snapshot.authorize(Action::SurveyLinkAnswer, &anybody())?;
            let connection = snapshot.connection();
            let link = link_of(connection, &hash, now)?;
            let opened = open(connection, link, now)?;
            let ready = hub.forms.of_campaign(connection, &opened.campaign)?;
            Ok(shown(&opened, &ready))
        })
        .await?;
    reply::document(&ctx, &view, Caching::Private)
}

fn shown(opened: &Opened, ready: &ReadyForm) -> SurveyLinkView {
    let (campaign, begun) = (&opened.campaign, opened.begun.as_ref());
    let saved = begun.map(|response| response.answers.clone());
    SurveyLinkView {
        title: Text::of(&campaign.title),
        description: optional(campaign.content.description.as_ref()),
        anonymous: campaign.anonymous,
        consent: campaign.content.consent.clone(),
        consented: begun.is_some_and(|response| response.consented_at.is_some()),
        last_day: campaign.last_day,
        expires_at: opened.link.expires_at,
        definition: DefinitionView(ready.definition.clone()),
        answers: SurveyAnswers(ready.form.without_computed(saved.unwrap_or_default())),
    }
}

/// Save answers with a survey link
///
/// In place of those saved before, to be finished later with the same link: nothing needs to be complete yet. Whoever
/// saves last is right, because one person answers by one link.
#[utoipa::path(
    tag = "survey-links", operation_id = "save_survey_link_answers",
    params((
        "link" = String, Path, description = "The secret of the link.",
        min_length = 43, max_length = 43, pattern = "^[A-Za-z0-9_-]{43}$",
        example = "Zk1mT0xkQ3JwWnJhVWV5dFh1b3d0Q2pXc0xqU2hQbW4"
    )),
    request_body = SurveyLinkAnswersInput,
    responses(
        (status = 200, description = "The answers are saved.", body = SurveyLinkSavedView),
        (status = 409, description = "The link was used, or the campaign takes no answers."),
    ),
    security(()), extensions(("x-action" = json!("survey_link.answer"))),
)]
#[put("/survey-links/{link}/answers")]
pub(super) async fn save_survey_link_answers(
    ctx: Ctx,
    body: ValidJson<SurveyLinkAnswersInput>,
) -> Outcome<HttpResponse> {
    let given = body.read(SurveyLinkAnswersInput::read)?;
    let (hub, hash) = (Arc::clone(ctx.hub()), token_hash(secret(&ctx)));
    let saved = ctx
        .write(move |unit| save(unit, &hub.forms, &hash, &given))
        .await;
    let response = missed(&ctx, saved)?;
    reply::personal(&SurveyLinkSavedView {
        answers: SurveyAnswers(response.answers),
    })
}

fn save(
    unit: &mut UnitOfWork<'_, '_>,
    forms: &FormCache,
    hash: &str,
    given: &Given,
) -> Outcome<SurveyResponse> {
    let now = unit.now();
    let permit = unit.authorize(Action::SurveyLinkAnswer, &anybody())?;
    let link = link_of(unit.connection(), hash, now)?;
    let mut opened = open(unit.connection(), link, now)?;
    // All of them are in the body: what is not named is not kept.
    if let Some(begun) = &mut opened.begun {
        begun.answers = RawAnswers::new();
    }
    let begun = opened.begun.as_ref();
    let instance_id = match begun {
        Some(begun) => begun.instance_id.clone(),
        None => new_instance()?,
    };
    let incoming = Incoming {
        complete: false,
        noted: begun.is_none(),
        ..incoming(&opened, &permit, given, &instance_id)?
    };
    let Stored::Response(response) = store(unit, forms, &incoming)? else {
        return Err(Problem::new(ProblemCode::QuotaFull));
    };
    survey_link_begin(unit.tx(), &permit, opened.link.id, response.id)?;
    Ok(*response)
}

/// A fresh identifier for answers: the link has none of its own.
pub(super) fn new_instance() -> Outcome<InstanceId> {
    let id = uuid::Builder::from_random_bytes(random_bytes()).into_uuid();
    InstanceId::parse(&id.to_string()).map_err(|_| Problem::internal("no instance identifier"))
}

/// Final answers by a link.
pub(super) fn incoming<'a>(
    opened: &'a Opened,
    permit: &'a domain_accounts::Permit,
    given: &'a Given,
    instance_id: &'a InstanceId,
) -> Outcome<Incoming<'a>> {
    Ok(Incoming {
        permit,
        campaign: &opened.campaign,
        before: opened.begun.as_ref(),
        respondent: opened.respondent.as_ref(),
        point: opened.link.point_id,
        category: &opened.link.category,
        channel: SurveyChannel::Link,
        interviewer: None,
        instance_id,
        language: &given.language,
        consent: given.consent,
        answers: &given.answers,
        complete: true,
        noted: true,
        sha256: hash_of(given)?,
    })
}
