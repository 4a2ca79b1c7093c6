//! `/survey-campaigns/{campaign_id}/codebook`: the columns of exported responses, their codes and labels.

use std::sync::Arc;

use actix_web::{HttpResponse, get};
use domain_accounts::Action;
use domain_shared::{Code as _, Locale, SurveyCampaignId};
use domain_surveys::{ColumnKind, text_in};

use super::{
    data::HEAD,
    export::ExportParams,
    groups::{ResultLevel, language},
    survey::{Question, Survey},
    view::{count_heads, kind_of, list_head},
};
use crate::{
    http::{Ctx, PathId, ValidQuery},
    hub::Hub,
    problem::Outcome,
    tables::{Guide, Sink, TableFormat, TablePages, TableWriter, streamed},
    wire::SurveyCampaignIdField,
};

/// The columns of the codebook.
pub(super) const COLUMNS: [&str; 9] = [
    "colonna",
    "domanda",
    "testo",
    "tipo",
    "riga",
    "testo_riga",
    "codice",
    "etichetta",
    "categoria_particolare",
];

/// What a column tells of answers.
pub(super) enum Told {
    /// The code, or the number.
    Code,
    /// The label of the choice, by its number.
    Labels(Vec<String>),
}

/// A column of the export of responses: the question, and which list or choice of it.
pub(super) struct Cell {
    /// Number of the question.
    pub(super) question: usize,
    /// The header.
    pub(super) name: String,
    /// Number of the row of a matrix, or of the choice.
    pub(super) part: Option<usize>,
    pub(super) told: Told,
}

/// Name, number and label of each column that a question makes, without those for labels.
fn parts(question: &Question, language: &str) -> Vec<(String, Option<usize>, Option<[String; 2]>)> {
    let column = &question.column;
    let own = |number: usize, name: &str, label: &str| {
        let head = [name.to_owned(), label.to_owned()];
        (format!("{}.{name}", column.name), Some(number), Some(head))
    };
    match &column.kind {
        ColumnKind::Open | ColumnKind::Given => Vec::new(),
        ColumnKind::Single(_) | ColumnKind::Scale(..) | ColumnKind::Number => {
            vec![(column.name.clone(), None, None)]
        }
        ColumnKind::Matrix(rows, _) => (0..rows.len())
            .filter_map(|number| {
                let (name, label) = list_head(column, number, language)?;
                Some(own(number, name, label))
            })
            .collect(),
        ColumnKind::Multiple(choices) | ColumnKind::Rank(choices) => choices
            .iter()
            .enumerate()
            .map(|(number, one)| own(number, &one.code, text_in(&one.label, language)))
            .collect(),
    }
}

/// The columns of the answers, with one for labels behind each that has codes if they are wanted.
pub(super) fn cells(survey: &Survey, with_labels: bool, locale: Locale) -> Vec<Cell> {
    let language = language(locale);
    let mut cells = Vec::new();
    for (number, question) in survey.questions.iter().enumerate() {
        let column = &question.column;
        let has_codes = column.kind.divides() || matches!(column.kind, ColumnKind::Matrix(..));
        for (name, part, _) in parts(question, language) {
            let labels = (with_labels && has_codes).then(|| Cell {
                question: number,
                // No name and no code has a colon in it.
                name: format!("{name}:etichetta"),
                part,
                told: Told::Labels(
                    count_heads(column, language)
                        .into_iter()
                        .map(|one| one.1)
                        .collect(),
                ),
            });
            cells.push(Cell {
                question: number,
                name,
                part,
                told: Told::Code,
            });
            cells.extend(labels);
        }
    }
    cells
}

/// The rows of the codebook: one for each code of each column, one for a column without codes.
pub(super) fn rows(survey: &Survey, locale: Locale) -> Vec<[String; 9]> {
    let pick = |italian: &'static str, english: &'static str| match locale {
        Locale::Italian => italian,
        Locale::English => english,
    };
    let mut rows = Vec::new();
    let heads = [
        pick(
            "Pseudonimo, diverso in ogni esportazione",
            "Pseudonym, another one in every export",
        ),
        pick("Codice ISTAT della regione", "ISTAT code of the region"),
        pick("Codice ISTAT della provincia", "ISTAT code of the province"),
        pick("Nome del punto", "Name of the point"),
        pick("Categoria di chi risponde", "Category of the respondent"),
        pick(
            "Modo in cui è stata data la risposta",
            "How the answers were given",
        ),
        pick("Mese della risposta", "Month of the answers"),
    ];
    for (name, text) in HEAD.into_iter().zip(heads) {
        let level = match name {
            "categoria" => Some(ResultLevel::Category),
            "canale" => Some(ResultLevel::Channel),
            _ => None,
        };
        let groups = level.map(|level| survey.grouping(level, locale).all);
        let codes = groups.into_iter().flatten().skip(1);
        let codes: Vec<_> = codes.map(|one| (one.code, one.label)).collect();
        let head = [name, "", text, "", "", ""].map(str::to_owned);
        push(&mut rows, &head, codes, "");
    }
    for question in &survey.questions {
        of_question(&mut rows, question, locale);
    }
    rows
}

fn of_question(rows: &mut Vec<[String; 9]>, question: &Question, locale: Locale) {
    let (column, language) = (&question.column, language(locale));
    let (yes, no, chosen, not_chosen) = match locale {
        Locale::Italian => ("sì", "no", "scelta", "non scelta"),
        Locale::English => ("yes", "no", "chosen", "not chosen"),
    };
    let special = if column.special_category { yes } else { no };
    let text = text_in(&column.label, language).to_owned();
    for (name, _, head) in parts(question, language) {
        let [row, row_label] = head.unwrap_or_default();
        let codes = match &column.kind {
            ColumnKind::Multiple(_) => vec![
                ("1".to_owned(), chosen.to_owned()),
                ("0".to_owned(), not_chosen.to_owned()),
            ],
            _ => count_heads(column, language),
        };
        let kind = kind_of(question).code().to_owned();
        let head = [
            name,
            column.name.clone(),
            text.clone(),
            kind,
            row,
            row_label,
        ];
        push(rows, &head, codes, special);
    }
}

fn push(
    rows: &mut Vec<[String; 9]>,
    head: &[String; 6],
    mut codes: Vec<(String, String)>,
    special: &str,
) {
    if codes.is_empty() {
        codes.push(Default::default());
    }
    for (code, label) in codes {
        let [name, question, text, kind, row, row_label] = head.clone();
        let special = special.to_owned();
        rows.push([
            name, question, text, kind, row, row_label, code, label, special,
        ]);
    }
}

/// Export the codebook of a survey campaign
///
/// What the columns of exported responses are: one row for each code of each column, in the language of `Accept-Language`. Codes
/// given to open answers are among them. Of a campaign that is closed.
#[utoipa::path(
    tag = "survey-results", operation_id = "export_survey_codebook",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."), ExportParams),
    responses(
        (status = 200, description = "The table."),
        (status = 409, description = "The campaign is not closed."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_result.read")), ("x-table-answer" = json!(true))),
)]
#[get("/survey-campaigns/{campaign_id}/codebook")]
pub(super) async fn export_survey_codebook(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ValidQuery<ExportParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let format = query.0.format.map_or(TableFormat::Csv, |format| format.0);
    let (hub, locale) = (Arc::clone(ctx.hub()), ctx.locale());
    let rows = ctx
        .read(move |snapshot| {
            let survey = Survey::read(snapshot, &hub, id.0, Action::SurveyResultRead)?;
            Ok(rows(&survey, locale))
        })
        .await?;
    let begin = move |_: &Hub, sink| {
        let guide = Guide {
            sheet: "Legenda",
            instructions_sheet: "Istruzioni",
            instructions: &[],
        };
        let writer = TableWriter::new(sink, format, &COLUMNS, guide)?;
        Ok(Codebook {
            writer,
            rows: rows.into_iter(),
        })
    };
    streamed(ctx.hub(), ("legenda", format), begin).await
}

struct Codebook {
    writer: TableWriter<Sink>,
    rows: std::vec::IntoIter<[String; 9]>,
}

impl TablePages for Codebook {
    fn page(&mut self, _: &Hub) -> Outcome<bool> {
        for row in self.rows.by_ref().take(1000) {
            let row: Vec<_> = COLUMNS.into_iter().zip(row).collect();
            self.writer.row(&row)?;
        }
        Ok(!self.rows.as_slice().is_empty())
    }

    fn finish(self) -> Outcome<Sink> {
        Ok(self.writer.finish()?)
    }
}
