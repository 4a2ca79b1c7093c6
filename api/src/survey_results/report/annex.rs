//! Questions by groups: categories of respondents, points.

use domain_surveys::{AnswerTable, AnswersShown, Shown};

use super::{
    content::{Content, chapter},
    results::{heads_of, label_of},
    words::{HIDDEN, count, percent, tenth, whole},
};
use crate::{
    documents::{Block, Column, Table},
    survey_results::{
        groups::{Group, ResultLevel},
        survey::Question,
        view::percent as share,
    },
};

/// Groups beside each other in one table; more are in the next one.
const BESIDE: usize = 4;

/// A count with its share.
fn both(shown: Shown, base: Shown) -> String {
    match share(shown, base) {
        Some(part) => format!("{} ({} %)", count(shown), tenth(part)),
        None => count(shown),
    }
}

/// Questions by categories of respondents: one column for each category.
pub(super) fn by_category(content: &Content) -> Vec<Block> {
    let level = ResultLevel::Category;
    let Some(tables) = content.of(level) else {
        return Vec::new();
    };
    let mut blocks = vec![chapter("Per categoria di rispondenti")];
    for (question, table) in content.survey.questions.iter().zip(&tables.tables) {
        if !question.column.kind.divides() {
            continue;
        }
        let groups = tables.grouping.all.iter().zip(&table.groups);
        let groups = groups.filter(|(group, _)| group.level == level);
        let groups: Vec<(&Group, &AnswersShown)> = groups.collect();
        let beside = groups.chunks(BESIDE).enumerate();
        blocks.extend(beside.map(|(part, groups)| by_groups(question, groups, part)));
    }
    blocks
}

fn by_groups(question: &Question, groups: &[(&Group, &AnswersShown)], part: usize) -> Block {
    let mut rows = Vec::new();
    for (at, label) in heads_of(question).into_iter().enumerate() {
        let cells = groups.iter().map(|(_, answers)| {
            let sheet = answers.sheets.first();
            let shown = sheet.and_then(|sheet| Some((*sheet.counts.get(at)?, sheet.answered)));
            shown.map_or_else(|| HIDDEN.to_owned(), |(shown, base)| both(shown, base))
        });
        rows.push(std::iter::once(label).chain(cells).collect());
    }
    let answered = groups.iter().map(|(_, answers)| count(answers.answered));
    let last = std::iter::once("Hanno risposto".to_owned()).chain(answered);
    rows.push(last.collect());
    let columns = groups.iter().map(|(group, _)| Column::number(&group.label));
    let label = label_of(question);
    Block::Table(Table {
        caption: Some(if part == 0 {
            label.to_owned()
        } else {
            format!("{label} (segue)")
        }),
        columns: std::iter::once(Column::text("Risposta"))
            .chain(columns)
            .collect(),
        rows,
    })
}

/// A sheet for each point.
pub(super) fn annexes(content: &Content) -> Vec<Block> {
    let Some(tables) = content.of(ResultLevel::Point) else {
        return Vec::new();
    };
    let points = content.points();
    let mut blocks = Vec::new();
    for (at, group) in tables.grouping.all.iter().enumerate() {
        if group.level != ResultLevel::Point {
            continue;
        }
        blocks.push(Block::NewPage);
        blocks.push(chapter(format!("Allegato – {}", group.label)));
        if let Some((point, collected)) = group.code.parse().ok().and_then(|id| points.get(&id)) {
            blocks.push(Block::Paragraph(format!(
                "Risposte complete: {}; richieste: {}.",
                count(*collected),
                whole(point.needed())
            )));
        }
        blocks.extend(one_point(content, &tables.tables, at));
    }
    blocks
}

/// What is shown of a point, and of what nothing is.
fn one_point(content: &Content, tables: &[AnswerTable], at: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut without = Vec::new();
    for (question, table) in content.survey.questions.iter().zip(tables) {
        let Some(answers) = table
            .groups
            .get(at)
            .filter(|_| question.column.kind.divides())
        else {
            continue;
        };
        if answers
            .sheets
            .iter()
            .all(|sheet| sheet.counts.iter().all(|one| one.is_hidden()))
        {
            without.push(format!("«{}»", label_of(question)));
        } else {
            blocks.push(in_point(question, answers));
        }
    }
    if blocks.is_empty() {
        blocks.push(Block::Paragraph(
            "Di questo punto non è pubblicato alcun risultato, perché le risposte sono troppo poche."
                .to_owned(),
        ));
    } else if !without.is_empty() {
        blocks.push(Block::Paragraph(format!(
            "Non sono pubblicati, per questo punto, i risultati di: {}.",
            without.join("; ")
        )));
    }
    blocks
}

fn in_point(question: &Question, answers: &AnswersShown) -> Block {
    let heads = heads_of(question);
    let rows = answers.sheets.iter().flat_map(|sheet| {
        let both = heads.iter().zip(&sheet.counts);
        both.map(|(label, shown)| {
            let part = percent(share(*shown, sheet.answered));
            vec![label.clone(), count(*shown), part]
        })
    });
    Block::Table(Table {
        caption: Some(format!(
            "{} – hanno risposto: {}",
            label_of(question),
            count(answers.answered)
        )),
        columns: vec![
            Column::text("Risposta"),
            Column::number("N."),
            Column::number("% di chi ha risposto"),
        ],
        rows: rows.collect(),
    })
}
