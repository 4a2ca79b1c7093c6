//! `POST /points`.

use actix_web::{HttpResponse, post};
use domain_accounts::{Action, Target};
use domain_points::{Point, PointDraft, PointPhase, PointProfile, PointStatus};
use domain_shared::{AssociationId, Version, messages};
use persistence::{
    network::association_find,
    points::{PointDetail, point_insert},
};

use super::{
    dto::{NewPointInput, PointView},
    point_of, record, unknown_municipality,
};
use crate::{
    http::{Created, Ctx, UnitOfWork, ValidJson},
    problem::{Outcome, Problem},
};

/// Create a point
///
/// A planned one, hosted by an association and with it of that association's network.
#[utoipa::path(
    tag = "points", operation_id = "create_point",
    request_body = NewPointInput,
    responses((status = 201, description = "The new point.", body = PointView)),
    security(("bearer" = [])), extensions(("x-action" = json!("point.manage"))),
)]
#[post("/points")]
pub(super) async fn create_point(
    ctx: Ctx,
    body: ValidJson<NewPointInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (host, phase, profile) = body.read(|input| {
        let phase = input.point.phase.0;
        let profile = PointProfile::parse(&PointDraft::from(input.point))?;
        Ok((input.association_id.0, phase, profile))
    })?;
    ctx.create(move |unit| {
        let detail = create(unit, host, phase, profile.clone())?;
        Ok(Created {
            path: format!("/points/{}", detail.point.id),
            version: Some(detail.point.version),
            view: PointView::at(&detail, unit.now()),
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    host: AssociationId,
    phase: PointPhase,
    profile: PointProfile,
) -> Outcome<PointDetail> {
    let unknown = || Problem::invalid("/association_id", &messages::UNKNOWN_REFERENCE);
    let association = association_find(unit.connection(), host)?.ok_or_else(unknown)?;
    let permit = unit.authorize(
        Action::PointManage,
        &Target::public_in(association.network_id),
    )?;
    let now = unit.now();
    let point = Point {
        id: unit.new_id(),
        version: Version::FIRST,
        network_id: association.network_id,
        association_id: association.id,
        phase,
        status: PointStatus::Planned,
        profile,
        created_at: now,
        updated_at: now,
    };
    point_insert(unit.tx(), &permit, &point).map_err(unknown_municipality)?;
    record(unit, &permit, (None, Some(&point)), None)?;
    point_of(unit.connection(), point.id)
}
