//! The text of an agreement as a document: JSON, a page for browsers, and a PDF.

mod html;
mod pdf;
#[cfg(test)]
mod tests;
mod view;

use html::html;
use pdf::pdf;
pub(crate) use view::{AgreementTextView, answer, form_asked_for};

use domain_agreements::Article;

/// The heading of an article with its number.
fn numbered(article: &Article) -> String {
    format!("Art. {} – {}", article.number, article.heading)
}
