//! What every endpoint of a campaign needs: the campaign, who may do what with it and at which points, the audit log.

use domain_accounts::{Action, Permit, Target};
use domain_shared::{PointId, SurveyCampaignId, civil_date, messages};
use domain_surveys::{CampaignStatus, PointQuota, SurveyCampaign, campaign_status_after};
use persistence::{AnyConnection, surveys::campaign_find};

use super::view::SurveyCampaignView;
use crate::{
    http::{Snapshot, UnitOfWork},
    problem::{Outcome, Problem, ProblemCode},
};

/// Name of the resource in the audit log.
pub(crate) const CAMPAIGN: &str = "survey_campaign";

/// A campaign with its quotas.
pub(super) type Planned<'a> = (&'a SurveyCampaign, &'a [PointQuota]);

/// The campaign with this identifier, or 404.
pub(crate) fn campaign_of(
    connection: &mut AnyConnection,
    id: SurveyCampaignId,
) -> Outcome<SurveyCampaign> {
    campaign_find(connection, id)?.ok_or_else(Problem::not_found)
}

/// What the policy decides on: only the network's people may know of its campaigns.
pub(crate) fn target(campaign: &SurveyCampaign) -> Target {
    Target::private_in(campaign.network_id)
}

/// The campaign, which the caller may read.
pub(crate) fn read_campaign(
    snapshot: &mut Snapshot<'_>,
    id: SurveyCampaignId,
) -> Outcome<SurveyCampaign> {
    let campaign = campaign_of(snapshot.connection(), id)?;
    snapshot.authorize(Action::SurveyCampaignRead, &target(&campaign))?;
    Ok(campaign)
}

/// The campaign, and the points of which the caller may do something with what was collected: all without a list.
pub(crate) fn read_within(
    snapshot: &mut Snapshot<'_>,
    id: SurveyCampaignId,
    action: Action,
) -> Outcome<(SurveyCampaign, Option<Vec<PointId>>)> {
    let campaign = read_campaign(snapshot, id)?;
    let scope = snapshot.scope(action)?;
    let all = scope.everything || scope.networks.contains(&campaign.network_id);
    Ok((campaign, (!all).then_some(scope.points)))
}

/// Whether the caller may collect at a point that a body names at a pointer. The caller knows of the campaign; a point
/// that is not theirs is for them as one that is not there.
pub(crate) fn may_collect(
    unit: &mut UnitOfWork<'_, '_>,
    campaign: &SurveyCampaign,
    point: PointId,
    pointer: &str,
) -> Outcome<Permit> {
    unit.authorize(Action::SurveyCampaignRead, &target(campaign))?;
    let there = target(campaign).at_point(point);
    let permit = unit.authorize(Action::SurveyResponseWrite, &there);
    permit.map_err(|problem| match problem.code {
        ProblemCode::NotFound if collects_somewhere(unit) => {
            Problem::invalid(pointer, &messages::UNKNOWN_REFERENCE)
        }
        // The campaign is known, so it is not hidden that it cannot be done.
        ProblemCode::NotFound => Problem::new(ProblemCode::Forbidden),
        _ => problem,
    })
}

fn collects_somewhere(unit: &UnitOfWork<'_, '_>) -> bool {
    !domain_accounts::scope(unit.actor(), Action::SurveyResponseWrite).is_empty()
}

/// Whether the caller may do something at a point to what the path names, as far as they may know of it: 404 or 403.
pub(crate) fn may_at(
    unit: &mut UnitOfWork<'_, '_>,
    campaign: &SurveyCampaign,
    point: PointId,
    action: Action,
) -> Outcome<Permit> {
    unit.authorize(action, &target(campaign).at_point(point))
}

/// Refuses where a campaign takes no answers today.
pub(crate) fn takes_answers(
    campaign: &SurveyCampaign,
    now: chrono::DateTime<chrono::Utc>,
) -> Outcome<()> {
    if campaign.takes_answers_on(civil_date(now)) {
        Ok(())
    } else {
        Err(Problem::new(ProblemCode::CampaignClosed))
    }
}

/// Refuses to prepare answers to a campaign that ended.
pub(crate) fn is_not_over(campaign: &SurveyCampaign) -> Outcome<()> {
    match campaign.status {
        CampaignStatus::Draft | CampaignStatus::Open => Ok(()),
        CampaignStatus::Closed | CampaignStatus::Cancelled => {
            Err(Problem::new(ProblemCode::CampaignClosed))
        }
    }
}

/// Where a campaign stands after a step, or 409 with the steps that can be taken.
pub(super) fn after(
    campaign: &SurveyCampaign,
    step: domain_surveys::CampaignStep,
) -> Outcome<CampaignStatus> {
    campaign_status_after(campaign.status, step)
        .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))
}

/// Writes a change of a campaign to the audit log.
pub(super) fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<Planned<'_>>,
    (campaign, quotas): Planned<'_>,
) -> Outcome<()> {
    let before = before.map(|(campaign, quotas)| SurveyCampaignView::of(campaign, quotas));
    unit.audit(
        permit,
        (CAMPAIGN, campaign.id),
        Some(campaign.network_id),
        before.as_ref(),
        Some(&SurveyCampaignView::of(campaign, quotas)),
    )
}
