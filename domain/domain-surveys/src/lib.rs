//! Needs surveys: questionnaires, the small language of their rules, answers, and what may be shown of them.

mod campaign;
mod expression;
mod link;
mod questionnaire;
mod report;
mod respondent;
mod response;
mod results;
mod xlsform;

pub use campaign::*;
pub use expression::*;
pub use link::{SurveyLink, SurveyLinkState};
pub use questionnaire::*;
pub use report::SurveyReport;
pub use respondent::*;
pub use response::*;
pub use results::*;
pub use xlsform::*;
