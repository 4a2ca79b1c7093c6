//! The public view of service cards, and the log of what became of them.

mod agreements;
mod changes;
mod index;
mod places;
mod public;
mod source;
mod stored;

pub use agreements::{
    AgreementsOfDay, ReadyAgreements, service_agreements_due, service_agreements_put,
};
pub use changes::{NewChange, change_last, change_list, changes_append};
pub use index::{IndexSource, index_sources, index_sources_after, services_changed};
pub use places::{KnownPlace, Places, ZonePlaces, places_load, zone_places};
pub use public::{
    PublicService, ServiceDocument, services_announced, services_due, services_of, services_put,
    services_remove, services_renumber,
};
pub use source::{Affected, PublicProvider, PublicSource, public_sources};
pub(crate) use stored::shown_on;
pub use stored::{
    StoredDetail, StoredItem, service_count, service_documents, service_find, service_is_public,
    services_by_ids,
};
