//! Agreements: templates, parties, texts, what they give, deadlines, calendar feeds.

mod answers;
mod cards;
mod coverage;
mod due;
mod events;
mod feeds;
mod files;
mod links;
mod list;
mod named;
mod names;
mod overlap;
mod owners;
mod parties;
mod places;
mod record;
mod reminders;
mod revisions;
mod starters;
mod templates;

pub use answers::{answer_list, answer_put, signature_insert, signature_list};
pub use cards::{CardAgreement, CardSpan, card_agreements, card_agreements_ever, card_spans};
pub use coverage::{PointCoverage, coverage_list};
pub use due::{DueFilter, DueItem, due_list};
pub use events::{NumberedAgreementEvent, event_append, event_list};
pub use feeds::{
    CalendarFeed, FeedAgreement, FeedOwner, calendar_feed_find, calendar_feed_insert,
    calendar_feed_list, calendar_feed_of_token, calendar_feed_revoke, feed_agreements,
};
pub use files::{
    agreement_file_count, agreement_file_delete, agreement_file_find, agreement_file_insert,
    agreement_file_list, attachment_hashes,
};
pub use links::{
    AgreementEffects, CardLink, PublishedCard, agreement_effects_put, agreement_has_signed_file,
    agreement_links, agreement_links_put, agreement_public_view, agreements_signed_by,
    card_links_put, published_cards,
};
pub use list::{
    AgreementFilter, PointHosts, agreement_list, agreement_successors, hosts_of_points,
};
pub use named::{NamedParty, parties_named};
pub use names::network_party_names;
pub use overlap::{Overlapping, agreement_overlap_find, benefit_overlap_find};
pub use owners::{PointOwners, point_owners};
pub use parties::{KnownParty, parties_known};
pub use places::{PlacesAround, places_around};
pub use record::{
    agreement_delete, agreement_find, agreement_insert, agreement_update, points_of_agreement,
};
pub use reminders::{
    AgreementAddressees, DueReminder, SIGNED_FILE_DAYS, addressees_of_agreements, reminders_due,
    reminders_put,
};
pub use revisions::{
    RevisionView, contents_last_sent, revision_find, revision_insert, revision_last_sent,
    revision_list,
};
pub use starters::{StarterTemplate, starter_templates};
pub use templates::{
    TemplateFilter, template_find, template_insert, template_list, template_names_taken,
    template_update, template_version_find, template_version_insert, template_version_list,
    template_version_update,
};
