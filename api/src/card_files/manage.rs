//! `/cards/{card_id}/files`: listing and removing.

use actix_web::{HttpResponse, delete, get};
use domain_accounts::Action;
use domain_cards::FILE_IS_SHOWN;
use domain_shared::{CardId, FileId};
use persistence::cards::{file_delete, file_find, file_is_shown, file_list};

use super::dto::{CardFileView, NoParams};
use crate::{
    card_review::{
        common::{card_of, read_card, target},
        fields::CardIdField,
    },
    http::{
        Ctx, ListQuery, Page, PageParams, PathId,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
    wire::FileIdField,
};

/// List the files of a card
///
/// Oldest first, shown by the card or not.
#[utoipa::path(
    tag = "files", operation_id = "list_card_files",
    params(("card_id" = CardIdField, Path, description = "The card."), PageParams),
    responses((status = 200, description = "A page of files.", body = Page<CardFileView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.read"))),
)]
#[get("/cards/{card_id}/files")]
pub(super) async fn list_card_files(
    ctx: Ctx,
    id: PathId<CardId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let files = ctx
        .read(move |snapshot| {
            let card = read_card(snapshot, id.0)?;
            Ok(file_list(snapshot.connection(), card.id, &page)?)
        })
        .await?;
    list.answer(
        &ctx,
        files.map(|owned| CardFileView::from(&owned.file)),
        Caching::Private,
    )
}

/// Remove a file of a card
///
/// For good, unless its working copy or one of its revisions shows it.
#[utoipa::path(
    tag = "files", operation_id = "remove_card_file",
    params(
        ("card_id" = CardIdField, Path, description = "The card."),
        ("file_id" = FileIdField, Path, description = "The file."),
    ),
    responses(
        (status = 204, description = "It is removed."),
        (status = 409, description = "The card shows it (`in_use`)."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("card.write"))),
)]
#[delete("/cards/{card_id}/files/{file_id}")]
pub(super) async fn remove_card_file(
    ctx: Ctx,
    ids: PathId<(CardId, FileId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (card, file) = ids.0;
    ctx.write(move |unit| {
        let card = card_of(unit.connection(), card)?;
        let permit = unit.authorize(Action::CardWrite, &target(&card))?;
        let owned = file_find(unit.connection(), file)?
            .filter(|owned| owned.file.card_id == card.id)
            .ok_or_else(Problem::not_found)?;
        if file_is_shown(unit.connection(), &owned.file)? {
            return Err(Problem::new(ProblemCode::InUse).saying(&FILE_IS_SHOWN));
        }
        file_delete(unit.tx(), &permit, file)?;
        unit.audit(
            &permit,
            ("card_file", file),
            Some(card.network_id),
            Some(&CardFileView::from(&owned.file)),
            None,
        )
    })
    .await?;
    Ok(reply::nothing())
}
