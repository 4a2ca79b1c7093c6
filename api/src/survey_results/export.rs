//! `/survey-campaigns/{campaign_id}/results-export`: every published table in one.

use std::sync::Arc;

use actix_web::{HttpResponse, get};
use domain_accounts::Action;
use domain_shared::{Code as _, Locale, SurveyCampaignId};
use domain_surveys::{AnswerTable, AnswersShown, Shown};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    groups::{Group, Grouping, ResultLevel, language},
    survey::{Question, Survey},
    view::{count_heads, kind_of, list_head, percent},
};
use crate::{
    http::{Ctx, PathId, ValidQuery},
    hub::Hub,
    jobs::TableFormatField,
    problem::Outcome,
    tables::{Guide, Sink, TableFormat, TablePages, TableWriter, streamed},
    wire::SurveyCampaignIdField,
};

/// The columns of the table.
const COLUMNS: [&str; 16] = [
    "domanda",
    "testo",
    "tipo",
    "riga",
    "testo_riga",
    "codice",
    "etichetta",
    "livello",
    "gruppo",
    "nome_gruppo",
    "conteggio",
    "rispondenti",
    "totale",
    "percentuale_rispondenti",
    "percentuale_totale",
    "statistica",
];

/// What the sheet with the instructions says.
const CODEBOOK: [&str; 7] = [
    "domanda: nome della domanda nel questionario; testo: come è posta.",
    "riga: riga della griglia o scelta messa in graduatoria; codice ed etichetta: scelta, o posizione in graduatoria.",
    "livello e gruppo: di chi sono le risposte (all = tutte; region, province, point, category, channel, month).",
    "conteggio: risposte; rispondenti: chi ha risposto alla domanda; totale: tutte le risposte complete, anche senza risposta alla domanda.",
    "Una cella vuota è un dato non pubblicato, perché riguarda poche persone o permetterebbe di risalire a un dato che le riguarda.",
    "statistica: media, scarto, q1, mediana, q3, posizione_media; il valore è nella colonna conteggio.",
    "Gli stessi dati non sono pubblicati in nessuna tabella, filtro o esportazione.",
];

/// How to export.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportParams {
    /// Form of the table; CSV without this.
    #[param(inline, value_type = Option<TableFormatField>)]
    pub(super) format: Option<TableFormatField>,
}

/// Export the results of a survey campaign
///
/// Every question by all answers, places, categories, channels and months, one count a row, of a campaign that is closed. What is
/// suppressed in one place is suppressed here. A workbook has a sheet that explains the columns.
#[utoipa::path(
    tag = "survey-results", operation_id = "export_survey_results",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), ExportParams),
    responses(
        (status = 200, description = "The table."),
        (status = 409, description = "The campaign is not closed."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_result.read")), ("x-table-answer" = json!(true))),
)]
#[get("/survey-campaigns/{campaign_id}/results-export")]
pub(super) async fn export_survey_results(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ValidQuery<ExportParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let format = query.0.format.map_or(TableFormat::Csv, |format| format.0);
    let (hub, locale) = (Arc::clone(ctx.hub()), ctx.locale());
    let made = ctx
        .read(move |snapshot| {
            let survey = Survey::read(snapshot, &hub, id.0, Action::SurveyResultRead)?;
            let questions: Vec<&Question> = survey.questions.iter().collect();
            let groupings = groupings(&survey, locale);
            let tables =
                survey.tables_by(snapshot.connection(), &questions, &groupings.each_ref())?;
            Ok((survey, groupings.into_iter().zip(tables).collect()))
        })
        .await?;
    let (survey, all) = made;
    let begin = move |_: &Hub, sink| {
        let guide = Guide {
            sheet: "Risultati",
            instructions_sheet: "Legenda",
            instructions: &CODEBOOK,
        };
        Ok(Published {
            writer: TableWriter::new(sink, format, &COLUMNS, guide)?,
            survey,
            all,
            locale,
            done: 0,
        })
    };
    streamed(ctx.hub(), ("risultati", format), begin).await
}

/// The published tables, written question by question.
struct Published {
    writer: TableWriter<Sink>,
    survey: Survey,
    all: Vec<(Grouping, Vec<AnswerTable>)>,
    locale: Locale,
    done: usize,
}

impl TablePages for Published {
    fn page(&mut self, _: &Hub) -> Outcome<bool> {
        let Some(question) = self.survey.questions.get(self.done) else {
            return Ok(false);
        };
        for (place, (grouping, tables)) in self.all.iter().enumerate() {
            let Some(table) = tables.get(self.done) else {
                continue;
            };
            let groups = grouping.all.iter().zip(&table.groups);
            // All answers are the same whatever they are divided by.
            for (group, answers) in groups.skip(usize::from(place > 0)) {
                for row in rows(question, group, answers, self.locale) {
                    let cells: Vec<_> = COLUMNS.into_iter().zip(row).collect();
                    self.writer.row(&cells)?;
                }
            }
        }
        self.done += 1;
        Ok(true)
    }

    fn finish(self) -> Outcome<Sink> {
        Ok(self.writer.finish()?)
    }
}

fn number(shown: Shown) -> String {
    shown
        .count()
        .map(|count| count.to_string())
        .unwrap_or_default()
}

/// A decimal number as Italians write it.
fn decimal(value: Option<f64>) -> String {
    value
        .map(|value| format!("{value}").replace('.', ","))
        .unwrap_or_default()
}

fn rows(
    question: &Question,
    group: &Group,
    answers: &AnswersShown,
    locale: Locale,
) -> Vec<[String; 16]> {
    let language = language(locale);
    let column = &question.column;
    let label = domain_surveys::text_in(&column.label, language);
    let row = |list: Option<(&str, &str)>, choice: (&str, &str), values: [String; 6]| {
        let (row, row_label) = list.unwrap_or_default();
        let [count, answered, total, of_answered, of_total, statistic] = values;
        let head = [
            column.name.as_str(),
            label,
            kind_of(question).code(),
            row,
            row_label,
            choice.0,
            choice.1,
        ];
        let [name, label, kind, row, row_label, code, choice] = head.map(str::to_owned);
        let level = group.level.code().to_owned();
        [
            name,
            label,
            kind,
            row,
            row_label,
            code,
            choice,
            level,
            group.code.clone(),
            group.label.clone(),
            count,
            answered,
            total,
            of_answered,
            of_total,
            statistic,
        ]
    };
    let mut all = Vec::new();
    let heads = count_heads(column, language);
    let total = number(answers.total);
    for (place, sheet) in answers.sheets.iter().enumerate() {
        let list = list_head(column, place, language);
        for ((code, choice), shown) in heads.iter().zip(&sheet.counts) {
            let values = [
                number(*shown),
                number(sheet.answered),
                total.clone(),
                decimal(percent(*shown, sheet.answered)),
                decimal(percent(*shown, answers.total)),
                String::new(),
            ];
            all.push(row(list, (code, choice), values));
        }
        if let Some(mean) = sheet.mean_position {
            let statistic = "posizione_media".to_owned();
            let values = [
                decimal(Some(mean)),
                number(sheet.answered),
                total.clone(),
                String::new(),
                String::new(),
                statistic,
            ];
            all.push(row(list, ("", ""), values));
        }
    }
    if answers.sheets.is_empty() {
        let share = decimal(percent(answers.answered, answers.total));
        let answered = number(answers.answered);
        let values = [
            answered.clone(),
            answered,
            total.clone(),
            String::new(),
            share,
            String::new(),
        ];
        all.push(row(None, ("", ""), values));
    }
    for (statistic, value) in figures_of(answers) {
        let values = [
            decimal(value),
            number(answers.answered),
            total.clone(),
            String::new(),
            String::new(),
            statistic.to_owned(),
        ];
        all.push(row(None, ("", ""), values));
    }
    all
}

/// Statistics that are told, with their names in the table.
fn figures_of(answers: &AnswersShown) -> impl Iterator<Item = (&'static str, Option<f64>)> {
    answers.figures.into_iter().flat_map(|figures| {
        let [first, median, third] = figures.quartiles.map_or([None; 3], |all| all.map(Some));
        let named = [
            ("media", Some(figures.mean)),
            ("scarto", figures.deviation),
            ("q1", first),
            ("mediana", median),
            ("q3", third),
        ];
        named.into_iter().filter(|(_, value)| value.is_some())
    })
}

/// The groups of every kind, by which results are told and answers blanked in exports of respondents.
pub(super) fn groupings(survey: &Survey, locale: Locale) -> [Grouping; 4] {
    [
        ResultLevel::Point,
        ResultLevel::Category,
        ResultLevel::Channel,
        ResultLevel::Month,
    ]
    .map(|level| survey.grouping(level, locale))
}
