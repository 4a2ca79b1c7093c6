//! The page.

use domain_shared::{BoundedNumber as _, Code as _, TextValue as _};
use domain_surveys::{AnswersShown, CampaignProgress, Figures, SheetShown, Shown, text_in};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    Tables,
    annex::{annexes, by_category},
    charts::{Bar, bars},
    words::{HIDDEN, count, percent, tenth, whole},
};
use crate::survey_results::{
    groups::ResultLevel,
    survey::{Question, Survey},
    view::{count_heads, list_head, percent as share},
};

/// For the screen and for paper.
const STYLE: &str = "\
@page { size: A4; margin: 20mm }
body { font: 11pt/1.45 'Liberation Sans', Arial, sans-serif; color: #111; background: #fff; max-width: 180mm; margin: 10mm auto; padding: 0 5mm }
h1 { font-size: 20pt; margin: 0 0 4mm } h2 { font-size: 15pt; margin: 10mm 0 3mm; break-after: avoid; border-bottom: 1pt solid #555 }
h3 { font-size: 12pt; margin: 6mm 0 2mm; break-after: avoid } p { margin: 0 0 2mm }
table { border-collapse: collapse; width: 100%; margin: 2mm 0 4mm; font-size: 9.5pt; break-inside: auto }
th, td { border-bottom: 0.5pt solid #999; padding: 1mm 2mm; text-align: left; vertical-align: top } td.n, th.n { text-align: right; white-space: nowrap }
thead { display: table-header-group } tr { break-inside: avoid } caption { text-align: left; font-weight: bold; padding: 1mm 0 }
figure { margin: 0 0 2mm; break-inside: avoid } svg { width: 100%; height: auto } svg text { font: 12px sans-serif; fill: #111 }
svg rect { fill: #2f5d8a; stroke: #111; stroke-width: 0.5 } svg .hidden { fill: #555; font-style: italic } .note { font-size: 9pt; color: #444 }
.point { break-before: page }
@media print { body { max-width: none; margin: 0; padding: 0 } }
";

/// What the page is made from.
pub(super) struct Content<'a> {
    pub(super) survey: &'a Survey,
    pub(super) progress: &'a CampaignProgress,
    /// By categories, places, channels and months.
    pub(super) all: &'a [Tables],
}

impl Content<'_> {
    /// The tables by a level.
    pub(super) fn of(&self, level: ResultLevel) -> Option<&Tables> {
        let has = |tables: &&Tables| tables.grouping.all.iter().any(|group| group.level == level);
        self.all.iter().find(has)
    }

    fn whole(&self, question: usize) -> Option<&AnswersShown> {
        let first = self.all.first()?;
        first.tables.get(question)?.groups.first()
    }
}

/// A complete page.
pub(super) fn page(content: &Content<'_>) -> String {
    let campaign = &content.survey.campaign;
    let title = campaign.title.as_str();
    let markup = html! {
        (DOCTYPE)
        html lang="it" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Report di sintesi – " (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { "Report di sintesi – " (title) }
                    (method(content))
                    (field_work(content))
                    (quotas(content))
                    (results(content))
                    (by_category(content))
                    (annexes(content))
                }
            }
        }
    };
    markup.into_string()
}

fn method(content: &Content<'_>) -> Markup {
    let campaign = &content.survey.campaign;
    let channels = campaign
        .content
        .channels
        .iter()
        .map(|one| one.label(domain_shared::Locale::Italian));
    let channels = channels.collect::<Vec<_>>().join(", ");
    let day = |day: chrono::NaiveDate| day.format("%d/%m/%Y").to_string();
    html! {
        h2 { "Metodo" }
        @if let Some(description) = &campaign.content.description { p { (description.as_str()) } }
        p {
            "Rilevazione dal " (day(campaign.first_day)) " al " (day(campaign.last_day)) " in "
            (whole(u32::try_from(content.survey.places.len()).unwrap_or(u32::MAX))) " punti. Modalità: " (channels) ". "
            @if campaign.anonymous { "Le risposte sono anonime. " }
            "Versione " (campaign.questionnaire_number.number()) " del questionario."
        }
        p {
            "Per ogni domanda sono indicate due basi: chi ha risposto e tutte le risposte complete. Le medie sono accompagnate dallo scarto tipo campionario."
        }
        p class="note" {
            "Non sono pubblicati (" (HIDDEN) ") i conteggi inferiori a " (whole(content.survey.smallest()))
            " (a 10 per le categorie particolari di dati) e quelli che permetterebbero di ricavarli per differenza."
        }
    }
}

fn total_rows(content: &Content<'_>, level: ResultLevel, caption: &str) -> Markup {
    let Some(tables) = content.of(level) else {
        return html! {};
    };
    let Some(first) = tables.tables.first() else {
        return html! {};
    };
    let groups = tables.grouping.all.iter().zip(&first.groups);
    let groups = groups.filter(|(group, _)| group.level == level);
    html! {
        table {
            caption { (caption) }
            thead { tr { th scope="col" { (level.label(domain_shared::Locale::Italian)) } th scope="col" class="n" { "Risposte complete" } } }
            tbody {
                @for (group, answers) in groups {
                    tr { th scope="row" { (group.label) } td class="n" { (count(answers.total)) } }
                }
            }
        }
    }
}

fn field_work(content: &Content<'_>) -> Markup {
    html! {
        h2 { "Rilevazione" }
        p { "Risposte complete: " (whole(content.progress.completed())) "; rimaste parziali: " (whole(content.progress.partial())) "." }
        (total_rows(content, ResultLevel::Channel, "Risposte per canale"))
        (total_rows(content, ResultLevel::Month, "Risposte per mese"))
        (total_rows(content, ResultLevel::Category, "Risposte per categoria"))
    }
}

fn quotas(content: &Content<'_>) -> Markup {
    let name = |id: domain_shared::PointId| {
        let found = content
            .survey
            .places
            .iter()
            .find(|place| place.point_id == id);
        found.map_or_else(String::new, |place| place.name.clone())
    };
    html! {
        h2 { "Quote" }
        p {
            "Richieste " (whole(content.progress.needed())) " risposte; campagna "
            @if content.progress.is_complete() { "completa." } @else { "non completa." }
        }
        table {
            caption { "Quote per punto" }
            thead { tr {
                th scope="col" { "Punto" } th scope="col" class="n" { "Richieste" } th scope="col" class="n" { "Raccolte" } th scope="col" { "Completo" }
            } }
            tbody {
                @for point in &content.progress.points {
                    tr {
                        th scope="row" { (name(point.point_id)) }
                        td class="n" { (whole(point.needed())) }
                        td class="n" { (whole(point.count.completed)) }
                        td { @if point.is_complete() { "sì" } @else { "no" } }
                    }
                }
            }
        }
    }
}

fn results(content: &Content<'_>) -> Markup {
    let mut part = String::new();
    let questions = content.survey.questions.iter().enumerate();
    let mut sections = Vec::new();
    for (number, question) in questions {
        let Some(answers) = content.whole(number) else {
            continue;
        };
        let parts = question.column.parts.iter().map(|part| text_in(part, "it"));
        let own = parts.collect::<Vec<_>>().join(" – ");
        let heading = (own != part && !own.is_empty()).then(|| own.clone());
        part = own;
        sections.push((number, heading, question, answers));
    }
    html! {
        h2 { "Risultati" }
        @for (number, heading, question, answers) in sections {
            @if let Some(heading) = heading { h2 { (heading) } }
            (one_question(number, question, answers))
        }
    }
}

fn one_question(number: usize, question: &Question, answers: &AnswersShown) -> Markup {
    let label = text_in(&question.column.label, "it");
    let label = if label.is_empty() {
        question.column.name.as_str()
    } else {
        label
    };
    html! {
        section {
            h3 { (label) }
            p class="note" { "Hanno risposto " (count(answers.answered)) " su " (count(answers.total)) "." }
            @for (place, sheet) in answers.sheets.iter().enumerate() {
                (one_list(&format!("g{number}-{place}"), question, place, sheet, answers.total))
            }
            @if let Some(figures) = &answers.figures { (figures_line(figures)) }
        }
    }
}

fn one_list(
    id: &str,
    question: &Question,
    place: usize,
    sheet: &SheetShown,
    total: Shown,
) -> Markup {
    let heads = count_heads(&question.column, "it");
    let head = list_head(&question.column, place, "it").map(|(_, label)| label.to_owned());
    let title = head.unwrap_or_else(|| "Risposte".to_owned());
    // Where it is hidden how many answered, shares are those of all responses.
    let base = if sheet.answered.is_hidden() {
        total
    } else {
        sheet.answered
    };
    let drawn = heads
        .iter()
        .zip(&sheet.counts)
        .map(|((_, label), shown)| Bar {
            label: label.clone(),
            percent: share(*shown, base),
        });
    let drawn: Vec<Bar> = drawn.collect();
    html! {
        figure { (bars(id, &title, &drawn)) }
        table {
            caption { (title) }
            thead { tr {
                th scope="col" { "Risposta" } th scope="col" class="n" { "N." } th scope="col" class="n" { "% dei rispondenti" } th scope="col" class="n" { "% del totale" }
            } }
            tbody {
                @for ((_, label), shown) in heads.iter().zip(&sheet.counts) {
                    tr {
                        th scope="row" { (label) }
                        td class="n" { (count(*shown)) }
                        td class="n" { (percent(share(*shown, sheet.answered))) }
                        td class="n" { (percent(share(*shown, total))) }
                    }
                }
            }
        }
        @if let Some(mean) = sheet.mean_position { p { "Posizione media: " (tenth(mean)) "." } }
    }
}

fn figures_line(figures: &Figures) -> Markup {
    html! {
        p {
            "Media " (tenth(figures.mean))
            @if let Some(deviation) = figures.deviation { "; scarto tipo " (tenth(deviation)) }
            @if let Some([first, median, third]) = figures.quartiles {
                "; primo quartile " (tenth(first)) ", mediana " (tenth(median)) ", terzo quartile " (tenth(third))
            }
            "."
        }
    }
}
