//! The Italian territory: regions, provinces, municipalities and the zones inside them.
//!
//! A municipality is known by its cadastral code (*codice Belfiore*), which never changes; its ISTAT
//! code does, and the former ones keep resolving.

mod code;
mod names;
mod search;
mod unit;
mod zone;

pub use code::{IstatCode, MunicipalityRef, Nuts2Code, Nuts3Code, ProvinceAbbreviation};
pub use names::alternate_names;
pub use search::{MatchRank, SearchTerm, match_rank, search_terms};
pub use unit::{Municipality, MunicipalityStatus, Province, ProvinceKind, Region, resolve};
pub use zone::{Zone, ZoneDraft, ZoneProfile, messages};
