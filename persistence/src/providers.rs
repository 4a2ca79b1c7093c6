//! Providers, the decisions on them and their sites.

mod decisions;
mod list;
mod record;
mod seat;
mod sites;

pub use decisions::{NumberedDecision, decision_append, decision_list};
pub use list::{ProviderFilter, provider_list};
pub use record::{provider_find, provider_insert, provider_state_update, provider_update};
pub use sites::{SiteFilter, site_delete, site_find, site_insert, site_list, site_update};
