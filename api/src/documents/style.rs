//! How documents look on paper, in points.

use super::Level;

/// Points of a millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;
/// A4.
pub(super) const WIDTH: f32 = 210.0 * MM;
pub(super) const HEIGHT: f32 = 297.0 * MM;
/// Where the number of a page stands.
pub(super) const FOOT: f32 = HEIGHT - 15.0 * MM;
pub(super) const FOOT_SIZE: f32 = 9.0;
/// The line somebody signs on: how far below the name, and how long.
pub(super) const SIGN_BELOW: f32 = 14.0 * MM;
pub(super) const SIGN_LENGTH: f32 = 75.0 * MM;

/// What a text in the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Heading(Level),
    Paragraph,
    Note,
    Label,
    Signature,
}

impl Role {
    pub(super) const fn is_bold(self) -> bool {
        matches!(self, Self::Title | Self::Heading(_) | Self::Label)
    }
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) size: f32,
    pub(super) leading: f32,
    pub(super) before: f32,
    /// What follows its last line.
    pub(super) after: f32,
}

const fn look(size: f32, leading: f32, before: f32, after: f32) -> Look {
    Look {
        size,
        leading,
        before,
        after,
    }
}

/// How a kind of document looks.
#[derive(Debug)]
pub(crate) struct Style {
    pub(super) margin: f32,
    pub(super) is_title_centred: bool,
    /// The name of a document whose title cannot be shown.
    pub(super) untitled: &'static str,
    title: Look,
    chapter: Look,
    section: Look,
    question: Look,
    paragraph: Look,
    note: Look,
    label: Look,
    signature: Look,
}

impl Style {
    pub(super) const fn look(&self, role: Role) -> Look {
        match role {
            Role::Title => self.title,
            Role::Heading(Level::Chapter) => self.chapter,
            Role::Heading(Level::Section) => self.section,
            Role::Heading(Level::Question) => self.question,
            Role::Paragraph => self.paragraph,
            Role::Note => self.note,
            Role::Label => self.label,
            Role::Signature => self.signature,
        }
    }

    /// The width of what is between the margins.
    pub(super) const fn width(&self) -> f32 {
        WIDTH - 2.0 * self.margin
    }

    pub(super) const fn top(&self) -> f32 {
        self.margin
    }

    pub(super) const fn bottom(&self) -> f32 {
        HEIGHT - self.margin
    }
}

/// Agreements.
pub(crate) const AGREEMENT: Style = Style {
    margin: 25.0 * MM,
    is_title_centred: true,
    untitled: "Accordo",
    title: look(16.0, 20.0, 0.0, 12.0),
    chapter: look(12.0, 15.0, 14.0, 3.0),
    section: look(11.0, 15.0, 10.0, 3.0),
    question: look(11.0, 15.0, 8.0, 3.0),
    paragraph: look(11.0, 15.0, 0.0, 5.0),
    note: look(9.0, 12.0, 0.0, 4.0),
    label: look(9.5, 12.0, 4.0, 3.0),
    signature: look(11.0, 15.0, 20.0, SIGN_BELOW),
};

/// Reports.
pub(crate) const REPORT: Style = Style {
    margin: 20.0 * MM,
    is_title_centred: false,
    untitled: "Report di sintesi",
    title: look(20.0, 25.0, 0.0, 10.0),
    chapter: look(15.0, 19.0, 18.0, 5.0),
    section: look(12.5, 16.0, 14.0, 4.0),
    question: look(11.0, 14.0, 12.0, 2.0),
    paragraph: look(10.5, 14.0, 0.0, 5.0),
    note: look(9.0, 12.0, 0.0, 5.0),
    label: look(9.5, 12.0, 4.0, 3.0),
    signature: look(10.5, 14.0, 20.0, SIGN_BELOW),
};
