//! What a report is made from, and its first chapters: method, field work, quotas.

use std::collections::HashMap;

use domain_shared::{BoundedNumber as _, Code as _, Locale, PointId, TextValue as _};
use domain_surveys::{
    AnswerTable, AnswersShown, CampaignProgress, FieldWorkShown, PointProgress, Shown,
    field_work_shown,
};
use persistence::{
    AnyConnection,
    surveys::{campaign_progress, respondent_dispositions},
};

use super::{
    annex::{annexes, by_category},
    results::results,
    words::{HIDDEN, capital, count, day, month, percent, whole},
};
use crate::{
    documents::{Block, Column, Document, Level, Table},
    problem::Outcome,
    survey_results::{
        groups::{Group, Grouping, ResultLevel},
        survey::{Question, Survey},
        view::percent as share,
    },
};

/// What is counted by one grouping.
pub(super) struct Tables {
    pub(super) grouping: Grouping,
    /// By question.
    pub(super) tables: Vec<AnswerTable>,
}

/// What a report is made from.
pub(super) struct Content {
    pub(super) survey: Survey,
    progress: CampaignProgress,
    field_work: FieldWorkShown,
    /// By categories, places, channels and months.
    all: Vec<Tables>,
}

impl Content {
    /// Reads everything, every response once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) fn read(connection: &mut AnyConnection, survey: Survey) -> Outcome<Self> {
        let id = survey.campaign.id;
        let progress = campaign_progress(connection, id)?;
        let dispositions = respondent_dispositions(connection, id)?;
        let groupings = [
            ResultLevel::Category,
            ResultLevel::Point,
            ResultLevel::Channel,
            ResultLevel::Month,
        ]
        .map(|level| survey.grouping(level, Locale::Italian));
        let questions: Vec<&Question> = survey.questions.iter().collect();
        let tables = survey.tables_by(connection, &questions, &groupings.each_ref())?;
        let all = groupings.into_iter().zip(tables);
        let all = all.map(|(grouping, tables)| Tables { grouping, tables });
        Ok(Self {
            field_work: field_work_shown(&dispositions, survey.smallest()),
            progress,
            all: all.collect(),
            survey,
        })
    }

    /// The tables by a level.
    pub(super) fn of(&self, level: ResultLevel) -> Option<&Tables> {
        let has = |tables: &&Tables| tables.grouping.all.iter().any(|group| group.level == level);
        self.all.iter().find(has)
    }

    /// What is shown of a question of all answers.
    pub(super) fn whole(&self, question: usize) -> Option<&AnswersShown> {
        self.all.first()?.tables.get(question)?.groups.first()
    }

    /// The groups of a level with their totals.
    fn totals(&self, level: ResultLevel) -> Vec<(&Group, Shown)> {
        let Some((tables, first)) = self
            .of(level)
            .and_then(|tables| Some((tables, tables.tables.first()?)))
        else {
            return Vec::new();
        };
        let groups = tables.grouping.all.iter().zip(&first.groups);
        let groups = groups.filter(|(group, _)| group.level == level);
        groups.map(|(group, shown)| (group, shown.total)).collect()
    }

    /// How many responses there are; of a questionnaire without questions what the quotas count.
    fn completed(&self) -> Shown {
        let counted = self.progress.completed();
        let is_small = (1..self.survey.smallest()).contains(&counted);
        match self.whole(0) {
            Some(whole) if whole.total.is_hidden() => Shown::Hidden,
            None if is_small => Shown::Hidden,
            Some(_) | None => Shown::Count(counted),
        }
    }

    /// By point: what is asked of it, and the total that is shown.
    pub(super) fn points(&self) -> HashMap<PointId, (&PointProgress, Shown)> {
        let totals = self.totals(ResultLevel::Point);
        let totals: HashMap<&str, Shown> = totals
            .into_iter()
            .map(|(group, total)| (group.code.as_str(), total))
            .collect();
        let points = self.progress.points.iter().map(|point| {
            let total = totals.get(point.point_id.to_string().as_str());
            let is_hidden = total.is_none_or(|total| total.is_hidden());
            let shown = if is_hidden {
                Shown::Hidden
            } else {
                Shown::Count(point.count.completed)
            };
            (point.point_id, (point, shown))
        });
        points.collect()
    }

    /// The report.
    pub(super) fn document(&self) -> Document {
        let mut blocks = self.method();
        blocks.extend(self.collected());
        blocks.extend(self.quotas());
        blocks.extend(results(self));
        blocks.extend(by_category(self));
        blocks.extend(annexes(self));
        Document {
            title: format!(
                "Report di sintesi – {}",
                self.survey.campaign.title.as_str()
            ),
            blocks,
        }
    }

    fn method(&self) -> Vec<Block> {
        let campaign = &self.survey.campaign;
        let mut blocks = vec![chapter("Metodo")];
        if let Some(description) = &campaign.content.description {
            let paragraphs = description.as_str().split('\n').map(str::trim);
            let paragraphs = paragraphs.filter(|paragraph| !paragraph.is_empty());
            blocks.extend(paragraphs.map(|text| Block::Paragraph(text.to_owned())));
        }
        let channels = campaign.content.channels.iter();
        let channels = channels.map(|one| one.label(Locale::Italian));
        let channels = channels.collect::<Vec<_>>().join("; ");
        let anonymous = if campaign.anonymous {
            " Le risposte sono anonime."
        } else {
            ""
        };
        let places = match u32::try_from(self.survey.places.len()) {
            Ok(1) => "in un punto".to_owned(),
            other => format!("in {} punti", whole(other.unwrap_or(u32::MAX))),
        };
        blocks.push(Block::Paragraph(format!(
            "Rilevazione dal {} al {} {places}. Modalità di risposta: {channels}.{anonymous} Versione {} del questionario.",
            day(campaign.first_day),
            day(campaign.last_day),
            campaign.questionnaire_number.number(),
        )));
        blocks.push(Block::Paragraph(
            "Per ogni domanda le percentuali sono calcolate su due basi: chi ha risposto alla domanda e tutte le risposte complete. \
             Le medie sono accompagnate dallo scarto tipo campionario."
                .to_owned(),
        ));
        blocks.push(Block::Paragraph(format!(
            "Con «{HIDDEN}» (non disponibile) sono indicati i conteggi inferiori a {} (a 10 per le categorie particolari di dati personali) e quelli \
             che permetterebbero di ricavarli per differenza: non sono pubblicati a tutela di chi ha risposto.",
            whole(self.survey.smallest()),
        )));
        blocks
    }

    fn collected(&self) -> Vec<Block> {
        let mut blocks = vec![chapter("Rilevazione")];
        let partial = self.progress.partial();
        let is_shown = !self.field_work.hides() && !(1..self.survey.smallest()).contains(&partial);
        let partial = if is_shown {
            format!("; questionari iniziati e non conclusi: {}", whole(partial))
        } else {
            String::new()
        };
        blocks.push(Block::Paragraph(format!(
            "Risposte complete: {}{partial}.",
            count(self.completed())
        )));
        blocks.extend(self.contacts());
        for (level, caption) in [
            (ResultLevel::Channel, "Risposte per modalità"),
            (ResultLevel::Month, "Risposte per mese"),
            (ResultLevel::Category, "Risposte per categoria"),
        ] {
            blocks.extend(self.responses_by(level, caption));
        }
        blocks
    }

    /// How many responses there are in each group of a level, without ways of answering that were not offered.
    fn responses_by(&self, level: ResultLevel, caption: &str) -> Option<Block> {
        let all = self.completed();
        let offered = self.survey.campaign.content.channels.iter();
        let offered: Vec<&str> = offered.map(|channel| channel.code()).collect();
        let is_meant = |(group, total): &(&Group, Shown)| {
            level != ResultLevel::Channel
                || *total != Shown::Count(0)
                || offered.contains(&group.code.as_str())
        };
        let groups = self.totals(level).into_iter().filter(is_meant);
        let rows = groups.map(|(group, total)| {
            let label = match level {
                ResultLevel::Month => month(&group.code),
                _ => capital(&group.label),
            };
            vec![label, count(total), percent(share(total, all))]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let head = match level {
            ResultLevel::Channel => "Modalità".to_owned(),
            _ => capital(level.label(Locale::Italian)),
        };
        (!rows.is_empty()).then(|| {
            Block::Table(Table {
                caption: Some(caption.to_owned()),
                columns: vec![
                    Column::text(head),
                    Column::number("Risposte complete"),
                    Column::number("% del totale"),
                ],
                rows,
            })
        })
    }

    /// How asking the people on the list went.
    fn contacts(&self) -> Vec<Block> {
        let listed = self.field_work.listed;
        if self.field_work.dispositions.is_empty() {
            return Vec::new();
        }
        let row = |(disposition, shown): &(domain_surveys::Disposition, Shown)| {
            let label = capital(disposition.label(Locale::Italian));
            vec![label, count(*shown), percent(share(*shown, listed))]
        };
        let mut rows: Vec<Vec<String>> = self.field_work.dispositions.iter().map(row).collect();
        rows.push(vec![
            "Persone in elenco".to_owned(),
            count(listed),
            percent(share(listed, listed)),
        ]);
        vec![Block::Table(Table {
            caption: Some("Esito dei contatti con le persone in elenco".to_owned()),
            columns: vec![
                Column::text("Esito"),
                Column::number("Persone"),
                Column::number("% dell'elenco"),
            ],
            rows,
        })]
    }

    fn quotas(&self) -> Vec<Block> {
        let points = self.points();
        let state = if self.progress.is_complete() {
            "tutte le quote sono state raggiunte"
        } else {
            "non tutte le quote sono state raggiunte"
        };
        let mut rows = Vec::new();
        for place in &self.survey.places {
            let Some((point, collected)) = points.get(&place.point_id) else {
                continue;
            };
            let complete = match (collected.is_hidden(), point.is_complete()) {
                (true, _) => HIDDEN,
                (false, true) => "sì",
                (false, false) => "no",
            };
            rows.push(vec![
                place.name.clone(),
                place.province.1.clone(),
                whole(point.needed()),
                count(*collected),
                complete.to_owned(),
            ]);
        }
        vec![
            chapter("Quote"),
            Block::Paragraph(format!(
                "Risposte richieste: {}; {state}.",
                whole(self.progress.needed())
            )),
            Block::Table(Table {
                caption: Some("Quote per punto".to_owned()),
                columns: vec![
                    Column::text("Punto"),
                    Column::text("Provincia"),
                    Column::number("Richieste"),
                    Column::number("Raccolte"),
                    Column::text("Raggiunta"),
                ],
                rows,
            }),
        ]
    }
}

/// The heading of a chapter.
pub(super) fn chapter(text: impl Into<String>) -> Block {
    Block::Heading(Level::Chapter, text.into())
}
