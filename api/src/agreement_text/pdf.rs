//! The text of an agreement as a PDF.

use domain_agreements::RenderedText;

use super::numbered;
use crate::{
    documents::{self, AGREEMENT, Block, Document, Level},
    problem::Outcome,
};

/// The bytes of the document.
///
/// # Errors
/// When the document cannot be made: a mistake of ours.
pub(crate) fn pdf(text: &RenderedText) -> Outcome<Vec<u8>> {
    documents::pdf(&document(text), &AGREEMENT)
}

fn document(text: &RenderedText) -> Document {
    let paragraph = |text: &String| Block::Paragraph(text.clone());
    let mut blocks: Vec<Block> = text.opening.iter().map(paragraph).collect();
    for article in &text.articles {
        blocks.push(Block::Heading(Level::Chapter, numbered(article)));
        blocks.extend(article.paragraphs.iter().map(paragraph));
    }
    blocks.extend(text.closing.iter().map(paragraph));
    blocks.extend(text.signatures.iter().cloned().map(Block::Signature));
    Document {
        title: text.title.clone(),
        blocks,
    }
}
