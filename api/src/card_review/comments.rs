//! `/cards/{card_id}/comments`.

use actix_web::{HttpResponse, get, post};
use domain_accounts::Action;
use domain_cards::{
    Card, CardComment, CardContent, ContentPointer, MAX_ANSWERS, POINTER_LEADS_NOWHERE,
    Publication, THREAD_FULL, THREAD_RESOLVED,
};
use domain_shared::{CardId, CommentId, TextValue as _, Version, messages};
use persistence::{
    accounts::recipient_find,
    cards::{
        CommentFilter, CommentThread, answer_count, comment_find, comment_insert, comment_list,
        thread_find,
    },
};

use super::{
    common::{card_of, people_of_provider, read_card, shown, target, title},
    dto::{About, CardCommentInput, CommentParams, Said},
    fields::{CardIdField, CommentIdField},
    view::CardCommentView,
};
use crate::{
    http::{
        Created, Ctx, ListQuery, Page, PageParams, PathId, UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    mail::Letter,
    problem::{Outcome, Problem, ProblemCode},
};

/// List the comments on a card
///
/// The comments that opened a thread, oldest first, each with its answers.
#[utoipa::path(
    tag = "review", operation_id = "list_card_comments",
    params(("card_id" = CardIdField, Path, description = "The card."), CommentParams, PageParams),
    responses((status = 200, description = "A page of threads.", body = Page<CardCommentView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.read"))),
)]
#[get("/cards/{card_id}/comments")]
pub(super) async fn list_card_comments(
    ctx: Ctx,
    id: PathId<CardId>,
    query: ListQuery<CommentParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = CommentFilter::from(params);
    let threads = ctx
        .read(move |snapshot| {
            let card = read_card(snapshot, id.0)?;
            let connection = snapshot.connection();
            Ok(comment_list(connection, card.id, &filter, &page)?)
        })
        .await?;
    list.answer(
        &ctx,
        threads.map(|thread| CardCommentView::from(&thread)),
        Caching::Private,
    )
}

/// Find a comment on a card
///
/// With the answers to it, and the ETag that settling it needs.
#[utoipa::path(
    tag = "review", operation_id = "find_card_comment",
    params(
        ("card_id" = CardIdField, Path, description = "The card."),
        ("comment_id" = CommentIdField, Path, description = "The comment."),
    ),
    responses((status = 200, description = "The comment.", body = CardCommentView)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.read"))),
)]
#[get("/cards/{card_id}/comments/{comment_id}")]
pub(super) async fn find_card_comment(
    ctx: Ctx,
    ids: PathId<(CardId, CommentId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (card, comment) = ids.0;
    let thread = ctx
        .read(move |snapshot| {
            let card = read_card(snapshot, card)?;
            thread_find(snapshot.connection(), card.id, comment)?.ok_or_else(Problem::not_found)
        })
        .await?;
    reply::resource(
        &ctx,
        &CardCommentView::from(&thread),
        thread.opening.comment.version,
        Caching::Private,
    )
}

/// Comment on a card
///
/// On the whole of it, on a member of its working copy or else its last revision, or in answer to
/// another comment. The other side is told by e-mail: the people of the provider, or the reviewer
/// who claimed the card.
#[utoipa::path(
    tag = "review", operation_id = "create_card_comment",
    params(("card_id" = CardIdField, Path, description = "The card.")),
    request_body = CardCommentInput,
    responses(
        (status = 201, description = "The new comment.", body = CardCommentView),
        (status = 409, description = "The card is archived, the thread settled or full, or the same request still runs."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("card.keep"))),
)]
#[post("/cards/{card_id}/comments")]
pub(super) async fn create_card_comment(
    ctx: Ctx,
    id: PathId<CardId>,
    body: ValidJson<CardCommentInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let said = body.read(CardCommentInput::read)?;
    ctx.create(move |unit| {
        let thread = create(unit, id.0, &said)?;
        let comment = &thread.opening.comment;
        Ok(Created {
            path: format!("/cards/{}/comments/{}", comment.card_id, comment.id),
            version: Some(comment.version),
            view: CardCommentView::from(&thread),
        })
    })
    .await
}

fn create(unit: &mut UnitOfWork<'_, '_>, id: CardId, said: &Said) -> Outcome<CommentThread> {
    let card = card_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::CardKeep, &target(&card))?;
    let author = permit
        .user()
        .ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))?;
    if card.state.publication == Publication::Archived {
        return Err(Problem::invalid_transition(Vec::new()));
    }
    let content = shown(unit.connection(), &card)?;
    let (thread, pointer) = match &said.about {
        About::Card => (None, None),
        About::Member(pointer) => {
            check_pointer(content.as_ref(), pointer)?;
            (None, Some(pointer.clone()))
        }
        About::Comment(thread) => (Some(check_thread(unit, &card, *thread)?), None),
    };
    let comment = CardComment {
        id: unit.new_id(),
        card_id: card.id,
        thread,
        pointer,
        text: said.text.clone(),
        author,
        resolved: None,
        version: Version::FIRST,
        created_at: unit.now(),
    };
    comment_insert(unit.tx(), &permit, &comment)?;
    let written = thread_find(unit.connection(), card.id, comment.id)?;
    let written = written.ok_or_else(|| Problem::internal("a comment went missing"))?;
    unit.audit(
        &permit,
        ("card_comment", comment.id),
        Some(card.network_id),
        None,
        Some(&CardCommentView::from(&written)),
    )?;
    tell(unit, &card, &comment, title(content.as_ref()))?;
    Ok(written)
}

/// A comment is about something that is there, or that could be.
fn check_pointer(content: Option<&CardContent>, pointer: &ContentPointer) -> Outcome<()> {
    let content = content
        .map(serde_json::to_value)
        .transpose()
        .map_err(|error| Problem::internal(format!("content of a card: {error}")))?;
    let resolves = content.is_some_and(|content| content.pointer(pointer.as_str()).is_some());
    if resolves || ContentPointer::OPTIONAL_MEMBERS.contains(&pointer.as_str()) {
        Ok(())
    } else {
        Err(Problem::invalid("/pointer", &POINTER_LEADS_NOWHERE))
    }
}

/// An answer goes to an open thread of the same card.
fn check_thread(
    unit: &mut UnitOfWork<'_, '_>,
    card: &Card,
    thread: CommentId,
) -> Outcome<CommentId> {
    let opening = comment_find(unit.connection(), card.id, thread)?;
    let opening = opening
        .filter(|comment| comment.thread.is_none())
        .ok_or_else(|| Problem::invalid("/thread_id", &messages::UNKNOWN_REFERENCE))?;
    if opening.resolved.is_some() {
        return Err(Problem::conflict("/thread_id", &THREAD_RESOLVED));
    }
    let answers = answer_count(unit.connection(), thread)?;
    if usize::try_from(answers).is_ok_and(|answers| answers >= MAX_ANSWERS) {
        return Err(Problem::conflict("/thread_id", &THREAD_FULL));
    }
    Ok(opening.id)
}

/// Tells the other side: the provider when a reviewer speaks, else the reviewer who claimed the card.
fn tell(
    unit: &mut UnitOfWork<'_, '_>,
    card: &Card,
    comment: &CardComment,
    title: &str,
) -> Outcome<()> {
    let reviews = unit.authorize(Action::CardReview, &target(card)).is_ok();
    let others = if reviews {
        people_of_provider(unit, card)?
    } else {
        let reviewer = card.claim.map(|claim| claim.by);
        let reviewer = reviewer.map(|user| recipient_find(unit.connection(), user));
        reviewer.transpose()?.flatten().into_iter().collect()
    };
    for person in others {
        if person.user != comment.author {
            let text = comment.text.as_str();
            unit.send(Letter::card_comment(
                &person.email,
                person.locale,
                title,
                text,
            ))?;
        }
    }
    Ok(())
}
