//! `/cards/{card_id}/files`: uploading.

use actix_web::{HttpResponse, post, web::Payload};
use domain_accounts::{Action, Permit};
use domain_cards::{CARD_FULL_OF_FILES, Card, CardFile, FileName, MAX_FILES, Publication};
use domain_shared::{CardId, TextValue as _};
use persistence::{
    AnyConnection,
    cards::{OwnedFile, file_count, file_insert},
};

use super::dto::{CardFileView, UploadParams};
use crate::{
    card_review::{
        common::{card_of, target},
        fields::CardIdField,
    },
    files::{Declared, FileContent, FileKind, recognise},
    http::{Created, Ctx, PathId, UnitOfWork, ValidQuery},
    hub::off_thread,
    problem::{Outcome, Problem},
};

/// Upload a file of a card
///
/// An image (PNG, JPEG, WebP) or a document (PDF, ODT, DOCX without macros), sent as it is. What it is
/// is told by its content, with which its name and its media type must agree. At most 10 MiB, or what
/// this installation allows. A card has at most 100 files; it shows those its content names.
#[utoipa::path(
    tag = "files", operation_id = "upload_card_file",
    params(("card_id" = CardIdField, Path, description = "The card."), UploadParams),
    responses(
        (status = 201, description = "The new file.", body = CardFileView),
        (status = 409, description = "The card is archived or has as many files as it can have, or the same request still runs."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.write")), ("x-file-body" = json!(true))),
)]
#[post("/cards/{card_id}/files")]
pub(super) async fn upload_card_file(
    ctx: Ctx,
    id: PathId<CardId>,
    query: Result<ValidQuery<UploadParams>, Problem>,
    payload: Payload,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let ValidQuery(UploadParams { name }) = query?;
    let card = id.0;
    // Nobody sends megabytes to a card they cannot write.
    ctx.read(move |snapshot| {
        let card = card_of(snapshot.connection(), card)?;
        let permit = snapshot.authorize(Action::CardWrite, &target(&card))?;
        check_room(snapshot.connection(), &card, &permit)
    })
    .await?;
    let most = ctx.hub().config.limits.file_bytes;
    let bytes = ctx.file_body(payload, most).await?;
    let media_type = ctx.media_type().map(str::to_owned);
    let (content, kind) = {
        let name = name.clone();
        off_thread(move || {
            let declared = Declared {
                name: Some(name.as_str()),
                media_type: media_type.as_deref(),
            };
            let kind = recognise(&bytes, declared, most)?;
            Outcome::Ok((FileContent::new(bytes), kind))
        })
        .await?
    };
    // The content goes first: without a row that names it, it is merely not found.
    ctx.hub().files.put(&content).await?;
    ctx.create(move |unit| {
        let file = create(unit, card, &content, (kind, &name))?;
        Ok(Created {
            path: format!("/files/{}", file.id),
            version: None,
            view: CardFileView::from(&file),
        })
    })
    .await
}

/// Refuses another file for a card that is out of use or full.
fn check_room(connection: &mut AnyConnection, card: &Card, _permit: &Permit) -> Outcome<()> {
    if card.state.publication == Publication::Archived {
        return Err(Problem::invalid_transition(Vec::new()));
    }
    let files = file_count(connection, card.id)?;
    if usize::try_from(files).is_ok_and(|files| files >= MAX_FILES) {
        return Err(Problem::conflict("", &CARD_FULL_OF_FILES));
    }
    Ok(())
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    id: CardId,
    content: &FileContent,
    (kind, name): (FileKind, &FileName),
) -> Outcome<CardFile> {
    let card = card_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::CardWrite, &target(&card))?;
    check_room(unit.connection(), &card, &permit)?;
    let bytes = u32::try_from(content.bytes().len());
    let owned = OwnedFile {
        file: CardFile {
            id: unit.new_id(),
            card_id: card.id,
            key: content.key().to_string(),
            kind: kind.media,
            name: name.clone(),
            bytes: bytes.map_err(|error| Problem::internal(format!("size of a file: {error}")))?,
            size: kind.dimensions.map(|size| (size.width, size.height)),
            created_by: permit.user(),
            created_at: unit.now(),
        },
        provider_id: card.provider_id,
        network_id: card.network_id,
    };
    file_insert(unit.tx(), &permit, &owned)?;
    unit.audit(
        &permit,
        ("card_file", owned.file.id),
        Some(card.network_id),
        None,
        Some(&CardFileView::from(&owned.file)),
    )?;
    Ok(owned.file)
}
