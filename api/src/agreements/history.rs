//! What an agreement was: the texts that were sent or proposed, and its steps.

use actix_web::{HttpResponse, get};
use chrono::{DateTime, Utc};
use domain_agreements::{AgreementRevision, AgreementRevisionNumber, AgreementStep};
use domain_shared::{AgreementId, BoundedNumber as _};
use persistence::agreements::{
    NumberedAgreementEvent, RevisionView, event_list, revision_find, revision_list,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    common::{Seen, read_agreement},
    dto::NoParams,
    fields::{AgreementIdField, AgreementStepField},
    schema::AgreementContentView,
};
use crate::{
    http::{
        Ctx, ListQuery, Page, PageParams, PathId, PathNumber, Snapshot,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{
        Coded, DisplayNameField, Ident, ProviderIdField, ReasonField, Text, UserIdField, optional,
    },
};

/// A revision in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementRevisionSummary {
    /// Its number, from 1 without gaps.
    #[schema(minimum = 1, maximum = 10_000)]
    number: u16,
    /// Its title.
    title: DisplayNameField,
    /// SHA-256 of what it says, its text and the attachments, in hexadecimal digits.
    #[schema(
        min_length = 64,
        max_length = 64,
        pattern = "^[0-9a-f]{64}$",
        example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )]
    sha256: String,
    /// The provider that proposed it; absent where the network sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed_by: Option<ProviderIdField>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    made_by: Option<UserIdField>,
    /// When.
    made_at: DateTime<Utc>,
}

impl From<AgreementRevision> for AgreementRevisionSummary {
    fn from(revision: AgreementRevision) -> Self {
        Self {
            number: revision.number.number(),
            title: Text::of(&revision.content.title),
            sha256: revision.sha256,
            proposed_by: revision.proposed_by.map(Ident),
            made_by: revision.made_by.map(Ident),
            made_at: revision.made_at,
        }
    }
}

/// A revision, which never changes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementRevisionView {
    /// The agreement.
    agreement_id: AgreementIdField,
    /// Its number, from 1 without gaps.
    #[schema(minimum = 1, maximum = 10_000)]
    number: u16,
    /// SHA-256 of what it says, its text and the attachments, in hexadecimal digits.
    #[schema(
        min_length = 64,
        max_length = 64,
        pattern = "^[0-9a-f]{64}$",
        example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )]
    sha256: String,
    /// The provider that proposed it; absent where the network sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed_by: Option<ProviderIdField>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    made_by: Option<UserIdField>,
    /// When.
    made_at: DateTime<Utc>,
    /// What it says.
    content: AgreementContentView,
}

impl From<AgreementRevision> for AgreementRevisionView {
    fn from(revision: AgreementRevision) -> Self {
        Self {
            agreement_id: Ident(revision.agreement_id),
            number: revision.number.number(),
            sha256: revision.sha256,
            proposed_by: revision.proposed_by.map(Ident),
            made_by: revision.made_by.map(Ident),
            made_at: revision.made_at,
            content: AgreementContentView(revision.content),
        }
    }
}

/// A step in the history of an agreement.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementEventView {
    /// Number in the history of the agreement, from 1.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    number: i32,
    /// What was done.
    step: AgreementStepField,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<ReasonField>,
    /// The revision it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    revision: Option<u16>,
    /// By whom; absent when the hub itself did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<UserIdField>,
    /// When.
    at: DateTime<Utc>,
}

impl From<NumberedAgreementEvent> for AgreementEventView {
    fn from(numbered: NumberedAgreementEvent) -> Self {
        let event = numbered.event;
        Self {
            number: numbered.number,
            step: Coded(event.step),
            reason: optional(event.reason.as_ref()),
            revision: event.revision.map(domain_shared::BoundedNumber::number),
            by: event.by.map(Ident),
            at: event.at,
        }
    }
}

/// The revisions somebody may read who sees the agreement like this.
fn view_of(seen: Seen) -> RevisionView {
    match seen {
        Seen::ByNetwork => RevisionView::All,
        Seen::ByProviders(own) => RevisionView::SentOrProposedBy(own),
    }
}

/// A revision of an agreement, as far as the caller may read it, or 404.
pub(super) fn read_revision(
    snapshot: &mut Snapshot<'_>,
    id: AgreementId,
    number: AgreementRevisionNumber,
) -> Outcome<AgreementRevision> {
    let shown = read_agreement(snapshot, id)?;
    let view = view_of(shown.seen);
    let revision = revision_find(snapshot.connection(), shown.agreement.id, number)?;
    let revision = revision.filter(|revision| view.shows(revision));
    revision.ok_or_else(Problem::not_found)
}

/// List the revisions of an agreement
///
/// What was sent, and what providers proposed, newest first. A provider's people see their own proposals only.
#[utoipa::path(
    tag = "agreements", operation_id = "list_agreement_revisions",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement."), PageParams),
    responses((status = 200, description = "A page of revisions.", body = Page<AgreementRevisionSummary>)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement.read"))),
)]
#[get("/agreements/{agreement_id}/revisions")]
pub(super) async fn list_agreement_revisions(
    ctx: Ctx,
    id: PathId<AgreementId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let revisions = ctx
        .read(move |snapshot| {
            let shown = read_agreement(snapshot, id.0)?;
            let view = view_of(shown.seen);
            let connection = snapshot.connection();
            Ok(revision_list(connection, shown.agreement.id, &view, &page)?)
        })
        .await?;
    let items = revisions.map(AgreementRevisionSummary::from);
    list.answer(&ctx, items, Caching::Private)
}

/// Find a revision of an agreement
///
/// What it says, with its hash, whatever became of the agreement since.
#[utoipa::path(
    tag = "agreements", operation_id = "find_agreement_revision",
    params(
        ("agreement_id" = AgreementIdField, Path, description = "The agreement."),
        ("number" = u16, Path, description = "Number of the revision.", minimum = 1, maximum = 10_000, example = 1),
    ),
    responses((status = 200, description = "The revision.", body = AgreementRevisionView)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement.read"))),
)]
#[get("/agreements/{agreement_id}/revisions/{number}")]
pub(super) async fn find_agreement_revision(
    ctx: Ctx,
    id: PathId<AgreementId>,
    number: PathNumber<AgreementRevisionNumber>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let revision = ctx
        .read(move |snapshot| read_revision(snapshot, id.0, number.0))
        .await?;
    let view = AgreementRevisionView::from(revision);
    reply::document(&ctx, &view, Caching::Private)
}

/// The steps a provider's people are shown: what passed between the two sides. What they answered is with the
/// agreement.
const BETWEEN_SIDES: [AgreementStep; 6] = [
    AgreementStep::Send,
    AgreementStep::Recall,
    AgreementStep::Sign,
    AgreementStep::Terminate,
    AgreementStep::Complete,
    AgreementStep::Cancel,
];

/// List the steps in the life of an agreement
///
/// Who did what, when and why, newest first. A provider's people see what passed between the two sides.
#[utoipa::path(
    tag = "agreements", operation_id = "list_agreement_events",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement."), PageParams),
    responses((status = 200, description = "A page of steps.", body = Page<AgreementEventView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement.read"))),
)]
#[get("/agreements/{agreement_id}/events")]
pub(super) async fn list_agreement_events(
    ctx: Ctx,
    id: PathId<AgreementId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let events = ctx
        .read(move |snapshot| {
            let shown = read_agreement(snapshot, id.0)?;
            let steps = match shown.seen {
                Seen::ByNetwork => None,
                Seen::ByProviders(_) => Some(BETWEEN_SIDES.as_slice()),
            };
            let connection = snapshot.connection();
            Ok(event_list(connection, shown.agreement.id, steps, &page)?)
        })
        .await?;
    let items = events.map(AgreementEventView::from);
    list.answer(&ctx, items, Caching::Private)
}
