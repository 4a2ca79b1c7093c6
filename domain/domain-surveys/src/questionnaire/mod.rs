//! Questionnaires: what they ask, whether their parts fit together, and what answers they take.

mod answers;
mod asked;
mod build;
mod codes;
mod definition;
mod draft;
mod form;
mod members;
mod name;
mod order;
mod parse;
mod place;
mod read_answers;
mod version;

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;

pub use answers::*;
pub use codes::ItemType;
pub use definition::*;
pub use draft::{ChoiceDraft, DefinitionDraft, ItemDraft, RowDraft, ScaleDraft};
pub use form::{CYCLIC_REFERENCE, Form, OTHER, OTHER_ENDING, REPEAT_IN_REPEAT};
pub use members::TYPED_MEMBERS;
pub use name::{ChoiceCode, ExpressionText, ItemName};
pub use parse::*;
pub use version::{Questionnaire, QuestionnaireVersion, VersionHead};
