//! Retiring and merging service categories.

use actix_web::{HttpResponse, post};
use domain_accounts::{Action, Target};
use domain_categories::CategoryError;
use domain_shared::{ServiceCategoryId, Version, Violations};
use persistence::categories::{category_is_used, category_repoint, category_tree, category_update};

use super::{
    dto::{AuditedCategory, CategoryMergerInput, CategoryRetirementInput, ServiceCategoryView},
    resource::{category_of, codes_below, record, retired, view_of},
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    problem::{Outcome, Problem, ProblemCode},
    services::publication::{self, Affected},
    wire::ServiceCategoryIdField,
};

/// Retire a service category
///
/// It stays readable but can no longer be used. With a replacement, what uses it uses the
/// replacement from now on, and the active categories below it move there; without one, nothing
/// may use it and no active category may lie below it. From `active` only.
#[utoipa::path(
    tag = "categories", operation_id = "retire_service_category",
    params(("service_category_id" = ServiceCategoryIdField, Path, description = "The service category.")),
    request_body = CategoryRetirementInput,
    responses(
        (status = 200, description = "The retired service category.", body = ServiceCategoryView),
        (status = 409, description = "It is retired already, or still used."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("service_category.write")), ("x-if-match" = json!(true))),
)]
#[post("/service-categories/{service_category_id}/retirement")]
pub(super) async fn retire_service_category(
    ctx: Ctx,
    id: PathId<ServiceCategoryId>,
    expected: IfMatch,
    body: ValidJson<CategoryRetirementInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let replaced_by = body.into_inner()?.replaced_by.map(|id| id.0);
    let (view, version) = ctx
        .write(move |unit| retire(unit, id.0, expected, replaced_by, "/replaced_by"))
        .await?;
    reply::changed(&view, version)
}

/// Merge a service category into another
///
/// It is retired; what uses it uses the other one from now on, and the active categories below it
/// move below the other one. From `active` only.
#[utoipa::path(
    tag = "categories", operation_id = "merge_service_category",
    params(("service_category_id" = ServiceCategoryIdField, Path, description = "The service category.")),
    request_body = CategoryMergerInput,
    responses(
        (status = 200, description = "The retired service category.", body = ServiceCategoryView),
        (status = 409, description = "It is retired already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("service_category.write")), ("x-if-match" = json!(true))),
)]
#[post("/service-categories/{service_category_id}/merger")]
pub(super) async fn merge_service_category(
    ctx: Ctx,
    id: PathId<ServiceCategoryId>,
    expected: IfMatch,
    body: ValidJson<CategoryMergerInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let into = body.into_inner()?.into.0;
    let (view, version) = ctx
        .write(move |unit| retire(unit, id.0, expected, Some(into), "/into"))
        .await?;
    reply::changed(&view, version)
}

/// Retires a category; `member` is where the body names the replacement.
fn retire(
    unit: &mut UnitOfWork<'_, '_>,
    id: ServiceCategoryId,
    expected: IfMatch,
    replaced_by: Option<ServiceCategoryId>,
    member: &str,
) -> Outcome<(ServiceCategoryView, Version)> {
    let tree = category_tree(unit.connection())?;
    let before = category_of(&tree, id)?;
    let permit = unit.authorize(Action::CategoryWrite, &Target::reference())?;
    expected.check(before.version)?;
    let in_use = category_is_used(unit.connection(), id)?;
    let retirement = tree
        .retire(id, replaced_by, in_use)
        .map_err(|error| refused(error, member))?;
    let now = unit.now();
    for changed in retirement.moved.iter().chain([&retirement.retired]) {
        let read = category_of(&tree, changed.id)?.version;
        category_update(unit.tx(), &permit, read, changed, now)?;
    }
    let handed_over = match retirement.replaced_by {
        Some(into) => category_repoint(unit.tx(), &permit, id, into, now)?,
        None => Vec::new(),
    };
    let after = category_tree(unit.connection())?;
    publication::refresh(unit, &Affected::Categories(codes_below(&tree, id)))?;
    for moved in &retirement.moved {
        let child = AuditedCategory::of(&tree, category_of(&tree, moved.id)?);
        record(
            unit,
            &permit,
            Some(&child),
            &AuditedCategory::of(&after, moved),
            moved.id,
        )?;
    }
    let audited = AuditedCategory::of(&after, &retirement.retired).handing_over(&handed_over);
    record(
        unit,
        &permit,
        Some(&AuditedCategory::of(&tree, before)),
        &audited,
        id,
    )?;
    view_of(&after, id)
}

fn refused(error: CategoryError, member: &str) -> Problem {
    match error {
        CategoryError::Unknown => Problem::not_found(),
        CategoryError::Retired => retired(),
        CategoryError::HasActiveChildren | CategoryError::InUse => {
            Problem::new(ProblemCode::InUse).saying(error.message())
        }
        CategoryError::CodeTaken
        | CategoryError::CodeFixed
        | CategoryError::UnknownParent
        | CategoryError::RetiredParent
        | CategoryError::Cycle
        | CategoryError::TooDeep
        | CategoryError::UnknownReplacement
        | CategoryError::RetiredReplacement
        | CategoryError::ReplacementInside => {
            let mut violation = error.violation();
            member.clone_into(&mut violation.pointer);
            Violations::from(violation).into()
        }
    }
}
