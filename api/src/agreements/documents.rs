//! The text of an agreement as a document, and what changed between two revisions.

use actix_web::{HttpResponse, get};
use domain_agreements::{AgreementContent, AgreementRevisionNumber, RenderedText};
use domain_shared::{AgreementId, BoundedNumber as _};
use persistence::agreements::{revision_find, revision_last_sent};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{
    common::{Seen, is_written_anew, read_agreement},
    fields::AgreementIdField,
    history::read_revision,
    text::text_of,
};
use crate::{
    agreement_text::{AgreementTextView, answer, form_asked_for},
    http::{
        Ctx, PathId, PathNumber, Snapshot, ValidQuery,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{ChangedMember, changes},
};

/// Read the text of an agreement
///
/// As JSON, a page or a PDF, as `Accept` asks: while it is written, its template filled in with what it says
/// now, which must be all there; what was sent, as it was sent. A provider's people get what was last sent.
#[utoipa::path(
    tag = "agreements", operation_id = "find_agreement_text",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    responses(
        (status = 200, description = "The text.", body = AgreementTextView),
        (status = 422, description = "Something is missing that its template needs; errors names it by pointers into the content."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.read")), ("x-document-answer" = json!(true))),
)]
#[get("/agreements/{agreement_id}/text")]
pub(super) async fn find_agreement_text(
    ctx: Ctx,
    id: PathId<AgreementId>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let form = form_asked_for(ctx.request())?;
    let text = ctx.read(move |snapshot| current(snapshot, id.0)).await?;
    answer(text, form, "accordo").await
}

/// The text as the caller may see it now.
fn current(snapshot: &mut Snapshot<'_>, id: AgreementId) -> Outcome<RenderedText> {
    let shown = read_agreement(snapshot, id)?;
    let agreement = &shown.agreement;
    let connection = snapshot.connection();
    let is_draft = is_written_anew(agreement.status);
    let sent = match (is_draft, &shown.seen, agreement.revision) {
        (false, _, Some(number)) => revision_find(connection, agreement.id, number)?,
        (true, Seen::ByProviders(_), _) => revision_last_sent(connection, agreement.id)?,
        (..) => None,
    };
    match sent {
        Some(revision) => Ok(revision.text),
        None => Ok(text_of(connection, &shown.content)??),
    }
}

/// Read the text of a revision
///
/// As JSON, a page or a PDF, as `Accept` asks; the same bytes every time.
#[utoipa::path(
    tag = "agreements", operation_id = "find_agreement_revision_text",
    params(
        ("agreement_id" = AgreementIdField, Path, description = "The agreement."),
        ("number" = u16, Path, description = "Number of the revision.", minimum = 1, maximum = 10_000, example = 1),
    ),
    responses((status = 200, description = "The text.", body = AgreementTextView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.read")), ("x-document-answer" = json!(true))),
)]
#[get("/agreements/{agreement_id}/revisions/{number}/text")]
pub(super) async fn find_agreement_revision_text(
    ctx: Ctx,
    id: PathId<AgreementId>,
    number: PathNumber<AgreementRevisionNumber>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let form = form_asked_for(ctx.request())?;
    let revision = ctx
        .read(move |snapshot| read_revision(snapshot, id.0, number.0))
        .await?;
    let name = format!("accordo-revisione-{}", number.0.number());
    answer(revision.text, form, &name).await
}

/// What to compare with.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AgreementDifferenceParams {
    /// Number of the earlier revision; the one before without, and nothing at all for the first.
    #[param(minimum = 1, maximum = 10_000, example = 1)]
    from: Option<u16>,
}

/// What changed in an agreement.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementDifferencesView {
    /// Number of the earlier revision; absent when there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    from: Option<u16>,
    /// Number of the later revision.
    #[schema(minimum = 1, maximum = 10_000)]
    to: u16,
    /// The members that differ, in the order of their pointers into the content.
    #[schema(max_items = 1000)]
    changes: Vec<ChangedMember>,
}

/// Compare a revision of an agreement with an earlier one
///
/// The members that differ, by JSON Pointer into the content. Objects are compared member by member, lists as
/// a whole; texts of clauses by the code of the clause. A revision that does not exist is 404.
#[utoipa::path(
    tag = "agreements", operation_id = "find_agreement_differences",
    params(
        ("agreement_id" = AgreementIdField, Path, description = "The agreement."),
        ("number" = u16, Path, description = "Number of the later revision.", minimum = 1, maximum = 10_000, example = 2),
        AgreementDifferenceParams,
    ),
    responses((status = 200, description = "What changed.", body = AgreementDifferencesView)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement.read"))),
)]
#[get("/agreements/{agreement_id}/revisions/{number}/differences")]
pub(super) async fn find_agreement_differences(
    ctx: Ctx,
    id: PathId<AgreementId>,
    number: PathNumber<AgreementRevisionNumber>,
    query: ValidQuery<AgreementDifferenceParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let to = number.0.number();
    let from = query.0.from.unwrap_or(to.saturating_sub(1));
    let from = AgreementRevisionNumber::from_number(i64::from(from));
    let view = ctx
        .read(move |snapshot| {
            let later = read_revision(snapshot, id.0, number.0)?;
            let before = match from {
                Some(from) => by_clause(&read_revision(snapshot, id.0, from)?.content)?,
                None => Value::Object(serde_json::Map::new()),
            };
            Ok(AgreementDifferencesView {
                from: from.map(domain_shared::BoundedNumber::number),
                to,
                changes: changes(&before, &by_clause(&later.content)?),
            })
        })
        .await?;
    reply::document(&ctx, &view, Caching::Private)
}

/// A content with its texts of clauses by the code of the clause.
fn by_clause(content: &AgreementContent) -> Outcome<Value> {
    let unwritten = |error| Problem::internal(format!("content: {error}"));
    let mut value = serde_json::to_value(content).map_err(unwritten)?;
    let texts = content.clause_texts.iter().map(|text| {
        let (clause, text) = (
            serde_json::to_value(&text.clause)?,
            serde_json::to_value(&text.text)?,
        );
        Ok((clause.as_str().unwrap_or_default().to_owned(), text))
    });
    let texts: Result<serde_json::Map<String, Value>, serde_json::Error> = texts.collect();
    if let Some(members) = value.as_object_mut() {
        let texts = texts.map_err(unwritten)?;
        members.insert("clause_texts".to_owned(), Value::Object(texts));
    }
    Ok(value)
}
