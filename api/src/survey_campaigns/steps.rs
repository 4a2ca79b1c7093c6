//! Opening, closing and giving up campaigns.

use actix_web::{HttpResponse, post};
use domain_accounts::Action;
use domain_shared::{DefinitionStatus, SurveyCampaignId, civil_date};
use domain_surveys::{CampaignStep, Form, PointQuota, SurveyCampaign};
use persistence::surveys::{campaign_quotas, campaign_update};

use super::{
    common::{after, campaign_of, record, target},
    fields::SurveyCampaignIdField,
    references::version,
    view::SurveyCampaignView,
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, reply},
    problem::{Outcome, Problem, ProblemCode},
};

domain_shared::define_messages! {
    /// The version that is asked is not in use.
    VERSION_NOT_ACTIVE = "version_not_active",
        "La versione del questionario non è attiva: attivarla prima di aprire la campagna.",
        "The version of the questionnaire is not active: activate it before opening the campaign.";
    /// Its days are over.
    PERIOD_IS_OVER = "period_is_over",
        "Il periodo della campagna è già terminato.",
        "The period of the campaign is over.";
}

/// Open a survey campaign
///
/// From `draft` only. The version of the questionnaire must be active; the campaign keeps asking it even when it is
/// retired later. Answers are taken from the first to the last day.
#[utoipa::path(
    tag = "survey-campaigns", operation_id = "open_survey_campaign",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    responses(
        (status = 200, description = "The open campaign.", body = SurveyCampaignView),
        (status = 409, description = "It is no draft, its questionnaire is not active, or its days are over."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_campaign.write")), ("x-if-match" = json!(true))),
)]
#[post("/survey-campaigns/{campaign_id}/opening")]
pub(super) async fn open_survey_campaign(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    take(ctx, id.0, expected, CampaignStep::Open).await
}

/// Close a survey campaign
///
/// From `open` only, for good: no answer is taken or changed any more, and results are shown.
#[utoipa::path(
    tag = "survey-campaigns", operation_id = "close_survey_campaign",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    responses(
        (status = 200, description = "The closed campaign.", body = SurveyCampaignView),
        (status = 409, description = "It is not open."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_campaign.write")), ("x-if-match" = json!(true))),
)]
#[post("/survey-campaigns/{campaign_id}/closing")]
pub(super) async fn close_survey_campaign(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    take(ctx, id.0, expected, CampaignStep::Close).await
}

/// Give up a survey campaign
///
/// A draft or an open one, for good. What was collected stays, and is not shown as results.
#[utoipa::path(
    tag = "survey-campaigns", operation_id = "cancel_survey_campaign",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    responses(
        (status = 200, description = "The cancelled campaign.", body = SurveyCampaignView),
        (status = 409, description = "It ended already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_campaign.write")), ("x-if-match" = json!(true))),
)]
#[post("/survey-campaigns/{campaign_id}/cancellation")]
pub(super) async fn cancel_survey_campaign(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    take(ctx, id.0, expected, CampaignStep::Cancel).await
}

async fn take(
    ctx: Ctx,
    id: SurveyCampaignId,
    expected: IfMatch,
    step: CampaignStep,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (campaign, quotas) = ctx
        .write(move |unit| step_taken(unit, id, expected, step))
        .await?;
    let view = SurveyCampaignView::of(&campaign, &quotas);
    reply::changed(&view, campaign.version)
}

fn step_taken(
    unit: &mut UnitOfWork<'_, '_>,
    id: SurveyCampaignId,
    expected: IfMatch,
    step: CampaignStep,
) -> Outcome<(SurveyCampaign, Vec<PointQuota>)> {
    let before = campaign_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::SurveyCampaignWrite, &target(&before))?;
    expected.check(before.version)?;
    let status = after(&before, step)?;
    if step == CampaignStep::Open {
        can_be_opened(unit, &before)?;
    }
    let campaign = SurveyCampaign {
        status,
        version: before.version.next(),
        updated_at: unit.now(),
        ..before.clone()
    };
    campaign_update(unit.tx(), &permit, before.version, &campaign)?;
    let quotas = campaign_quotas(unit.connection(), id)?;
    let was = (&before, quotas.as_slice());
    record(unit, &permit, Some(was), (&campaign, &quotas))?;
    Ok((campaign, quotas))
}

fn can_be_opened(unit: &mut UnitOfWork<'_, '_>, campaign: &SurveyCampaign) -> Outcome<()> {
    let conflict = || Problem::new(ProblemCode::Conflict);
    if campaign.last_day < civil_date(unit.now()) {
        return Err(conflict().saying(&PERIOD_IS_OVER));
    }
    let (id, number) = (campaign.questionnaire_id, campaign.questionnaire_number);
    let version = version(unit, id, number)?;
    let active = version.filter(|version| version.status == DefinitionStatus::Active);
    let active = active.ok_or_else(|| conflict().saying(&VERSION_NOT_ACTIVE))?;
    // Nothing comes into use that cannot be answered.
    Form::compile(&active.definition)
        .map(|_| ())
        .map_err(|wrong| Problem::internal(format!("an active version does not fit: {wrong}")))
}
