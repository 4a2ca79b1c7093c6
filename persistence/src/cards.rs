//! Service cards: working copies, revisions, history.

mod claims;
mod comments;
mod events;
mod files;
mod import;
mod list;
mod many;
mod queue;
mod record;
mod references;
mod reminders;
mod reports;
mod revisions;
mod rules;
mod suspects;

pub use claims::{claim_put, claim_release};
pub use comments::{
    CommentFilter, CommentThread, NamedComment, answer_count, comment_find, comment_insert,
    comment_list, comment_resolution_put, thread_find,
};
pub use events::{NumberedEvent, event_append, event_list, events_append};
pub use files::{
    OwnedFile, file_count, file_delete, file_find, file_insert, file_is_public, file_is_shown,
    file_list,
};
pub use import::{
    ExportFilter, cards_after, cards_find_external, cards_put, histories_append, revisions_insert,
};
pub use list::{CardFilter, CardItem, card_list};
pub use many::{card_find_many, cards_submit, cards_verify};
pub use queue::{ClaimFilter, QueueFilter, QueueItem, review_queue};
pub use record::{card_delete, card_find, card_find_external, card_insert, card_update};
pub use references::references_existing;
pub use reminders::{
    Addressee, DueCard, DueDays, addressees, due_cards, due_providers, reminded_put,
};
pub use reports::{
    ReportFilter, ReportRecord, report_answer_put, report_find, report_insert, report_list,
};
pub use revisions::{revision_find, revision_insert, revision_list, revisions_last};
pub use rules::{StoredRules, card_rules_find, card_rules_list, card_rules_put};
pub use suspects::{Candidate, Suspect, suspect_candidates, suspect_list, suspects_put};
