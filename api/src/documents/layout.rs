//! Parts onto pages: where each begins, and where pages end.

use std::{num::NonZeroU16, rc::Rc};

use krilla::tagging::{Tag, TagKind};

use super::{
    Block, Document, Level,
    chart::ChartLaid,
    draw::{Drawing, Ink, Line, Mark},
    style::{Role, SIGN_BELOW, SIGN_LENGTH, Style, WIDTH},
    table::TableLaid,
    typeset::{Set, Typesetter},
};

/// The height of so many lines of a leading.
pub(super) fn lines_high(lines: usize, leading: f32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "lines of a paragraph are few")]
    let lines = lines as f32;
    lines * leading
}

/// Where the next part goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) page: usize,
    pub(super) y: f32,
    top: f32,
    bottom: f32,
}

impl Place {
    pub(super) const fn first(style: &Style) -> Self {
        Self {
            page: 0,
            y: style.top(),
            top: style.top(),
            bottom: style.bottom(),
        }
    }

    pub(super) fn is_top(&self) -> bool {
        self.y <= self.top
    }

    pub(super) const fn next_page(&mut self) {
        self.page += 1;
        self.y = self.top;
    }

    /// Whether so much fits on the rest of the page.
    pub(super) fn fits(&self, height: f32) -> bool {
        self.y + height <= self.bottom
    }

    /// Goes to the next page where so much does not fit, unless this one is empty. Answers whether it went.
    pub(super) fn make_room(&mut self, height: f32) -> bool {
        let goes = !self.is_top() && !self.fits(height);
        if goes {
            self.next_page();
        }
        goes
    }

    pub(super) const fn room_of_page(&self) -> f32 {
        self.bottom - self.top
    }
}

/// A part with its lines.
enum Laid {
    Text(Role, Rc<Set>),
    Table(TableLaid),
    Chart(ChartLaid),
    NewPage,
}

impl Laid {
    fn of(block: &Block, setter: &mut Typesetter, style: &Style) -> Self {
        match block {
            Block::Heading(level, text) => Self::text(Role::Heading(*level), text, setter, style),
            Block::Paragraph(text) => Self::text(Role::Paragraph, text, setter, style),
            Block::Note(text) => Self::text(Role::Note, text, setter, style),
            Block::Label(text) => Self::text(Role::Label, text, setter, style),
            Block::Signature(text) => Self::text(Role::Signature, text, setter, style),
            Block::Table(table) => Self::Table(TableLaid::of(table, setter, style.width())),
            Block::Chart(chart) => Self::Chart(ChartLaid::of(chart, setter, style.width())),
            Block::NewPage => Self::NewPage,
        }
    }

    fn text(role: Role, text: &str, setter: &mut Typesetter, style: &Style) -> Self {
        let width = style.width() / style.look(role).size;
        Self::Text(role, setter.set(role.is_bold(), text, width))
    }

    /// The height that must be free where it begins: two lines of a paragraph, all of a signature, the head and two rows of
    /// a table.
    fn beginning(&self, style: &Style) -> f32 {
        match self {
            Self::Text(role, set) => {
                let look = style.look(*role);
                let all = lines_high(set.height(), look.leading);
                match role {
                    Role::Title | Role::Heading(_) | Role::Note | Role::Label => all + look.after,
                    Role::Paragraph => lines_high(set.height().min(2), look.leading),
                    Role::Signature => all + SIGN_BELOW,
                }
            }
            Self::Table(table) => table.beginning(style.bottom() - style.top()),
            Self::Chart(chart) => chart.height(),
            Self::NewPage => 0.0,
        }
    }

    /// Whether it is not to be the last on its page: headings, what introduces a table or a chart, a chart above its numbers.
    fn stays_with(&self, next: Option<&Self>) -> bool {
        match self {
            Self::Text(Role::Heading(_) | Role::Note | Role::Label, _) => true,
            Self::Text(Role::Paragraph, set) => {
                set.height() < 3 && matches!(next, Some(Self::Table(_) | Self::Chart(_)))
            }
            Self::Chart(_) => matches!(next, Some(Self::Table(_))),
            Self::Text(Role::Title | Role::Signature, _) | Self::Table(_) | Self::NewPage => false,
        }
    }
}

/// What assistive technology calls a heading; never nothing.
pub(super) fn name_of(set: &Set, style: &Style) -> String {
    let text = set.text.trim();
    if text.is_empty() {
        style.untitled
    } else {
        text
    }
    .to_owned()
}

/// Puts a document on pages. A heading stays with the beginning of what follows it, no paragraph leaves a single line behind or
/// takes one along, and nobody signs on another page than their name is on.
pub(super) fn laid_out(document: &Document, setter: &mut Typesetter, style: &Style) -> Drawing {
    let title = Laid::text(Role::Title, &document.title, setter, style);
    let rest = document.blocks.iter();
    let rest: Vec<Laid> = rest.map(|block| Laid::of(block, setter, style)).collect();
    let all: Vec<Laid> = std::iter::once(title).chain(rest).collect();
    let mut drawing = Drawing::default();
    let mut place = Place::first(style);
    for (index, part) in all.iter().enumerate() {
        let needed = needed_at(&all, index, style);
        match part {
            Laid::Text(role, set) => {
                put_text(&mut drawing, &mut place, style, (*role, set), needed);
            }
            Laid::Table(table) => {
                place.make_room(needed);
                table.put(&mut drawing, &mut place, style.margin);
            }
            Laid::Chart(chart) => {
                place.make_room(needed);
                chart.put(&mut drawing, &mut place, style.margin);
            }
            Laid::NewPage if place.is_top() => {}
            Laid::NewPage => place.next_page(),
        }
    }
    drawing
}

/// The height that must be free where a part begins, with that of what it stays with.
fn needed_at(all: &[Laid], index: usize, style: &Style) -> f32 {
    let mut needed = 0.0;
    for (at, part) in all.iter().enumerate().skip(index) {
        if let (Laid::Text(role, _), true) = (part, at > index) {
            needed += style.look(*role).before;
        }
        needed += part.beginning(style);
        if !part.stays_with(all.get(at + 1)) {
            break;
        }
    }
    needed
}

fn put_text(
    drawing: &mut Drawing,
    place: &mut Place,
    style: &Style,
    (role, set): (Role, &Rc<Set>),
    needed: f32,
) {
    let look = style.look(role);
    if !place.is_top() {
        place.y += look.before;
    }
    place.make_room(needed);
    let name = name_of(set, style);
    let tag = drawing.tag(tag_of(role, &name), None);
    let count = set.height();
    for number in 0..count {
        // The last but one line waits for the last.
        let wanted = if count - number == 2 && number > 0 {
            2
        } else {
            1
        };
        place.make_room(lines_high(wanted, look.leading));
        // Letters stand on a line a quarter of their size above the lower end.
        let baseline = place.y + look.leading - look.size * 0.25;
        let x = if role == Role::Title && style.is_title_centred {
            (WIDTH - set.width(number) * look.size) / 2.0
        } else {
            style.margin
        };
        let line = Line {
            set: Rc::clone(set),
            number,
            x,
            baseline,
            size: look.size,
        };
        drawing.put(place.page, Ink::Text(line), Some(tag));
        if let (Role::Heading(level), 0) = (role, number) {
            drawing.marks.push(Mark {
                depth: depth_of(level),
                name: name.clone(),
                page: place.page,
                x: style.margin,
                y: baseline - look.leading,
            });
        }
        if role == Role::Signature && number + 1 == count {
            let signed_on = Ink::Rule {
                x: style.margin,
                y: baseline + SIGN_BELOW,
                width: SIGN_LENGTH,
                weight: 0.5,
            };
            drawing.put(place.page, signed_on, None);
        }
        place.y += look.leading;
    }
    place.y += look.after;
}

const fn depth_of(level: Level) -> usize {
    match level {
        Level::Chapter => 0,
        Level::Section => 1,
        Level::Question => 2,
    }
}

fn tag_of(role: Role, name: &str) -> TagKind {
    let heading =
        |level: u16| Tag::Hn(NonZeroU16::MIN.saturating_add(level), Some(name.to_owned())).into();
    match role {
        Role::Title => heading(0),
        Role::Heading(Level::Chapter) => heading(1),
        Role::Heading(Level::Section) => heading(2),
        Role::Heading(Level::Question) => heading(3),
        Role::Paragraph | Role::Note | Role::Label | Role::Signature => Tag::P.into(),
    }
}
