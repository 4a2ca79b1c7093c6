//! What is put on a page, where, and what it is for assistive technology.

use std::rc::Rc;

use krilla::tagging::TagKind;

use super::typeset::Set;

/// A line of text, a rule or a bar, in points from the upper left corner of the page.
#[derive(Debug)]
pub(super) enum Ink {
    Text(Line),
    /// A thin line from left to right.
    Rule {
        x: f32,
        y: f32,
        width: f32,
        weight: f32,
    },
    /// A filled rectangle.
    Bar {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
    /// Several that are one figure.
    Figure(Vec<Ink>),
}

/// A line of a text.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) set: Rc<Set>,
    pub(super) number: usize,
    pub(super) x: f32,
    pub(super) baseline: f32,
    pub(super) size: f32,
}

/// What is put on a page.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) page: usize,
    pub(super) ink: Ink,
    /// The number of its tag; nothing where it is only to look at.
    pub(super) tag: Option<usize>,
}

/// Where a heading is, for the outline.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) depth: usize,
    pub(super) name: String,
    pub(super) page: usize,
    pub(super) x: f32,
    pub(super) y: f32,
}

/// Everything that is put on pages, by page.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub(super) pieces: Vec<Piece>,
    /// What parts are, each after the one it is inside of.
    pub(super) tags: Vec<(TagKind, Option<usize>)>,
    pub(super) marks: Vec<Mark>,
}

impl Drawing {
    /// Names a part, inside another one or the document, and answers its number.
    pub(super) fn tag(&mut self, kind: impl Into<TagKind>, inside: Option<usize>) -> usize {
        self.tags.push((kind.into(), inside));
        self.tags.len() - 1
    }

    pub(super) fn put(&mut self, page: usize, ink: Ink, tag: Option<usize>) {
        self.pieces.push(Piece { page, ink, tag });
    }

    /// How many pages it has, at least one.
    pub(super) fn pages(&self) -> usize {
        self.pieces.last().map_or(1, |piece| piece.page + 1)
    }
}
