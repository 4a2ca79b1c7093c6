//! The forms in which clients get the text of an agreement.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderName},
};
use domain_agreements::RenderedText;
use serde::Serialize;
use utoipa::ToSchema;

use super::{html, pdf};
use crate::{
    documents::DOCUMENT_POLICY,
    http::{preferred, reply},
    hub::off_thread,
    problem::Outcome,
    wire::{StableCodeField, described_as},
};

/// The text of an agreement as clients get it in JSON.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct AgreementTextView(pub(crate) RenderedText);

described_as!(AgreementTextSchema: AgreementTextView);

/// The text of an agreement with everything filled in, in Italian.
#[derive(ToSchema)]
#[schema(as = AgreementText, example = json!({
    "title": "Convenzione per l'erogazione di assistenza domiciliare a condizioni agevolate",
    "opening": ["Tra Welf@re Point Cesena (di seguito «la Rete»)", "e Cooperativa Aurora (di seguito «l'Ente»),", "si conviene quanto segue."],
    "articles": [{"number": 1, "clause": "oggetto", "heading": "Oggetto", "paragraphs": ["La convenzione stabilisce le condizioni alle quali l'Ente eroga il servizio."]}],
    "closing": ["Letto, approvato e sottoscritto."],
    "signatures": ["Cooperativa Aurora – Niccolò Neri, legale rappresentante"]
}))]
#[expect(dead_code, reason = "the type describes; nothing is one")]
struct AgreementTextSchema {
    /// Title.
    #[schema(max_length = 600_000)]
    title: String,
    /// Paragraphs before the first article.
    #[schema(max_items = 600_000, inline, value_type = Vec<AgreementParagraph>)]
    opening: Vec<String>,
    /// Articles.
    #[schema(max_items = 100)]
    articles: Vec<AgreementArticle>,
    /// Paragraphs after the last article.
    #[schema(max_items = 600_000, inline, value_type = Vec<AgreementParagraph>)]
    closing: Vec<String>,
    /// Lines under which people sign: party, and who signs in which capacity.
    #[schema(max_items = 180, inline, value_type = Vec<AgreementParagraph>)]
    signatures: Vec<String>,
}

/// A paragraph, one line.
#[derive(ToSchema)]
#[schema(max_length = 600_000, example = "Letto, approvato e sottoscritto.")]
#[expect(dead_code, reason = "the type describes; nothing is one")]
struct AgreementParagraph(String);

/// A numbered article of a text.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type describes; nothing is one")]
struct AgreementArticle {
    /// Number, from 1 without gaps.
    #[schema(minimum = 1, maximum = 100)]
    number: u16,
    /// Code of the clause it was made from.
    clause: StableCodeField,
    /// Heading.
    #[schema(max_length = 600_000, example = "Oggetto")]
    heading: String,
    /// Paragraphs.
    #[schema(max_items = 600_000, inline, value_type = Vec<AgreementParagraph>)]
    paragraphs: Vec<String>,
}

/// A form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextForm {
    Json,
    Html,
    Pdf,
}

/// The form that `Accept` asks for; JSON where it does not say.
///
/// # Errors
/// 406 when it takes none of them.
pub(crate) fn form_asked_for(req: &HttpRequest) -> Outcome<TextForm> {
    let offered = [
        ("application/json", TextForm::Json),
        ("text/html", TextForm::Html),
        ("application/pdf", TextForm::Pdf),
    ];
    preferred(req, &offered)
}

/// 200 with a text in a form, kept by nobody. `name` is what a document is called where it is saved, without
/// its ending; ASCII letters, digits and hyphens.
///
/// # Errors
/// When the document cannot be made, a mistake of ours.
pub(crate) async fn answer(
    text: RenderedText,
    form: TextForm,
    name: &str,
) -> Outcome<HttpResponse> {
    let (media, ending, body) = match form {
        TextForm::Json => {
            let mut response = reply::personal(&AgreementTextView(text))?;
            let vary = (header::VARY, header::HeaderValue::from_static("Accept"));
            response.headers_mut().append(vary.0, vary.1);
            return Ok(response);
        }
        TextForm::Html => ("text/html; charset=utf-8", "html", html(&text).into_bytes()),
        TextForm::Pdf => {
            let bytes = off_thread(move || pdf(&text)).await?;
            ("application/pdf", "pdf", bytes)
        }
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "Accept"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{name}.{ending}\""),
        ))
        .insert_header((header::CONTENT_SECURITY_POLICY, DOCUMENT_POLICY))
        .insert_header((
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ))
        .content_type(media)
        .body(body))
}
