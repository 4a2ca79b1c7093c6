//! What results count of a response.

use domain_shared::civil_date;
use domain_surveys::{CheckedAnswers, SurveyResponse, pack};
use persistence::surveys::ResponseFacts;

use crate::survey_forms::ReadyForm;

/// What results count of a completed response; nothing of one that is not.
pub(crate) fn facts_of(
    ready: &ReadyForm,
    response: &SurveyResponse,
    answers: &CheckedAnswers,
) -> Option<ResponseFacts> {
    let completed_on = civil_date(response.completed_at?);
    Some(ResponseFacts {
        campaign_id: response.campaign_id,
        response_id: response.id,
        point_id: response.point_id,
        category: response.category.clone(),
        channel: response.channel,
        completed_on,
        packed: pack(&ready.columns, &ready.form, answers, completed_on),
    })
}
