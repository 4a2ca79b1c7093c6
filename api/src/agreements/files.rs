//! `/agreements/{agreement_id}/files`: listing, the bytes, and removing.

use actix_web::{HttpResponse, delete, get};
use domain_accounts::Action;
use domain_agreements::{AgreementFile, AgreementFileKind, AgreementStep, SIGNED_FILE_STAYS};
use domain_shared::{AgreementFileId, AgreementId};
use persistence::{
    AnyConnection,
    agreements::{agreement_file_delete, agreement_file_find, agreement_file_list},
};

use super::{
    common::{advanced, agreement_of, permitted, read_agreement, write_target},
    dto::NoParams,
    fields::{AgreementFileIdField, AgreementIdField},
    file_view::AgreementFileView,
};
use crate::{
    files::{
        FileKey,
        answer::{self, Audience},
        disposition,
    },
    http::{
        Ctx, ListQuery, Page, PageParams, PathId,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
};

/// List the files of an agreement
///
/// Oldest first: attachments and signed documents, of which the last one counts.
#[utoipa::path(
    tag = "agreements", operation_id = "list_agreement_files",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement."), PageParams),
    responses((status = 200, description = "A page of files.", body = Page<AgreementFileView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement.read"))),
)]
#[get("/agreements/{agreement_id}/files")]
pub(super) async fn list_agreement_files(
    ctx: Ctx,
    id: PathId<AgreementId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let files = ctx
        .read(move |snapshot| {
            let shown = read_agreement(snapshot, id.0)?;
            let connection = snapshot.connection();
            Ok(agreement_file_list(connection, shown.agreement.id, &page)?)
        })
        .await?;
    let items = files.map(|file| AgreementFileView::from(&file));
    list.answer(&ctx, items, Caching::Private)
}

/// The file of an agreement, or 404.
fn file_of(
    connection: &mut AnyConnection,
    agreement: AgreementId,
    file: AgreementFileId,
) -> Outcome<AgreementFile> {
    let found = agreement_file_find(connection, file)?;
    let found = found.filter(|file| file.agreement_id == agreement);
    found.ok_or_else(Problem::not_found)
}

/// Download a file of an agreement
///
/// Its bytes, to be saved; a signed document as it was uploaded. The ETag is the hash of the bytes.
#[utoipa::path(
    tag = "agreements", operation_id = "download_agreement_file",
    params(
        ("agreement_id" = AgreementIdField, Path, description = "The agreement."),
        ("file_id" = AgreementFileIdField, Path, description = "The file."),
    ),
    responses((status = 200, description = "The bytes of the file.")),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.read")), ("x-file-answer" = json!("signed"))),
)]
#[get("/agreements/{agreement_id}/files/{file_id}")]
pub(super) async fn download_agreement_file(
    ctx: Ctx,
    ids: PathId<(AgreementId, AgreementFileId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (agreement, file) = ids.0;
    let file = ctx
        .read(move |snapshot| {
            let shown = read_agreement(snapshot, agreement)?;
            file_of(snapshot.connection(), shown.agreement.id, file)
        })
        .await?;
    let wrong = || Problem::internal(format!("hash of file {}", file.id));
    let (folder, rest) = file.sha256.split_at_checked(2).ok_or_else(wrong)?;
    let key: FileKey = format!("{folder}/{rest}").parse().map_err(|_| wrong())?;
    let disposition = disposition(&file.name, false);
    answer::send(&ctx, &key, &file.media, &disposition, Audience::OwnPages).await
}

/// Remove an attachment of an agreement
///
/// For good, while the agreement is a draft. A signed document stays; another one takes its place.
#[utoipa::path(
    tag = "agreements", operation_id = "remove_agreement_file",
    params(
        ("agreement_id" = AgreementIdField, Path, description = "The agreement."),
        ("file_id" = AgreementFileIdField, Path, description = "The file."),
    ),
    responses(
        (status = 204, description = "It is removed."),
        (status = 409, description = "The agreement is no draft, or it is a signed document."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement.write"))),
)]
#[delete("/agreements/{agreement_id}/files/{file_id}")]
pub(super) async fn remove_agreement_file(
    ctx: Ctx,
    ids: PathId<(AgreementId, AgreementFileId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (agreement, file) = ids.0;
    ctx.write(move |unit| {
        let agreement = agreement_of(unit.connection(), agreement)?;
        let actor = unit.actor().clone();
        let target = write_target(&agreement);
        let action = Action::AgreementWrite;
        let permit = permitted(&actor, unit.connection(), &agreement, action, &target)?;
        let file = file_of(unit.connection(), agreement.id, file)?;
        if file.kind == AgreementFileKind::Signed {
            return Err(Problem::new(ProblemCode::InUse).saying(&SIGNED_FILE_STAYS));
        }
        let _ = advanced(&agreement, AgreementStep::Edit, false, unit.now())?;
        agreement_file_delete(unit.tx(), &permit, file.id)?;
        unit.audit(
            &permit,
            ("agreement_file", file.id),
            Some(agreement.network_id),
            Some(&AgreementFileView::from(&file)),
            None,
        )
    })
    .await?;
    Ok(reply::nothing())
}
