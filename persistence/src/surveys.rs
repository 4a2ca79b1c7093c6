//! Needs surveys: questionnaires, campaigns, respondents, responses, results.

mod questionnaires;
mod starters;
mod versions;

pub use questionnaires::{
    QuestionnaireFilter, questionnaire_codes_taken, questionnaire_find, questionnaire_insert,
    questionnaire_list, questionnaire_update,
};
pub use starters::{StarterQuestionnaire, starter_questionnaires};
pub use versions::{
    questionnaire_version_find, questionnaire_version_insert, questionnaire_version_list,
    questionnaire_version_update,
};
