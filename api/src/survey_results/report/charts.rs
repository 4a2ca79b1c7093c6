//! Bars drawn as SVG, readable in print without colours, with a text beside them.

use maud::{Markup, html};

use super::words::percent;

/// Width of a chart, of its labels and of its numbers, in units of the drawing.
const WIDTH: f64 = 640.0;
const LABELS: f64 = 220.0;
const NUMBERS: f64 = 60.0;
/// Height of a bar with the space below it, and of the bar.
const STEP: f64 = 22.0;
const BAR: f64 = 15.0;
/// Letters of a label that fit beside a bar.
const FITTING: usize = 34;

/// A bar: its label, and its percentage where it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) percent: Option<f64>,
}

/// A number of the drawing without needless digits.
fn at(number: f64) -> String {
    format!("{number:.1}")
}

fn fitting(label: &str) -> String {
    if label.chars().count() <= FITTING {
        return label.to_owned();
    }
    let start: String = label.chars().take(FITTING - 1).collect();
    format!("{start}…")
}

/// A chart of bars from 0 to 100 %. `id` is unique on the page.
pub(super) fn bars(id: &str, title: &str, bars: &[Bar]) -> Markup {
    let told = bars
        .iter()
        .map(|bar| format!("{}: {}", bar.label, percent(bar.percent)));
    let described = told.collect::<Vec<_>>().join("; ");
    let mut height = 0.0;
    let mut placed = Vec::new();
    for bar in bars {
        placed.push((bar, height));
        height += STEP;
    }
    let room = WIDTH - LABELS - NUMBERS;
    let text_at = |top: f64| at(top + BAR - 3.0);
    html! {
        svg role="img" xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {} {}", at(WIDTH), at(height)))
            aria-labelledby=(format!("{id}-t {id}-d")) {
            title id=(format!("{id}-t")) { (title) }
            desc id=(format!("{id}-d")) { (described) }
            @for (bar, top) in placed {
                text x=(at(LABELS - 8.0)) y=(text_at(top)) text-anchor="end" { (fitting(&bar.label)) }
                @if let Some(value) = bar.percent {
                    rect x=(at(LABELS)) y=(at(top)) width=(at(room * value.clamp(0.0, 100.0) / 100.0)) height=(at(BAR)) {}
                    text x=(at(LABELS + room * value.clamp(0.0, 100.0) / 100.0 + 6.0)) y=(text_at(top)) { (percent(bar.percent)) }
                } @else {
                    text x=(at(LABELS)) y=(text_at(top)) class="hidden" { (percent(None)) }
                }
            }
        }
    }
}
