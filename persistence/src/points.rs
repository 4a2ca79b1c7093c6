//! Welfare points, and who works there.

mod list;
mod records;
mod staff;

pub use list::{Near, OpenFilter, PointFilter, PointItem, point_list, point_municipalities};
pub use records::{
    PointDetail, PointPlace, point_delete, point_find, point_insert, point_set_status, point_update,
};
pub use staff::{StaffMember, staff_list, staff_readiness};
