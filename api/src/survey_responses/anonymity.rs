//! What is kept of whom and when, where a campaign is anonymous: days instead of times, and identifiers that say nothing
//! of when they were made.

use chrono::{DateTime, NaiveTime, Utc};
use domain_shared::{SurveyResponseId, civil_date};
use domain_surveys::SurveyCampaign;

use crate::clock::{new_id, random_bytes};

/// The time to keep of something done with answers: cut to the day in Rome where they are anonymous, so that no log of
/// what somebody did at that moment leads to them.
pub(crate) fn time_of(campaign: &SurveyCampaign, now: DateTime<Utc>) -> DateTime<Utc> {
    if campaign.anonymous {
        civil_date(now).and_time(NaiveTime::MIN).and_utc()
    } else {
        now
    }
}

/// An identifier for new answers. The usual ones begin with the millisecond, so anonymous answers get a random one.
pub(super) fn response_id(campaign: &SurveyCampaign) -> SurveyResponseId {
    if campaign.anonymous {
        SurveyResponseId::new(uuid::Builder::from_random_bytes(random_bytes()).into_uuid())
    } else {
        new_id()
    }
}
