//! Questions by groups: categories of respondents, points.

use domain_shared::Code as _;
use domain_surveys::{AnswerTable, AnswersShown, text_in};
use maud::{Markup, html};

use super::{
    page::Content,
    words::{count, percent, tenth},
};
use crate::survey_results::{
    groups::ResultLevel,
    survey::Question,
    view::{count_heads, percent as share},
};

/// The first list of a question by groups: one row for each group.
fn table_by(content: &Content<'_>, question: usize, level: ResultLevel) -> Markup {
    let Some(tables) = content.of(level) else {
        return html! {};
    };
    let (Some(asked), Some(table)) = (
        content.survey.questions.get(question),
        tables.tables.get(question),
    ) else {
        return html! {};
    };
    let table: &AnswerTable = table;
    let groups = tables.grouping.all.iter().zip(&table.groups);
    let groups = groups.filter(|(group, _)| group.level == level);
    let heads = count_heads(&asked.column, "it");
    html! {
        table {
            caption { (text_in(&asked.column.label, "it")) }
            thead { tr {
                th scope="col" { (level.label(domain_shared::Locale::Italian)) }
                @for (_, label) in &heads { th scope="col" class="n" { (label) } }
                th scope="col" class="n" { "Rispondenti" }
            } }
            tbody {
                @for (group, answers) in groups {
                    tr {
                        th scope="row" { (group.label) }
                        @if let Some(sheet) = answers.sheets.first() {
                            @for shown in &sheet.counts {
                                td class="n" { (count(*shown)) @if let Some(value) = share(*shown, sheet.answered) { " (" (tenth(value)) " %)" } }
                            }
                        }
                        td class="n" { (count(answers.answered)) }
                    }
                }
            }
        }
    }
}

/// Questions by categories of respondents.
pub(super) fn by_category(content: &Content<'_>) -> Markup {
    let questions = content.survey.questions.iter().enumerate();
    let dividing: Vec<usize> = questions
        .filter(|(_, one)| one.column.kind.divides())
        .map(|(number, _)| number)
        .collect();
    html! {
        h2 { "Per categoria di rispondenti" }
        @for question in dividing { (table_by(content, question, ResultLevel::Category)) }
    }
}

/// A page for each point.
pub(super) fn annexes(content: &Content<'_>) -> Markup {
    let Some(tables) = content.of(ResultLevel::Point) else {
        return html! {};
    };
    let points = tables
        .grouping
        .all
        .iter()
        .enumerate()
        .filter(|(_, group)| group.level == ResultLevel::Point);
    html! {
        @for (at, group) in points {
            section class="point" {
                h2 { "Allegato – " (group.label) }
                @for (question, table) in content.survey.questions.iter().zip(&tables.tables) {
                    @if let (true, Some(answers)) = (question.column.kind.divides(), table.groups.get(at)) {
                        (in_point(question, answers))
                    }
                }
            }
        }
    }
}

fn in_point(question: &Question, answers: &AnswersShown) -> Markup {
    let heads = count_heads(&question.column, "it");
    html! {
        table {
            caption { (text_in(&question.column.label, "it")) " – rispondenti: " (count(answers.answered)) }
            tbody {
                @for sheet in &answers.sheets {
                    @for ((_, label), shown) in heads.iter().zip(&sheet.counts) {
                        tr {
                            th scope="row" { (label) }
                            td class="n" { (count(*shown)) }
                            td class="n" { (percent(share(*shown, sheet.answered))) }
                        }
                    }
                }
            }
        }
    }
}
