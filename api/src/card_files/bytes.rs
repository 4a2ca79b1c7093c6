//! `/files/{file_id}`: the bytes.

use actix_web::{HttpResponse, get};
use domain_accounts::{Action, Target};
use domain_shared::{FileId, TextValue as _, civil_date};
use persistence::cards::{file_find, file_is_public};

use crate::{
    files::{
        FileKey,
        answer::{self, Audience},
        disposition,
    },
    http::{Ctx, PathId},
    problem::{Outcome, Problem},
    wire::FileIdField,
};

/// Download a file
///
/// Its bytes: anybody those of a card in the public view, the provider's people and the reviewers those
/// of their cards. An image is to be shown, a document to be saved. The ETag is the hash of the bytes.
#[utoipa::path(
    tag = "files", operation_id = "download_file",
    params(("file_id" = FileIdField, Path, description = "The file.")),
    responses((status = 200, description = "The bytes of the file.")),
    security(()),
    extensions(("x-action" = json!("service.read")), ("x-file-answer" = json!(true))),
)]
#[get("/files/{file_id}")]
pub(super) async fn download_file(ctx: Ctx, id: PathId<FileId>) -> Outcome<HttpResponse> {
    let today = civil_date(ctx.now());
    let (file, is_public) = ctx
        .read(move |snapshot| {
            let owned = file_find(snapshot.connection(), id.0)?.ok_or_else(Problem::not_found)?;
            let is_public = file_is_public(snapshot.connection(), id.0, today)?;
            if !is_public {
                let target = Target::private_in(owned.network_id).of_provider(owned.provider_id);
                // Whoever may not see it, signed in or not, must not learn that it exists.
                snapshot
                    .authorize(Action::CardRead, &target)
                    .map_err(|_| Problem::not_found())?;
            }
            Ok((owned.file, is_public))
        })
        .await?;
    let key: FileKey = file
        .key
        .parse()
        .map_err(|error| Problem::internal(format!("file {}: {error}", file.id)))?;
    let audience = if is_public {
        Audience::Public
    } else {
        Audience::AnyPage
    };
    // Images are shown, documents saved.
    let disposition = disposition(file.name.as_str(), file.kind.is_image());
    answer::send(&ctx, &key, file.kind.media_type(), &disposition, audience).await
}
