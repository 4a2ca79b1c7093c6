//! A service as the card of municipal sites (*Modello Comuni*, 32 fields), in Italian.

use domain_cards::{AttachmentPurpose, CardContent};
use domain_categories::{CategoryTree, ServiceCategory};
use domain_shared::{Code as _, LocalText, Locale, TextValue};
use persistence::services::Places;
use serde::Serialize;
use utoipa::ToSchema;

use super::jsonld::{Stored, stored};
use crate::{
    problem::Outcome,
    wire::{LongTextField, ShortTextField, SummaryField, WebUrlField},
};

/// A step with its time.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MunicipalDeadline {
    /// What takes time.
    #[schema(max_length = 200, example = "Attivazione del servizio")]
    titolo: String,
    /// Days.
    #[schema(minimum = 0, maximum = 1_000)]
    giorni: u16,
}

/// A way of contact.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MunicipalContact {
    /// Kind: `telefono`, `email`, `url`.
    #[schema(max_length = 20, pattern = "^[a-z]+$", example = "telefono")]
    tipo_punto_contatto: &'static str,
    /// Number or address.
    #[schema(max_length = 500, example = "+39 0547 123456")]
    valore: String,
}

/// The digital channel.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MunicipalDigitalChannel {
    /// Label of the link.
    #[schema(max_length = 120, example = "Accedi al servizio online")]
    label: &'static str,
    /// Address.
    #[schema(max_length = 500, format = "uri")]
    link: String,
}

/// The service card of municipal sites. Members that the card says nothing about are left out; the state
/// is always `Attivo`, because only published services are shown. The fields `codice_ente_erogatore` and
/// `settore_merceologico` and the reason of the state have no counterpart here.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MunicipalCard {
    /// 1. Categories of the service.
    #[schema(value_type = Vec<ShortTextField>, max_items = 30)]
    categorie: Vec<String>,
    /// 2. Title.
    #[schema(max_length = 200, example = "Assistenza domiciliare per anziani")]
    title: String,
    /// 3. State.
    #[schema(max_length = 10, pattern = "^Attivo$", example = "Attivo")]
    stato: &'static str,
    /// 4. Reason of the state, when the service is not active.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 255)]
    motivo_stato: Option<String>,
    /// 5. Subtitle.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    sottotitolo: Option<String>,
    /// 6. Image.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500, format = "uri")]
    immagine: Option<String>,
    /// 7. Short description.
    #[schema(max_length = 255, example = "Aiuto a casa per le persone anziane.")]
    descrizione_breve: String,
    /// 8. Whom it is for.
    #[schema(max_length = 20_000, example = "persone anziane")]
    a_chi_e_rivolto: String,
    /// 9. Extended description.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40_000)]
    descrizione_estesa: Option<String>,
    /// 10. Geographic coverage.
    #[schema(max_length = 40_000, example = "Cesena")]
    copertura_geografica: String,
    /// 11. How to do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20_000)]
    come_fare: Option<String>,
    /// 12. What is needed, introduction.
    #[schema(max_length = 20_000, example = "Per accedere al servizio serve:")]
    cosa_serve_introduzione: String,
    /// 13. What is needed, list.
    #[schema(value_type = Vec<SummaryField>, max_items = 20)]
    cosa_serve_list: Vec<String>,
    /// 14. What one gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20_000)]
    output: Option<String>,
    /// 15. Procedures that follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20_000)]
    procedure_collegate: Option<String>,
    /// 16. Times and deadlines, text.
    #[schema(max_length = 20_000, example = "Tempi medi indicati dall'ente.")]
    tempi_text: String,
    /// 17. Times and deadlines, steps.
    #[schema(max_items = 10)]
    scadenze: Vec<MunicipalDeadline>,
    /// 18. Costs.
    #[schema(max_length = 20_000, example = "Gratuito")]
    costi: String,
    /// 19. Digital channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    canale_digitale: Option<MunicipalDigitalChannel>,
    /// 20. Physical channel: offices.
    #[schema(value_type = Vec<LongTextField>, max_items = 20)]
    canale_fisico_uffici: Vec<String>,
    /// 21. Constraints.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20_000)]
    vincoli: Option<String>,
    /// 22. Special cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20_000)]
    casi_particolari: Option<String>,
    /// 23. Further information.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20_000)]
    ulteriori_informazioni: Option<String>,
    /// 24. Conditions of the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500, format = "uri")]
    condizioni_servizio: Option<String>,
    /// 25. Contacts.
    #[schema(max_items = 10)]
    punti_contatto: Vec<MunicipalContact>,
    /// 26. Responsible unit.
    #[schema(max_length = 500, example = "Cooperativa Il Ponte")]
    unita_responsabile: String,
    /// 27. Documents.
    #[schema(value_type = Vec<WebUrlField>, max_items = 20)]
    documenti: Vec<String>,
    /// 28. Topics.
    #[schema(value_type = Vec<ShortTextField>, max_items = 60)]
    argomenti: Vec<String>,
    /// 29. Life events.
    #[schema(value_type = Vec<ShortTextField>, max_items = 60)]
    life_events: Vec<String>,
    /// 30. Business events.
    #[schema(value_type = Vec<ShortTextField>, max_items = 60)]
    business_events: Vec<String>,
    /// 31. Code of the providing body (IPA).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20)]
    codice_ente_erogatore: Option<String>,
    /// 32. Sector (NACE).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20)]
    settore_merceologico: Option<String>,
}

/// The Italian text.
fn it<T: TextValue>(text: Option<&LocalText<T>>) -> Option<String> {
    let text = text.and_then(LocalText::best);
    text.map(|text| text.as_str().to_owned())
}

/// The categories a card names with those above them.
fn named<'a>(content: &CardContent, tree: &'a CategoryTree) -> Vec<&'a ServiceCategory> {
    content
        .categories()
        .filter_map(|code| tree.iter().find(|category| category.code == *code))
        .flat_map(|category| tree.path(category.id))
        .collect()
}

/// The codes that the categories have in a vocabulary, none twice.
fn crosswalked(categories: &[&ServiceCategory], scheme: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for crosswalk in categories.iter().flat_map(|category| &category.crosswalks) {
        let code = crosswalk.code.as_str();
        if crosswalk.scheme.as_str() == scheme && !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    codes
}

fn lines(parts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// The municipal form of a stored detail.
///
/// # Errors
/// When what is stored cannot be read.
pub(super) fn card(
    document: &str,
    tree: &CategoryTree,
    places: &Places,
    public_url: &str,
) -> Outcome<MunicipalCard> {
    let Stored {
        provider, content, ..
    } = stored(document)?;
    let file = |id| format!("{public_url}/api/v1/files/{id}");
    let categories = named(&content, tree);
    let description = &content.description;
    let attachments = |terms: bool| {
        let wanted = move |one: &&domain_cards::Attachment| {
            (one.purpose == AttachmentPurpose::Terms) == terms
        };
        content
            .attachments
            .iter()
            .filter(wanted)
            .map(|one| file(one.file_id))
    };
    Ok(MunicipalCard {
        categorie: crosswalked(&categories, "modello-comuni-categorie-servizio"),
        title: it(content.title.as_ref()).unwrap_or_default(),
        stato: "Attivo",
        motivo_stato: None,
        sottotitolo: it(content.alternate_title.as_ref()),
        immagine: content.images.first().map(|image| file(image.file_id)),
        descrizione_breve: it(content.summary.as_ref()).unwrap_or_default(),
        a_chi_e_rivolto: audience(&content),
        descrizione_estesa: lines([
            it(description.overview.as_ref()),
            it(description.need_analysis.as_ref()),
            it(description.proposed_solution.as_ref()),
            it(description.activities.as_ref()),
        ]),
        copertura_geografica: coverage(&content, places),
        come_fare: it(content.access.how_to.as_ref()),
        cosa_serve_introduzione: it(content.access.documents_note.as_ref())
            .unwrap_or_else(|| "Per accedere al servizio serve:".to_owned()),
        cosa_serve_list: content
            .access
            .documents
            .iter()
            .filter_map(|one| it(Some(&one.name)))
            .collect(),
        output: it(description.outcome.as_ref()),
        procedure_collegate: it(description.next_steps.as_ref()),
        tempi_text: it(description.timing.as_ref())
            .unwrap_or_else(|| "Tempi medi indicati dall'ente.".to_owned()),
        scadenze: deadlines(&content),
        costi: costs(&content),
        canale_digitale: content
            .access
            .online_url
            .as_ref()
            .map(|url| MunicipalDigitalChannel {
                label: "Accedi al servizio online",
                link: url.as_str().to_owned(),
            }),
        canale_fisico_uffici: offices(&content, places),
        vincoli: it(description.constraints.as_ref()),
        casi_particolari: it(description.special_cases.as_ref()),
        ulteriori_informazioni: it(description.further_information.as_ref()),
        condizioni_servizio: attachments(true).next(),
        punti_contatto: contacts(&content),
        unita_responsabile: match &content.person_in_charge {
            Some(person) => format!("{} – {}", provider.name.as_str(), person.name.as_str()),
            None => provider.name.as_str().to_owned(),
        },
        documenti: attachments(false).collect(),
        argomenti: crosswalked(&categories, "modello-comuni-argomenti"),
        life_events: crosswalked(&categories, "life-events"),
        business_events: crosswalked(&categories, "business-events"),
        codice_ente_erogatore: None,
        settore_merceologico: None,
    })
}

fn audience(content: &CardContent) -> String {
    let recipients = content.audience.recipients.iter();
    let groups: Vec<&str> = recipients.map(|one| one.label(Locale::Italian)).collect();
    let note = it(content.audience.note.as_ref());
    lines([Some(groups.join(", ")), note]).unwrap_or_default()
}

fn coverage(content: &CardContent, places: &Places) -> String {
    let covered = &content.coverage;
    if covered.national {
        return "Tutta Italia".to_owned();
    }
    let regions = covered
        .regions
        .iter()
        .filter_map(|code| places.region_name(code));
    let provinces = covered
        .provinces
        .iter()
        .filter_map(|code| places.province_name(code));
    let municipalities = covered
        .municipalities
        .iter()
        .filter_map(|code| places.municipality(code))
        .map(|place| place.name.as_str());
    let mut names: Vec<&str> = regions.chain(provinces).chain(municipalities).collect();
    if !covered.zones.is_empty() {
        names.push("zone comunali indicate nella scheda");
    }
    names.join(", ")
}

fn deadlines(content: &CardContent) -> Vec<MunicipalDeadline> {
    let waiting = content.waiting;
    [
        ("Analisi del bisogno", waiting.analysis_days),
        ("Attivazione del servizio", waiting.activation_days),
    ]
    .into_iter()
    .filter_map(|(title, days)| {
        Some(MunicipalDeadline {
            titolo: title.to_owned(),
            giorni: u16::from(days?),
        })
    })
    .collect()
}

fn costs(content: &CardContent) -> String {
    let pricing = &content.pricing;
    if pricing.free {
        return "Gratuito".to_owned();
    }
    let mut parts: Vec<Option<String>> = pricing
        .options
        .iter()
        .map(|option| {
            let unit = option.unit.label(Locale::Italian);
            let vat = option.vat_rate.label(Locale::Italian);
            let amount = match option.to {
                Some(to) => format!("da {} a {to} euro", option.from),
                None => format!("{} euro", option.from),
            };
            let label = it(option.label.as_ref()).map(|label| format!("{label}: "));
            Some(format!(
                "{}{amount} per {unit} ({vat})",
                label.unwrap_or_default()
            ))
        })
        .collect();
    parts.push(
        pricing
            .personalised_quote
            .then(|| "Preventivo personalizzato".to_owned()),
    );
    parts.push(it(pricing.note.as_ref()));
    lines(parts).unwrap_or_default()
}

fn offices(content: &CardContent, places: &Places) -> Vec<String> {
    let offices = content.places.iter();
    offices
        .map(|place| {
            let address = &place.address;
            let municipality = places
                .municipality(&address.municipality)
                .map_or("", |place| place.name.as_str());
            format!(
                "{}, {}, {} {municipality}",
                place.name.as_str(),
                address.street.as_str(),
                address.postal_code.as_str()
            )
        })
        .collect()
}

fn contacts(content: &CardContent) -> Vec<MunicipalContact> {
    let contact = &content.first_contact;
    [
        ("telefono", contact.phone.as_ref().map(TextValue::as_str)),
        ("email", contact.email.as_ref().map(TextValue::as_str)),
        ("url", contact.website.as_ref().map(TextValue::as_str)),
    ]
    .into_iter()
    .filter_map(|(kind, value)| {
        Some(MunicipalContact {
            tipo_punto_contatto: kind,
            valore: value?.to_owned(),
        })
    })
    .collect()
}
