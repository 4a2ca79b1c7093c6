//! `/agreements/{agreement_id}/files`: uploading.

use actix_web::{HttpResponse, post, web::Payload};
use domain_accounts::{Action, Actor, Permit};
use domain_agreements::{
    AGREEMENT_FULL_OF_FILES, Agreement, AgreementFile, AgreementFileKind, AgreementStep,
    MAX_AGREEMENT_FILES, SignedFormat, allowed_steps,
};
use domain_cards::{FileName, MediaKind};
use domain_shared::{AgreementId, Code as _, TextValue as _};
use persistence::{
    AnyConnection,
    agreements::{agreement_file_count, agreement_file_insert},
};

use super::{
    common::{agreement_of, permitted, write_target},
    dto::AgreementUploadParams,
    effects::bring_in_line,
    fields::AgreementIdField,
    file_view::AgreementFileView,
};
use crate::{
    files::{Declared, ENVELOPE_MEDIA, FileContent, recognise, recognise_signed},
    http::{Created, Ctx, PathId, UnitOfWork, ValidQuery},
    hub::off_thread,
    problem::{Outcome, Problem},
};

/// Upload a file of an agreement
///
/// Sent as it is; what it is is told by its content, with which its name and its media type must agree. An
/// attachment (PDF, image, ODT, DOCX without macros) belongs to a draft, by those who write it, and to what is
/// sent afterwards. The signed document (PDF, with or without a digital signature in it, or `.p7m`) belongs to
/// a signed agreement, by those who sign for a party; it is stored as it is, with its hash, and takes the place
/// of an earlier one, which stays in the list. At most 10 MiB, or what this installation allows, and fifty files
/// of each kind.
#[utoipa::path(
    tag = "agreements", operation_id = "upload_agreement_file",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement."), AgreementUploadParams),
    responses(
        (status = 201, description = "The new file.", body = AgreementFileView),
        (status = 409, description = "The state of the agreement does not allow a file of this kind, or it has as many as it can have, or the same request still runs."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.sign")), ("x-file-body" = json!("signed"))),
)]
#[post("/agreements/{agreement_id}/files")]
pub(super) async fn upload_agreement_file(
    ctx: Ctx,
    id: PathId<AgreementId>,
    query: Result<ValidQuery<AgreementUploadParams>, Problem>,
    payload: Payload,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let ValidQuery(params) = query?;
    let (kind, name) = params.into_parts();
    let id = id.0;
    // Nobody sends megabytes to an agreement they may not add them to.
    ctx.read(move |snapshot| {
        let actor = snapshot.actor().clone();
        room(&actor, snapshot.connection(), id, kind)
    })
    .await?;
    let most = ctx.hub().config.limits.file_bytes;
    let bytes = ctx.file_body(payload, most).await?;
    let media_type = ctx.media_type().map(str::to_owned);
    let (content, told) = {
        let name = name.clone();
        off_thread(move || {
            let declared = Declared {
                name: Some(name.as_str()),
                media_type: media_type.as_deref(),
            };
            let told = match kind {
                AgreementFileKind::Attachment => {
                    let kind = recognise(&bytes, declared, most)?;
                    (None, kind.media.media_type())
                }
                AgreementFileKind::Signed => {
                    let format = recognise_signed(&bytes, declared, most)?;
                    (Some(format), media_of(format))
                }
            };
            Outcome::Ok((FileContent::new(bytes), told))
        })
        .await?
    };
    // The content goes first: without a row that names it, it is merely not found.
    ctx.hub().files.put(&content).await?;
    ctx.create(move |unit| {
        let file = add(unit, id, &content, (kind, &name), told)?;
        Ok(Created {
            path: format!("/agreements/{id}/files/{}", file.id),
            version: None,
            view: AgreementFileView::from(&file),
        })
    })
    .await
}

/// Media type of a signed document.
const fn media_of(format: SignedFormat) -> &'static str {
    match format {
        SignedFormat::Pdf | SignedFormat::Pades => MediaKind::Pdf.media_type(),
        SignedFormat::Cades => ENVELOPE_MEDIA,
    }
}

/// The agreement, to which the caller may add a file of this kind, and which has room for it.
fn room(
    actor: &Actor,
    connection: &mut AnyConnection,
    id: AgreementId,
    kind: AgreementFileKind,
) -> Outcome<(Agreement, Permit)> {
    let agreement = agreement_of(connection, id)?;
    let (action, target) = match kind {
        AgreementFileKind::Attachment => (Action::AgreementWrite, write_target(&agreement)),
        AgreementFileKind::Signed => {
            let target = write_target(&agreement);
            let providers = agreement.content.providers();
            (Action::AgreementSign, target.of_providers(providers))
        }
    };
    let permit = permitted(actor, connection, &agreement, action, &target)?;
    let steps = allowed_steps(agreement.status);
    let fits = match kind {
        AgreementFileKind::Attachment => steps.contains(&AgreementStep::Edit),
        AgreementFileKind::Signed => agreement.status.was_signed(),
    };
    if !fits {
        let allowed = steps.iter().map(|step| step.code()).collect();
        return Err(Problem::invalid_transition(allowed));
    }
    let files = agreement_file_count(connection, id, kind)?;
    if usize::try_from(files).is_ok_and(|files| files >= MAX_AGREEMENT_FILES) {
        return Err(Problem::conflict("", &AGREEMENT_FULL_OF_FILES));
    }
    Ok((agreement, permit))
}

fn add(
    unit: &mut UnitOfWork<'_, '_>,
    id: AgreementId,
    content: &FileContent,
    (kind, name): (AgreementFileKind, &FileName),
    (format, media): (Option<SignedFormat>, &str),
) -> Outcome<AgreementFile> {
    let actor = unit.actor().clone();
    let (agreement, permit) = room(&actor, unit.connection(), id, kind)?;
    let bytes = u32::try_from(content.bytes().len());
    let file = AgreementFile {
        id: unit.new_id(),
        agreement_id: id,
        kind,
        format,
        name: name.as_str().to_owned(),
        media: media.to_owned(),
        bytes: bytes.map_err(|error| Problem::internal(format!("size of a file: {error}")))?,
        sha256: content.key().digest(),
        by: permit.user(),
        at: unit.now(),
    };
    agreement_file_insert(unit.tx(), &permit, &file)?;
    unit.audit(
        &permit,
        ("agreement_file", file.id),
        Some(agreement.network_id),
        None,
        Some(&AgreementFileView::from(&file)),
    )?;
    if kind == AgreementFileKind::Signed {
        bring_in_line(unit, &agreement)?;
    }
    Ok(file)
}
