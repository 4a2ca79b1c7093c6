//! Making and revoking calendar feeds, of points and of providers.

use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, Utc};
use domain_accounts::{Action, Permit, Target};
use domain_providers::RegistrationStatus;
use domain_shared::{CalendarFeedId, NetworkBodyId, PointId, ProviderId, ShortText, Violations};
use persistence::{
    AnyConnection,
    agreements::{
        CalendarFeed, FeedOwner, calendar_feed_find, calendar_feed_insert, calendar_feed_list,
        calendar_feed_revoke,
    },
    points::point_find,
    providers::provider_find,
};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::fields::CalendarFeedIdField;
use crate::{
    auth::token_hash,
    clock::random_token,
    http::{
        Ctx, ListQuery, Page, PageParams, PathId, UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{Ident, PointIdField, ProviderIdField, ShortTextField, Text, UserIdField},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "calendar_feed";

/// A new calendar feed.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"label": "Calendario del coordinamento"}))]
pub(super) struct NewCalendarFeedInput {
    /// What it is called: who or what reads it.
    #[serde(default)]
    #[schema(required = true)]
    label: ShortTextField,
}

impl NewCalendarFeedInput {
    fn parse(self) -> Result<ShortText, Violations> {
        let mut wrong = Violations::new();
        let label = wrong.keep("/label", self.label.parse());
        label.ok_or(wrong)
    }
}

/// No filters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NoParams {}

/// A calendar feed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CalendarFeedView {
    /// Identifier.
    id: CalendarFeedIdField,
    /// What it is called.
    label: ShortTextField,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<UserIdField>,
    /// When.
    created_at: DateTime<Utc>,
}

impl From<&CalendarFeed> for CalendarFeedView {
    fn from(feed: &CalendarFeed) -> Self {
        Self {
            id: Ident(feed.id),
            label: Text::of(&feed.label),
            created_by: feed.created_by.map(Ident),
            created_at: feed.created_at,
        }
    }
}

/// A new calendar feed with its link.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NewCalendarFeedView {
    /// The feed.
    #[serde(flatten)]
    feed: CalendarFeedView,
    /// The link for calendar programs. Whoever has it reads the feed; it is shown only now.
    #[schema(
        format = "uri",
        max_length = 500,
        example = "https://hub.example.org/api/v1/calendar-feeds/Zk1mT0xkQ3JwWnJhVWV5dFh1b3d0Q2pXc0xqU2hQbW4"
    )]
    url: String,
}

/// Create a calendar feed of a point
///
/// Beginnings, ends and last days to give notice of the agreements of the point, its association and its
/// network body, behind a secret link. The link is shown only in this answer; not covered by Idempotency-Key,
/// because secrets are never stored.
#[utoipa::path(
    tag = "calendar-feeds", operation_id = "create_point_calendar_feed",
    params(("point_id" = PointIdField, Path, description = "The point.")),
    request_body = NewCalendarFeedInput,
    responses((status = 201, description = "The feed and its link.", body = NewCalendarFeedView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("calendar_feed.keep")), ("x-idempotency-key" = json!(false))),
)]
#[post("/points/{point_id}/calendar-feeds")]
pub(super) async fn create_point_calendar_feed(
    ctx: Ctx,
    id: PathId<PointId>,
    body: ValidJson<NewCalendarFeedInput>,
) -> Outcome<HttpResponse> {
    create(ctx, FeedOwner::Point(id.0), body).await
}

/// Create a calendar feed of a provider
///
/// Beginnings, ends and last days to give notice of the agreements of the provider, behind a secret link. The link
/// is shown only in this answer; not covered by Idempotency-Key, because secrets are never stored.
#[utoipa::path(
    tag = "calendar-feeds", operation_id = "create_provider_calendar_feed",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    request_body = NewCalendarFeedInput,
    responses((status = 201, description = "The feed and its link.", body = NewCalendarFeedView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("calendar_feed.keep")), ("x-idempotency-key" = json!(false))),
)]
#[post("/providers/{provider_id}/calendar-feeds")]
pub(super) async fn create_provider_calendar_feed(
    ctx: Ctx,
    id: PathId<ProviderId>,
    body: ValidJson<NewCalendarFeedInput>,
) -> Outcome<HttpResponse> {
    create(ctx, FeedOwner::Provider(id.0), body).await
}

/// List the calendar feeds of a point
///
/// Those that work, newest first, without their links.
#[utoipa::path(
    tag = "calendar-feeds", operation_id = "list_point_calendar_feeds",
    params(("point_id" = PointIdField, Path, description = "The point."), PageParams),
    responses((status = 200, description = "A page of feeds.", body = Page<CalendarFeedView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("calendar_feed.keep"))),
)]
#[get("/points/{point_id}/calendar-feeds")]
pub(super) async fn list_point_calendar_feeds(
    ctx: Ctx,
    id: PathId<PointId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    list(ctx, FeedOwner::Point(id.0), query).await
}

/// List the calendar feeds of a provider
///
/// Those that work, newest first, without their links.
#[utoipa::path(
    tag = "calendar-feeds", operation_id = "list_provider_calendar_feeds",
    params(("provider_id" = ProviderIdField, Path, description = "The provider."), PageParams),
    responses((status = 200, description = "A page of feeds.", body = Page<CalendarFeedView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("calendar_feed.keep"))),
)]
#[get("/providers/{provider_id}/calendar-feeds")]
pub(super) async fn list_provider_calendar_feeds(
    ctx: Ctx,
    id: PathId<ProviderId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    list(ctx, FeedOwner::Provider(id.0), query).await
}

/// Revoke a calendar feed of a point
///
/// Its link stops working at once.
#[utoipa::path(
    tag = "calendar-feeds", operation_id = "remove_point_calendar_feed",
    params(
        ("point_id" = PointIdField, Path, description = "The point."),
        ("feed_id" = CalendarFeedIdField, Path, description = "The feed."),
    ),
    responses((status = 204, description = "It is revoked.")),
    security(("bearer" = [])), extensions(("x-action" = json!("calendar_feed.keep"))),
)]
#[delete("/points/{point_id}/calendar-feeds/{feed_id}")]
pub(super) async fn remove_point_calendar_feed(
    ctx: Ctx,
    ids: PathId<(PointId, CalendarFeedId)>,
) -> Outcome<HttpResponse> {
    let (point, feed) = ids.0;
    revoke(ctx, FeedOwner::Point(point), feed).await
}

/// Revoke a calendar feed of a provider
///
/// Its link stops working at once.
#[utoipa::path(
    tag = "calendar-feeds", operation_id = "remove_provider_calendar_feed",
    params(
        ("provider_id" = ProviderIdField, Path, description = "The provider."),
        ("feed_id" = CalendarFeedIdField, Path, description = "The feed."),
    ),
    responses((status = 204, description = "It is revoked.")),
    security(("bearer" = [])), extensions(("x-action" = json!("calendar_feed.keep"))),
)]
#[delete("/providers/{provider_id}/calendar-feeds/{feed_id}")]
pub(super) async fn remove_provider_calendar_feed(
    ctx: Ctx,
    ids: PathId<(ProviderId, CalendarFeedId)>,
) -> Outcome<HttpResponse> {
    let (provider, feed) = ids.0;
    revoke(ctx, FeedOwner::Provider(provider), feed).await
}

/// The owner as the policy sees it, with its network, or 404. That it exists is as public as it is elsewhere.
fn target(connection: &mut AnyConnection, owner: FeedOwner) -> Outcome<(Target, NetworkBodyId)> {
    match owner {
        FeedOwner::Point(id) => {
            let found = point_find(connection, id)?.ok_or_else(Problem::not_found)?;
            let network = found.point.network_id;
            Ok((Target::public_in(network).at_point(id), network))
        }
        FeedOwner::Provider(id) => {
            let found = provider_find(connection, id)?.ok_or_else(Problem::not_found)?;
            let target = Target {
                public: found.registration.status == RegistrationStatus::Approved,
                ..Target::private_in(found.network_id).of_provider(id)
            };
            Ok((target, found.network_id))
        }
    }
}

fn may_keep(unit: &mut UnitOfWork<'_, '_>, owner: FeedOwner) -> Outcome<(Permit, NetworkBodyId)> {
    let (target, network) = target(unit.connection(), owner)?;
    Ok((unit.authorize(Action::CalendarFeedKeep, &target)?, network))
}

async fn create(
    ctx: Ctx,
    owner: FeedOwner,
    body: ValidJson<NewCalendarFeedInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let label = body.read(NewCalendarFeedInput::parse)?;
    let token = random_token();
    let hash = token_hash(token.expose_secret());
    let feed = ctx
        .write(move |unit| {
            let (permit, network_id) = may_keep(unit, owner)?;
            let feed = CalendarFeed {
                id: unit.new_id(),
                network_id,
                owner,
                label: label.clone(),
                created_by: permit.user(),
                created_at: unit.now(),
            };
            calendar_feed_insert(unit.tx(), &permit, &feed, &hash)?;
            let view = CalendarFeedView::from(&feed);
            let network = Some(feed.network_id);
            unit.audit(&permit, (RESOURCE, feed.id), network, None, Some(&view))?;
            Ok(feed)
        })
        .await?;
    let base = format!("{}/api/v1", ctx.hub().config.public_url);
    let place = match owner {
        FeedOwner::Point(id) => format!("points/{id}"),
        FeedOwner::Provider(id) => format!("providers/{id}"),
    };
    let view = NewCalendarFeedView {
        feed: CalendarFeedView::from(&feed),
        url: format!("{base}/calendar-feeds/{}", token.expose_secret()),
    };
    reply::created_once(&view, &format!("{base}/{place}/calendar-feeds/{}", feed.id))
}

async fn list(ctx: Ctx, owner: FeedOwner, query: ListQuery<NoParams>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (NoParams {}, page, list) = query.split();
    let feeds = ctx
        .read(move |snapshot| {
            let (target, _) = target(snapshot.connection(), owner)?;
            snapshot.authorize(Action::CalendarFeedKeep, &target)?;
            Ok(calendar_feed_list(snapshot.connection(), owner, &page)?)
        })
        .await?;
    let feeds = feeds.map(|feed| CalendarFeedView::from(&feed));
    list.answer(&ctx, feeds, Caching::Private)
}

async fn revoke(ctx: Ctx, owner: FeedOwner, id: CalendarFeedId) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| {
        let (permit, network) = may_keep(unit, owner)?;
        let feed = calendar_feed_find(unit.connection(), owner, id)?;
        let feed = feed.ok_or_else(Problem::not_found)?;
        let now = unit.now();
        calendar_feed_revoke(unit.tx(), &permit, feed.id, now)?;
        let view = CalendarFeedView::from(&feed);
        unit.audit(
            &permit,
            (RESOURCE, feed.id),
            Some(network),
            Some(&view),
            None,
        )
    })
    .await?;
    Ok(reply::nothing())
}
