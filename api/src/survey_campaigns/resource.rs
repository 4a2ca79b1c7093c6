//! `/survey-campaigns`: list, plan, find, change.

use actix_web::{HttpResponse, get, patch, post};
use domain_accounts::Action;
use domain_shared::{SurveyCampaignId, Version};
use domain_surveys::{
    CampaignStatus, CampaignStep, FIXED_ONCE_OPEN, PointQuota, SurveyCampaign, amended,
};
use persistence::surveys::{
    campaign_insert, campaign_list, campaign_quotas, campaign_quotas_write, campaign_update,
};

use super::{
    common::{after, campaign_of, read_campaign, record, target},
    dto::{CampaignParams, Planned},
    fields::SurveyCampaignIdField,
    references::{asked, check_points, number_of},
    schema::SurveyCampaignInput,
    view::{SurveyCampaignSummary, SurveyCampaignView},
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
};

/// List survey campaigns
///
/// Those of one's own networks; those that begin last come first.
#[utoipa::path(
    tag = "survey-campaigns", operation_id = "list_survey_campaigns",
    params(CampaignParams, PageParams),
    responses((status = 200, description = "A page of campaigns.", body = Page<SurveyCampaignSummary>)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_campaign.read"))),
)]
#[get("/survey-campaigns")]
pub(super) async fn list_survey_campaigns(
    ctx: Ctx,
    query: ListQuery<CampaignParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = params.into();
    let campaigns = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::SurveyCampaignRead)?;
            let connection = snapshot.connection();
            Ok(campaign_list(connection, &scope, &filter, &page)?)
        })
        .await?;
    let items = campaigns.map(|campaign| SurveyCampaignSummary::from(&campaign));
    list.answer(&ctx, items, Caching::Private)
}

/// Plan a survey campaign
///
/// Of a questionnaire of the same network, at points of it, over a time. `minimum` and `cap` are two things: a point is
/// complete when its total reaches the minimum *and* each of its categories does; beyond a cap nothing is taken. Pointers
/// lead into the body (`/points/0/slots/1/cap`).
#[utoipa::path(
    tag = "survey-campaigns", operation_id = "create_survey_campaign",
    request_body = SurveyCampaignInput,
    responses((status = 201, description = "The new campaign.", body = SurveyCampaignView)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_campaign.write"))),
)]
#[post("/survey-campaigns")]
pub(super) async fn create_survey_campaign(
    ctx: Ctx,
    body: ValidJson<SurveyCampaignInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let planned = body.read(SurveyCampaignInput::read)?;
    ctx.create(move |unit| {
        let (campaign, quotas) = create(unit, &planned)?;
        Ok(Created {
            path: format!("/survey-campaigns/{}", campaign.id),
            version: Some(campaign.version),
            view: SurveyCampaignView::of(&campaign, &quotas),
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    planned: &Planned,
) -> Outcome<(SurveyCampaign, Vec<PointQuota>)> {
    let (questionnaire, permit) = asked(unit, planned.questionnaire_id)?;
    let number = number_of(unit, &questionnaire, planned)?;
    check_points(unit, questionnaire.network_id, &planned.plan)?;
    let (now, plan) = (unit.now(), &planned.plan);
    let campaign = SurveyCampaign {
        id: unit.new_id(),
        network_id: questionnaire.network_id,
        questionnaire_id: questionnaire.id,
        questionnaire_number: number,
        status: CampaignStatus::Draft,
        title: plan.title.clone(),
        anonymous: plan.anonymous,
        first_day: plan.first_day,
        last_day: plan.last_day,
        content: plan.content.clone(),
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    };
    campaign_insert(unit.tx(), &permit, &campaign)?;
    campaign_quotas_write(unit.tx(), &permit, campaign.id, &plan.points)?;
    let quotas = campaign_quotas(unit.connection(), campaign.id)?;
    record(unit, &permit, None, (&campaign, &quotas))?;
    Ok((campaign, quotas))
}

/// Find a survey campaign
///
/// With its quotas and the ETag that a change needs.
#[utoipa::path(
    tag = "survey-campaigns", operation_id = "find_survey_campaign",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    responses((status = 200, description = "The campaign.", body = SurveyCampaignView)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_campaign.read"))),
)]
#[get("/survey-campaigns/{campaign_id}")]
pub(super) async fn find_survey_campaign(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (campaign, quotas) = ctx
        .read(move |snapshot| {
            let campaign = read_campaign(snapshot, id.0)?;
            let quotas = campaign_quotas(snapshot.connection(), campaign.id)?;
            Ok((campaign, quotas))
        })
        .await?;
    let view = SurveyCampaignView::of(&campaign, &quotas);
    reply::resource(&ctx, &view, campaign.version, Caching::Private)
}

/// Change a survey campaign
///
/// All of a draft. Of an open campaign what keeps answers comparable: title, description, channels and last day; points
/// and categories are only added, minimums changed, caps only raised or removed.
#[utoipa::path(
    tag = "survey-campaigns", operation_id = "update_survey_campaign",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    request_body(content = SurveyCampaignInput, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, description = "The changed campaign.", body = SurveyCampaignView),
        (status = 409, description = "It ended."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_campaign.write")), ("x-if-match" = json!(true))),
)]
#[patch("/survey-campaigns/{campaign_id}")]
pub(super) async fn update_survey_campaign(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    expected: IfMatch,
    patch: MergePatch<SurveyCampaignInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (campaign, quotas) = ctx
        .write(move |unit| update(unit, id.0, expected, &patch))
        .await?;
    let view = SurveyCampaignView::of(&campaign, &quotas);
    reply::changed(&view, campaign.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: SurveyCampaignId,
    expected: IfMatch,
    patch: &MergePatch<SurveyCampaignInput>,
) -> Outcome<(SurveyCampaign, Vec<PointQuota>)> {
    let before = campaign_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::SurveyCampaignWrite, &target(&before))?;
    expected.check(before.version)?;
    let status = after(&before, CampaignStep::Edit)?;
    let quotas = campaign_quotas(unit.connection(), id)?;
    let plan = before.plan(quotas.clone());
    let form = SurveyCampaignInput::of(&before, &plan);
    let planned = patch.apply(&form, SurveyCampaignInput::read)?;
    let (questionnaire, _) = asked(unit, planned.questionnaire_id)?;
    let number = number_of(unit, &questionnaire, &planned)?;
    if questionnaire.network_id != before.network_id {
        let unknown = &domain_shared::messages::UNKNOWN_REFERENCE;
        return Err(Problem::invalid("/questionnaire_id", unknown));
    }
    if status == CampaignStatus::Open {
        amended(&plan, &planned.plan)?;
        if (questionnaire.id, number) != (before.questionnaire_id, before.questionnaire_number) {
            return Err(Problem::invalid("/questionnaire_number", &FIXED_ONCE_OPEN));
        }
    }
    check_points(unit, before.network_id, &planned.plan)?;
    let campaign = SurveyCampaign {
        questionnaire_id: questionnaire.id,
        questionnaire_number: number,
        version: before.version.next(),
        updated_at: unit.now(),
        ..before.clone()
    }
    .planned(&planned.plan);
    campaign_update(unit.tx(), &permit, before.version, &campaign)?;
    campaign_quotas_write(unit.tx(), &permit, id, &planned.plan.points)?;
    let now = campaign_quotas(unit.connection(), id)?;
    record(unit, &permit, Some((&before, &quotas)), (&campaign, &now))?;
    Ok((campaign, now))
}
