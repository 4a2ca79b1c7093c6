//! `GET /points/{point_id}/staff`.

use actix_web::{HttpResponse, get};
use domain_accounts::Action;
use domain_shared::{PointId, civil_date};
use persistence::points::staff_list;

use super::{dto::StaffMemberView, point_of, target};
use crate::{
    http::{Ctx, ListQuery, Page, PageParams, PathId, reply::Caching},
    problem::Outcome,
    wire::PointIdField,
};

/// No filters.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StaffParams {}

/// List the staff of a point
///
/// Everybody assigned to it today, by name, one line per assignment.
#[utoipa::path(
    tag = "points", operation_id = "list_point_staff",
    params(("point_id" = PointIdField, Path, description = "The point."), StaffParams, PageParams),
    responses((status = 200, description = "A page of people.", body = Page<StaffMemberView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("staff.read"))),
)]
#[get("/points/{point_id}/staff")]
pub(super) async fn list_point_staff(
    ctx: Ctx,
    id: PathId<PointId>,
    query: ListQuery<StaffParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let staff = ctx
        .read(move |snapshot| {
            let point = point_of(snapshot.connection(), id.0)?.point;
            snapshot.authorize(Action::StaffRead, &target(&point))?;
            let today = civil_date(snapshot.now());
            Ok(staff_list(snapshot.connection(), point.id, today, &page)?)
        })
        .await?;
    list.answer(
        &ctx,
        staff.map(|member| StaffMemberView::from(&member)),
        Caching::Private,
    )
}
