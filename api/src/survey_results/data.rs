//! `/survey-campaigns/{campaign_id}/data`: respondent by respondent, under pseudonyms.

use std::sync::Arc;

use actix_web::{HttpResponse, get, web::Bytes};
use domain_accounts::Action;
use domain_shared::{Locale, SurveyCampaignId};
use domain_surveys::{AnswerTable, ColumnKind, DataKey, Place, places, text_in};
use persistence::surveys::{Fact, survey_facts_scan};
use sha2::{Digest as _, Sha256};

use super::{
    export::{ExportParams, attached, groupings},
    groups::{Grouping, ResultLevel, language, month_of},
    survey::{Question, Survey},
    view::{count_heads, list_head},
};
use crate::{
    clock::random_bytes,
    http::{Ctx, PathId, ValidQuery},
    hub::off_thread,
    problem::{Outcome, Problem},
    tables::{Guide, MAX_COLUMNS, TableFormat, TableWriter},
    wire::SurveyCampaignIdField,
};

/// What stands before the answers.
const HEAD: [&str; 7] = [
    "rispondente",
    "regione",
    "provincia",
    "punto",
    "categoria",
    "canale",
    "mese",
];

/// Export the responses of a survey campaign
///
/// One row for each response of a campaign that is closed, in an order and under pseudonyms drawn anew for every export. Place and category are told as
/// far as enough respondents share them. Blank is what was not answered, what tables by place, category, channel or month
/// suppress, and one answer in ten by chance, always the same ones. Answers are codes; words of respondents are left out, but for the
/// codes they were given; numbers are cut at both ends. A workbook has a sheet with the codes and their labels.
#[utoipa::path(
    tag = "survey-results", operation_id = "export_survey_data",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), ExportParams),
    responses(
        (status = 200, description = "The table."),
        (status = 409, description = "The campaign is not closed."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_data.export")), ("x-table-answer" = json!(true))),
)]
#[get("/survey-campaigns/{campaign_id}/data")]
pub(super) async fn export_survey_data(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ValidQuery<ExportParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let format = query.0.format.map_or(TableFormat::Csv, |format| format.0);
    let (hub, locale) = (Arc::clone(ctx.hub()), ctx.locale());
    let data = ctx
        .read(move |snapshot| {
            let survey = Survey::read(snapshot, &hub, id.0, Action::SurveyDataExport)?;
            let groupings = groupings(&survey, locale);
            let questions: Vec<&Question> = survey.questions.iter().collect();
            let mut tables = Vec::new();
            for grouping in &groupings {
                tables.push(survey.tables(snapshot.connection(), &questions, grouping)?);
            }
            let mut facts = Vec::new();
            survey_facts_scan(snapshot.connection(), id.0, |fact| facts.push(fact.clone()))?;
            Ok(Data {
                survey,
                groupings,
                tables,
                facts,
                locale,
            })
        })
        .await?;
    let bytes = off_thread(move || data.write(format)).await?;
    Ok(attached("dati", format, Bytes::from(bytes)))
}

/// Everything an export is made from.
pub(super) struct Data {
    pub(super) survey: Survey,
    /// Places, categories, channels, months.
    groupings: [Grouping; 4],
    /// What is shown of each question, by those.
    pub(super) tables: Vec<Vec<AnswerTable>>,
    pub(super) facts: Vec<Fact>,
    locale: Locale,
}

/// A column of the export: the question, and which list or choice of it.
pub(super) struct Cell {
    pub(super) question: usize,
    name: String,
    pub(super) part: Option<usize>,
}

impl Data {
    fn cells(&self) -> Vec<Cell> {
        let questions = self.survey.questions.iter().enumerate();
        let cells = |(question, one): (usize, &Question)| {
            let name = one.column.name.clone();
            let part = |(at, ending): (usize, String)| Cell {
                question,
                name: format!("{name}.{ending}"),
                part: Some(at),
            };
            match &one.column.kind {
                ColumnKind::Open | ColumnKind::Given => Vec::new(),
                ColumnKind::Single(_) | ColumnKind::Scale(..) | ColumnKind::Number => {
                    vec![Cell {
                        question,
                        name: name.clone(),
                        part: None,
                    }]
                }
                ColumnKind::Matrix(rows, _) => rows
                    .iter()
                    .map(|row| row.name.clone())
                    .enumerate()
                    .map(part)
                    .collect(),
                ColumnKind::Multiple(choices) | ColumnKind::Rank(choices) => choices
                    .iter()
                    .map(|one| one.code.clone())
                    .enumerate()
                    .map(part)
                    .collect(),
            }
        };
        questions.flat_map(cells).collect()
    }

    /// The codes and labels of every column.
    fn codebook(&self) -> Vec<String> {
        let language = language(self.locale);
        let question = |one: &Question| {
            let mut lines = vec![format!(
                "{}: {}",
                one.column.name,
                text_in(&one.column.label, language)
            )];
            for number in 0.. {
                match list_head(&one.column, number, language) {
                    Some((name, label)) => {
                        lines.push(format!("  {}.{name}: {label}", one.column.name));
                    }
                    None => break,
                }
            }
            let heads = count_heads(&one.column, language);
            lines.extend(
                heads
                    .into_iter()
                    .map(|(code, label)| format!("  {code} = {label}")),
            );
            lines
        };
        self.survey.questions.iter().flat_map(question).collect()
    }

    fn write(&self, format: TableFormat) -> Outcome<Vec<u8>> {
        let mut cells = self.cells();
        cells.truncate(MAX_COLUMNS.saturating_sub(HEAD.len()));
        let names = HEAD
            .into_iter()
            .chain(cells.iter().map(|cell| cell.name.as_str()));
        let names: Vec<&str> = names.collect();
        let codebook = self.codebook();
        let lines: Vec<&str> = codebook.iter().map(String::as_str).collect();
        let guide = Guide {
            sheet: "Dati",
            instructions_sheet: "Legenda",
            instructions: &lines,
        };
        let mut writer = TableWriter::new(Vec::new(), format, &names, guide)?;
        let ends = self.ends();
        let mut number = 0_usize;
        for (fact, key) in self.in_order() {
            number += 1;
            let mut row = self.head(fact, key, number);
            row.extend(cells.iter().map(|cell| self.answer(fact, key, cell, &ends)));
            let row: Vec<(&str, String)> = names.iter().copied().zip(row).collect();
            writer.row(&row)?;
        }
        writer.finish().map_err(Problem::from)
    }

    /// The responses that are told, in an order that says nothing, with what is told of their place and category.
    fn in_order(&self) -> Vec<(&Fact, DataKey)> {
        let [territory, categories, ..] = &self.groupings;
        let rows: Vec<Place> = self
            .facts
            .iter()
            .map(|fact| Place {
                group: territory.of_fact(fact),
                category: categories.of_fact(fact).saturating_sub(1),
            })
            .collect();
        let smallest = self.survey.smallest();
        let told = places(
            &territory.groups,
            categories.all.len().saturating_sub(1),
            &rows,
            smallest,
        );
        let salt: [u8; 32] = random_bytes();
        let drawn = |fact: &Fact| {
            let hash = Sha256::new()
                .chain_update(salt)
                .chain_update(&fact.response_id);
            <[u8; 32]>::from(hash.finalize())
        };
        let both = self.facts.iter().zip(told);
        let mut all: Vec<_> = both
            .filter_map(|(fact, key)| Some((drawn(fact), fact, key?)))
            .collect();
        all.sort_unstable_by_key(|(drawn, ..)| *drawn);
        all.into_iter().map(|(_, fact, key)| (fact, key)).collect()
    }

    /// The groups of a response that are told: place, category, channel, month.
    pub(super) fn told(&self, fact: &Fact, key: DataKey) -> [usize; 4] {
        let [_, _, channels, months] = &self.groupings;
        let is_told = |kind: usize, group: usize| {
            let tables = self.tables.get(kind).into_iter().flatten();
            let mut shown = tables.filter_map(|table| table.groups.get(group));
            shown
                .next()
                .is_some_and(|answers| !answers.total.is_hidden())
        };
        let (channel, month) = (channels.of_fact(fact), months.of_fact(fact));
        [
            key.group,
            key.category.map_or(0, |category| category + 1),
            if is_told(2, channel) { channel } else { 0 },
            if is_told(3, month) { month } else { 0 },
        ]
    }

    fn head(&self, fact: &Fact, key: DataKey, number: usize) -> Vec<String> {
        let [territory, categories, channels, _] = &self.groupings;
        let [place, category, channel, month] = self.told(fact, key);
        let code = |grouping: &Grouping, group: usize| {
            grouping
                .all
                .get(group)
                .map(|one| one.code.clone())
                .unwrap_or_default()
        };
        let above = |level: ResultLevel| {
            let mut at = Some(place);
            while let Some(group) = at {
                match territory.all.get(group) {
                    Some(one) if one.level == level => {
                        return if level == ResultLevel::Point {
                            one.label.clone()
                        } else {
                            one.code.clone()
                        };
                    }
                    _ => at = territory.groups.parent(group),
                }
            }
            String::new()
        };
        vec![
            format!("R{number:06}"),
            above(ResultLevel::Region),
            above(ResultLevel::Province),
            above(ResultLevel::Point),
            code(categories, category),
            code(channels, channel),
            if month > 0 {
                month_of(fact.completed_on)
            } else {
                String::new()
            },
        ]
    }
}
