//! `/survey-campaigns/{campaign_id}/respondents`: list, add, find, change.

use actix_web::{HttpResponse, get, patch, post};
use domain_accounts::Action;
use domain_shared::{SurveyCampaignId, SurveyRespondentId, Version};
use domain_surveys::{CATEGORY_NOT_ASKED, Disposition, Respondent};
use persistence::surveys::{quota_of_slot, respondent_insert, respondent_list, respondent_update};

use super::{
    common::{change_respondent, has_list, is_known, read_respondent, record},
    dto::{NewRespondent, NewSurveyRespondentInput, RespondentParams, SurveyRespondentInput},
    fields::{SurveyCampaignIdField, SurveyRespondentIdField},
    view::SurveyRespondentView,
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    survey_campaigns::common::{campaign_of, is_not_over, may_collect, read_within},
};

/// List respondents of a survey campaign
///
/// Those of one's own points, for administrators all: in the order in which they were put on the list, or with
/// `call_before` in the order in which they are to be called.
#[utoipa::path(
    tag = "survey-respondents", operation_id = "list_survey_respondents",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        RespondentParams, PageParams,
    ),
    responses((status = 200, description = "A page of respondents.", body = Page<SurveyRespondentView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_response.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/respondents")]
pub(super) async fn list_survey_respondents(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ListQuery<RespondentParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = params.read()?;
    let respondents = ctx
        .read(move |snapshot| {
            let action = Action::SurveyResponseRead;
            let (campaign, within) = read_within(snapshot, id.0, action)?;
            let connection = snapshot.connection();
            let within = within.as_deref();
            Ok(respondent_list(
                connection,
                campaign.id,
                within,
                &filter,
                &page,
            )?)
        })
        .await?;
    let items = respondents.map(|respondent| SurveyRespondentView::from(&respondent));
    list.answer(&ctx, items, Caching::Private)
}

/// Add a respondent to a survey campaign
///
/// Somebody to be asked at one's own point, in a category that is asked there. Anonymous campaigns have no list.
#[utoipa::path(
    tag = "survey-respondents", operation_id = "create_survey_respondent",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    request_body = NewSurveyRespondentInput,
    responses(
        (status = 201, description = "The new respondent.", body = SurveyRespondentView),
        (status = 409, description = "The campaign ended or is anonymous, or the same request still runs."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_response.write"))),
)]
#[post("/survey-campaigns/{campaign_id}/respondents")]
pub(super) async fn create_survey_respondent(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    body: ValidJson<NewSurveyRespondentInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let now = ctx.now();
    let new = body.read(|input| input.read(now))?;
    ctx.create(move |unit| {
        let respondent = create(unit, id.0, new.clone())?;
        let path = format!("/survey-campaigns/{}/respondents/{}", id.0, respondent.id);
        Ok(Created {
            path,
            version: Some(respondent.version),
            view: SurveyRespondentView::from(&respondent),
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    id: SurveyCampaignId,
    new: NewRespondent,
) -> Outcome<Respondent> {
    let campaign = campaign_of(unit.connection(), id)?;
    let permit = may_collect(unit, &campaign, new.point_id, "/point_id")?;
    is_not_over(&campaign)?;
    has_list(&campaign)?;
    if !quota_of_slot(unit.connection(), id, new.point_id, &new.category)? {
        return Err(Problem::invalid("/category", &CATEGORY_NOT_ASKED));
    }
    let now = unit.now();
    let is_queued = new.next_call_at.is_some();
    let respondent = Respondent {
        id: unit.new_id(),
        campaign_id: id,
        point_id: new.point_id,
        category: new.category,
        disposition: if is_queued {
            Disposition::Queued
        } else {
            Disposition::Registered
        },
        contact: new.contact,
        attempts: 0,
        next_call_at: new.next_call_at,
        version: Version::FIRST,
        erased_at: None,
        created_by: permit.user(),
        created_at: now,
        updated_at: now,
    };
    respondent_insert(unit.tx(), &permit, &respondent)?;
    record(unit, &permit, &campaign, None, &respondent)?;
    Ok(respondent)
}

/// Find a respondent of a survey campaign
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "survey-respondents", operation_id = "find_survey_respondent",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("respondent_id" = SurveyRespondentIdField, Path, description = "The respondent."),
    ),
    responses((status = 200, description = "The respondent.", body = SurveyRespondentView)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_response.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/respondents/{respondent_id}")]
pub(super) async fn find_survey_respondent(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyRespondentId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let respondent = ctx
        .read(move |snapshot| read_respondent(snapshot, ids.0))
        .await?;
    let view = SurveyRespondentView::from(&respondent);
    reply::resource(&ctx, &view, respondent.version, Caching::Private)
}

/// Change a respondent of a survey campaign
///
/// By what they are known and reached. Point and category stay: answers count for them. Of whom nothing is kept any more nothing
/// can be written (409).
#[utoipa::path(
    tag = "survey-respondents", operation_id = "update_survey_respondent",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("respondent_id" = SurveyRespondentIdField, Path, description = "The respondent."),
    ),
    request_body(content = SurveyRespondentInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed respondent.", body = SurveyRespondentView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_response.write")), ("x-if-match" = json!(true))),
)]
#[patch("/survey-campaigns/{campaign_id}/respondents/{respondent_id}")]
pub(super) async fn update_survey_respondent(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyRespondentId)>,
    expected: IfMatch,
    patch: MergePatch<SurveyRespondentInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let respondent = ctx
        .write(move |unit| {
            let (campaign, before, permit) = change_respondent(unit, ids.0)?;
            expected.check(before.version)?;
            is_known(&before)?;
            let form = SurveyRespondentInput::of(&before.contact);
            let contact = patch.apply(&form, SurveyRespondentInput::read)?;
            let after = Respondent {
                contact,
                version: before.version.next(),
                updated_at: unit.now(),
                ..before.clone()
            };
            respondent_update(unit.tx(), &permit, before.version, &after)?;
            record(unit, &permit, &campaign, Some(&before), &after)?;
            Ok(after)
        })
        .await?;
    reply::changed(&SurveyRespondentView::from(&respondent), respondent.version)
}
