//! The public view of service cards, and the log of what became of them.

mod changes;
mod index;
mod places;
mod public;
mod source;

pub use changes::{NewChange, change_last, change_list, changes_append};
pub use index::{IndexSource, index_sources, index_sources_after, services_changed};
pub use places::{KnownPlace, Places, ZonePlaces, places_load, zone_places};
pub(crate) use public::shown_on;
pub use public::{
    PublicService, ServiceDocument, StoredDetail, service_count, service_documents, service_find,
    service_is_public, services_announced, services_by_ids, services_due, services_of,
    services_put, services_remove, services_renumber,
};
pub use source::{Affected, PublicProvider, PublicSource, public_sources};
