//! Single-use links for answering by oneself.

use chrono::{DateTime, Utc};
use domain_shared::{
    PointId, StableCode, SurveyCampaignId, SurveyLinkId, SurveyRespondentId, SurveyResponseId,
    UserId, codes,
};

codes! {
    /// Whether a link still works.
    pub enum SurveyLinkState {
        /// It works.
        Pending = "pending", "valido", "working";
        /// Somebody answered with it.
        Used = "used", "usato", "used";
        /// It was taken back.
        Revoked = "revoked", "revocato", "taken back";
        /// Its time is over.
        Expired = "expired", "scaduto", "expired";
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyLink {
    /// Identifier.
    pub id: SurveyLinkId,
    /// The campaign.
    pub campaign_id: SurveyCampaignId,
    /// The point it counts for.
    pub point_id: PointId,
    /// The category it counts for.
    pub category: StableCode,
    /// Whom it is for.
    pub respondent_id: Option<SurveyRespondentId>,
    /// The response begun with it.
    pub response_id: Option<SurveyResponseId>,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// When somebody answered with it; only the day where the campaign is anonymous.
    pub used_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl SurveyLink {
    /// Whether it still works at an instant.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> SurveyLinkState {
        if self.used_at.is_some() {
            SurveyLinkState::Used
        } else if self.revoked_at.is_some() {
            SurveyLinkState::Revoked
        } else if self.expires_at <= now {
            SurveyLinkState::Expired
        } else {
            SurveyLinkState::Pending
        }
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::TextValue as _;

    use super::*;

    #[test]
    fn a_link_works_until_something_ends_it() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let now = at("2026-11-21T09:00:00Z");
        let id = "01930000-0000-7000-8000-000000000001";
        let link = SurveyLink {
            id: id.parse().unwrap(),
            campaign_id: id.parse().unwrap(),
            point_id: id.parse().unwrap(),
            category: StableCode::parse("elderly").unwrap(),
            respondent_id: None,
            response_id: None,
            expires_at: at("2026-11-21T09:00:01Z"),
            used_at: None,
            revoked_at: None,
            created_by: None,
            created_at: now,
        };
        assert_eq!(link.state(now), SurveyLinkState::Pending);
        assert_eq!(link.state(link.expires_at), SurveyLinkState::Expired);
        let revoked = SurveyLink {
            revoked_at: Some(now),
            ..link.clone()
        };
        assert_eq!(revoked.state(now), SurveyLinkState::Revoked);
        let used = SurveyLink {
            used_at: Some(now),
            ..link
        };
        assert_eq!(
            used.state(at("2027-01-01T00:00:00Z")),
            SurveyLinkState::Used
        );
    }
}
