//! Words into lines: the fonts, how wide a text is in them, and where it breaks.

use std::{collections::HashMap, ops::Range, rc::Rc};

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};

use crate::problem::{Outcome, Problem};

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/LiberationSerif-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/LiberationSerif-Bold.ttf");

/// What stands for a character that the fonts do not have.
const REPLACEMENT: char = '□';

/// A font, to measure with and to draw with.
struct Typeface {
    face: Face<'static>,
    font: Font,
}

/// The fonts of a document, and the texts that were set already: in tables the same words come again and again.
pub(super) struct Typesetter {
    regular: Typeface,
    bold: Typeface,
    known: HashMap<(bool, u32, String), Rc<Set>>,
}

impl Typesetter {
    /// Reads the fonts that the program ships with.
    pub(super) fn load() -> Outcome<Self> {
        Ok(Self {
            regular: Typeface::read(REGULAR)?,
            bold: Typeface::read(BOLD)?,
            known: HashMap::new(),
        })
    }

    /// A text in lines of a width, in parts of the size of the font.
    pub(super) fn set(&mut self, is_bold: bool, text: &str, width: f32) -> Rc<Set> {
        let key = (is_bold, width.to_bits(), text.to_owned());
        if let Some(known) = self.known.get(&key) {
            return Rc::clone(known);
        }
        let typeface = if is_bold { &self.bold } else { &self.regular };
        let made = Rc::new(Set {
            is_bold,
            ..typeface.set(text, width)
        });
        self.known.insert(key, Rc::clone(&made));
        made
    }

    /// The width of a text in one line, in parts of the size of the font.
    pub(super) fn width(&mut self, is_bold: bool, text: &str) -> f32 {
        self.set(is_bold, text, f32::INFINITY).width(0)
    }

    /// The font that a text was set in.
    pub(super) const fn font(&self, set: &Set) -> &Font {
        if set.is_bold {
            &self.bold.font
        } else {
            &self.regular.font
        }
    }
}

impl Typeface {
    fn read(bytes: &'static [u8]) -> Outcome<Self> {
        let unreadable = || Problem::internal("a font that the program ships with is unreadable");
        Ok(Self {
            face: Face::from_slice(bytes, 0).ok_or_else(unreadable)?,
            font: Font::new(bytes.into(), 0).ok_or_else(unreadable)?,
        })
    }

    /// A text that this font can show: what it has no sign for is replaced, what has none by nature
    /// (marks of direction, line ends) is left out or becomes a blank.
    fn showable(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '\u{ad}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}' => {}
                c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => shown.push(' '),
                '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => shown.push(REPLACEMENT),
                c if self.face.glyph_index(c).is_some() => shown.push(c),
                _ => shown.push(REPLACEMENT),
            }
        }
        shown
    }

    /// Chooses the signs for a text and breaks it into lines of a width, in parts of the size of the font.
    fn set(&self, text: &str, width: f32) -> Set {
        let text = self.showable(text);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(&self.face, &[], buffer);
        let starts: Vec<usize> = shaped
            .glyph_infos()
            .iter()
            .map(|info| usize::try_from(info.cluster).unwrap_or(text.len()))
            .collect();
        let units = self.font.units_per_em();
        #[expect(
            clippy::cast_precision_loss,
            reason = "advances are small whole numbers of font units"
        )]
        let part = |units_of_it: i32| units_of_it as f32 / units;
        let glyphs: Vec<KrillaGlyph> = shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .zip(&starts)
            .enumerate()
            .map(|(index, ((info, position), start))| {
                let later = starts.iter().skip(index + 1).find(|next| *next > start);
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    part(position.x_advance),
                    part(position.x_offset),
                    part(position.y_offset),
                    part(position.y_advance),
                    *start..later.copied().unwrap_or(text.len()),
                    None,
                )
            })
            .collect();
        let lines = broken(&text, &glyphs, width);
        Set {
            is_bold: false,
            text,
            glyphs,
            lines,
        }
    }
}

/// A text in signs and lines.
#[derive(Debug)]
pub(super) struct Set {
    is_bold: bool,
    /// The text that is shown.
    pub(super) text: String,
    glyphs: Vec<KrillaGlyph>,
    lines: Vec<Range<usize>>,
}

impl Set {
    /// How many lines it has, at least one.
    pub(super) fn height(&self) -> usize {
        self.lines.len()
    }

    /// The signs of a line.
    pub(super) fn line(&self, number: usize) -> &[KrillaGlyph] {
        let line = self.lines.get(number).cloned();
        line.and_then(|line| self.glyphs.get(line))
            .unwrap_or_default()
    }

    /// How wide a line is without the blanks at its end, in parts of the size of the font.
    pub(super) fn width(&self, number: usize) -> f32 {
        let line = self.line(number);
        let is_blank = |glyph: &&KrillaGlyph| {
            let sign = self.text.get(glyph.text_range.clone());
            sign.is_some_and(|sign| sign.trim().is_empty())
        };
        let end = line.iter().rev().take_while(is_blank).count();
        let shown = line.iter().take(line.len().saturating_sub(end));
        shown.map(|glyph| glyph.x_advance).sum()
    }
}

/// Whether a line may end before the byte at `at`: after a blank or a dash, but not between a number and
/// its unit.
fn may_break(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    match before.chars().next_back() {
        Some(' ') => !after.starts_with(['€', '%', '–']),
        Some('-' | '/' | '–' | '—') => !after.starts_with([' ', ',', '.', ';', ':', ')']),
        Some(_) | None => false,
    }
}

/// Fills line after line; a word wider than a line is broken where it must be.
fn broken(text: &str, glyphs: &[KrillaGlyph], width: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut last_break) = (0, None);
    let (mut used, mut since_break) = (0.0_f32, 0.0_f32);
    for (index, glyph) in glyphs.iter().enumerate() {
        if index > start && may_break(text, glyph.text_range.start) {
            last_break = Some(index);
            since_break = 0.0;
        }
        let is_blank = text
            .get(glyph.text_range.clone())
            .is_some_and(|sign| sign == " ");
        // Blanks hang over the end of the line.
        while used + glyph.x_advance > width && !is_blank && index > start {
            let end = last_break.take();
            lines.push(start..end.unwrap_or(index));
            used = if end.is_some() { since_break } else { 0.0 };
            start = end.unwrap_or(index);
        }
        used += glyph.x_advance;
        since_break += glyph.x_advance;
    }
    lines.push(start..glyphs.len());
    lines
}
