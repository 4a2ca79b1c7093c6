//! `/survey-campaigns/{campaign_id}/data`: respondent by respondent, under pseudonyms.

use std::{collections::HashMap, sync::Arc};

use actix_web::{HttpResponse, get};
use domain_accounts::Action;
use domain_shared::{BoundedNumber as _, Locale, SurveyCampaignId, SurveyResponseId};
use domain_surveys::{AnswerTable, DataKey, Place, places};
use persistence::{
    AnyConnection,
    surveys::{Fact, survey_facts_of},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    codebook::{self, Cell},
    data_answers::Ends,
    export::groupings,
    groups::{Grouping, ResultLevel, month_of},
    params::wrong,
    survey::{Question, Survey},
};
use crate::{
    clock::random_bytes,
    http::{Ctx, PathId, ValidQuery},
    hub::Hub,
    jobs::TableFormatField,
    problem::{Outcome, Problem},
    tables::{Guide, MAX_SHEET_COLUMNS, Sink, TableFormat, TablePages, TableWriter, streamed},
    wire::SurveyCampaignIdField,
};

domain_shared::define_messages! {
    /// A workbook cannot hold so many columns.
    TOO_MANY_COLUMNS = "too_many_columns",
        "Le domande fanno più colonne di quante ne stiano in un foglio XLSX (16.384): scegliere CSV o JSON per righe.",
        "The questions make more columns than a sheet of XLSX holds (16,384): choose CSV or JSON lines.";
}

/// Responses read together.
const PAGE: usize = 500;

/// What stands before the answers.
pub(super) const HEAD: [&str; 7] = [
    "rispondente",
    "regione",
    "provincia",
    "punto",
    "categoria",
    "canale",
    "mese",
];

/// How to export responses.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DataParams {
    /// Form of the table; CSV without this.
    #[param(inline, value_type = Option<TableFormatField>)]
    format: Option<TableFormatField>,
    /// Whether each answer that is a code is followed by a column with its label, named after it with `:etichetta`.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    labels: bool,
}

/// Export the responses of a survey campaign
///
/// One row for each response of a campaign that is closed, in an order and under pseudonyms drawn anew for every export. Place and category are told as
/// far as enough respondents share them. Blank is what was not answered, what tables by place, category, channel or month
/// suppress, and one answer in ten by chance, always the same ones. Answers are codes, with `labels` codes and labels; words of
/// respondents are left out, but for the codes they were given; numbers are cut at both ends. A workbook has a sheet with the
/// codebook, which `GET /survey-campaigns/{campaign_id}/codebook` gives as well.
#[utoipa::path(
    tag = "survey-results", operation_id = "export_survey_data",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), DataParams),
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
    query: ValidQuery<DataParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let format = query.0.format.map_or(TableFormat::Csv, |format| format.0);
    let (hub, locale, labels) = (Arc::clone(ctx.hub()), ctx.locale(), query.0.labels);
    let data = ctx
        .read(move |snapshot| {
            let survey = Survey::read(snapshot, &hub, id.0, Action::SurveyDataExport)?;
            let cells = codebook::cells(&survey, labels, locale);
            if format == TableFormat::Xlsx && cells.len() + HEAD.len() > MAX_SHEET_COLUMNS {
                return Err(wrong("format", &TOO_MANY_COLUMNS));
            }
            Data::read(snapshot.connection(), survey, cells, locale)
        })
        .await?;
    let begin = move |_: &Hub, sink| Export::begin(data, sink, format, locale);
    streamed(ctx.hub(), ("dati", format), begin).await
}

/// Everything an export is made from, but for the answers themselves.
pub(super) struct Data {
    pub(super) survey: Survey,
    /// Places, categories, channels, months.
    groupings: [Grouping; 4],
    /// What is shown of each question, by those.
    pub(super) tables: Vec<Vec<AnswerTable>>,
    /// Where the numbers of each question are cut.
    pub(super) ends: Vec<Option<(f64, f64)>>,
    cells: Vec<Cell>,
    /// The responses that are told, in an order that says nothing, with what is told of their place and category.
    order: Vec<(SurveyResponseId, DataKey)>,
}

/// A table of responses that is being written.
struct Export {
    writer: TableWriter<Sink>,
    names: Vec<String>,
    data: Data,
    done: usize,
}

impl Export {
    fn begin(data: Data, sink: Sink, format: TableFormat, locale: Locale) -> Outcome<Self> {
        let names = HEAD.into_iter().map(str::to_owned);
        let names: Vec<String> = names
            .chain(data.cells.iter().map(|cell| cell.name.clone()))
            .collect();
        let guide = Guide {
            sheet: "Dati",
            instructions_sheet: "Istruzioni",
            instructions: &[],
        };
        let headers: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut writer = TableWriter::new(sink, format, &headers, guide)?;
        let rows = codebook::rows(&data.survey, locale);
        writer.sheet("Legenda", &codebook::COLUMNS, rows)?;
        Ok(Self {
            writer,
            names,
            data,
            done: 0,
        })
    }
}

impl TablePages for Export {
    fn page(&mut self, hub: &Hub) -> Outcome<bool> {
        let rest = self.data.order.get(self.done..).unwrap_or_default();
        let page = rest.get(..PAGE.min(rest.len())).unwrap_or_default();
        if page.is_empty() {
            return Ok(false);
        }
        let ids: Vec<SurveyResponseId> = page.iter().map(|(id, _)| *id).collect();
        let campaign = self.data.survey.campaign.id;
        let facts = hub.db.read(|connection| {
            survey_facts_of(connection, campaign, &ids).map_err(Problem::from)
        })?;
        let by_id = facts
            .into_iter()
            .map(|fact| (fact.response_id.clone(), fact));
        let by_id: HashMap<String, Fact> = by_id.collect();
        for (number, (id, key)) in (self.done + 1..).zip(page) {
            // One that was deleted since the export began is left out.
            let Some(fact) = by_id.get(&id.to_string()) else {
                continue;
            };
            let mut row = self.data.head(fact, *key, number);
            let answers = self.data.cells.iter();
            row.extend(answers.map(|cell| self.data.answer(fact, *key, cell)));
            let row: Vec<(&str, String)> = self.names.iter().map(String::as_str).zip(row).collect();
            self.writer.row(&row)?;
        }
        self.done += page.len();
        Ok(true)
    }

    fn finish(self) -> Outcome<Sink> {
        Ok(self.writer.finish()?)
    }
}

impl Data {
    fn read(
        connection: &mut AnyConnection,
        survey: Survey,
        cells: Vec<Cell>,
        locale: Locale,
    ) -> Outcome<Self> {
        let groupings = groupings(&survey, locale);
        let questions: Vec<&Question> = survey.questions.iter().collect();
        let tables = survey.tables_by(connection, &questions, &groupings.each_ref())?;
        let order = order(connection, &survey, &groupings)?;
        let mut ends = Ends::of(&survey);
        survey.scan(connection, |fact| ends.add(&survey, fact))?;
        Ok(Self {
            ends: ends.cut(),
            survey,
            groupings,
            tables,
            cells,
            order,
        })
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

/// The responses that are told, in an order drawn for this export, with what is told of their place and category.
fn order(
    connection: &mut AnyConnection,
    survey: &Survey,
    [territory, categories, ..]: &[Grouping; 4],
) -> Outcome<Vec<(SurveyResponseId, DataKey)>> {
    let (mut ids, mut rows, mut is_broken) = (Vec::new(), Vec::new(), false);
    survey.scan(connection, |fact| {
        match fact.response_id.parse::<SurveyResponseId>() {
            Ok(id) => ids.push(id),
            Err(_) => is_broken = true,
        }
        rows.push(Place {
            group: territory.of_fact(fact),
            category: categories.of_fact(fact).saturating_sub(1),
        });
    })?;
    if is_broken {
        return Err(Problem::internal(
            "facts name something that is no response",
        ));
    }
    let told = places(
        &territory.groups,
        categories.all.len().saturating_sub(1),
        &rows,
        u32::from(survey.campaign.content.smallest_cell.number()),
    );
    // Drawn by a generator of the system, not worked out of the identifiers, which tell the time.
    let both = ids.into_iter().zip(told);
    let mut all: Vec<([u8; 16], SurveyResponseId, DataKey)> = both
        .filter_map(|(id, key)| Some((random_bytes(), id, key?)))
        .collect();
    all.sort_unstable_by_key(|(drawn, ..)| *drawn);
    Ok(all.into_iter().map(|(_, id, key)| (id, key)).collect())
}
