//! `/service-categories`: list, find, create, change.

use actix_web::{HttpResponse, get, patch, post};
use domain_accounts::{Action, Permit, Target};
use domain_categories::{
    CategoryDraft, CategoryProfile, CategoryTree, ServiceCategory, messages as category_messages,
};
use domain_shared::{ServiceCategoryId, StableCode, TextValue as _, Version, Violations, messages};
use persistence::{
    DbError,
    categories::{category_insert, category_tree, category_update},
};

use super::{
    dto::{
        AuditedCategory, NewServiceCategoryInput, ServiceCategoryInput, ServiceCategorySummary,
        ServiceCategoryView,
    },
    list::listed,
    params::ServiceCategoryParams,
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    services::publication::{self, Affected},
    wire::ServiceCategoryIdField,
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "service_category";

/// List service categories
///
/// In the order of the tree: each before those below it, siblings by position, then code.
#[utoipa::path(
    tag = "categories", operation_id = "list_service_categories",
    params(ServiceCategoryParams, PageParams),
    responses((status = 200, description = "A page of service categories.", body = Page<ServiceCategorySummary>)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/service-categories")]
pub(super) async fn list_service_categories(
    ctx: Ctx,
    query: ListQuery<ServiceCategoryParams>,
) -> Outcome<HttpResponse> {
    let (filter, page, list) = query.split();
    let categories = ctx
        .read(move |snapshot| {
            let tree = category_tree(snapshot.connection())?;
            Ok(listed(&tree, &filter, &page).map(|one| ServiceCategorySummary::of(&tree, one)))
        })
        .await?;
    list.answer(&ctx, categories, Caching::Public)
}

/// Find a service category
///
/// With its place in the tree and the ETag that a change needs. A retired one is found too.
#[utoipa::path(
    tag = "categories", operation_id = "find_service_category",
    params(("service_category_id" = ServiceCategoryIdField, Path, description = "The service category.")),
    responses((status = 200, description = "The service category.", body = ServiceCategoryView)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/service-categories/{service_category_id}")]
pub(super) async fn find_service_category(
    ctx: Ctx,
    id: PathId<ServiceCategoryId>,
) -> Outcome<HttpResponse> {
    let (view, version) = ctx
        .read(move |snapshot| view_of(&category_tree(snapshot.connection())?, id.0))
        .await?;
    reply::resource(&ctx, &view, version, Caching::Public)
}

/// Create a service category
///
/// Below an active category or at the first level; the tree has at most four levels.
#[utoipa::path(
    tag = "categories", operation_id = "create_service_category",
    request_body = NewServiceCategoryInput,
    responses((status = 201, description = "The new service category.", body = ServiceCategoryView)),
    security(("bearer" = [])), extensions(("x-action" = json!("service_category.write"))),
)]
#[post("/service-categories")]
pub(super) async fn create_service_category(
    ctx: Ctx,
    body: ValidJson<NewServiceCategoryInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let profile = body.read(|input| CategoryProfile::parse(&CategoryDraft::from(input)))?;
    ctx.create(move |unit| {
        let (view, version, id) = create(unit, profile.clone())?;
        Ok(Created {
            path: format!("/service-categories/{id}"),
            version: Some(version),
            view,
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    profile: CategoryProfile,
) -> Outcome<(ServiceCategoryView, Version, ServiceCategoryId)> {
    let permit = unit.authorize(Action::CategoryWrite, &Target::reference())?;
    let tree = category_tree(unit.connection())?;
    let category = tree.create(unit.new_id(), profile).map_err(misplaced)?;
    let now = unit.now();
    category_insert(unit.tx(), &permit, &category, now).map_err(code_taken)?;
    let after = category_tree(unit.connection())?;
    record(
        unit,
        &permit,
        None,
        &AuditedCategory::of(&after, &category),
        category.id,
    )?;
    let (view, version) = view_of(&after, category.id)?;
    Ok((view, version, category.id))
}

/// Change a service category
///
/// Perhaps its place in the tree, with everything below it. The code stays; a retired category does
/// not change any more.
#[utoipa::path(
    tag = "categories", operation_id = "update_service_category",
    params(("service_category_id" = ServiceCategoryIdField, Path, description = "The service category.")),
    request_body(content = ServiceCategoryInput, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, description = "The changed service category.", body = ServiceCategoryView),
        (status = 409, description = "It is retired."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("service_category.write")), ("x-if-match" = json!(true))),
)]
#[patch("/service-categories/{service_category_id}")]
pub(super) async fn update_service_category(
    ctx: Ctx,
    id: PathId<ServiceCategoryId>,
    expected: IfMatch,
    patch: MergePatch<ServiceCategoryInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (view, version) = ctx
        .write(move |unit| update(unit, id.0, expected, &patch))
        .await?;
    reply::changed(&view, version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: ServiceCategoryId,
    expected: IfMatch,
    patch: &MergePatch<ServiceCategoryInput>,
) -> Outcome<(ServiceCategoryView, Version)> {
    let tree = category_tree(unit.connection())?;
    let before = category_of(&tree, id)?;
    let permit = unit.authorize(Action::CategoryWrite, &Target::reference())?;
    expected.check(before.version)?;
    if !before.is_active() {
        return Err(retired());
    }
    let profile = patch.apply(&ServiceCategoryInput::from(before), |input| {
        CategoryProfile::parse(&input.with_code(before.code.as_str().to_owned()))
    })?;
    let changed = tree.revise(id, profile)?;
    let now = unit.now();
    category_update(unit.tx(), &permit, before.version, &changed, now)?;
    let after = category_tree(unit.connection())?;
    publication::refresh(unit, &Affected::Categories(codes_below(&tree, id)))?;
    let audited = AuditedCategory::of(&after, &changed);
    record(
        unit,
        &permit,
        Some(&AuditedCategory::of(&tree, before)),
        &audited,
        id,
    )?;
    view_of(&after, id)
}

/// The category with this identifier, or 404.
pub(super) fn category_of(tree: &CategoryTree, id: ServiceCategoryId) -> Outcome<&ServiceCategory> {
    tree.get(id).ok_or_else(Problem::not_found)
}

/// The codes of a category and of all below it: the cards that name one of them are found by it.
pub(super) fn codes_below(tree: &CategoryTree, id: ServiceCategoryId) -> Vec<StableCode> {
    let below = tree.subtree(id).into_iter();
    below.map(|category| category.code.clone()).collect()
}

/// The view of a category, with its version.
pub(super) fn view_of(
    tree: &CategoryTree,
    id: ServiceCategoryId,
) -> Outcome<(ServiceCategoryView, Version)> {
    let category = category_of(tree, id)?;
    Ok((ServiceCategoryView::of(tree, category), category.version))
}

/// A retired category is asked to change.
pub(super) fn retired() -> Problem {
    Problem::invalid_transition(Vec::new()).saying(&category_messages::CATEGORY_RETIRED)
}

/// Why a new category has no place in the tree; a taken code alone is a conflict like any other.
fn misplaced(wrong: Violations) -> Problem {
    let taken = |code: &str| code == messages::ALREADY_TAKEN.code;
    if wrong.iter().all(|violation| taken(violation.message.code)) {
        Problem::taken("/code")
    } else {
        wrong.into()
    }
}

fn code_taken(error: DbError) -> Problem {
    if error.is_unique_of("service_categories", "code") {
        Problem::taken("/code")
    } else {
        error.into()
    }
}

/// Writes the change of a category to the audit log.
pub(super) fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<&AuditedCategory>,
    after: &AuditedCategory,
    id: ServiceCategoryId,
) -> Outcome<()> {
    let network = unit.acting_network();
    unit.audit(permit, (RESOURCE, id), network, before, Some(after))
}
