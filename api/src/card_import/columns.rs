//! The columns of a table of cards: the one place that knows their headers, meaning and members.

use std::sync::LazyLock;

use domain_cards::{AccessChannel, DeliveryMode, Recipient, StaffKind, VatRate};
use domain_shared::{AccessibilityFeature, PriceUnit};

use super::cells::{CodeList, Kind};

/// A column.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its header.
    pub(crate) header: String,
    /// Where its value sits in a card as a line of JSON, by JSON Pointer.
    pub(crate) pointer: String,
    /// How a cell is read and written.
    pub(crate) kind: Kind,
    /// What it means, in Italian.
    pub(crate) it: &'static str,
    /// What it means, in English.
    pub(crate) en: &'static str,
    /// A cell as one would fill it in.
    pub(crate) example: &'static str,
    /// The part of a list it belongs to.
    pub(crate) part: Option<Part>,
}

/// A part of a list that several columns describe together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// JSON Pointer to the list.
    pub(crate) list: &'static str,
    /// Which of its items, from 0.
    pub(crate) index: usize,
    /// Whether a part cannot be without this column.
    pub(crate) is_key: bool,
}

/// Header, member, kind, meaning in Italian and English, example.
type Entry = (
    &'static str,
    &'static str,
    Kind,
    &'static str,
    &'static str,
    &'static str,
);

/// Columns that come back for each part of a list: `sede1_nome`, `sede2_nome` …
struct Repeated {
    prefix: &'static str,
    list: &'static str,
    count: usize,
    key: &'static str,
    columns: &'static [Entry],
}

enum Item {
    One(Entry),
    Each(Repeated),
}

static RECIPIENTS: CodeList = CodeList::of::<Recipient>();
static DELIVERY: CodeList = CodeList::of::<DeliveryMode>();
static CHANNELS: CodeList = CodeList::of::<AccessChannel>();
static UNITS: CodeList = CodeList::of::<PriceUnit>();
static VAT: CodeList = CodeList::of::<VatRate>();
static STAFF: CodeList = CodeList::of::<StaffKind>();
static ACCESSIBILITY: CodeList = CodeList::of::<AccessibilityFeature>();

use Item::{Each, One};
use Kind::{
    Categories, Category, Code, Codes, Date, Decimal, Flag, Hours, Integer, Money, Municipalities,
    Municipality, Provinces, Regions, Text, Texts, Zones,
};

#[rustfmt::skip]
static TABLE: &[Item] = &[
    One(("id_scheda", "/id", Text,
        "Identificativo della scheda nell'hub; si lascia vuoto per una scheda nuova.",
        "Identifier of the card in the hub; empty for a new card.", "")),
    One(("id_esterno", "/external_id", Text,
        "Identificativo della scheda nel sistema di provenienza: con lo stesso, una seconda importazione aggiorna la scheda invece di crearne un'altra.",
        "Identifier of the card in the system it comes from: with the same one a second import updates the card instead of creating another.", "SAD-2026-014")),
    One(("titolo", "/content/title/it", Text, "Titolo in italiano.", "Title in Italian.", "Assistenza domiciliare per anziani")),
    One(("titolo_en", "/content/title/en", Text, "Titolo in inglese.", "Title in English.", "Home care for elderly people")),
    One(("altro_titolo", "/content/alternate_title/it", Text, "Altro nome del servizio, in italiano.", "Another name of the service, in Italian.", "SAD anziani")),
    One(("altro_titolo_en", "/content/alternate_title/en", Text, "Altro nome del servizio, in inglese.", "Another name of the service, in English.", "")),
    One(("sommario", "/content/summary/it", Text, "Sintesi in italiano, al massimo 255 caratteri.", "Summary in Italian, at most 255 characters.", "Aiuto a casa nelle attività di ogni giorno per persone anziane sole o non autosufficienti.")),
    One(("sommario_en", "/content/summary/en", Text, "Sintesi in inglese, al massimo 255 caratteri.", "Summary in English, at most 255 characters.", "Help at home with everyday activities for elderly people.")),
    One(("lingua_scheda", "/content/language", Text, "Lingua in cui la scheda è stata scritta (BCP 47); italiano se vuota.", "Language the card was written in (BCP 47); Italian if empty.", "it")),
    One(("categoria", "/content/main_category", Category, "Categoria principale: codice o etichetta italiana.", "Main category: code or Italian label.", "services-for-the-elderly")),
    One(("altre_categorie", "/content/other_categories", Categories, "Altre categorie, separate da punto e virgola.", "Other categories, separated by semicolons.", "family-carers")),
    One(("destinatari", "/content/audience/recipients", Codes(&RECIPIENTS), "A chi si rivolge: codici o etichette, separati da punto e virgola.", "Whom it is for: codes or labels, separated by semicolons.", "persone anziane; caregiver familiari")),
    One(("eta_da", "/content/audience/age/from", Integer, "Età minima, in anni.", "Youngest age, in years.", "65")),
    One(("eta_a", "/content/audience/age/to", Integer, "Età massima, in anni.", "Oldest age, in years.", "")),
    One(("destinatari_note", "/content/audience/note/it", Text, "A chi si rivolge, a parole.", "Whom it is for, in words.", "Persone dai 65 anni e le loro famiglie.")),
    One(("destinatari_note_en", "/content/audience/note/en", Text, "A chi si rivolge, in inglese.", "Whom it is for, in English.", "")),
    One(("isee_da", "/content/eligibility/isee_from", Money, "ISEE minimo, in euro.", "Lowest ISEE, in euro.", "")),
    One(("isee_a", "/content/eligibility/isee_to", Money, "ISEE massimo, in euro.", "Highest ISEE, in euro.", "25000,00")),
    One(("solo_residenti", "/content/eligibility/residents_only", Flag, "Se spetta ai soli residenti nel territorio coperto.", "Whether only residents of the covered area may have it.", "sì")),
    One(("requisiti", "/content/eligibility/note/it", Text, "Requisiti, a parole.", "Conditions, in words.", "")),
    One(("requisiti_en", "/content/eligibility/note/en", Text, "Requisiti, in inglese.", "Conditions, in English.", "")),
    One(("copertura_nazionale", "/content/coverage/national", Flag, "Se copre tutta l'Italia; in tal caso non si indicano luoghi.", "Whether it covers all of Italy; then no places are named.", "")),
    One(("copertura_regioni", "/content/coverage/regions", Regions, "Regioni coperte per intero: nomi o codici ISTAT.", "Regions covered whole: names or ISTAT codes.", "")),
    One(("copertura_province", "/content/coverage/provinces", Provinces, "Province coperte per intero: sigle, nomi o codici ISTAT.", "Provinces covered whole: abbreviations, names or ISTAT codes.", "RA")),
    One(("copertura_comuni", "/content/coverage/municipalities", Municipalities, "Comuni coperti: nome e sigla della provincia, codice ISTAT o codice catastale.", "Municipalities covered: name and abbreviation of the province, ISTAT code or cadastral code.", "Cesena (FC); Cesenatico (FC)")),
    One(("copertura_zone", "/content/coverage/zones", Zones, "Zone comunali coperte: identificativi.", "Sub-municipal zones covered: identifiers.", "")),
    One(("erogazione", "/content/delivery", Codes(&DELIVERY), "Dove si svolge: codici o etichette.", "Where it is delivered: codes or labels.", "a domicilio; presso la sede")),
    Each(Repeated { prefix: "sede", list: "/content/places", count: 3, key: "nome", columns: &[
        ("id", "/site_id", Text, "Identificativo della sede dell'ente, se è una di quelle registrate.", "Identifier of the provider's site, if it is a registered one.", ""),
        ("nome", "/name", Text, "Nome del luogo.", "Name of the place.", "Sede di Cesena"),
        ("indirizzo", "/address/street", Text, "Via e numero.", "Street and number.", "Via Ilaria Alpi 49"),
        ("cap", "/address/postal_code", Text, "Codice di avviamento postale, cinque cifre.", "Postal code, five digits.", "47521"),
        ("comune", "/address/municipality", Municipality, "Comune: nome e sigla della provincia, codice ISTAT o codice catastale.", "Municipality: name and abbreviation of the province, ISTAT code or cadastral code.", "Cesena (FC)"),
        ("note", "/address/notes", Text, "Come trovarlo: scala, piano, campanello.", "How to find it: staircase, floor, doorbell.", ""),
        ("lat", "/coordinates/lat", Decimal, "Latitudine in gradi decimali (WGS 84).", "Latitude in decimal degrees (WGS 84).", "44.1391"),
        ("lon", "/coordinates/lon", Decimal, "Longitudine in gradi decimali (WGS 84).", "Longitude in decimal degrees (WGS 84).", "12.2431"),
        ("orari", "/opening_hours/weekly", Hours, "Orari settimanali.", "Weekly hours.", "lun 09:00-12:30; mar 14:00-18:00"),
        ("chiuso_festivi", "/opening_hours/closed_on_public_holidays", Flag, "Se è chiuso nei giorni festivi.", "Whether it is closed on public holidays.", "sì"),
    ]}),
    One(("contatto_telefono", "/content/first_contact/phone", Text, "Telefono del primo contatto.", "Telephone of the first contact.", "+39 0547 123456")),
    One(("contatto_email", "/content/first_contact/email", Text, "Posta elettronica del primo contatto.", "E-mail of the first contact.", "sad@example.org")),
    One(("contatto_sito", "/content/first_contact/website", Text, "Pagina web del primo contatto.", "Web page of the first contact.", "https://example.org/sad")),
    One(("contatto_orari", "/content/first_contact/hours/weekly", Hours, "Giorni e orari in cui si risponde.", "Days and hours of answering.", "lun-ven 09:00-13:00")),
    One(("contatto_chiuso_festivi", "/content/first_contact/hours/closed_on_public_holidays", Flag, "Se nei giorni festivi non si risponde.", "Whether nobody answers on public holidays.", "")),
    One(("contatto_note", "/content/first_contact/note/it", Text, "Avvertenze per il primo contatto.", "Advice for the first contact.", "")),
    One(("contatto_note_en", "/content/first_contact/note/en", Text, "Avvertenze per il primo contatto, in inglese.", "Advice for the first contact, in English.", "")),
    One(("referente_nome", "/content/person_in_charge/name", Text, "Persona o ufficio responsabile.", "Person or office in charge.", "Ufficio servizi alla persona")),
    One(("referente_ruolo", "/content/person_in_charge/role", Text, "Funzione del responsabile.", "Function of the person in charge.", "Coordinamento")),
    One(("referente_telefono", "/content/person_in_charge/phone", Text, "Telefono del responsabile.", "Telephone of the person in charge.", "")),
    One(("referente_email", "/content/person_in_charge/email", Text, "Posta elettronica del responsabile.", "E-mail of the person in charge.", "")),
    One(("descrizione", "/content/description/overview/it", Text, "Descrizione estesa.", "Description at length.", "")),
    One(("descrizione_en", "/content/description/overview/en", Text, "Descrizione estesa, in inglese.", "Description at length, in English.", "")),
    One(("analisi_bisogno", "/content/description/need_analysis/it", Text, "Come si analizza il bisogno.", "How the need is analysed.", "Un colloquio a casa con la famiglia.")),
    One(("analisi_bisogno_en", "/content/description/need_analysis/en", Text, "Come si analizza il bisogno, in inglese.", "How the need is analysed, in English.", "")),
    One(("soluzione", "/content/description/proposed_solution/it", Text, "La soluzione proposta.", "The proposed solution.", "Un piano di assistenza su misura.")),
    One(("soluzione_en", "/content/description/proposed_solution/en", Text, "La soluzione proposta, in inglese.", "The proposed solution, in English.", "")),
    One(("attivita", "/content/description/activities/it", Text, "Le attività svolte.", "The activities carried out.", "Igiene personale, pasti, compagnia, piccole commissioni.")),
    One(("attivita_en", "/content/description/activities/en", Text, "Le attività svolte, in inglese.", "The activities carried out, in English.", "")),
    One(("esito", "/content/description/outcome/it", Text, "Che cosa si ottiene.", "What one gets in the end.", "")),
    One(("esito_en", "/content/description/outcome/en", Text, "Che cosa si ottiene, in inglese.", "What one gets in the end, in English.", "")),
    One(("passi_successivi", "/content/description/next_steps/it", Text, "Che cosa segue.", "What follows.", "")),
    One(("passi_successivi_en", "/content/description/next_steps/en", Text, "Che cosa segue, in inglese.", "What follows, in English.", "")),
    One(("tempi", "/content/description/timing/it", Text, "Tempi e scadenze.", "Times and deadlines.", "")),
    One(("tempi_en", "/content/description/timing/en", Text, "Tempi e scadenze, in inglese.", "Times and deadlines, in English.", "")),
    One(("vincoli", "/content/description/constraints/it", Text, "Vincoli.", "Constraints.", "")),
    One(("vincoli_en", "/content/description/constraints/en", Text, "Vincoli, in inglese.", "Constraints, in English.", "")),
    One(("casi_particolari", "/content/description/special_cases/it", Text, "Casi particolari.", "Special cases.", "")),
    One(("casi_particolari_en", "/content/description/special_cases/en", Text, "Casi particolari, in inglese.", "Special cases, in English.", "")),
    One(("altre_informazioni", "/content/description/further_information/it", Text, "Altre informazioni.", "Further information.", "")),
    One(("altre_informazioni_en", "/content/description/further_information/en", Text, "Altre informazioni, in inglese.", "Further information, in English.", "")),
    One(("attesa_analisi_giorni", "/content/waiting/analysis_days", Integer, "Giorni medi fino all'analisi del bisogno.", "Average days until the need is analysed.", "5")),
    One(("attesa_attivazione_giorni", "/content/waiting/activation_days", Integer, "Giorni medi dalla conferma all'avvio.", "Average days from confirmation to the beginning.", "10")),
    One(("posti_totali", "/content/capacity/total", Integer, "Posti totali.", "Places in all.", "40")),
    One(("posti_liberi", "/content/capacity/available", Integer, "Posti liberi.", "Places left.", "6")),
    One(("posti_al", "/content/capacity/stated_on", Date, "Giorno a cui si riferiscono i posti.", "Day the places were counted.", "2026-11-02")),
    Each(Repeated { prefix: "personale", list: "/content/staff", count: 2, key: "ruolo", columns: &[
        ("tipo", "/kind", Code(&STAFF), "Personale interno o esterno.", "Internal or external staff.", "interno"),
        ("ruolo", "/role", Text, "Che cosa fa.", "What they do.", "Operatore socio-sanitario"),
        ("numero", "/number", Integer, "Quante persone sono.", "How many they are.", "8"),
        ("qualifiche", "/qualifications/it", Text, "Qualifiche.", "Qualifications.", "Qualifica OSS"),
        ("qualifiche_en", "/qualifications/en", Text, "Qualifiche, in inglese.", "Qualifications, in English.", ""),
        ("anni_esperienza", "/years_of_experience", Integer, "Anni minimi di esperienza.", "Years of experience, at least.", "3"),
        ("referenze", "/references_available", Flag, "Se sono disponibili referenze.", "Whether references can be had.", "sì"),
        ("fornitore", "/supplier", Text, "Fornitore del personale esterno.", "Supplier of external staff.", ""),
    ]}),
    One(("gratuito", "/content/pricing/free", Flag, "Se è gratuito; in tal caso non si indicano prezzi.", "Whether it is free; then no prices are named.", "")),
    One(("preventivo", "/content/pricing/personalised_quote", Flag, "Se si fa un preventivo personalizzato.", "Whether a personalised quote can be had.", "sì")),
    Each(Repeated { prefix: "prezzo", list: "/content/pricing/options", count: 4, key: "da", columns: &[
        ("voce", "/label/it", Text, "Di che cosa è il prezzo.", "What it is the price of.", "Feriale"),
        ("voce_en", "/label/en", Text, "Di che cosa è il prezzo, in inglese.", "What it is the price of, in English.", ""),
        ("unita", "/unit", Code(&UNITS), "Unità: codice o etichetta.", "Unit: code or label.", "ora"),
        ("iva", "/vat_rate", Code(&VAT), "IVA compresa nel prezzo: codice o etichetta.", "VAT contained in the price: code or label.", "IVA 5 %"),
        ("da", "/from", Money, "Prezzo, o prezzo minimo, in euro.", "Price, or lowest price, in euro.", "19,50"),
        ("a", "/to", Money, "Prezzo massimo, in euro.", "Highest price, in euro.", "24,00"),
        ("quantita", "/package_size", Integer, "Unità comprese in un pacchetto.", "Units in a package.", ""),
        ("isee_da", "/isee_from", Money, "ISEE minimo per questo prezzo.", "Lowest ISEE for this price.", ""),
        ("isee_a", "/isee_to", Money, "ISEE massimo per questo prezzo.", "Highest ISEE for this price.", ""),
    ]}),
    One(("prezzi_note", "/content/pricing/note/it", Text, "Altro sui prezzi.", "Anything else about prices.", "")),
    One(("prezzi_note_en", "/content/pricing/note/en", Text, "Altro sui prezzi, in inglese.", "Anything else about prices, in English.", "")),
    One(("gruppo_min", "/content/sharing/min_group", Integer, "Servizio condiviso: persone al minimo.", "Shared service: fewest people.", "2")),
    One(("gruppo_max", "/content/sharing/max_group", Integer, "Servizio condiviso: persone al massimo.", "Shared service: most people.", "4")),
    One(("gruppo_note", "/content/sharing/note/it", Text, "Come funziona la condivisione.", "How the sharing works.", "Un operatore per più famiglie dello stesso condominio.")),
    One(("gruppo_note_en", "/content/sharing/note/en", Text, "Come funziona la condivisione, in inglese.", "How the sharing works, in English.", "")),
    One(("accesso_canali", "/content/access/channels", Codes(&CHANNELS), "Come si accede: codici o etichette.", "How one gets to it: codes or labels.", "per telefono; su appuntamento")),
    One(("accesso_modalita", "/content/access/how_to/it", Text, "Che cosa fare, passo per passo.", "What to do, step by step.", "Telefonare per fissare il primo colloquio.")),
    One(("accesso_modalita_en", "/content/access/how_to/en", Text, "Che cosa fare, in inglese.", "What to do, in English.", "")),
    One(("accesso_online", "/content/access/online_url", Text, "Pagina del servizio online.", "Page where it is had online.", "")),
    One(("prenotazione_online", "/content/access/booking_url", Text, "Pagina per prenotare.", "Page for booking.", "https://example.org/prenota")),
    Each(Repeated { prefix: "documento", list: "/content/access/documents", count: 5, key: "nome", columns: &[
        ("nome", "/name/it", Text, "Documento da portare.", "Document to bring.", "Documento di identità"),
        ("nome_en", "/name/en", Text, "Documento da portare, in inglese.", "Document to bring, in English.", ""),
        ("url", "/url", Text, "Pagina che lo descrive.", "Page that describes it.", ""),
        ("facoltativo", "/optional", Flag, "Se si può fare a meno.", "Whether it can be left out.", ""),
    ]}),
    One(("documenti_note", "/content/access/documents_note/it", Text, "Altro che serve.", "What else is needed.", "")),
    One(("documenti_note_en", "/content/access/documents_note/en", Text, "Altro che serve, in inglese.", "What else is needed, in English.", "")),
    One(("lingue", "/content/languages", Texts, "Lingue parlate (BCP 47), separate da punto e virgola.", "Languages spoken (BCP 47), separated by semicolons.", "it; ro")),
    One(("accessibilita", "/content/accessibility", Codes(&ACCESSIBILITY), "Accessibilità: codici o etichette.", "Accessibility: codes or labels.", "step_free; lift")),
    Each(Repeated { prefix: "link", list: "/content/links", count: 3, key: "url", columns: &[
        ("titolo", "/label/it", Text, "A che cosa porta.", "What it leads to.", "Carta dei servizi"),
        ("titolo_en", "/label/en", Text, "A che cosa porta, in inglese.", "What it leads to, in English.", ""),
        ("url", "/url", Text, "Indirizzo web.", "Web address.", "https://example.org/carta"),
    ]}),
    One(("validita_da", "/content/validity/from", Date, "Primo giorno di validità.", "First day it is offered.", "2026-01-01")),
    One(("validita_a", "/content/validity/until", Date, "Ultimo giorno di validità.", "Last day it is offered.", "2027-12-31")),
];

/// The column of the card's own identifier.
pub(crate) const CARD_ID: &str = "/id";
/// The column of the identifier in another system.
pub(crate) const EXTERNAL_ID: &str = "/external_id";

static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| TABLE.iter().flat_map(expand).collect());

/// Every column, in the order of the template.
pub(crate) fn columns() -> &'static [Column] {
    &COLUMNS
}

fn expand(item: &Item) -> Vec<Column> {
    match item {
        One(entry) => vec![column(entry.0.to_owned(), entry.1.to_owned(), entry, None)],
        Each(repeated) => (0..repeated.count)
            .flat_map(|index| {
                repeated.columns.iter().map(move |entry| {
                    let header = format!("{}{}_{}", repeated.prefix, index + 1, entry.0);
                    let pointer = format!("{}/{index}{}", repeated.list, entry.1);
                    let part = Part {
                        list: repeated.list,
                        index,
                        is_key: entry.0 == repeated.key,
                    };
                    column(header, pointer, entry, Some(part))
                })
            })
            .collect(),
    }
}

fn column(header: String, pointer: String, entry: &Entry, part: Option<Part>) -> Column {
    let first = part.is_none_or(|part| part.index == 0);
    Column {
        header,
        pointer,
        kind: entry.2,
        it: entry.3,
        en: entry.4,
        example: if first { entry.5 } else { "" },
        part,
    }
}

/// The column a mistake belongs to: the one whose member it is, or lies in.
pub(crate) fn column_at(pointer: &str) -> Option<&'static Column> {
    let within = |column: &&Column| {
        pointer
            .strip_prefix(column.pointer.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    columns()
        .iter()
        .filter(within)
        .max_by_key(|one| one.pointer.len())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::tables::MAX_COLUMNS;

    #[test]
    fn headers_and_members_are_unique_and_fit_a_table() {
        let all = columns();
        assert!(all.len() <= MAX_COLUMNS, "{}", all.len());
        let headers: HashSet<_> = all
            .iter()
            .map(|one| domain_shared::fold(&one.header))
            .collect();
        let pointers: HashSet<_> = all.iter().map(|one| &one.pointer).collect();
        assert_eq!((headers.len(), pointers.len()), (all.len(), all.len()));
    }

    #[test]
    fn a_mistake_leads_to_its_column() {
        let header = |pointer: &str| column_at(pointer).map(|one| one.header.as_str());
        assert_eq!(header("/content/title/it"), Some("titolo"));
        assert_eq!(
            header("/content/audience/recipients/3"),
            Some("destinatari")
        );
        assert_eq!(
            header("/content/places/1/address/postal_code"),
            Some("sede2_cap")
        );
        assert_eq!(
            header("/content/pricing/options/0/from/amount"),
            Some("prezzo1_da")
        );
        assert_eq!(header("/content/title/de"), None);
    }
}
