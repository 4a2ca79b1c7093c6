//! Network bodies and territorial associations.

mod associations;
mod bodies;

pub use associations::{
    AssociationFilter, association_delete, association_find, association_insert, association_list,
    association_update,
};
pub use bodies::{
    NetworkBodyFilter, network_body_delete, network_body_find, network_body_insert,
    network_body_list, network_body_update, network_find_by_code,
};
