//! Service cards: working copies, revisions, history.

mod events;
mod record;
mod revisions;

pub use events::{NumberedEvent, event_append, event_list};
pub use record::{card_delete, card_find, card_find_external, card_insert, card_update};
pub use revisions::{revision_find, revision_insert, revision_list};
