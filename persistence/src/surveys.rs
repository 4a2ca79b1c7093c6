//! Needs surveys: questionnaires, campaigns, respondents, responses, results.

mod questionnaires;

pub use questionnaires::{
    QuestionnaireFilter, questionnaire_find, questionnaire_insert, questionnaire_list,
    questionnaire_update, questionnaire_version_find, questionnaire_version_insert,
    questionnaire_version_list, questionnaire_version_update,
};
