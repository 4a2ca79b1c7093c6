//! A document as one page that needs nothing else.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Block, Document, Level, Table, chart::svg};

/// For the screen and for paper.
const STYLE: &str = "\
@page { size: A4; margin: 20mm }
body { font: 11pt/1.45 'Liberation Sans', Arial, Helvetica, sans-serif; color: #111; background: #fff; max-width: 180mm; margin: 10mm auto; padding: 0 5mm }
h1 { font-size: 20pt; line-height: 1.25; margin: 0 0 4mm } h2 { font-size: 15pt; margin: 10mm 0 3mm; border-bottom: 1pt solid #555 }
h3 { font-size: 12.5pt; margin: 7mm 0 2mm } h4 { font-size: 11pt; margin: 6mm 0 1mm } h1, h2, h3, h4, .note, .label { break-after: avoid } p { margin: 0 0 2mm }
p, h1, h2, h3, h4, th, td, caption { overflow-wrap: break-word }
table { border-collapse: collapse; width: 100%; margin: 2mm 0 4mm; font-size: 9.5pt }
th, td { border-bottom: 0.5pt solid #999; padding: 1mm 2mm; text-align: left; vertical-align: top } td.n, th.n { text-align: right } td.n { white-space: nowrap }
thead { display: table-header-group } thead th { border-bottom: 1pt solid #111; vertical-align: bottom } tr, .short { break-inside: avoid }
tbody th { font-weight: normal } caption { text-align: left; font-weight: bold; padding: 1mm 0; break-after: avoid }
figure { margin: 1mm 0 3mm; break-inside: avoid; break-after: avoid } svg { width: 100%; height: auto; display: block }
svg text { font: 12px 'Liberation Sans', Arial, Helvetica, sans-serif; fill: #111 }
svg rect { fill: #2f5d8a; print-color-adjust: exact; -webkit-print-color-adjust: exact } svg line { stroke: #111; stroke-width: 1 }
svg .hidden { font-style: italic } .note { font-size: 9pt; color: #333 } .label { font-size: 9.5pt; font-weight: bold; margin: 3mm 0 1mm } .page { break-before: page }
@media print { body { max-width: none; margin: 0; padding: 0 } }
";

/// Rows of a table that is not broken in print.
const SHORT: usize = 15;

/// A complete page: nothing in it is loaded from anywhere, and nothing in it runs.
pub(crate) fn page(document: &Document) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang="it" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (document.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (document.title) }
                    (blocks(&document.blocks))
                }
            }
        }
    };
    markup.into_string()
}

fn blocks(all: &[Block]) -> Markup {
    let mut begins_page = false;
    let mut parts = Vec::new();
    for (number, block) in all.iter().enumerate() {
        if *block == Block::NewPage {
            begins_page = true;
            continue;
        }
        parts.push((number, block, begins_page));
        begins_page = false;
    }
    html! {
        @for (number, block, begins_page) in parts {
            @if begins_page { div class="page" {} }
            (one(number, block))
        }
    }
}

fn one(number: usize, block: &Block) -> Markup {
    html! {
        @match block {
            Block::Heading(Level::Chapter, text) => h2 { (text) },
            Block::Heading(Level::Section, text) => h3 { (text) },
            Block::Heading(Level::Question, text) => h4 { (text) },
            Block::Paragraph(text) | Block::Signature(text) => p { (text) },
            Block::Note(text) => p class="note" { (text) },
            Block::Label(text) => p class="label" { (text) },
            Block::Table(table) => (self::table(table)),
            Block::Chart(chart) => figure { (svg(&format!("g{number}"), chart)) },
            Block::NewPage => {},
        }
    }
}

fn table(table: &Table) -> Markup {
    let class = |is_number: bool| is_number.then_some("n");
    let is_short = (table.rows.len() <= SHORT).then_some("short");
    html! {
        table class=[is_short] {
            @if let Some(caption) = &table.caption { caption { (caption) } }
            thead { tr {
                @for column in &table.columns { th scope="col" class=[class(column.is_number)] { (column.label) } }
            } }
            tbody {
                @for row in &table.rows {
                    tr {
                        @for (at, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                            @if at == 0 { th scope="row" { (cell) } }
                            @else { td class=[class(column.is_number)] { (cell) } }
                        }
                    }
                }
            }
        }
    }
}
