//! Mail: letters in two languages, the outbox worker, and the ways out.

mod agreement_letters;
mod card_letters;
mod deadline_letters;
mod letters;
mod review_letters;
mod transport;
mod worker;

pub use agreement_letters::AgreementNews;
pub use deadline_letters::Deadline;
pub use letters::Letter;
pub use transport::MailTransport;
pub use worker::{Outbox, deliver_due};
