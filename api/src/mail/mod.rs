//! Mail: letters in two languages, the outbox worker, and the ways out.

mod card_letters;
mod letters;
mod review_letters;
mod transport;
mod worker;

pub use letters::Letter;
pub use transport::MailTransport;
pub use worker::{Outbox, deliver_due};
