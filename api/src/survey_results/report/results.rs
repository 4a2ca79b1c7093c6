//! The answers to every question, in the parts of the questionnaire.

use domain_surveys::{AnswersShown, ColumnKind, Figures, SheetShown, Shown, text_in};

use super::{
    content::{Content, chapter},
    words::{count, percent, tenth},
};
use crate::{
    documents::{Bar, Block, Chart, Column, Level, Table},
    survey_results::{
        survey::Question,
        view::{count_heads, list_head, percent as share},
    },
};

/// The language of reports.
const LANGUAGE: &str = "it";

/// What is asked, or the name of a question that asks nothing.
pub(super) fn label_of(question: &Question) -> &str {
    let label = text_in(&question.column.label, LANGUAGE);
    if label.is_empty() {
        &question.column.name
    } else {
        label
    }
}

/// Labels of the choices of a question.
pub(super) fn heads_of(question: &Question) -> Vec<String> {
    let heads = count_heads(&question.column, LANGUAGE).into_iter();
    heads.map(|(_, label)| label).collect()
}

/// The results of all questions.
pub(super) fn results(content: &Content) -> Vec<Block> {
    let mut blocks = vec![chapter("Risultati")];
    let mut part = String::new();
    for (number, question) in content.survey.questions.iter().enumerate() {
        let Some(answers) = content.whole(number) else {
            continue;
        };
        let is_worked_out = text_in(&question.column.label, LANGUAGE).is_empty();
        if is_worked_out && answers.sheets.is_empty() && answers.figures.is_none() {
            // Nobody was asked this, and there is nothing to tell of it.
            continue;
        }
        let parts = question.column.parts.iter();
        let parts = parts.map(|part| text_in(part, LANGUAGE));
        let own = parts.collect::<Vec<_>>().join(" – ");
        if own != part && !own.is_empty() {
            blocks.push(Block::Heading(Level::Section, own.clone()));
        }
        part = own;
        let level = if part.is_empty() {
            Level::Section
        } else {
            Level::Question
        };
        blocks.push(Block::Heading(level, label_of(question).to_owned()));
        blocks.extend(one_question(question, answers));
    }
    blocks
}

fn one_question(question: &Question, answers: &AnswersShown) -> Vec<Block> {
    let base = format!(
        "Hanno risposto {} su {}.",
        count(answers.answered),
        count(answers.total)
    );
    let remark = match question.column.kind {
        ColumnKind::Multiple(_) if question.is_coded => {
            " Risposte aperte, per codice: a una risposta possono essere dati più codici."
        }
        ColumnKind::Multiple(_) => {
            " Erano possibili più risposte: le percentuali possono superare in tutto il 100 %."
        }
        ColumnKind::Open => " Risposte aperte.",
        _ => "",
    };
    let mut blocks = vec![Block::Note(format!("{base}{remark}"))];
    if let Some(figures) = &answers.figures {
        blocks.push(Block::Paragraph(told(figures)));
    }
    for (place, sheet) in answers.sheets.iter().enumerate() {
        blocks.extend(one_list(question, place, sheet, answers.total));
    }
    blocks
}

fn one_list(question: &Question, place: usize, sheet: &SheetShown, total: Shown) -> Vec<Block> {
    let heads = heads_of(question);
    let head = list_head(&question.column, place, LANGUAGE);
    let title = match head {
        Some((_, label)) => format!("{} – {label}", label_of(question)),
        None => label_of(question).to_owned(),
    };
    // Where it is hidden how many answered, shares are those of all responses.
    let base = if sheet.answered.is_hidden() {
        total
    } else {
        sheet.answered
    };
    let both = || heads.iter().zip(&sheet.counts);
    let bars = both().map(|(label, shown)| {
        let part = share(*shown, base);
        Bar {
            label: label.clone(),
            percent: part,
            value: percent(part),
        }
    });
    let rows = both().map(|(label, shown)| {
        vec![
            label.clone(),
            count(*shown),
            percent(share(*shown, sheet.answered)),
            percent(share(*shown, total)),
        ]
    });
    let table = Table {
        caption: None,
        columns: vec![
            Column::text("Risposta"),
            Column::number("N."),
            Column::number("% di chi ha risposto"),
            Column::number("% del totale"),
        ],
        rows: rows.collect(),
    };
    let bars: Vec<Bar> = bars.collect();
    let mut blocks = Vec::new();
    if let Some((_, label)) = head {
        blocks.push(Block::Label(label.to_owned()));
    }
    // Without a single bar there is nothing to see.
    if bars.iter().any(|bar| bar.percent.is_some()) {
        blocks.push(Block::Chart(Chart { title, bars }));
    }
    blocks.push(Block::Table(table));
    if let Some(mean) = sheet.mean_position {
        blocks.push(Block::Paragraph(format!(
            "Posizione media: {}.",
            tenth(mean)
        )));
    }
    blocks
}

/// Statistics in words.
fn told(figures: &Figures) -> String {
    let mut parts = vec![format!("Media {}", tenth(figures.mean))];
    if let Some(deviation) = figures.deviation {
        parts.push(format!("scarto tipo {}", tenth(deviation)));
    }
    if let Some([first, median, third]) = figures.quartiles {
        parts.push(format!("primo quartile {}", tenth(first)));
        parts.push(format!("mediana {}", tenth(median)));
        parts.push(format!("terzo quartile {}", tenth(third)));
    }
    format!("{}.", parts.join("; "))
}
