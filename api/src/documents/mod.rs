//! Documents the hub makes: one value, written as a page for browsers and as a PDF, so that the two say the same.

mod chart;
mod draw;
mod html;
mod layout;
mod pdf;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod typeset;

pub(crate) use html::page;
pub(crate) use pdf::pdf;
pub(crate) use style::{AGREEMENT, REPORT};

/// Nothing within a document may run or load anything, even where a browser opens it as a page.
pub(crate) const DOCUMENT_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// A text to read and print, in Italian.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document {
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// A heading below the title.
    Heading(Level, String),
    /// A paragraph.
    Paragraph(String),
    /// A remark in small letters, which stays with what follows it.
    Note(String),
    /// The name of what follows it.
    Label(String),
    /// A line somebody signs under.
    Signature(String),
    Table(Table),
    Chart(Chart),
    /// What follows begins on another sheet of paper.
    NewPage,
}

/// How deep a heading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Chapter,
    Section,
    Question,
}

/// A table; the first cell of a row is its head.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    /// None where the heading above says it.
    pub(crate) caption: Option<String>,
    pub(crate) columns: Vec<Column>,
    /// As many cells as columns.
    pub(crate) rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) label: String,
    /// Whether it has numbers, which stand at the right.
    pub(crate) is_number: bool,
}

impl Column {
    pub(crate) fn text(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            is_number: false,
        }
    }

    pub(crate) fn number(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            is_number: true,
        }
    }
}

/// Bars from 0 to 100 %.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    pub(crate) title: String,
    pub(crate) bars: Vec<Bar>,
}

/// A bar: its label, its length where it is shown, and the words beside it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bar {
    pub(crate) label: String,
    pub(crate) percent: Option<f64>,
    pub(crate) value: String,
}

impl Chart {
    /// What it draws, in words.
    pub(crate) fn told(&self) -> String {
        let bars = self.bars.iter();
        let told = bars.map(|bar| format!("{}: {}", bar.label, bar.value));
        told.collect::<Vec<_>>().join("; ")
    }
}
