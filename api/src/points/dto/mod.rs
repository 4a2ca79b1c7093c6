//! Points on the wire.

mod input;
mod params;
mod staff;
mod view;

pub(super) use input::{NewPointInput, PointForm, PointInput, PointReasonInput};
pub(super) use params::PointParams;
pub(super) use staff::StaffMemberView;
pub(super) use view::{PointSummary, PointView};
