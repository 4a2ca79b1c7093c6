//! The seam to results: what they count of a response.

use domain_accounts::Permit;
use domain_surveys::{CheckedAnswers, Definition, SurveyCampaign, SurveyResponse};

use crate::{http::UnitOfWork, problem::Outcome};

/// Notes what results count of a completed response, in place of what was noted before. Results are not there yet, so
/// nothing is.
#[expect(
    clippy::unnecessary_wraps,
    reason = "noting may fail once there are results"
)]
pub(super) const fn note(
    _unit: &mut UnitOfWork<'_, '_>,
    _permit: &Permit,
    (_campaign, _definition): (&SurveyCampaign, &Definition),
    (_response, _answers): (&SurveyResponse, &CheckedAnswers),
) -> Outcome<()> {
    Ok(())
}

/// Forgets what results count of a response. Results are not there yet, so nothing is.
#[expect(
    clippy::unnecessary_wraps,
    reason = "forgetting may fail once there are results"
)]
pub(super) const fn forget(
    _unit: &mut UnitOfWork<'_, '_>,
    _permit: &Permit,
    _response: &SurveyResponse,
) -> Outcome<()> {
    Ok(())
}
