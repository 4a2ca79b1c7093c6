//! The network: its bodies, and the territorial associations that belong to them.

mod association;
mod body;

pub use association::{Association, AssociationDraft, AssociationProfile};
pub use body::{
    Acronym, NetworkBody, NetworkBodyDraft, NetworkBodyProfile, PARENT_IS_FIXED,
    PARENT_IS_NOT_A_ROOT, check_parent, check_unmoved,
};
