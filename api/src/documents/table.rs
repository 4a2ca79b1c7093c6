//! Tables onto pages: how wide columns are, and what is said again after the end of a page.

use std::rc::Rc;

use krilla::tagging::{TableHeaderScope, Tag};

use super::{
    Table,
    draw::{Drawing, Ink, Line},
    layout::{Place, lines_high},
    typeset::{Set, Typesetter},
};

/// Letters of a table and of its caption, in points.
const SIZE: f32 = 9.0;
const LEADING: f32 = 11.0;
const CAPTION_SIZE: f32 = 9.5;
const CAPTION_LEADING: f32 = 12.0;
/// Between the rules and the letters, above and below, left and right.
const PAD_Y: f32 = 2.0;
const PAD_X: f32 = 4.0;
/// What follows the table.
const AFTER: f32 = 8.0;
/// The least and the most of the width that columns but the first have together.
const MOST_OTHERS: f32 = 0.72;
/// The widest a column of words is before it is wrapped.
const WIDEST_WORDS: f32 = 120.0;
/// The widest a head is before it is wrapped.
const WIDEST_HEAD: f32 = 90.0;
/// A table up to this part of a page is not broken.
const WHOLE: f32 = 0.4;

/// A row with its lines.
struct Row {
    cells: Vec<Rc<Set>>,
    lines: usize,
}

impl Row {
    fn of(cells: Vec<Rc<Set>>) -> Self {
        let lines = cells.iter().map(|cell| cell.height()).max();
        Self {
            lines: lines.unwrap_or(1),
            cells,
        }
    }

    fn height(&self) -> f32 {
        lines_high(self.lines, LEADING) + 2.0 * PAD_Y
    }
}

/// A table with its lines.
pub(super) struct TableLaid {
    caption: Option<Rc<Set>>,
    /// Left side and width of each column.
    columns: Vec<(f32, f32)>,
    are_numbers: Vec<bool>,
    head: Row,
    rows: Vec<Row>,
}

/// The widths of columns: those of numbers as wide as their widest, the first what is left.
fn widths(table: &Table, setter: &mut Typesetter, whole: f32) -> Vec<f32> {
    let mut widths = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        // A head may be broken between words, but not within.
        let words = column.label.split(' ');
        let widest = words.fold(0.0_f32, |most, word| most.max(setter.width(true, word)));
        let whole_head = setter.width(true, &column.label).min(WIDEST_HEAD / SIZE);
        let mut widest = widest.max(whole_head);
        for row in &table.rows {
            if let Some(cell) = row.get(at) {
                widest = widest.max(setter.width(false, cell));
            }
        }
        let most = if column.is_number {
            f32::INFINITY
        } else {
            WIDEST_WORDS
        };
        widths.push((widest * SIZE).min(most) + 2.0 * PAD_X);
    }
    let others: f32 = widths.iter().skip(1).sum();
    let most = whole * MOST_OTHERS;
    if others > most {
        for width in widths.iter_mut().skip(1) {
            *width *= most / others;
        }
    }
    let others: f32 = widths.iter().skip(1).sum();
    if let Some(first) = widths.first_mut() {
        *first = whole - others;
    }
    widths
}

impl TableLaid {
    pub(super) fn of(table: &Table, setter: &mut Typesetter, whole: f32) -> Self {
        let widths = widths(table, setter, whole);
        let mut left = 0.0;
        let mut columns = Vec::new();
        for width in widths {
            columns.push((left, width));
            left += width;
        }
        let mut row = |cells: &[String], is_head: bool| {
            let cells = cells.iter().zip(&columns);
            let cells = cells
                .map(|(cell, (_, width))| setter.set(is_head, cell, (width - 2.0 * PAD_X) / SIZE));
            Row::of(cells.collect())
        };
        let labels = table.columns.iter().map(|column| column.label.clone());
        let head = row(&labels.collect::<Vec<_>>(), true);
        let rows = table.rows.iter().map(|cells| row(cells, false)).collect();
        Self {
            caption: table
                .caption
                .as_ref()
                .map(|caption| setter.set(true, caption, whole / CAPTION_SIZE)),
            are_numbers: table
                .columns
                .iter()
                .map(|column| column.is_number)
                .collect(),
            columns,
            head,
            rows,
        }
    }

    fn caption_height(&self) -> f32 {
        self.caption.as_ref().map_or(0.0, |caption| {
            lines_high(caption.height(), CAPTION_LEADING) + PAD_Y
        })
    }

    /// The height of all of it where that is little, else of the caption, the head and two rows.
    pub(super) fn beginning(&self, room: f32) -> f32 {
        let above = self.caption_height() + self.head.height();
        let all: f32 = above + self.rows.iter().map(Row::height).sum::<f32>();
        if all <= room * WHOLE {
            return all;
        }
        above + self.rows.iter().take(2).map(Row::height).sum::<f32>()
    }

    /// Puts it on pages; the head is seen again on each.
    pub(super) fn put(&self, drawing: &mut Drawing, place: &mut Place, margin: f32) {
        let table = drawing.tag(Tag::Table, None);
        self.put_caption(drawing, place, margin, table);
        let head = drawing.tag(Tag::THead, Some(table));
        let in_head = drawing.tag(Tag::TR, Some(head));
        let heads = self.head.cells.iter();
        let heads =
            heads.map(|_| Some(drawing.tag(Tag::TH(TableHeaderScope::Column), Some(in_head))));
        let heads: Vec<Option<usize>> = heads.collect();
        self.put_head(drawing, place, margin, &heads);
        let body = drawing.tag(Tag::TBody, Some(table));
        for row in &self.rows {
            let in_row = drawing.tag(Tag::TR, Some(body));
            let cells: Vec<Option<usize>> = (0..row.cells.len())
                .map(|at| {
                    Some(match at {
                        0 => drawing.tag(Tag::TH(TableHeaderScope::Row), Some(in_row)),
                        _ => drawing.tag(Tag::TD, Some(in_row)),
                    })
                })
                .collect();
            let is_giant = row.height() + self.head.height() > place.room_of_page();
            let needed = if is_giant {
                LEADING + 2.0 * PAD_Y
            } else {
                row.height()
            };
            if !place.fits(needed) && !place.is_top() {
                place.next_page();
                self.put_head(drawing, place, margin, &[]);
            }
            let mut from = 0;
            loop {
                from = self.put_lines(drawing, place, margin, (row, from), &cells);
                if from >= row.lines {
                    break;
                }
                place.next_page();
                self.put_head(drawing, place, margin, &[]);
            }
        }
        place.y += AFTER;
    }

    fn put_caption(&self, drawing: &mut Drawing, place: &mut Place, margin: f32, table: usize) {
        let Some(set) = &self.caption else { return };
        let caption = drawing.tag(Tag::Caption, Some(table));
        for number in 0..set.height() {
            place.make_room(CAPTION_LEADING);
            let line = Line {
                set: Rc::clone(set),
                number,
                x: margin,
                baseline: place.y + CAPTION_LEADING - CAPTION_SIZE * 0.25,
                size: CAPTION_SIZE,
            };
            drawing.put(place.page, Ink::Text(line), Some(caption));
            place.y += CAPTION_LEADING;
        }
        place.y += PAD_Y;
    }

    /// The head; without tags where it is only seen again.
    fn put_head(
        &self,
        drawing: &mut Drawing,
        place: &mut Place,
        margin: f32,
        tags: &[Option<usize>],
    ) {
        self.put_lines(drawing, place, margin, (&self.head, 0), tags);
        self.put_rule(drawing, place, margin, 1.0);
    }

    fn put_rule(&self, drawing: &mut Drawing, place: &Place, margin: f32, weight: f32) {
        let width = self
            .columns
            .last()
            .map_or(0.0, |(left, width)| left + width);
        let rule = Ink::Rule {
            x: margin,
            y: place.y,
            width,
            weight,
        };
        drawing.put(place.page, rule, None);
    }

    /// Puts as many lines of a row as fit, at least one, and answers which is the next.
    fn put_lines(
        &self,
        drawing: &mut Drawing,
        place: &mut Place,
        margin: f32,
        (row, from): (&Row, usize),
        tags: &[Option<usize>],
    ) -> usize {
        let mut to = from + 1;
        while to < row.lines && place.fits(lines_high(to + 1 - from, LEADING) + 2.0 * PAD_Y) {
            to += 1;
        }
        let cells = row.cells.iter().zip(&self.columns).zip(&self.are_numbers);
        for (at, ((set, (left, width)), is_number)) in cells.enumerate() {
            for number in from..to.min(set.height()) {
                let inside = width - 2.0 * PAD_X - set.width(number) * SIZE;
                let shift = if *is_number { inside.max(0.0) } else { 0.0 };
                let line = Line {
                    set: Rc::clone(set),
                    number,
                    x: margin + left + PAD_X + shift,
                    baseline: place.y + PAD_Y + lines_high(number - from + 1, LEADING)
                        - SIZE * 0.25,
                    size: SIZE,
                };
                drawing.put(place.page, Ink::Text(line), tags.get(at).copied().flatten());
            }
        }
        place.y += lines_high(to - from, LEADING) + 2.0 * PAD_Y;
        self.put_rule(drawing, place, margin, 0.4);
        to
    }
}
