//! The staff of a point on the wire.

use chrono::NaiveDate;
use persistence::points::StaffMember;
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::{
    AssignmentIdField, Coded, Ident, PersonNameField, SpecialistIdField, SpecialistRoleField,
    SpecialistStatusField, Text,
};

/// Somebody assigned to a point today.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::points) struct StaffMemberView {
    /// The assignment.
    assignment_id: AssignmentIdField,
    /// The specialist.
    specialist_id: SpecialistIdField,
    /// Given name.
    given_name: PersonNameField,
    /// Family name.
    family_name: PersonNameField,
    /// What the specialist does at the point.
    role: SpecialistRoleField,
    /// Whether the specialist is at work.
    status: SpecialistStatusField,
    /// First day of the assignment.
    from: NaiveDate,
    /// Last day of the assignment, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
}

impl From<&StaffMember> for StaffMemberView {
    fn from(member: &StaffMember) -> Self {
        Self {
            assignment_id: Ident(member.assignment_id),
            specialist_id: Ident(member.specialist_id),
            given_name: Text::of(&member.given_name),
            family_name: Text::of(&member.family_name),
            role: Coded(member.role),
            status: Coded(member.status),
            from: member.period.from(),
            until: member.period.until(),
        }
    }
}
