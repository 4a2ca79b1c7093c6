//! Needs surveys: questionnaires, campaigns, respondents, responses, results.

mod questionnaires;
mod starters;

pub use questionnaires::{
    QuestionnaireFilter, questionnaire_codes_taken, questionnaire_find, questionnaire_insert,
    questionnaire_list, questionnaire_update, questionnaire_version_find,
    questionnaire_version_insert, questionnaire_version_list, questionnaire_version_update,
};
pub use starters::{StarterQuestionnaire, starter_questionnaires};
