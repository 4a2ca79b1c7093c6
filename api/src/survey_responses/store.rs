//! The one way answers go into a campaign, whoever brings them.

use domain_accounts::Permit;
use domain_shared::{
    LanguageTag, PointId, StableCode, UserId, Version, Violation, Violations, civil_date,
};
use domain_surveys::{
    CATEGORY_NOT_ASKED, CHANNEL_NOT_USED, COMPLETED_STAYS, CONSENT_REQUIRED, CheckedAnswers,
    Completeness, Disposition, InstanceId, RawAnswers, Respondent, SurveyCampaign, SurveyChannel,
    SurveyResponse, SurveyResponseStatus, SurveyReview, as_given,
};
use persistence::{
    DbError,
    surveys::{
        Submission, quota_of_slot, quota_take, respondent_update, response_insert,
        response_of_respondent, response_update, submission_insert,
    },
};

use super::{
    anonymity::{response_id, time_of},
    common::record,
    facts,
};
use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem, ProblemCode},
    survey_campaigns::common::takes_answers,
    survey_forms::{FormCache, ReadyForm},
};

domain_shared::define_messages! {
    /// Whoever answered has a response.
    HAS_RESPONSE = "has_response",
        "Questa persona ha già una risposta nella campagna.",
        "This respondent has a response in the campaign already.";
}

/// Answers on their way in. Whoever brings them may do so.
#[derive(Debug, Clone)]
pub(crate) struct Incoming<'a> {
    /// Why they may.
    pub(crate) permit: &'a Permit,
    /// The campaign.
    pub(crate) campaign: &'a SurveyCampaign,
    /// The response they go on with or correct; none for new ones.
    pub(crate) before: Option<&'a SurveyResponse>,
    /// Whoever answered, if they are on the list.
    pub(crate) respondent: Option<&'a Respondent>,
    /// The point.
    pub(crate) point: PointId,
    /// The category of whoever answered.
    pub(crate) category: &'a StableCode,
    /// How they were given.
    pub(crate) channel: SurveyChannel,
    /// Who asked.
    pub(crate) interviewer: Option<UserId>,
    /// The identifier of the answers from now on.
    pub(crate) instance_id: &'a InstanceId,
    /// In which language.
    pub(crate) language: &'a LanguageTag,
    /// Whether consent is given with them.
    pub(crate) consent: bool,
    /// The answers.
    pub(crate) answers: &'a RawAnswers,
    /// Whether they are final.
    pub(crate) complete: bool,
    /// Whether they are remembered by the identifier, which was not used before, to know them again.
    pub(crate) noted: bool,
    /// The hash of what was sent.
    pub(crate) sha256: String,
}

/// What became of answers.
#[derive(Debug, Clone)]
pub(crate) enum Stored {
    /// They are the response from now on.
    Response(Box<SurveyResponse>),
    /// The quota is full: nothing is kept, and whoever is on the list counts as rejected.
    Full,
}

/// Takes answers: checks them against the version the campaign asks, counts them once when they become final, and keeps
/// the respondent in line.
pub(crate) fn store(
    unit: &mut UnitOfWork<'_, '_>,
    forms: &FormCache,
    incoming: &Incoming<'_>,
) -> Outcome<Stored> {
    let (campaign, permit) = (incoming.campaign, incoming.permit);
    takes_answers(campaign, unit.now())?;
    let ready = forms.of_campaign(unit.connection(), campaign)?;
    let checked = check(unit, &ready, incoming)?;
    if incoming.before.is_none() {
        has_none(unit, incoming)?;
    }
    let response = written(unit, incoming, &checked);
    let counted_before = incoming.before.is_some_and(SurveyResponse::counts);
    if response.counts() && !counted_before {
        let (point, category) = (response.point_id, &response.category);
        if !quota_take(unit.tx(), permit, campaign.id, point, category)? {
            reject(unit, incoming)?;
            return Ok(Stored::Full);
        }
    }
    match incoming.before {
        Some(before) => response_update(unit.tx(), permit, before.version, &response)?,
        None => response_insert(unit.tx(), permit, &response).map_err(run_again)?,
    }
    if incoming.noted {
        remember(unit, incoming, &response)?;
    }
    if response.status == SurveyResponseStatus::Completed {
        facts::note(unit, permit, &ready, (&response, &checked))?;
    }
    let to = match response.status {
        SurveyResponseStatus::Completed => Disposition::Completed,
        SurveyResponseStatus::Partial | SurveyResponseStatus::Deleted => Disposition::Started,
    };
    move_respondent(unit, incoming, to)?;
    record(unit, permit, campaign, incoming.before, &response)?;
    Ok(Stored::Response(Box::new(response)))
}

/// Remembers what was sent, to know it again.
fn remember(
    unit: &mut UnitOfWork<'_, '_>,
    incoming: &Incoming<'_>,
    response: &SurveyResponse,
) -> Outcome<()> {
    let before = incoming.before;
    let submission = Submission {
        campaign_id: response.campaign_id,
        instance_id: response.instance_id.clone(),
        response_id: response.id,
        deprecated_id: before.map(|before| before.instance_id.clone()),
        sha256: incoming.sha256.clone(),
        made_at: response.updated_at,
    };
    let inserted = submission_insert(unit.tx(), incoming.permit, &submission);
    Ok(inserted.map_err(run_again)?)
}

/// Somebody else took the same key meanwhile: run again, the transaction sees what they did.
fn run_again(error: DbError) -> DbError {
    match error {
        DbError::Unique(_) => DbError::Busy,
        other => other,
    }
}

/// Checks what was sent, with every mistake; answers start at `/answers`.
fn check(
    unit: &mut UnitOfWork<'_, '_>,
    ready: &ReadyForm,
    incoming: &Incoming<'_>,
) -> Outcome<CheckedAnswers> {
    let campaign = incoming.campaign;
    let mut wrong = Violations::new();
    if !campaign.content.channels.contains(&incoming.channel) {
        wrong.add("/channel", &CHANNEL_NOT_USED);
    }
    let (point, category) = (incoming.point, incoming.category);
    if incoming.before.is_none() && !quota_of_slot(unit.connection(), campaign.id, point, category)?
    {
        wrong.add("/category", &CATEGORY_NOT_ASKED);
    }
    let was = incoming.before.map(|before| before.status);
    if was == Some(SurveyResponseStatus::Completed) && !incoming.complete {
        wrong.add("/complete", &COMPLETED_STAYS);
    }
    let agreed = incoming.consent
        || incoming
            .before
            .is_some_and(|one| one.consented_at.is_some());
    if incoming.complete && campaign.content.needs_consent() && !agreed {
        wrong.add("/consent", &CONSENT_REQUIRED);
    }
    let saved = incoming
        .before
        .filter(|before| before.status == SurveyResponseStatus::Partial);
    let saved = saved.map(|before| ready.form.without_computed(before.answers.clone()));
    let completeness = if incoming.complete {
        Completeness::Complete
    } else {
        Completeness::Partial
    };
    let checked = ready.form.check(
        &saved.unwrap_or_default(),
        incoming.answers,
        completeness,
        civil_date(unit.now()),
    );
    let checked = wrong.keep_part("/answers", checked);
    match checked {
        Some(checked) if wrong.is_empty() => Ok(checked),
        Some(_) | None => Err(wrong.into()),
    }
}

/// Refuses a second response of somebody on the list.
fn has_none(unit: &mut UnitOfWork<'_, '_>, incoming: &Incoming<'_>) -> Outcome<()> {
    let Some(respondent) = incoming.respondent else {
        return Ok(());
    };
    match response_of_respondent(unit.connection(), respondent.id)? {
        Some(theirs) => Err(Problem::in_the_way(
            ProblemCode::AlreadyAnswered,
            Violation::new("/respondent_id", &HAS_RESPONSE),
            &theirs.id,
        )),
        None => Ok(()),
    }
}

/// The response from now on.
fn written(
    unit: &UnitOfWork<'_, '_>,
    incoming: &Incoming<'_>,
    checked: &CheckedAnswers,
) -> SurveyResponse {
    let (campaign, before) = (incoming.campaign, incoming.before);
    let now = time_of(campaign, unit.now());
    let status = if incoming.complete {
        SurveyResponseStatus::Completed
    } else {
        SurveyResponseStatus::Partial
    };
    let completed = incoming.complete.then_some(now);
    let corrected = before.filter(|one| one.status == SurveyResponseStatus::Completed);
    let review = match corrected {
        Some(_) => SurveyReview::Edited,
        None => SurveyReview::Received,
    };
    // Who corrects answers did not ask for them.
    let (channel, interviewer) = corrected
        .map_or((incoming.channel, incoming.interviewer), |one| {
            (one.channel, one.interviewer_id)
        });
    SurveyResponse {
        id: before.map_or_else(|| response_id(campaign), |one| one.id),
        campaign_id: campaign.id,
        point_id: incoming.point,
        category: incoming.category.clone(),
        respondent_id: incoming.respondent.map(|one| one.id),
        status,
        review,
        channel,
        interviewer_id: interviewer.filter(|_| !campaign.anonymous),
        language: incoming.language.clone(),
        instance_id: incoming.instance_id.clone(),
        answers: as_given(checked.clone()),
        consented_at: before
            .and_then(|one| one.consented_at)
            .or(incoming.consent.then_some(now)),
        completed_at: before.and_then(|one| one.completed_at).or(completed),
        version: before.map_or(Version::FIRST, |one| one.version.next()),
        created_at: before.map_or(now, |one| one.created_at),
        updated_at: now,
    }
}

/// Notes that somebody came when the quota was full.
fn reject(unit: &mut UnitOfWork<'_, '_>, incoming: &Incoming<'_>) -> Outcome<()> {
    if incoming.respondent.is_none() {
        unit.tx().bookkeeping();
        return Ok(());
    }
    move_respondent(unit, incoming, Disposition::Rejected)
}

/// Keeps the respondent in line with their answers.
fn move_respondent(
    unit: &mut UnitOfWork<'_, '_>,
    incoming: &Incoming<'_>,
    to: Disposition,
) -> Outcome<()> {
    let Some(before) = incoming.respondent else {
        return Ok(());
    };
    if before.disposition == to {
        if to == Disposition::Rejected {
            unit.tx().bookkeeping();
        }
        return Ok(());
    }
    let disposition = before
        .disposition
        .changed(to)
        .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))?;
    let after = Respondent {
        disposition,
        next_call_at: before.next_call_at.filter(|_| to == Disposition::Started),
        version: before.version.next(),
        updated_at: unit.now(),
        ..before.clone()
    };
    respondent_update(unit.tx(), incoming.permit, before.version, &after)?;
    crate::survey_respondents::common::record(
        unit,
        incoming.permit,
        incoming.campaign,
        Some(before),
        &after,
    )
}
