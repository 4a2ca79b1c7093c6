//! Results as clients get them.

use domain_shared::{Locale, codes};
use domain_surveys::{
    AnswersShown, Column, ColumnKind, Figures, SheetShown, Shown, smallest_for, text_in,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    groups::{Group, ResultLevel, language},
    survey::Question,
};
use crate::wire::Coded;

codes! {
    /// What the answers to a question are, for results.
    pub enum ResultKind {
        /// One of several choices.
        Single = "single", "scelta singola", "single choice";
        /// A point on a scale.
        Scale = "scale", "scala", "scale";
        /// Any of several choices.
        Multiple = "multiple", "scelta multipla", "multiple choice";
        /// One choice for each row.
        Matrix = "matrix", "griglia", "matrix";
        /// Choices in order.
        Rank = "rank", "graduatoria", "ranking";
        /// A number.
        Number = "number", "numero", "number";
        /// Words of one's own.
        Open = "open", "risposta aperta", "open answer";
        /// Words of one's own, by the codes they were given.
        Coded = "coded", "risposta aperta codificata", "coded open answer";
        /// A day, a time, a text that was worked out.
        Given = "given", "data, ora o testo", "day, time or text";
    }
}

/// What a group of answers is.
pub(super) type ResultLevelField = Coded<ResultLevel>;
/// What the answers to a question are.
pub(super) type ResultKindField = Coded<ResultKind>;

/// A question of the questionnaire.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyResultQuestion {
    /// Name.
    #[schema(max_length = 70, example = "soddisfazione")]
    pub(super) name: String,
    /// What is asked.
    #[schema(max_length = 10_100, example = "Quanto è soddisfatto del servizio?")]
    pub(super) label: String,
    /// Labels of the parts it is in, outer ones first.
    #[schema(max_items = 20, inline, value_type = Vec<PartLabel>)]
    pub(super) parts: Vec<String>,
    /// What the answers are.
    pub(super) kind: ResultKindField,
    /// Counts below this are not shown.
    #[schema(minimum = 3, maximum = 100, example = 5)]
    pub(super) smallest_cell: u32,
}

/// The label of a part.
#[derive(ToSchema)]
#[schema(max_length = 10_000, example = "Accesso ai servizi")]
#[expect(dead_code, reason = "the type describes; nothing is one")]
struct PartLabel(String);

/// Answers of one choice.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyResultCount {
    /// Code of the choice; of a ranking, the position.
    #[schema(max_length = 64, example = "si")]
    pub(super) code: String,
    /// Label of the choice.
    #[schema(max_length = 500, example = "Sì")]
    pub(super) label: String,
    /// How many; left out where it is suppressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100_000_000, example = 128)]
    pub(super) count: Option<u32>,
    /// Percentage of those who answered, where both are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100, example = 62.5)]
    pub(super) percent_of_answered: Option<f64>,
    /// Percentage of all responses, with those without an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100, example = 58.2)]
    pub(super) percent_of_total: Option<f64>,
}

/// Answers in one list of choices.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyResultList {
    /// Name of the row of a matrix, or code of the choice that was ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64, example = "inps")]
    pub(super) row: Option<String>,
    /// Its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10_000, example = "INPS")]
    pub(super) label: Option<String>,
    /// How many answered here; left out where it is suppressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100_000_000, example = 205)]
    pub(super) answered: Option<u32>,
    /// Mean position in a ranking, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1000, example = 1.9)]
    pub(super) mean_position: Option<f64>,
    /// Answers by choice.
    #[schema(max_items = 10_000)]
    pub(super) counts: Vec<SurveyResultCount>,
}

/// Statistics of numbers and scales; never the smallest or largest answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyFigures {
    /// Mean.
    #[schema(minimum = -1e15, maximum = 1e15, example = 3.4)]
    pub(super) mean: f64,
    /// Sample standard deviation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1e15, example = 1.2)]
    pub(super) deviation: Option<f64>,
    /// First quartile, of ten answers and more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -1e15, maximum = 1e15, example = 3.0)]
    pub(super) first_quartile: Option<f64>,
    /// Median, of ten answers and more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -1e15, maximum = 1e15, example = 4.0)]
    pub(super) median: Option<f64>,
    /// Third quartile, of ten answers and more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -1e15, maximum = 1e15, example = 4.0)]
    pub(super) third_quartile: Option<f64>,
    /// Whether mean and deviation are rounded to a tenth, because it is suppressed how many answered.
    #[schema(example = false)]
    pub(super) rounded: bool,
}

/// What answers to a question amount to in a group.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyAnswerResults {
    /// Final responses; left out where it is suppressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100_000_000, example = 220)]
    pub(super) total: Option<u32>,
    /// Those with an answer; left out where it is suppressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100_000_000, example = 205)]
    pub(super) answered: Option<u32>,
    /// Whether something is not shown, because it would tell of a few people.
    #[schema(example = false)]
    pub(super) suppressed: bool,
    /// Answers by choice: one list, or one for each row of a matrix and each choice of a ranking.
    #[schema(max_items = 1000)]
    pub(super) lists: Vec<SurveyResultList>,
    /// Statistics of numbers and scales.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) figures: Option<SurveyFigures>,
}

/// A group of answers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyResultGroup {
    /// What it is.
    pub(super) level: ResultLevelField,
    /// Its code: that of the territory, the category, the channel, the month, the choice; empty for all answers.
    #[schema(max_length = 64, example = "08")]
    pub(super) code: String,
    /// What it is called.
    #[schema(max_length = 500, example = "Emilia-Romagna")]
    pub(super) label: String,
}

impl From<&Group> for SurveyResultGroup {
    fn from(group: &Group) -> Self {
        Self {
            level: Coded(group.level),
            code: group.code.clone(),
            label: group.label.clone(),
        }
    }
}

/// What a question is for results.
pub(super) const fn kind_of(question: &Question) -> ResultKind {
    match &question.column.kind {
        ColumnKind::Multiple(_) if question.is_coded => ResultKind::Coded,
        ColumnKind::Single(_) => ResultKind::Single,
        ColumnKind::Scale(..) => ResultKind::Scale,
        ColumnKind::Multiple(_) => ResultKind::Multiple,
        ColumnKind::Matrix(..) => ResultKind::Matrix,
        ColumnKind::Rank(_) => ResultKind::Rank,
        ColumnKind::Number => ResultKind::Number,
        ColumnKind::Open => ResultKind::Open,
        ColumnKind::Given => ResultKind::Given,
    }
}

impl SurveyResultQuestion {
    pub(super) fn of(question: &Question, smallest: u32, locale: Locale) -> Self {
        let column = &question.column;
        let language = language(locale);
        Self {
            name: column.name.clone(),
            label: text_in(&column.label, language).to_owned(),
            parts: column
                .parts
                .iter()
                .map(|part| text_in(part, language).to_owned())
                .collect(),
            kind: Coded(kind_of(question)),
            smallest_cell: smallest_for(smallest, column.special_category),
        }
    }
}

/// A percentage to one decimal, where both are shown.
pub(super) fn percent(part: Shown, whole: Shown) -> Option<f64> {
    let (part, whole) = (part.count()?, whole.count()?);
    (whole > 0).then(|| (f64::from(part) / f64::from(whole) * 1000.0).round() / 10.0)
}

fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

impl From<Figures> for SurveyFigures {
    fn from(figures: Figures) -> Self {
        let [first, median, third] = figures
            .quartiles
            .map_or([None; 3], |all| all.map(|one| Some(rounded(one))));
        Self {
            mean: rounded(figures.mean),
            deviation: figures.deviation.map(rounded),
            first_quartile: first,
            median,
            third_quartile: third,
            rounded: figures.is_rounded,
        }
    }
}

/// The name and label of a list of choices of a question.
pub(super) fn list_head<'a>(
    column: &'a Column,
    number: usize,
    language: &str,
) -> Option<(&'a str, &'a str)> {
    match &column.kind {
        ColumnKind::Matrix(rows, _) => rows
            .get(number)
            .map(|row| (row.name.as_str(), text_in(&row.label, language))),
        ColumnKind::Rank(choices) => choices
            .get(number)
            .map(|one| (one.code.as_str(), text_in(&one.label, language))),
        _ => None,
    }
}

/// Code and label of each count of a list.
pub(super) fn count_heads(column: &Column, language: &str) -> Vec<(String, String)> {
    let choices = column.kind.choices().iter();
    if matches!(column.kind, ColumnKind::Rank(_)) {
        return choices
            .zip(1..)
            .map(|(_, place)| (place.to_string(), format!("{place}°")))
            .collect();
    }
    choices
        .map(|one| (one.code.clone(), text_in(&one.label, language).to_owned()))
        .collect()
}

impl SurveyAnswerResults {
    pub(super) fn of(column: &Column, answers: &AnswersShown, locale: Locale) -> Self {
        let language = language(locale);
        let heads = count_heads(column, language);
        let list = |(number, sheet): (usize, &SheetShown)| {
            let head = list_head(column, number, language);
            let count = |((code, label), shown): (&(String, String), &Shown)| SurveyResultCount {
                code: code.clone(),
                label: label.clone(),
                count: shown.count(),
                percent_of_answered: percent(*shown, sheet.answered),
                percent_of_total: percent(*shown, answers.total),
            };
            SurveyResultList {
                row: head.map(|(name, _)| name.to_owned()),
                label: head.map(|(_, label)| label.to_owned()),
                answered: sheet.answered.count(),
                mean_position: sheet.mean_position.map(rounded),
                counts: heads.iter().zip(&sheet.counts).map(count).collect(),
            }
        };
        let in_sheets = answers
            .sheets
            .iter()
            .flat_map(|sheet| sheet.counts.iter().chain([&sheet.answered]));
        let mut all = in_sheets.chain([&answers.total, &answers.answered]);
        Self {
            total: answers.total.count(),
            answered: answers.answered.count(),
            suppressed: all.any(|shown| shown.is_hidden()),
            lists: answers.sheets.iter().enumerate().map(list).collect(),
            figures: answers.figures.map(SurveyFigures::from),
        }
    }
}
