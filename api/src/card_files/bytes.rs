//! `/files/{file_id}`: the bytes.

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    body::SizedStream,
    get,
    http::header::{self, HeaderName},
};
use domain_accounts::{Action, Target};
use domain_cards::CardFile;
use domain_shared::{FileId, TextValue as _, civil_date};
use futures_util::StreamExt as _;
use persistence::cards::{file_find, file_is_public};

use crate::{
    files::{FileKey, disposition},
    http::{Ctx, PathId, reply},
    problem::{Outcome, Problem},
    wire::FileIdField,
};

/// Nothing within a file may run or load anything, even where a browser opens it as a page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/// What the public sees never changes under its identifier.
const PUBLIC: &str = "public, max-age=31536000, immutable";

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
    let tag = format!("\"{}\"", key.digest());
    if reply::is_known(&ctx, &tag) {
        let mut response = HttpResponse::NotModified();
        describe(&mut response, &file, &tag, is_public);
        return Ok(response.finish());
    }
    let (size, parts) = ctx.hub().files.stream(&key).await?;
    let parts = parts.map(|part| part.map_err(actix_web::Error::from));
    let mut response = HttpResponse::Ok();
    describe(&mut response, &file, &tag, is_public);
    // Streamed, and so never among the answers that are kept ready.
    Ok(response
        .content_type(file.kind.media_type())
        .body(SizedStream::new(size, parts)))
}

/// Writes the headers of a file.
fn describe(response: &mut HttpResponseBuilder, file: &CardFile, tag: &str, is_public: bool) {
    let caching = if is_public { PUBLIC } else { "no-store" };
    response
        .insert_header((header::CACHE_CONTROL, caching))
        .insert_header((header::ETAG, tag))
        .insert_header((
            header::CONTENT_DISPOSITION,
            // Images are shown, documents saved.
            disposition(file.name.as_str(), file.kind.is_image()),
        ))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ));
}
