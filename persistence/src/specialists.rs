//! Specialists, their assignments and their certificates.

mod assignments;
mod certificates;
mod people;
mod today;

pub use assignments::{
    AssignmentFilter, assignment_delete, assignment_find, assignment_insert, assignment_list,
    assignment_update, assignments_of, point_at_find, point_network_find,
};
pub use certificates::{
    certificate_find, certificate_insert, certificate_list, certificate_update, certificates_of,
};
pub use people::{
    SpecialistFilter, categories_usable, specialist_delete, specialist_find, specialist_insert,
    specialist_is_used, specialist_list, specialist_update,
};
pub(crate) use today::assigned_on;
pub use today::{SpecialistToday, specialists_today};

/// Keeps of a query over specialists those within a scope.
macro_rules! within_scope {
    ($query:expr, $scope:expr, $today:expr) => {{
        let scope: &domain_accounts::Scope = $scope;
        if scope.everything {
            $query
        } else {
            let networks: Vec<_> = scope
                .networks
                .iter()
                .copied()
                .map($crate::sql_types::DbId)
                .collect();
            let points: Vec<_> = scope
                .points
                .iter()
                .copied()
                .map($crate::sql_types::DbId)
                .collect();
            let owner: Vec<_> = scope
                .owner
                .iter()
                .copied()
                .map(|id| Some($crate::sql_types::DbId(id)))
                .collect();
            $query.filter(
                $crate::schema::specialists::network_id
                    .eq_any(networks)
                    .or($crate::schema::specialists::id
                        .eq_any($crate::specialists::assigned_on(points, $today)))
                    .or($crate::schema::specialists::user_id.eq_any(owner)),
            )
        }
    }};
}
pub(crate) use within_scope;
