//! Service cards: working copies, revisions, history.

mod events;
mod list;
mod many;
mod record;
mod references;
mod revisions;
mod suspects;

pub use events::{NumberedEvent, event_append, event_list, events_append};
pub use list::{CardFilter, CardItem, card_list};
pub use many::{card_find_many, cards_submit, cards_verify};
pub use record::{card_delete, card_find, card_find_external, card_insert, card_update};
pub use references::references_existing;
pub use revisions::{revision_find, revision_insert, revision_list, revisions_last};
pub use suspects::{Candidate, Suspect, suspect_candidates, suspect_list, suspects_put};
