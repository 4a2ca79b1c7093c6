//! What exports of respondents tell of each answer.

use domain_surveys::{AnswersShown, ColumnKind, DataKey, Shown, Status, is_withheld};
use persistence::surveys::Fact;

use super::{
    codebook::{Cell, Told},
    data::Data,
    survey::Survey,
};

/// The smallest and largest numbers given to each question, as many as the smallest count.
pub(super) struct Ends {
    most: usize,
    /// By question; nothing of one that is not for numbers. Both in order.
    of: Vec<Option<[Vec<f64>; 2]>>,
}

impl Ends {
    pub(super) fn of(survey: &Survey) -> Self {
        let none_yet = |is_number: bool| is_number.then(|| [Vec::new(), Vec::new()]);
        let kinds = survey.questions.iter().map(|one| &one.column.kind);
        Self {
            most: usize::try_from(survey.smallest()).unwrap_or(usize::MAX),
            of: kinds
                .map(|kind| none_yet(*kind == ColumnKind::Number))
                .collect(),
        }
    }

    /// Takes a response in.
    pub(super) fn add(&mut self, survey: &Survey, fact: &Fact) {
        for (question, ends) in survey.questions.iter().zip(&mut self.of) {
            let Some([low, high]) = ends else { continue };
            let Some(number) = question.row(fact).number(&question.column) else {
                continue;
            };
            let place = |list: &[f64]| list.partition_point(|one| one.total_cmp(&number).is_lt());
            if low.len() < self.most || low.last().is_some_and(|last| number < *last) {
                low.insert(place(low), number);
                low.truncate(self.most);
            }
            if high.len() < self.most || high.first().is_some_and(|first| number > *first) {
                high.insert(place(high), number);
                if high.len() > self.most {
                    high.remove(0);
                }
            }
        }
    }

    /// Where the numbers of each question are cut: so many lie at or beyond that nobody stands out.
    pub(super) fn cut(self) -> Vec<Option<(f64, f64)>> {
        let most = self.most;
        let cut = |ends: Option<[Vec<f64>; 2]>| {
            let [low, high] = ends?;
            let low = low.get(most.checked_sub(1)?)?;
            let high = high.first()?;
            (low <= high).then_some((*low, *high))
        };
        self.of.into_iter().map(cut).collect()
    }
}

impl Data {
    /// An answer as it is told; blank where it must not be.
    pub(super) fn answer(&self, fact: &Fact, key: DataKey, cell: &Cell) -> String {
        let Some(question) = self.survey.questions.get(cell.question) else {
            return String::new();
        };
        let (column, row) = (&question.column, question.row(fact));
        if is_withheld(&fact.response_id, &column.name) {
            return String::new();
        }
        let is_shown = |of: &dyn Fn(&AnswersShown) -> Option<Shown>| {
            let told = self.told(fact, key);
            told.iter().zip(&self.tables).all(|(group, tables)| {
                let table = tables
                    .get(cell.question)
                    .and_then(|table| table.groups.get(*group));
                table.and_then(of).is_some_and(|shown| !shown.is_hidden())
            })
        };
        let in_sheet = |sheet: usize, choice: usize| {
            is_shown(&|answers| answers.sheets.get(sheet)?.counts.get(choice).copied())
        };
        let code = |choice: usize| {
            let choices = column.kind.choices();
            match &cell.told {
                Told::Code => choices.get(choice).map(|one| one.code.clone()),
                Told::Labels(labels) => labels.get(choice).cloned(),
            }
        };
        let told = match (&column.kind, cell.part) {
            (ColumnKind::Single(_) | ColumnKind::Scale(..), _) => row
                .choice(column)
                .filter(|choice| in_sheet(0, *choice))
                .and_then(code),
            (ColumnKind::Multiple(_), Some(choice)) => {
                let answered = row.status(column) == Status::Answered;
                (answered && in_sheet(0, choice) && is_shown(&|answers| Some(answers.answered)))
                    .then(|| u8::from(row.has(column, choice)).to_string())
            }
            (ColumnKind::Matrix(..), Some(list)) => row
                .row_choice(column, list)
                .filter(|choice| in_sheet(list, *choice))
                .and_then(code),
            (ColumnKind::Rank(_), Some(list)) => {
                let position = row
                    .position(column, list)
                    .filter(|position| in_sheet(list, *position));
                position.map(|position| (position + 1).to_string())
            }
            (ColumnKind::Number, _) => {
                let ends = self.ends.get(cell.question).copied().flatten();
                let number = row
                    .number(column)
                    .zip(ends)
                    .map(|(number, (low, high))| number.clamp(low, high));
                let number = number.filter(|_| is_shown(&|answers| Some(answers.answered)));
                number.map(|number| format!("{number}").replace('.', ","))
            }
            _ => None,
        };
        told.unwrap_or_default()
    }
}
