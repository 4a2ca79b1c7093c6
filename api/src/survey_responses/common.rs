//! What every endpoint of responses needs: the response, the hash of a body, the audit log.

use std::fmt::Write as _;

use domain_accounts::Permit;
use domain_shared::{Code as _, SurveyCampaignId, SurveyResponseId};
use domain_surveys::{SurveyCampaign, SurveyResponse};
use persistence::{AnyConnection, surveys::response_find};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem},
    survey_campaigns::common::CAMPAIGN,
};

/// Name of the resource in the audit log.
const RESPONSE: &str = "survey_response";

/// The response with this identifier, or 404.
pub(super) fn response_of(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    id: SurveyResponseId,
) -> Outcome<SurveyResponse> {
    response_find(connection, campaign, id)?.ok_or_else(Problem::not_found)
}

/// The hash of what was read of a body, written in one way however it was sent.
pub(crate) fn hash_of(read: &impl Serialize) -> Outcome<String> {
    let text = serde_json::to_vec(read)
        .map_err(|error| Problem::internal(format!("submission: {error}")))?;
    let digest = Sha256::digest(&text);
    let mut hash = String::with_capacity(digest.len() * 2);
    for byte in digest {
        // Writing into a text does not fail.
        let _ = write!(hash, "{byte:02x}");
    }
    Ok(hash)
}

/// A response as the audit log keeps it: not what was answered. Of an anonymous one only that it was there.
#[derive(Debug, Serialize)]
struct Audited<'a> {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
}

impl<'a> Audited<'a> {
    fn of(campaign: &SurveyCampaign, response: &'a SurveyResponse) -> Self {
        use domain_shared::TextValue as _;
        let shown = !campaign.anonymous;
        Self {
            status: response.status.code(),
            review: shown.then(|| response.review.code()),
            channel: shown.then(|| response.channel.code()),
            instance_id: shown.then(|| response.instance_id.as_str()),
            version: shown.then(|| response.version.number()),
        }
    }
}

/// Writes a change of a response to the audit log. A change of an anonymous one is a change of its campaign: the log
/// names who did something, so it must not name with which answers.
pub(super) fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    campaign: &SurveyCampaign,
    before: Option<&SurveyResponse>,
    after: &SurveyResponse,
) -> Outcome<()> {
    let before = before.map(|response| Audited::of(campaign, response));
    let after_now = Audited::of(campaign, after);
    let network = Some(campaign.network_id);
    let about = if campaign.anonymous {
        (CAMPAIGN, campaign.id.to_string())
    } else {
        (RESPONSE, after.id.to_string())
    };
    unit.audit(permit, about, network, before.as_ref(), Some(&after_now))
}
