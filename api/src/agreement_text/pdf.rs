//! The text of an agreement as a PDF: the same text gives the same bytes, and assistive technology finds its
//! way in it (PDF/UA-1).

use std::num::NonZeroU16;

use domain_agreements::RenderedText;
use krilla::{
    Document, SerializeSettings,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point},
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Stroke,
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagKind, TagTree},
};

use super::{
    numbered,
    typeset::{Set, Typeface, Typefaces},
};
use crate::problem::{Outcome, Problem};

/// Points of a millimetre.
const MM: f32 = 72.0 / 25.4;
/// A4, in points.
const WIDTH: f32 = 210.0 * MM;
const HEIGHT: f32 = 297.0 * MM;
const MARGIN: f32 = 25.0 * MM;
/// Where the number of a page stands.
const FOOT: f32 = HEIGHT - 15.0 * MM;
const FOOT_SIZE: f32 = 9.0;
/// The line somebody signs on: how far below the name, and how long.
const SIGN_BELOW: f32 = 14.0 * MM;
const SIGN_LENGTH: f32 = 75.0 * MM;
/// The name of a document whose title cannot be shown.
const UNTITLED: &str = "Accordo";

/// What a part of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Title,
    Heading,
    Paragraph,
    Signature,
}

/// How a part looks, in points.
struct Look {
    size: f32,
    leading: f32,
    before: f32,
    /// What follows its last line.
    after: f32,
}

impl Role {
    const fn look(self) -> Look {
        let (size, leading, before, after) = match self {
            Self::Title => (16.0, 20.0, 0.0, 12.0),
            Self::Heading => (12.0, 15.0, 14.0, 3.0),
            Self::Paragraph => (11.0, 15.0, 0.0, 5.0),
            Self::Signature => (11.0, 15.0, 20.0, SIGN_BELOW),
        };
        Look {
            size,
            leading,
            before,
            after,
        }
    }

    const fn typeface(self, faces: &Typefaces) -> &Typeface {
        match self {
            Self::Title | Self::Heading => &faces.bold,
            Self::Paragraph | Self::Signature => &faces.regular,
        }
    }
}

/// A part of the document in lines.
struct Block {
    role: Role,
    set: Set,
}

impl Block {
    fn new(faces: &Typefaces, role: Role, text: &str) -> Self {
        let width = (WIDTH - 2.0 * MARGIN) / role.look().size;
        let set = role.typeface(faces).set(text, width);
        Self { role, set }
    }

    /// What assistive technology calls it; never nothing.
    fn name(&self) -> &str {
        let text = self.set.text.trim();
        if text.is_empty() { UNTITLED } else { text }
    }

    /// The height of so many of its lines.
    fn height_of(&self, lines: usize) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "lines of a paragraph are few")]
        let lines = lines as f32;
        lines * self.role.look().leading
    }

    /// The height that must be free where it begins: two lines of a paragraph, all of a signature.
    fn beginning(&self) -> f32 {
        let lines = self.set.height();
        match self.role {
            Role::Title | Role::Heading => self.height_of(lines) + self.role.look().after,
            Role::Paragraph => self.height_of(lines.min(2)),
            Role::Signature => self.height_of(lines) + SIGN_BELOW,
        }
    }
}

/// A line on a page.
struct Placed {
    page: usize,
    block: usize,
    line: usize,
    baseline: f32,
}

/// The bytes of the document.
///
/// # Errors
/// When the fonts that the program ships with cannot be read, or the document breaks its rules: a mistake of
/// ours.
pub(crate) fn pdf(text: &RenderedText) -> Outcome<Vec<u8>> {
    let faces = Typefaces::load()?;
    let blocks = blocks_of(&faces, text);
    let placed = placed(&blocks);
    let pages = placed.last().map_or(1, |line| line.page + 1);
    let rules = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
    let settings = SerializeSettings {
        configuration: rules.finish().map_err(|error| wrong(&error))?,
        ..SerializeSettings::default()
    };
    let mut document = Document::new_with(settings);
    let title = blocks.first().map_or("", Block::name).to_owned();
    document.set_metadata(Metadata::new().title(title).language("it".to_owned()));
    let mut groups: Vec<TagGroup> = blocks
        .iter()
        .map(|block| TagGroup::new(tag(block)))
        .collect();
    let mut outline = Outline::new();
    let mut lines = placed.iter().peekable();
    for page in 0..pages {
        let size = PageSettings::from_wh(WIDTH, HEIGHT);
        let mut sheet = document.start_page_with(size.unwrap_or_default());
        let mut surface = sheet.surface();
        while let Some(line) = lines.next_if(|line| line.page == page) {
            let (Some(block), Some(group)) = (blocks.get(line.block), groups.get_mut(line.block))
            else {
                continue;
            };
            draw_line(&mut surface, &faces, block, line, group);
            if block.role == Role::Heading && line.line == 0 {
                let top = Point::from_xy(MARGIN, line.baseline - block.role.look().leading);
                let place = XyzDestination::new(page, top);
                outline.push_child(OutlineNode::new(block.name().to_owned(), place));
            }
        }
        draw_foot(&mut surface, &faces, page + 1, pages);
        surface.finish();
        sheet.finish();
    }
    let mut tree = TagTree::new().with_lang(Some("it".to_owned()));
    for group in groups {
        tree.push(group);
    }
    document.set_tag_tree(tree);
    document.set_outline(outline);
    document.finish().map_err(|error| wrong(&error))
}

fn wrong(error: &impl std::fmt::Debug) -> Problem {
    Problem::internal(format!("PDF: {error:?}"))
}

fn blocks_of(faces: &Typefaces, text: &RenderedText) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut push = |role, text: &str| blocks.push(Block::new(faces, role, text));
    push(Role::Title, &text.title);
    for paragraph in &text.opening {
        push(Role::Paragraph, paragraph);
    }
    for article in &text.articles {
        push(Role::Heading, &numbered(article));
        for paragraph in &article.paragraphs {
            push(Role::Paragraph, paragraph);
        }
    }
    for paragraph in &text.closing {
        push(Role::Paragraph, paragraph);
    }
    for line in &text.signatures {
        push(Role::Signature, line);
    }
    blocks
}

/// Puts every line on a page. A heading stays with the beginning of what follows it, no paragraph leaves a
/// single line behind or takes one along, and nobody signs on another page than their name is on.
fn placed(blocks: &[Block]) -> Vec<Placed> {
    let (top, bottom) = (MARGIN, HEIGHT - MARGIN);
    let mut lines = Vec::new();
    let (mut page, mut y) = (0, top);
    for (index, block) in blocks.iter().enumerate() {
        let look = block.role.look();
        let mut needed = block.beginning();
        if block.role == Role::Heading {
            needed += blocks.get(index + 1).map_or(0.0, Block::beginning);
        }
        if y > top {
            y += look.before;
        }
        if y > top && y + needed > bottom {
            (page, y) = (page + 1, top);
        }
        let count = block.set.height();
        for line in 0..count {
            let left = count - line;
            // The last but one line waits for the last.
            let wanted = if left == 2 && line > 0 { 2 } else { 1 };
            if y > top && y + block.height_of(wanted) > bottom {
                (page, y) = (page + 1, top);
            }
            lines.push(Placed {
                page,
                block: index,
                line,
                // Letters stand on a line a quarter of their size above the lower end.
                baseline: y + look.leading - look.size * 0.25,
            });
            y += look.leading;
        }
        y += look.after;
    }
    lines
}

fn tag(block: &Block) -> TagKind {
    let title = || Some(block.name().to_owned());
    match block.role {
        Role::Title => Tag::Hn(NonZeroU16::MIN, title()).into(),
        Role::Heading => Tag::Hn(NonZeroU16::MIN.saturating_add(1), title()).into(),
        Role::Paragraph | Role::Signature => Tag::P.into(),
    }
}

fn draw_line(
    surface: &mut Surface<'_>,
    faces: &Typefaces,
    block: &Block,
    line: &Placed,
    group: &mut TagGroup,
) {
    let size = block.role.look().size;
    let x = match block.role {
        Role::Title => (WIDTH - block.set.width(line.line) * size) / 2.0,
        Role::Heading | Role::Paragraph | Role::Signature => MARGIN,
    };
    group.push(surface.start_tagged(ContentTag::Span(SpanTag::empty())));
    surface.draw_glyphs(
        Point::from_xy(x, line.baseline),
        block.set.line(line.line),
        block.role.typeface(faces).font.clone(),
        &block.set.text,
        size,
        false,
    );
    surface.end_tagged();
    if block.role == Role::Signature && line.line + 1 == block.set.height() {
        draw_rule(surface, line.baseline + SIGN_BELOW);
    }
}

/// The line somebody signs on.
fn draw_rule(surface: &mut Surface<'_>, y: f32) {
    let mut path = PathBuilder::new();
    path.move_to(MARGIN, y);
    path.line_to(MARGIN + SIGN_LENGTH, y);
    let Some(path) = path.finish() else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
        ArtifactType::Layout,
    )));
    surface.set_stroke(Some(Stroke {
        width: 0.5,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
    surface.set_stroke(None);
    surface.end_tagged();
}

/// `Pagina 1 di 3`.
fn draw_foot(surface: &mut Surface<'_>, faces: &Typefaces, page: usize, pages: usize) {
    let foot = faces
        .regular
        .set(&format!("Pagina {page} di {pages}"), WIDTH);
    let x = (WIDTH - foot.width(0) * FOOT_SIZE) / 2.0;
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
        ArtifactType::Footer,
    )));
    surface.draw_glyphs(
        Point::from_xy(x, FOOT),
        foot.line(0),
        faces.regular.font.clone(),
        &foot.text,
        FOOT_SIZE,
        false,
    );
    surface.end_tagged();
}
