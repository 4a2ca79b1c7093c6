//! Bars, readable in print without colours: as SVG for pages, and for paper.

use std::rc::Rc;

use krilla::tagging::Tag;
use maud::{Markup, html};

use super::{
    Bar, Chart,
    draw::{Drawing, Ink, Line},
    layout::{Place, lines_high},
    typeset::{Set, Typesetter},
};

/// Of a drawing in SVG, in its units: its width, that of its labels, and of its numbers.
const WIDTH: f64 = 640.0;
const LABELS: f64 = 230.0;
const NUMBERS: f64 = 110.0;
/// The height of a line, of a bar, and of the space below a row.
const LINE: f64 = 14.0;
const BAR: f64 = 14.0;
const GAP: f64 = 7.0;
/// Letters of a label that fit beside a bar.
const FITTING: usize = 36;

/// A number of the drawing without needless digits.
fn at(number: f64) -> String {
    format!("{number:.1}")
}

/// A label in lines; a word longer than a line is cut into pieces.
fn wrapped(label: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in label.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for piece in letters.chunks(FITTING) {
            let piece: String = piece.iter().collect();
            let is_first = lines.len() == 1 && lines.first().is_some_and(String::is_empty);
            match lines.last_mut() {
                Some(last) if is_first => last.push_str(&piece),
                Some(last) if last.chars().count() + 1 + piece.chars().count() <= FITTING => {
                    last.push(' ');
                    last.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    lines
}

/// A row of the drawing: its bar, the lines of its label, its top and its height.
struct Row<'a> {
    bar: &'a Bar,
    lines: Vec<String>,
    top: f64,
    height: f64,
}

fn rows(chart: &Chart) -> (Vec<Row<'_>>, f64) {
    let mut top = 2.0;
    let mut rows = Vec::new();
    for bar in &chart.bars {
        let lines = wrapped(&bar.label);
        let height = lines.iter().map(|_| LINE).sum::<f64>().max(BAR);
        rows.push(Row {
            bar,
            lines,
            top,
            height,
        });
        top += height + GAP;
    }
    (rows, top - GAP + 2.0)
}

/// A chart as SVG. `id` is unique on the page.
pub(super) fn svg(id: &str, chart: &Chart) -> Markup {
    let (rows, height) = rows(chart);
    let room = WIDTH - LABELS - NUMBERS;
    html! {
        svg role="img" xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {} {}", at(WIDTH), at(height)))
            aria-labelledby=(format!("{id}-t {id}-d")) {
            title id=(format!("{id}-t")) { (chart.title) }
            desc id=(format!("{id}-d")) { (chart.told()) }
            line x1=(at(LABELS)) y1="0" x2=(at(LABELS)) y2=(at(height)) {}
            @for row in rows {
                (svg_row(&row, room))
            }
        }
    }
}

fn svg_row(row: &Row<'_>, room: f64) -> Markup {
    let length = room * row.bar.percent.unwrap_or(0.0).clamp(0.0, 100.0) / 100.0;
    let bar_top = row.top + (row.height - BAR) / 2.0;
    let first = row.top + LINE - 3.0;
    let mut lines = Vec::new();
    let mut below = first;
    for line in &row.lines {
        lines.push((line, below));
        below += LINE;
    }
    html! {
        @for (line, y) in lines {
            text x=(at(LABELS - 8.0)) y=(at(y)) text-anchor="end" { (line) }
        }
        @if row.bar.percent.is_some() {
            rect x=(at(LABELS)) y=(at(bar_top)) width=(at(length)) height=(at(BAR)) {}
            text x=(at(LABELS + length + 6.0)) y=(at(bar_top + BAR - 3.0)) { (row.bar.value) }
        } @else {
            text x=(at(LABELS + 6.0)) y=(at(bar_top + BAR - 3.0)) class="hidden" { (row.bar.value) }
        }
    }
}

/// On paper, in points: letters, lines, bars, and the space below a row.
const SIZE: f32 = 9.0;
const LEADING: f32 = 11.0;
const BAR_HEIGHT: f32 = 10.0;
const ROW_GAP: f32 = 4.0;
const AFTER: f32 = 4.0;
/// The parts of the width that labels and numbers have.
const LABEL_PART: f32 = 0.36;
const NUMBER_PART: f32 = 0.18;
/// Between labels, bars and numbers.
const SPACE: f32 = 5.0;

/// A row on paper.
struct RowLaid {
    label: Rc<Set>,
    value: Rc<Set>,
    /// The length of the bar, where it is shown.
    length: Option<f32>,
}

impl RowLaid {
    fn height(&self) -> f32 {
        lines_high(self.label.height(), LEADING).max(LEADING)
    }
}

/// A chart with its lines.
pub(super) struct ChartLaid {
    told: String,
    labels: f32,
    rows: Vec<RowLaid>,
}

impl ChartLaid {
    pub(super) fn of(chart: &Chart, setter: &mut Typesetter, whole: f32) -> Self {
        let labels = whole * LABEL_PART;
        let room = whole - labels - whole * NUMBER_PART;
        let row = |bar: &Bar| RowLaid {
            label: setter.set(false, &bar.label, (labels - SPACE) / SIZE),
            value: setter.set(false, &bar.value, f32::INFINITY),
            length: bar.percent.map(|percent| {
                #[expect(clippy::cast_possible_truncation, reason = "a percentage is small")]
                let percent = percent.clamp(0.0, 100.0) as f32;
                room * percent / 100.0
            }),
        };
        Self {
            told: format!("{} – {}", chart.title, chart.told()),
            labels,
            rows: chart.bars.iter().map(row).collect(),
        }
    }

    /// The height of all of it; a chart is on one page where it can be.
    pub(super) fn height(&self) -> f32 {
        self.rows
            .iter()
            .map(|row| row.height() + ROW_GAP)
            .sum::<f32>()
            + AFTER
    }

    /// Puts it on a page, on several where it is higher than one.
    pub(super) fn put(&self, drawing: &mut Drawing, place: &mut Place, margin: f32) {
        let mut rows = self.rows.iter().peekable();
        let mut told = Some(self.told.as_str());
        while rows.peek().is_some() {
            let (page, top) = (place.page, place.y);
            let mut inks = Vec::new();
            while let Some(row) = rows.next_if(|row| place.fits(row.height()) || place.y <= top) {
                self.put_row(&mut inks, place.y, margin, row);
                place.y += row.height() + ROW_GAP;
            }
            let axis = margin + self.labels;
            inks.push(Ink::Bar {
                x: axis - 0.25,
                y: top - 1.0,
                width: 0.5,
                height: place.y - top - ROW_GAP + 2.0,
            });
            // All is said of the first part; the others only go on.
            let tag = told
                .take()
                .map(|told| drawing.tag(Tag::Figure(Some(told.to_owned())), None));
            drawing.put(page, Ink::Figure(inks), tag);
            if rows.peek().is_some() {
                place.next_page();
            }
        }
        place.y += AFTER;
    }

    fn put_row(&self, inks: &mut Vec<Ink>, y: f32, margin: f32, row: &RowLaid) {
        let axis = margin + self.labels;
        for number in 0..row.label.height() {
            inks.push(Ink::Text(Line {
                set: Rc::clone(&row.label),
                number,
                x: axis - SPACE - row.label.width(number) * SIZE,
                baseline: y + lines_high(number + 1, LEADING) - SIZE * 0.25,
                size: SIZE,
            }));
        }
        let middle = y + (row.height() - BAR_HEIGHT) / 2.0;
        let length = row.length.unwrap_or(0.0);
        if row.length.is_some() {
            inks.push(Ink::Bar {
                x: axis,
                y: middle,
                width: length,
                height: BAR_HEIGHT,
            });
        }
        inks.push(Ink::Text(Line {
            set: Rc::clone(&row.value),
            number: 0,
            x: axis + length + SPACE,
            baseline: middle + BAR_HEIGHT - SIZE * 0.25,
            size: SIZE,
        }));
    }
}
