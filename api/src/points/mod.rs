//! Welfare points: what they are, when they are open, who works there.

mod create;
mod dto;
mod find;
mod list;
mod remove;
mod staff;
mod status;
mod update;

use domain_accounts::{Permit, Target};
use domain_points::Point;
use domain_shared::{AssociationId, PointId, Reason, messages};
use persistence::{
    AnyConnection, DbError,
    points::{PointDetail, point_find},
};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

use self::dto::PointForm;
use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "point";

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_points)
        .service(create::create_point)
        .service(find::find_point)
        .service(update::update_point)
        .service(remove::remove_point)
        .service(status::activate_point)
        .service(status::suspend_point)
        .service(status::reopen_point)
        .service(status::close_point)
        .service(staff::list_point_staff);
}

/// The point with this identifier, or 404.
fn point_of(connection: &mut AnyConnection, id: PointId) -> Outcome<PointDetail> {
    point_find(connection, id)?.ok_or_else(Problem::not_found)
}

fn target(point: &Point) -> Target {
    Target::public_in(point.network_id).at_point(point.id)
}

/// The only reference a point with a known host can break is its municipality.
fn unknown_municipality(error: DbError) -> Problem {
    match error {
        DbError::Reference => {
            Problem::invalid("/address/municipality", &messages::UNKNOWN_REFERENCE)
        }
        other => other.into(),
    }
}

/// A point in the audit log: what somebody decided, without what follows from the hour.
#[derive(Serialize)]
struct Recorded<'a> {
    association_id: AssociationId,
    status: domain_points::PointStatus,
    #[serde(flatten)]
    form: PointForm<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a Reason>,
}

/// Writes a change of a point to the audit log, with the reason given for it.
fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    (before, after): (Option<&Point>, Option<&Point>),
    reason: Option<&Reason>,
) -> Outcome<()> {
    let Some(point) = after.or(before) else {
        return Ok(());
    };
    let recorded = |point: &Point, reason| {
        // The form borrows from the point, which outlives the event.
        serde_json::to_value(Recorded {
            association_id: point.association_id,
            status: point.status,
            form: PointForm {
                phase: point.phase,
                profile: &point.profile,
            },
            reason,
        })
        .map_err(|error| Problem::internal(format!("audit of a point: {error}")))
    };
    let was = before.map(|point| recorded(point, None)).transpose()?;
    let is = after.map(|point| recorded(point, reason)).transpose()?;
    unit.audit(
        permit,
        (RESOURCE, point.id),
        Some(point.network_id),
        was.as_ref(),
        is.as_ref(),
    )
}
