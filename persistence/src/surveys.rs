//! Needs surveys: questionnaires, campaigns, respondents, responses, results.

mod answer_codes;
mod calls;
mod campaign_list;
mod campaigns;
mod facts;
mod links;
mod questionnaires;
mod quotas;
mod reports;
mod respondents;
mod response_list;
mod responses;
mod reviews;
mod stamps;
mod starters;
mod versions;

pub use answer_codes::{
    AnswerCode, answer_code_list, answer_codes_version, answer_codes_write, answer_coding_find,
    answer_coding_list, answer_codings_of, answer_codings_write, survey_answers_of,
};
pub use calls::{call_attempt_insert, call_attempt_list, vain_call_count};
pub use campaign_list::{CampaignFilter, campaign_list};
pub use campaigns::{campaign_find, campaign_insert, campaign_update, points_of_network};
pub use facts::{
    Fact, ResponseFacts, SurveyPlace, survey_facts_after, survey_facts_count, survey_facts_delete,
    survey_facts_of, survey_facts_put, survey_facts_scan, survey_places,
};
pub use links::{
    LinkFilter, survey_link_begin, survey_link_find, survey_link_list, survey_link_of_token,
    survey_link_revoke, survey_link_use, survey_links_insert,
};
pub use questionnaires::{
    QuestionnaireFilter, questionnaire_codes_taken, questionnaire_find, questionnaire_insert,
    questionnaire_list, questionnaire_update,
};
pub use quotas::{
    campaign_progress, campaign_quotas, campaign_quotas_write, quota_give_back, quota_of_slot,
    quota_take,
};
pub use reports::{
    respondent_dispositions, survey_report_find, survey_report_insert, survey_report_list,
    survey_report_next, survey_report_under_way, survey_report_update,
};
pub use respondents::{
    RespondentFilter, respondent_find, respondent_insert, respondent_list, respondent_notes_erase,
    respondent_update,
};
pub use response_list::{ResponseFilter, response_list};
pub use responses::{
    Submission, response_delete, response_find, response_insert, response_of_respondent,
    response_update, submission_find, submission_insert, submission_was_made,
};
pub use reviews::{review_note_insert, review_note_list};
pub use stamps::{ResultStamp, survey_result_stamp};
pub use starters::{StarterQuestionnaire, starter_questionnaires};
pub use versions::{
    questionnaire_version_find, questionnaire_version_insert, questionnaire_version_list,
    questionnaire_version_update,
};
