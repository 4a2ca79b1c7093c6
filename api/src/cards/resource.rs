//! `/cards`: listing, creating, reading, changing and deleting.

use actix_web::{HttpResponse, delete, get, patch, post};
use domain_accounts::{Action, Target};
use domain_cards::{Card, CardState, CardStep, Publication};
use domain_shared::{CardId, ProviderId, TextValue, Version, messages};
use persistence::{
    cards::{card_delete, card_insert, card_list, card_update},
    providers::provider_find,
};

use super::{
    common::{
        Shown, card_of, check_places, not_now, note, read_card, record, refused, shown_of, target,
    },
    dto::{CardForm, CardInput, CardParams, NewCardInput, Written},
    view::{CardSummary, CardView},
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
    services::publication::forget,
    wire::CardIdField,
};

/// List service cards
///
/// By title: those of one's own providers, and for reviewers and administrators all those of their
/// network, whatever state they are in. The public reads the catalogue instead.
#[utoipa::path(
    tag = "cards", operation_id = "list_cards",
    params(CardParams, PageParams),
    responses((status = 200, description = "A page of cards.", body = Page<CardSummary>)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.read"))),
)]
#[get("/cards")]
pub(super) async fn list_cards(ctx: Ctx, query: ListQuery<CardParams>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = params.read()?;
    let cards = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::CardRead)?;
            Ok(card_list(snapshot.connection(), &scope, &filter, &page)?)
        })
        .await?;
    list.answer(&ctx, cards.map(CardSummary::from), Caching::Private)
}

/// Create a service card
///
/// As a draft, which may say as little as is known: what it lacks is told when it is submitted. What
/// it does say is checked, and pointers lead into the body (`/content/title/it`).
#[utoipa::path(
    tag = "cards", operation_id = "create_card",
    request_body = NewCardInput,
    responses(
        (status = 201, description = "The new card.", body = CardView),
        (status = 409, description = "The provider has a card with this external identifier, or the same request still runs."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("card.write"))),
)]
#[post("/cards")]
pub(super) async fn create_card(ctx: Ctx, body: ValidJson<NewCardInput>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (provider, written) = body.read(NewCardInput::read)?;
    ctx.create(move |unit| {
        let shown = create(unit, provider, written.clone())?;
        Ok(Created {
            path: format!("/cards/{}", shown.card.id),
            version: Some(shown.card.version),
            view: CardView::from(&shown),
        })
    })
    .await
}

fn create(unit: &mut UnitOfWork<'_, '_>, provider: ProviderId, written: Written) -> Outcome<Shown> {
    let unknown = || Problem::invalid("/provider_id", &messages::UNKNOWN_REFERENCE);
    let provider = provider_find(unit.connection(), provider)?.ok_or_else(unknown)?;
    let of_provider = Target::private_in(provider.network_id).of_provider(provider.id);
    let permit =
        unit.authorize(Action::CardWrite, &of_provider)
            .map_err(|problem| match problem.code {
                // The body names it, not the path: as for a provider that does not exist.
                ProblemCode::NotFound => unknown(),
                _ => problem,
            })?;
    let Written {
        external_id,
        content,
    } = written;
    check_places(unit.connection(), &content)?;
    let now = unit.now();
    let card = Card {
        id: unit.new_id(),
        provider_id: provider.id,
        network_id: provider.network_id,
        external_id,
        state: CardState::NEW,
        draft: Some(content.clone()),
        revision: None,
        submitted_at: None,
        claim: None,
        verification: None,
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    };
    card_insert(unit.tx(), &permit, &card).map_err(refused)?;
    let shown = Shown { card, content };
    note(unit, &permit, &shown.card, CardStep::Create, None)?;
    record(unit, &permit, None, Some(&shown))?;
    Ok(shown)
}

/// Find a service card
///
/// As its editors and reviewers see it, with the ETag that a change needs: what the working copy
/// says, or the last revision where there is no working copy.
#[utoipa::path(
    tag = "cards", operation_id = "find_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    responses((status = 200, description = "The card.", body = CardView)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.read"))),
)]
#[get("/cards/{card_id}")]
pub(super) async fn find_card(ctx: Ctx, id: PathId<CardId>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let shown = ctx
        .read(move |snapshot| {
            let card = read_card(snapshot, id.0)?;
            shown_of(snapshot.connection(), card)
        })
        .await?;
    reply::resource(
        &ctx,
        &CardView::from(&shown),
        shown.card.version,
        Caching::Private,
    )
}

/// Change a service card
///
/// Its working copy and external identifier. On a published or suspended card the first change of
/// what it says opens a working copy beside the published revision, starting from it: the public
/// sees the old one until the new one is published. While the working copy is under review it is
/// not changed: 409, withdraw it first. Pointers lead into the patched card (`/content/title/it`).
#[utoipa::path(
    tag = "cards", operation_id = "update_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    request_body(content = CardInput, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, description = "The changed card.", body = CardView),
        (status = 409, description = "Its state does not allow it, or the provider has a card with this external identifier."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.write")), ("x-if-match" = json!(true))),
)]
#[patch("/cards/{card_id}")]
pub(super) async fn update_card(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
    patch: MergePatch<CardInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let shown = ctx
        .write(move |unit| update(unit, id.0, expected, &patch))
        .await?;
    reply::changed(&CardView::from(&shown), shown.card.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: CardId,
    expected: IfMatch,
    patch: &MergePatch<CardInput>,
) -> Outcome<Shown> {
    let card = card_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::CardWrite, &target(&card))?;
    expected.check(card.version)?;
    let edited = card.state.after(CardStep::Edit).map_err(not_now)?;
    let before = shown_of(unit.connection(), card)?;
    let form = CardForm {
        external_id: before.card.external_id.as_ref().map(TextValue::as_str),
        content: &before.content,
    };
    let Written {
        external_id,
        content,
    } = patch.apply(&form, CardInput::read)?;
    check_places(unit.connection(), &content)?;
    // The external identifier alone needs no review, so no working copy either.
    let is_edit = before.card.draft.is_some() || content != before.content;
    let card = Card {
        external_id,
        state: if is_edit { edited } else { before.card.state },
        draft: is_edit.then(|| content.clone()),
        version: before.card.version.next(),
        updated_at: unit.now(),
        ..before.card.clone()
    };
    card_update(
        unit.tx(),
        &permit,
        before.card.version,
        &card,
        Some(&content),
    )
    .map_err(refused)?;
    let after = Shown { card, content };
    if is_edit {
        note(unit, &permit, &after.card, CardStep::Edit, None)?;
    }
    record(unit, &permit, Some(&before), Some(&after))?;
    Ok(after)
}

/// Delete a service card
///
/// For good, with its history. A card that was never published is deleted by those who write it; an
/// archived one by the administrators of the network (`card.purge`). Any other is archived first.
#[utoipa::path(
    tag = "cards", operation_id = "remove_card",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    responses(
        (status = 204, description = "It is deleted."),
        (status = 409, description = "It was published and is not archived."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.write")), ("x-if-match" = json!(true))),
)]
#[delete("/cards/{card_id}")]
pub(super) async fn remove_card(
    ctx: Ctx,
    id: PathId<CardId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| remove(unit, id.0, expected)).await?;
    Ok(reply::nothing())
}

fn remove(unit: &mut UnitOfWork<'_, '_>, id: CardId, expected: IfMatch) -> Outcome<()> {
    let card = card_of(unit.connection(), id)?;
    let action = match card.state.publication {
        Publication::Archived => Action::CardPurge,
        Publication::Unpublished | Publication::Published | Publication::Suspended => {
            Action::CardWrite
        }
    };
    let permit = unit.authorize(action, &target(&card))?;
    expected.check(card.version)?;
    match card.state.publication {
        Publication::Unpublished | Publication::Archived => {}
        Publication::Published | Publication::Suspended => {
            let allowed = card.state.allowed().iter();
            let allowed = allowed.map(|step| domain_shared::Code::code(*step));
            return Err(Problem::invalid_transition(allowed.collect()));
        }
    }
    let before = shown_of(unit.connection(), card)?;
    if before.card.revision.is_some() {
        forget(unit, id, before.card.provider_id, before.card.network_id)?;
    }
    card_delete(unit.tx(), &permit, id, before.card.version)?;
    record(unit, &permit, Some(&before), None)
}
