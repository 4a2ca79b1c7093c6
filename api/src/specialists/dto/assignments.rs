//! Assignments on the wire.

use chrono::NaiveDate;
use domain_shared::{Code as _, PointKind, Violation, Violations, parse_date};
use domain_specialists::{Assignment, AssignmentDraft, SpecialistRole};
use persistence::specialists::AssignmentFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    problem::{Outcome, ParameterMistake, Problem},
    wire::{AssignmentIdField, Coded, Ident, PointIdField, SpecialistIdField, SpecialistRoleField},
};

/// A new assignment.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"point_id": "01930000-0000-7000-8000-000000000000", "role": "welfare_specialist", "from": "2026-12-01"}))]
pub(in crate::specialists) struct AssignmentInput {
    /// The point, of the same network as the specialist.
    point_id: PointIdField,
    /// What the specialist does there; one of their roles.
    role: SpecialistRoleField,
    /// First day.
    #[schema(value_type = NaiveDate, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    from: String,
    /// Last day, included; without one the assignment has no end yet.
    #[schema(value_type = Option<NaiveDate>, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    until: Option<String>,
}

impl From<AssignmentInput> for AssignmentDraft {
    fn from(input: AssignmentInput) -> Self {
        Self {
            point_id: input.point_id.0.to_string(),
            role: input.role.0.code().to_owned(),
            from: input.from,
            until: input.until,
        }
    }
}

/// The end of an assignment.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"last_day": "2026-12-31"}))]
pub(in crate::specialists) struct AssignmentEndInput {
    /// Last day, within the assignment: it only ever gets shorter.
    #[schema(value_type = NaiveDate, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    last_day: String,
}

impl AssignmentEndInput {
    /// The last day.
    pub(in crate::specialists) fn parse(&self) -> Result<NaiveDate, Violations> {
        let mut wrong = Violations::new();
        wrong
            .keep("/last_day", parse_date(&self.last_day))
            .ok_or(wrong)
    }
}

/// The assignment of a specialist to a point.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::specialists) struct AssignmentView {
    /// Identifier.
    id: AssignmentIdField,
    /// Who is assigned.
    specialist_id: SpecialistIdField,
    /// The point.
    point_id: PointIdField,
    /// What the specialist does there.
    role: SpecialistRoleField,
    /// First day.
    from: NaiveDate,
    /// Last day, included.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
}

impl From<&Assignment> for AssignmentView {
    fn from(assignment: &Assignment) -> Self {
        let terms = &assignment.terms;
        Self {
            id: Ident(assignment.id),
            specialist_id: Ident(assignment.specialist_id),
            point_id: Ident(terms.point_id),
            role: Coded(terms.role),
            from: terms.period.from(),
            until: terms.period.until(),
        }
    }
}

/// Which assignments to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::specialists) struct AssignmentParams {
    /// Only those to these points.
    #[serde(default)]
    #[param(value_type = Option<Vec<PointIdField>>, max_items = 50)]
    point_id: Vec<Ident<PointKind>>,
    /// Only those in these roles.
    #[serde(default)]
    #[param(value_type = Option<Vec<SpecialistRoleField>>, max_items = 10)]
    role: Vec<Coded<SpecialistRole>>,
    /// Only those that hold on this day.
    #[param(value_type = Option<NaiveDate>, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", max_length = 10)]
    on: Option<String>,
}

impl AssignmentParams {
    /// The filter, whose day must be in the calendar.
    pub(in crate::specialists) fn filter(self) -> Outcome<AssignmentFilter> {
        let on = self.on.as_deref().map(parse_date).transpose();
        let wrong = |message| {
            Problem::invalid_parameters(vec![ParameterMistake {
                parameter: "on".to_owned(),
                violation: Violation::new("", message),
            }])
        };
        Ok(AssignmentFilter {
            points: self.point_id.into_iter().map(|id| id.0).collect(),
            roles: self.role.into_iter().map(|code| code.0).collect(),
            on: on.map_err(wrong)?,
        })
    }
}
