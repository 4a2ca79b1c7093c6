//! What a card was: its revisions, its steps, and the cards it was taken for.

use actix_web::{HttpResponse, get};
use chrono::{DateTime, Utc};
use domain_accounts::Action;
use domain_cards::{CardRevision, RevisionNumber};
use domain_shared::{BoundedNumber as _, CardId, TextValue as _};
use persistence::cards::{event_list, revision_find, revision_list, suspect_list};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    common::read_card,
    dto::NoParams,
    schema::CardContentView,
    view::{CardEventView, CardSuspectView},
};
use crate::{
    http::{
        Ctx, ListQuery, Page, PageParams, PathId, PathNumber,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{CardIdField, DisplayNameField, Ident, Text, UserIdField},
};

/// A published revision in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardRevisionSummary {
    /// Its number, from 1 without gaps.
    #[schema(minimum = 1, maximum = 60_000)]
    number: u16,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<DisplayNameField>,
    /// When it was published.
    published_at: DateTime<Utc>,
    /// Who published it; absent when the hub itself did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    published_by: Option<UserIdField>,
}

impl From<CardRevision> for CardRevisionSummary {
    fn from(revision: CardRevision) -> Self {
        let title = revision.content.best_title();
        Self {
            number: revision.number.number(),
            title: title.map(|title| Text::raw(title.as_str().to_owned())),
            published_at: revision.published_at,
            published_by: revision.published_by.map(Ident),
        }
    }
}

/// A published revision, which never changes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardRevisionView {
    /// The card.
    card_id: CardIdField,
    /// Its number, from 1 without gaps.
    #[schema(minimum = 1, maximum = 60_000)]
    number: u16,
    /// When it was published.
    published_at: DateTime<Utc>,
    /// Who published it; absent when the hub itself did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    published_by: Option<UserIdField>,
    /// What it says.
    content: CardContentView,
}

impl From<CardRevision> for CardRevisionView {
    fn from(revision: CardRevision) -> Self {
        Self {
            card_id: Ident(revision.card_id),
            number: revision.number.number(),
            published_at: revision.published_at,
            published_by: revision.published_by.map(Ident),
            content: CardContentView(revision.content),
        }
    }
}

/// List the published revisions of a card
///
/// Newest first.
#[utoipa::path(
    tag = "cards", operation_id = "list_card_revisions",
    params(("card_id" = CardIdField, Path, description = "The card."), PageParams),
    responses((status = 200, description = "A page of revisions.", body = Page<CardRevisionSummary>)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.read"))),
)]
#[get("/cards/{card_id}/revisions")]
pub(super) async fn list_card_revisions(
    ctx: Ctx,
    id: PathId<CardId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let revisions = ctx
        .read(move |snapshot| {
            let card = read_card(snapshot, id.0)?;
            Ok(revision_list(snapshot.connection(), card.id, &page)?)
        })
        .await?;
    let items = revisions.map(CardRevisionSummary::from);
    list.answer(&ctx, items, Caching::Private)
}

/// Find a published revision of a card
///
/// Whatever became of the card since.
#[utoipa::path(
    tag = "cards", operation_id = "find_card_revision",
    params(
        ("card_id" = CardIdField, Path, description = "The card."),
        ("number" = u16, Path, description = "Number of the revision.", minimum = 1, maximum = 60_000, example = 1),
    ),
    responses((status = 200, description = "The revision.", body = CardRevisionView)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.read"))),
)]
#[get("/cards/{card_id}/revisions/{number}")]
pub(super) async fn find_card_revision(
    ctx: Ctx,
    id: PathId<CardId>,
    number: PathNumber<RevisionNumber>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let revision = ctx
        .read(move |snapshot| {
            let card = read_card(snapshot, id.0)?;
            let revision = revision_find(snapshot.connection(), card.id, number.0)?;
            revision.ok_or_else(Problem::not_found)
        })
        .await?;
    reply::document(&ctx, &CardRevisionView::from(revision), Caching::Private)
}

/// List the steps in the life of a card
///
/// Who did what, when and why, newest first.
#[utoipa::path(
    tag = "cards", operation_id = "list_card_events",
    params(("card_id" = CardIdField, Path, description = "The card."), PageParams),
    responses((status = 200, description = "A page of steps.", body = Page<CardEventView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.read"))),
)]
#[get("/cards/{card_id}/events")]
pub(super) async fn list_card_events(
    ctx: Ctx,
    id: PathId<CardId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let events = ctx
        .read(move |snapshot| {
            let card = read_card(snapshot, id.0)?;
            Ok(event_list(snapshot.connection(), card.id, &page)?)
        })
        .await?;
    list.answer(&ctx, events.map(CardEventView::from), Caching::Private)
}

/// List the cards that look like the same service
///
/// As it was when the card was last submitted, most alike first: cards of the same provider, or given
/// in the same municipality, with a near-same title. Editors see those of their own provider only,
/// reviewers those of their network.
#[utoipa::path(
    tag = "cards", operation_id = "list_card_suspects",
    params(("card_id" = CardIdField, Path, description = "The card."), PageParams),
    responses((status = 200, description = "A page of cards.", body = Page<CardSuspectView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.read"))),
)]
#[get("/cards/{card_id}/suspects")]
pub(super) async fn list_card_suspects(
    ctx: Ctx,
    id: PathId<CardId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let suspects = ctx
        .read(move |snapshot| {
            let card = read_card(snapshot, id.0)?;
            let scope = snapshot.scope(Action::CardRead)?;
            let connection = snapshot.connection();
            Ok(suspect_list(connection, &scope, card.id, &page)?)
        })
        .await?;
    list.answer(&ctx, suspects.map(CardSuspectView::from), Caching::Private)
}
