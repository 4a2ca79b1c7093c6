//! Needs surveys: questionnaires, the small language of their rules, answers, and what may be shown of them.

mod expression;
mod questionnaire;
mod results;
mod xlsform;

pub use expression::*;
pub use questionnaire::*;
pub use results::*;
pub use xlsform::*;
