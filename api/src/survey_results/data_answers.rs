//! What exports of respondents tell of each answer.

use domain_surveys::{AnswersShown, ColumnKind, DataKey, Shown, Status, is_withheld};
use persistence::surveys::Fact;

use super::{
    data::{Cell, Data},
    survey::Question,
};

impl Data {
    /// Where the numbers of each question are cut: so many lie beyond that nobody stands out.
    pub(super) fn ends(&self) -> Vec<Option<(f64, f64)>> {
        let smallest = usize::try_from(self.survey.smallest()).unwrap_or(usize::MAX);
        let ends = |question: &Question| {
            if question.column.kind != ColumnKind::Number {
                return None;
            }
            let numbers = self
                .facts
                .iter()
                .filter_map(|fact| question.row(fact).number(&question.column));
            let mut numbers: Vec<f64> = numbers.collect();
            numbers.sort_unstable_by(f64::total_cmp);
            let low = numbers.get(smallest.checked_sub(1)?)?;
            let high = numbers.get(numbers.len().checked_sub(smallest)?)?;
            (low <= high).then_some((*low, *high))
        };
        self.survey.questions.iter().map(ends).collect()
    }

    /// An answer as it is told; blank where it must not be.
    pub(super) fn answer(
        &self,
        fact: &Fact,
        key: DataKey,
        cell: &Cell,
        ends: &[Option<(f64, f64)>],
    ) -> String {
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
            column
                .kind
                .choices()
                .get(choice)
                .map(|one| one.code.clone())
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
                let ends = ends.get(cell.question).copied().flatten();
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
