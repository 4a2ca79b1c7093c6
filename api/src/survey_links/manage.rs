//! Making, listing and taking back links.

use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, NaiveTime, Utc};
use domain_accounts::{Action, Permit};
use domain_shared::{
    PointId, StableCode, SurveyCampaignId, SurveyLinkId, SurveyRespondentId, instant_of, messages,
};
use domain_surveys::{
    CATEGORY_NOT_ASKED, CHANNEL_NOT_USED, CampaignStatus, RESPONDENT_IN_ANONYMOUS, SurveyCampaign,
    SurveyChannel, SurveyLink, SurveyLinkState,
};
use persistence::surveys::{
    quota_of_slot, respondent_find, survey_link_find, survey_link_list, survey_link_revoke,
    survey_links_insert,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

use super::{
    dto::{For, LinkParams, NewLinks, NewSurveyLinksInput},
    view::{NewSurveyLinkView, NewSurveyLinksView, SurveyLinkSummary},
};
use crate::{
    auth::token_hash,
    clock::random_token,
    http::{
        Ctx, ListQuery, Page, PageParams, PathId, UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
    survey_campaigns::common::{campaign_of, may_at, may_collect, read_within},
    wire::{SurveyCampaignIdField, SurveyLinkIdField},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "survey_link";

/// Create links for answering by oneself
///
/// Up to five hundred for a category at one's own point, or one for a respondent, of an open campaign that uses the channel
/// `link`. Each works once. The links are shown only in this answer; not covered by Idempotency-Key, because secrets are
/// never stored.
#[utoipa::path(
    tag = "survey-links", operation_id = "create_survey_links",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    request_body = NewSurveyLinksInput,
    responses(
        (status = 201, description = "The links.", body = NewSurveyLinksView),
        (status = 409, description = "The campaign is not open."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_response.write")), ("x-idempotency-key" = json!(false))),
)]
#[post("/survey-campaigns/{campaign_id}/links")]
pub(super) async fn create_survey_links(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    body: ValidJson<NewSurveyLinksInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let now = ctx.now();
    let new = body.read(|input| input.read(now))?;
    let tokens: Vec<SecretString> = (0..new.count).map(|_| random_token()).collect();
    let hashes: Vec<String> = tokens
        .iter()
        .map(|token| token_hash(token.expose_secret()))
        .collect();
    let links = ctx
        .write(move |unit| create(unit, id.0, &new, &hashes))
        .await?;
    let base = format!("{}/api/v1", ctx.hub().config.public_url);
    let items = links
        .iter()
        .zip(&tokens)
        .map(|(link, token)| NewSurveyLinkView {
            link: SurveyLinkSummary::of(link, now),
            url: format!("{base}/survey-links/{}", token.expose_secret()),
        });
    let view = NewSurveyLinksView {
        items: items.collect(),
    };
    reply::created_once(&view, &format!("{base}/survey-campaigns/{}/links", id.0))
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    id: SurveyCampaignId,
    new: &NewLinks,
    hashes: &[String],
) -> Outcome<Vec<SurveyLink>> {
    let campaign = campaign_of(unit.connection(), id)?;
    let (permit, point, category, respondent) = place(unit, &campaign, new)?;
    if campaign.status != CampaignStatus::Open {
        return Err(Problem::new(ProblemCode::CampaignClosed));
    }
    if !campaign.content.channels.contains(&SurveyChannel::Link) {
        return Err(Problem::invalid("", &CHANNEL_NOT_USED));
    }
    let now = unit.now();
    let links = hashes.iter().map(|hash| {
        let link = SurveyLink {
            id: unit.new_id(),
            campaign_id: id,
            point_id: point,
            category: category.clone(),
            respondent_id: respondent,
            response_id: None,
            expires_at: new.expires_at.unwrap_or_else(|| end_of(&campaign)),
            used_at: None,
            revoked_at: None,
            created_by: permit.user(),
            created_at: now,
        };
        (link, hash.clone())
    });
    let links: Vec<(SurveyLink, String)> = links.collect();
    survey_links_insert(unit.tx(), &permit, &links)?;
    let made = Made {
        campaign_id: id,
        point_id: point,
        category: &category,
        respondent_id: respondent,
        links: links.iter().map(|(link, _)| link.id).collect(),
    };
    unit.audit(
        &permit,
        (RESOURCE, id),
        Some(campaign.network_id),
        None,
        Some(&made),
    )?;
    Ok(links.into_iter().map(|(link, _)| link).collect())
}

/// Links that were made, as the audit log keeps them.
#[derive(Debug, Serialize)]
struct Made<'a> {
    campaign_id: SurveyCampaignId,
    point_id: PointId,
    category: &'a StableCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    respondent_id: Option<SurveyRespondentId>,
    links: Vec<SurveyLinkId>,
}

/// The end of the last day of a campaign.
fn end_of(campaign: &SurveyCampaign) -> DateTime<Utc> {
    let next = campaign.last_day.succ_opt().unwrap_or(campaign.last_day);
    instant_of(next.and_time(NaiveTime::MIN))
}

type Place = (Permit, PointId, StableCode, Option<SurveyRespondentId>);

/// Point and category that links count for, at which the caller may collect.
fn place(
    unit: &mut UnitOfWork<'_, '_>,
    campaign: &SurveyCampaign,
    new: &NewLinks,
) -> Outcome<Place> {
    match &new.whom {
        For::Anybody(point, category) => {
            let permit = may_collect(unit, campaign, *point, "/point_id")?;
            if !quota_of_slot(unit.connection(), campaign.id, *point, category)? {
                return Err(Problem::invalid("/category", &CATEGORY_NOT_ASKED));
            }
            Ok((permit, *point, category.clone(), None))
        }
        For::Respondent(id) => {
            if campaign.anonymous {
                return Err(Problem::invalid("/respondent_id", &RESPONDENT_IN_ANONYMOUS));
            }
            let unknown = || Problem::invalid("/respondent_id", &messages::UNKNOWN_REFERENCE);
            let found = respondent_find(unit.connection(), campaign.id, *id)?;
            let found = found.ok_or_else(unknown)?;
            let permit = may_collect(unit, campaign, found.point_id, "/respondent_id")?;
            Ok((permit, found.point_id, found.category, Some(found.id)))
        }
    }
}

/// List links for answering by oneself
///
/// Those of one's own points, for administrators all, without their secrets, in the order in which they were made.
#[utoipa::path(
    tag = "survey-links", operation_id = "list_survey_links",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        LinkParams, PageParams,
    ),
    responses((status = 200, description = "A page of links.", body = Page<SurveyLinkSummary>)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_response.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/links")]
pub(super) async fn list_survey_links(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ListQuery<LinkParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let (filter, now) = (params.into(), ctx.now());
    let links = ctx
        .read(move |snapshot| {
            let action = Action::SurveyResponseRead;
            let (campaign, within) = read_within(snapshot, id.0, action)?;
            let connection = snapshot.connection();
            let within = within.as_deref();
            Ok(survey_link_list(
                connection,
                campaign.id,
                within,
                &filter,
                &page,
            )?)
        })
        .await?;
    let items = links.map(|link| SurveyLinkSummary::of(&link, now));
    list.answer(&ctx, items, Caching::Private)
}

/// Take back a link for answering by oneself
///
/// It stops working at once. What was saved with it stays, as partial answers. One that was used stays used.
#[utoipa::path(
    tag = "survey-links", operation_id = "remove_survey_link",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("link_id" = SurveyLinkIdField, Path, description = "The link."),
    ),
    responses(
        (status = 204, description = "It is taken back."),
        (status = 409, description = "It was used."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_response.write"))),
)]
#[delete("/survey-campaigns/{campaign_id}/links/{link_id}")]
pub(super) async fn remove_survey_link(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyLinkId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (campaign_id, id) = ids.0;
    ctx.write(move |unit| {
        let campaign = campaign_of(unit.connection(), campaign_id)?;
        let link = survey_link_find(unit.connection(), campaign_id, id)?;
        let link = link.ok_or_else(Problem::not_found)?;
        let action = Action::SurveyResponseWrite;
        let permit = may_at(unit, &campaign, link.point_id, action)?;
        let now = unit.now();
        match link.state(now) {
            SurveyLinkState::Used => return Err(Problem::new(ProblemCode::LinkUsed)),
            SurveyLinkState::Revoked => {
                unit.tx().bookkeeping();
                return Ok(());
            }
            SurveyLinkState::Pending | SurveyLinkState::Expired => {}
        }
        survey_link_revoke(unit.tx(), &permit, id, now)?;
        let view = SurveyLinkSummary::of(&link, now);
        let network = Some(campaign.network_id);
        unit.audit(&permit, (RESOURCE, id), network, Some(&view), None)
    })
    .await?;
    Ok(reply::nothing())
}
