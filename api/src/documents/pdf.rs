//! A document as a PDF: the same value gives the same bytes, and assistive technology finds its way in it (PDF/UA-1).

use krilla::{
    Document as PdfDocument, SerializeSettings,
    color::rgb,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, SpanTag, TagGroup, TagTree},
};

use super::{
    Document,
    draw::{Drawing, Ink, Line, Mark, Piece},
    layout::{laid_out, name_of},
    style::{FOOT, FOOT_SIZE, HEIGHT, Style, WIDTH},
    typeset::Typesetter,
};
use crate::problem::{Outcome, Problem};

/// The colour of bars, dark enough to be told from white in print without colours.
const BAR: (u8, u8, u8) = (47, 93, 138);

/// The bytes of a document.
///
/// # Errors
/// When the fonts that the program ships with cannot be read, or the document breaks its rules: a mistake of
/// ours.
pub(crate) fn pdf(document: &Document, style: &Style) -> Outcome<Vec<u8>> {
    let mut setter = Typesetter::load()?;
    let drawing = laid_out(document, &mut setter, style);
    let pages = drawing.pages();
    let rules = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
    let settings = SerializeSettings {
        configuration: rules.finish().map_err(|error| wrong(&error))?,
        ..SerializeSettings::default()
    };
    let mut made = PdfDocument::new_with(settings);
    let title = name_of(&setter.set(true, &document.title, f32::INFINITY), style);
    made.set_metadata(Metadata::new().title(title).language("it".to_owned()));
    let Drawing {
        pieces,
        tags,
        marks,
    } = drawing;
    let mut groups: Vec<TagGroup> = Vec::new();
    let mut inside = Vec::new();
    for (kind, within) in tags {
        groups.push(TagGroup::new(kind));
        inside.push(within);
    }
    let mut pieces = pieces.iter().peekable();
    for page in 0..pages {
        let size = PageSettings::from_wh(WIDTH, HEIGHT);
        let mut sheet = made.start_page_with(size.unwrap_or_default());
        let mut surface = sheet.surface();
        while let Some(piece) = pieces.next_if(|piece| piece.page == page) {
            draw(&mut surface, &setter, piece, &mut groups);
        }
        draw_foot(&mut surface, &mut setter, page + 1, pages);
        surface.finish();
        sheet.finish();
    }
    made.set_tag_tree(tree(groups, inside));
    made.set_outline(outline(&marks));
    made.finish().map_err(|error| wrong(&error))
}

fn wrong(error: &impl std::fmt::Debug) -> Problem {
    Problem::internal(format!("PDF: {error:?}"))
}

/// Puts each tag into the one it is inside of.
fn tree(groups: Vec<TagGroup>, inside: Vec<Option<usize>>) -> TagTree {
    let mut below: Vec<Vec<TagGroup>> = groups.iter().map(|_| Vec::new()).collect();
    let mut outermost = Vec::new();
    // Those inside a tag come after it, so the last have nothing inside any more.
    for (at, (mut group, within)) in groups.into_iter().zip(inside).enumerate().rev() {
        for child in below
            .get_mut(at)
            .map(std::mem::take)
            .into_iter()
            .flatten()
            .rev()
        {
            group.push(child);
        }
        match within.and_then(|within| below.get_mut(within)) {
            Some(siblings) => siblings.push(group),
            None => outermost.push(group),
        }
    }
    let mut tree = TagTree::new().with_lang(Some("it".to_owned()));
    for group in outermost.into_iter().rev() {
        tree.push(group);
    }
    tree
}

/// Headings as bookmarks, those of a section inside it.
fn outline(marks: &[Mark]) -> Outline {
    let mut outline = Outline::new();
    let mut marks = marks.iter().peekable();
    while let Some(node) = node(&mut marks, 0) {
        outline.push_child(node);
    }
    outline
}

fn node(
    marks: &mut std::iter::Peekable<std::slice::Iter<'_, Mark>>,
    depth: usize,
) -> Option<OutlineNode> {
    let mark = marks.next_if(|mark| mark.depth >= depth)?;
    let place = XyzDestination::new(mark.page, Point::from_xy(mark.x, mark.y));
    let mut made = OutlineNode::new(mark.name.clone(), place);
    while let Some(child) = node(marks, mark.depth + 1) {
        made.push_child(child);
    }
    Some(made)
}

fn draw(surface: &mut Surface<'_>, setter: &Typesetter, piece: &Piece, groups: &mut [TagGroup]) {
    let group = piece.tag.and_then(|tag| groups.get_mut(tag));
    let content = match (&piece.ink, &group) {
        (_, None) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        (Ink::Text(_), Some(_)) => ContentTag::Span(SpanTag::empty()),
        (Ink::Rule { .. } | Ink::Bar { .. } | Ink::Figure(_), Some(_)) => ContentTag::Other,
    };
    let identifier = surface.start_tagged(content);
    if let Some(group) = group {
        group.push(identifier);
    }
    draw_ink(surface, setter, &piece.ink);
    surface.end_tagged();
}

fn draw_ink(surface: &mut Surface<'_>, setter: &Typesetter, ink: &Ink) {
    match ink {
        Ink::Text(line) => draw_line(surface, setter, line),
        Ink::Rule {
            x,
            y,
            width,
            weight,
        } => draw_rule(surface, (*x, *y), *width, *weight),
        Ink::Bar {
            x,
            y,
            width,
            height,
        } => draw_bar(surface, Rect::from_xywh(*x, *y, *width, *height)),
        Ink::Figure(inks) => {
            for ink in inks {
                draw_ink(surface, setter, ink);
            }
        }
    }
}

fn draw_line(surface: &mut Surface<'_>, setter: &Typesetter, line: &Line) {
    surface.draw_glyphs(
        Point::from_xy(line.x, line.baseline),
        line.set.line(line.number),
        setter.font(&line.set).clone(),
        &line.set.text,
        line.size,
        false,
    );
}

fn draw_rule(surface: &mut Surface<'_>, (x, y): (f32, f32), width: f32, weight: f32) {
    let mut path = PathBuilder::new();
    path.move_to(x, y);
    path.line_to(x + width, y);
    let Some(path) = path.finish() else { return };
    surface.set_stroke(Some(Stroke {
        width: weight,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
    surface.set_stroke(None);
}

fn draw_bar(surface: &mut Surface<'_>, rect: Option<Rect>) {
    // A bar of no length is none.
    let Some(path) = rect.and_then(path_of) else {
        return;
    };
    let (red, green, blue) = BAR;
    surface.set_fill(Some(Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        ..Fill::default()
    }));
    surface.draw_path(&path);
    surface.set_fill(None);
}

fn path_of(rect: Rect) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    path.finish()
}

/// `Pagina 1 di 3`.
fn draw_foot(surface: &mut Surface<'_>, setter: &mut Typesetter, page: usize, pages: usize) {
    let set = setter.set(false, &format!("Pagina {page} di {pages}"), WIDTH);
    let line = Line {
        x: (WIDTH - set.width(0) * FOOT_SIZE) / 2.0,
        set,
        number: 0,
        baseline: FOOT,
        size: FOOT_SIZE,
    };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
        ArtifactType::Footer,
    )));
    draw_line(surface, setter, &line);
    surface.end_tagged();
}
