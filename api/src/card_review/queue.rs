//! `/review-queue`.

use actix_web::{HttpResponse, get};
use domain_accounts::Action;
use domain_shared::civil_date;
use persistence::cards::review_queue;

use super::{dto::QueueParams, view::ReviewItemView};
use crate::{
    http::{Ctx, ListQuery, Page, PageParams, reply::Caching},
    problem::{Outcome, Problem, ProblemCode},
};

/// List the cards under review
///
/// Those of the networks the caller reviews, the longest waiting first.
#[utoipa::path(
    tag = "review", operation_id = "list_review_queue",
    params(QueueParams, PageParams),
    responses((status = 200, description = "A page of cards.", body = Page<ReviewItemView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.review"))),
)]
#[get("/review-queue")]
pub(super) async fn list_review_queue(
    ctx: Ctx,
    query: ListQuery<QueueParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let items = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::CardReview)?;
            let caller = snapshot.actor().user_id();
            let caller = caller.ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))?;
            let filter = params.filter(caller);
            Ok(review_queue(snapshot.connection(), &scope, &filter, &page)?)
        })
        .await?;
    let today = civil_date(ctx.now());
    list.answer(
        &ctx,
        items.map(|item| ReviewItemView::of(&item, today)),
        Caching::Private,
    )
}
