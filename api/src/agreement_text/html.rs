//! The text of an agreement as one page that needs nothing else.

use domain_agreements::RenderedText;
use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use super::numbered;

/// For the screen and for paper.
const STYLE: &str = "\
@page { size: A4; margin: 25mm }
body { font: 11pt/1.4 'Liberation Serif', 'Times New Roman', serif; color: #000; background: #fff; max-width: 160mm; margin: 10mm auto; padding: 0 5mm }
h1 { font-size: 16pt; text-align: center; margin: 0 0 8mm }
h2 { font-size: 12pt; margin: 6mm 0 2mm; break-after: avoid }
p { margin: 0 0 2mm; overflow-wrap: break-word }
.signatures { margin-top: 10mm }
.signature { margin-top: 8mm; break-inside: avoid }
.signature span { display: block; width: 75mm; height: 14mm; border-bottom: 1px solid #000 }
@media print { body { max-width: none; margin: 0; padding: 0 } }
";

/// A complete page: nothing in it is loaded from anywhere, and nothing in it runs.
pub(crate) fn html(text: &RenderedText) -> String {
    let page = markup! {
        (DOCTYPE)
        html lang="it" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (text.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (text.title) }
                    (paragraphs(&text.opening))
                    @for article in &text.articles {
                        section {
                            h2 { (numbered(article)) }
                            (paragraphs(&article.paragraphs))
                        }
                    }
                    (paragraphs(&text.closing))
                    @if !text.signatures.is_empty() {
                        div class="signatures" {
                            @for line in &text.signatures {
                                div class="signature" { p { (line) } span {} }
                            }
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}

fn paragraphs(of: &[String]) -> Markup {
    markup! {
        @for paragraph in of { p { (paragraph) } }
    }
}
