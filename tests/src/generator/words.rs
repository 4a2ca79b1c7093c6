//! Word lists, the usual words first.

/// A noun: the word, whether it is feminine, whether it is plural.
pub(super) type Noun = (&'static str, bool, bool);

const F: bool = true;
const M: bool = false;
const P: bool = true;
const S: bool = false;

#[rustfmt::skip]
pub(super) const NOUNS: [Noun; 144] = [
    ("assistenza", F, S), ("famiglia", F, S), ("servizio", M, S), ("persone", F, P), ("casa", F, S), ("operatori", M, P), ("bisogno", M, S),
    ("attività", F, P), ("percorso", M, S), ("colloquio", M, S), ("anziani", M, P), ("lavoro", M, S), ("quartiere", M, S), ("visita", F, S),
    ("incontri", M, P), ("progetto", M, S), ("cura", F, S), ("salute", F, S), ("sostegno", M, S), ("ascolto", M, S), ("domicilio", M, S),
    ("volontari", M, P), ("spesa", F, S), ("farmaci", M, P), ("comunità", F, S), ("formazione", F, S), ("gruppo", M, S), ("orientamento", M, S),
    ("autonomia", F, S), ("bambini", M, P), ("scuola", F, S), ("giovani", M, P), ("sportello", M, S), ("territorio", M, S), ("vicini", M, P),
    ("igiene", F, S), ("pasti", M, P), ("compagnia", F, S), ("trasporto", M, S), ("accompagnamento", M, S), ("documenti", M, P), ("pratiche", F, P),
    ("consulenza", F, S), ("educatore", M, S), ("infermiera", F, S), ("psicologo", M, S), ("mediatrice", F, S), ("tutor", M, S), ("equipe", F, S),
    ("cooperativa", F, S), ("associazione", F, S), ("rete", F, S), ("comune", M, S), ("distretto", M, S), ("medico", M, S), ("ospedale", M, S),
    ("residenza", F, S), ("appartamento", M, S), ("alloggio", M, S), ("condominio", M, S), ("cortile", M, S), ("giardino", M, S), ("palestra", F, S),
    ("laboratorio", M, S), ("corso", M, S), ("lezioni", F, P), ("compiti", M, P), ("gioco", M, S), ("musica", F, S), ("teatro", M, S),
    ("lettura", F, S), ("memoria", F, S), ("movimento", M, S), ("ginnastica", F, S), ("riabilitazione", F, S), ("prevenzione", F, S), ("visite", F, P),
    ("esami", M, P), ("terapia", F, S), ("dieta", F, S), ("riposo", M, S), ("sollievo", M, S), ("emergenza", F, S), ("urgenze", F, P),
    ("notte", F, S), ("mattina", F, S), ("estate", F, S), ("vacanza", F, S), ("gita", F, S), ("viaggio", M, S), ("soggiorno", M, S),
    ("bolletta", F, S), ("risparmio", M, S), ("bilancio", M, S), ("contributo", M, S), ("pensione", F, S), ("contratto", M, S), ("tirocinio", M, S),
    ("impresa", F, S), ("colloqui", M, P), ("curriculum", M, S), ("competenze", F, P), ("mestiere", M, S), ("bottega", F, S), ("artigiano", M, S),
    ("riparazione", F, S), ("manutenzione", F, S), ("attrezzi", M, P), ("orto", M, S), ("mercato", M, S), ("cucina", F, S), ("dispensa", F, S),
    ("cassetta", F, S), ("produttori", M, P), ("raccolta", F, S), ("donazioni", F, P), ("bandi", M, P), ("statuto", M, S), ("tutela", F, S),
    ("amministratore", M, S), ("invalidità", F, S), ("esenzione", F, S), ("ausili", M, P), ("carrozzina", F, S), ("montascale", M, S), ("ascensore", M, S),
    ("accoglienza", F, S), ("inserimento", M, S), ("inclusione", F, S), ("convivenza", F, S), ("mediazione", F, S), ("lingua", F, S), ("alfabetizzazione", F, S),
    ("cittadinanza", F, S), ("solitudine", F, S), ("fragilità", F, S), ("dipendenza", F, S), ("genitorialità", F, S), ("allattamento", M, S), ("adolescenza", F, S),
    ("lutto", M, S), ("demenza", F, S), ("caregiver", M, S), ("gerontologia", F, S),
];

/// How an adjective ends: -o/-a/-i/-e, -e/-e/-i/-i, -co/-ca/-ci/-che.
#[derive(Clone, Copy)]
pub(super) enum Ending {
    O,
    E,
    Co,
}

#[rustfmt::skip]
pub(super) const ADJECTIVES: [(&str, Ending); 72] = {
    use Ending::{Co, E, O};
    [
        ("domiciliar", E), ("social", E), ("familiar", E), ("gratuit", O), ("personal", E), ("nuov", O), ("quotidian", O), ("local", E), ("clini", Co),
        ("professional", E), ("condivis", O), ("sicur", O), ("vicin", O), ("accessibil", E), ("educativ", O), ("psicologi", Co), ("infermieristi", Co),
        ("individual", E), ("settimanal", E), ("mensil", E), ("stabil", E), ("attiv", O), ("solidal", E), ("inclusiv", O), ("specialisti", Co),
        ("preventiv", O), ("qualificat", O), ("formativ", O), ("ricreativ", O), ("cultural", E), ("sportiv", O), ("scolasti", Co), ("lavorativ", O),
        ("economi", Co), ("legal", E), ("fiscal", E), ("digital", E), ("telefoni", Co), ("urgent", E), ("notturn", O), ("estiv", O), ("invernal", E),
        ("comunal", E), ("regional", E), ("pubbli", Co), ("privat", O), ("convenzionat", O), ("accreditat", O), ("tempestiv", O), ("continuativ", O),
        ("temporane", O), ("graduat", O), ("multidisciplinar", E), ("multilingu", E), ("intercultural", E), ("riabilitativ", O), ("ginni", Co),
        ("cognitiv", O), ("affettiv", O), ("relazional", E), ("abitativ", O), ("generazional", E), ("ecologi", Co), ("artigianal", E), ("rural", E),
        ("montan", O), ("costier", O), ("periferi", Co), ("stori", Co), ("sperimental", E), ("itinerant", E), ("pediatri", Co),
    ]
};

/// Verbs: "we do", "to do".
#[rustfmt::skip]
pub(super) const VERBS: [(&str, &str); 32] = [
    ("offriamo", "offrire"), ("aiutiamo", "aiutare"), ("accompagniamo", "accompagnare"), ("organizziamo", "organizzare"), ("seguiamo", "seguire"),
    ("ascoltiamo", "ascoltare"), ("proponiamo", "proporre"), ("valutiamo", "valutare"), ("costruiamo", "costruire"), ("sosteniamo", "sostenere"),
    ("coordiniamo", "coordinare"), ("cerchiamo", "cercare"), ("condividiamo", "condividere"), ("prepariamo", "preparare"), ("verifichiamo", "verificare"),
    ("garantiamo", "garantire"), ("attiviamo", "attivare"), ("curiamo", "curare"), ("insegniamo", "insegnare"), ("rafforziamo", "rafforzare"),
    ("consegniamo", "consegnare"), ("prenotiamo", "prenotare"), ("compiliamo", "compilare"), ("ritiriamo", "ritirare"), ("alleniamo", "allenare"),
    ("riscopriamo", "riscoprire"), ("tuteliamo", "tutelare"), ("finanziamo", "finanziare"), ("rendicontiamo", "rendicontare"), ("traduciamo", "tradurre"),
    ("ristrutturiamo", "ristrutturare"), ("sperimentiamo", "sperimentare"),
];

#[rustfmt::skip]
pub(super) const PEOPLE: [&str; 20] = [
    "le famiglie", "gli anziani soli", "i familiari che assistono", "le persone con disabilità", "i bambini", "i genitori che lavorano", "i giovani in cerca di lavoro",
    "gli adolescenti", "gli abitanti delle periferie", "le donne sole con figli", "i neogenitori", "gli studenti fuori sede", "i disoccupati", "le persone straniere",
    "le persone senza casa", "le piccole imprese", "i pensionati", "gli apprendisti", "i malati cronici", "le associazioni",
];

#[rustfmt::skip]
pub(super) const TIMES: [&str; 14] = [
    "ogni settimana", "il lunedì mattina", "anche di sabato", "tutto l'anno", "entro tre giorni", "il giovedì sera", "da settembre a giugno", "nei giorni feriali",
    "in orario serale", "anche nei festivi", "due volte al mese", "dalle otto alle venti", "a richiesta", "nel mese di agosto",
];

/// Texts with slots: `n` noun phrase, `a` with article, `d` with *di*, `l` with *a*, `i` with *in*, `f` with *da*,
/// `v` "we do", `w` "to do", `r` people, `t` time, `p` place, `x` rare word, `c` surname, `b` project.
#[rustfmt::skip]
pub(super) const SENTENCES: [&str; 34] = [
    "{v} {a} e {a} per {r}, con {n} e {n}.", "Il servizio comprende {n}, {n} e {n}, {t}.", "Dopo {a} {v} insieme {a}.",
    "Per {r} {v} {n} a {p} e nei comuni vicini.", "L'obiettivo è {w} {a} senza rinunciare {l}.", "{v} {a} {t}, con {n} e {x}, in via {c}.",
    "Chi si rivolge a noi trova {n}, {n} e un aiuto per {w} {a}.", "La responsabile {d} incontra {r} {t}.", "Si comincia {i}, poi si decide come {w} {a}.",
    "In caso di {n} si può {w} {a} anche {t}, a {p} e a {p}.", "Il metodo {c} unisce {n} e {x}.", "{v} {a} con il progetto {b}, nato a {p}.",
    "Sono disponibili {n}, {x} e {n}.", "{r} possono {w} {a} {t}.", "Ogni intervento parte {f} e tiene conto {d}.",
    "Collaboriamo con {n} e {n} di {p}.", "La sede di via {c} è aperta {t}.", "Prima {d} la dottoressa {c} spiega come {w} {a}.",
    "Il piano si rivede {t} insieme {l}.", "{v} {n} per {r} che abitano a {p} o lavorano {i}.", "Oltre {l} è possibile {w} {n}.",
    "Il gruppo {b} si riunisce {t} per {w} {a}.", "Con {a} {r} di {p} tornano a {w} {n}.", "Un esperto di {x} affianca {r} {i}.",
    "{v} {a}: {n}, {n}, {n}.", "La quota {d} dipende {f} e si versa {t}.", "Grazie {l} {r} risparmiano tempo e denaro.",
    "Il laboratorio di {x} si tiene {t} a {p}.", "Non occorre {w} {a}: basta una telefonata a {c}.", "La famiglia {c} ha donato {a} per {w} {n}.",
    "Cerchiamo di {w} {a} vicino {l}.", "{v} anche {n} e {x}, se lo chiedono {r}.", "Il progetto {b} riguarda {r} e {a}.",
    "Per {w} {a} chiediamo {n} e pazienza.",
];

#[rustfmt::skip]
pub(super) const SUMMARIES: [&str; 8] = [
    "{v} {a} e {a} per {r}.", "{n} e {n} per {r}, {t}.", "Un aiuto per {w} {a} a {p}.", "{n}, {n} e {x} vicino a casa.",
    "Per {r}: {n} e {n}, {t}.", "{v} {n} a {p} con il progetto {b}.", "Un servizio per {w} {a}, {t}.", "{n} con operatori esperti, anche {t}.",
];

#[rustfmt::skip]
pub(super) const ACCESS: [&str; 6] = [
    "Telefonare {t} o scrivere per fissare {a}.", "Presentarsi allo sportello di via {c} {t}.", "Prenotare in rete e portare {n} e {n}.",
    "Chiedere un appuntamento: un operatore richiama entro due giorni.", "La richiesta può arrivare anche {f} o {f}.", "Compilare il modulo e attendere {a}.",
];

#[rustfmt::skip]
pub(super) const PROJECTS: [&str; 48] = [
    "Girasole", "Ponte", "Arcobaleno", "Filo", "Radici", "Melograno", "Cortile", "Bussola", "Quercia", "Lanterna", "Primavera", "Aquilone", "Alveare", "Faro",
    "Nido", "Orizzonte", "Chiocciola", "Mosaico", "Sentiero", "Rondine", "Ginestra", "Telaio", "Sorgente", "Conchiglia", "Timone", "Ulivo", "Mandorlo", "Gelsomino",
    "Pettirosso", "Fontana", "Clessidra", "Libellula", "Corbezzolo", "Caleidoscopio", "Stella alpina", "Zafferano", "Abbecedario", "Campanile", "Ghirlanda",
    "Scoiattolo", "Tamerice", "Veranda", "Biancospino", "Cicogna", "Lucciola", "Meridiana", "Nocciolo", "Pergola",
];

/// Beginnings, middles and ends of surnames.
#[rustfmt::skip]
pub(super) const SURNAMES: ([&str; 60], [&str; 12], [&str; 20]) = (
    ["Ross", "Bell", "Mart", "Font", "Zan", "Bald", "Cav", "Ferr", "Gall", "Mor", "Past", "Ric", "Sart", "Tass", "Vign", "Bert", "Camp", "Don", "Fabbr", "Grass",
     "Lomb", "Mant", "Nard", "Oliv", "Pell", "Quar", "Rend", "Salv", "Tond", "Ubald", "Valent", "Bon", "Cast", "Dall", "Fior", "Guid", "Land", "Mazz", "Negr", "Orland",
     "Palm", "Rin", "Sant", "Tren", "Vent", "Zucch", "Barb", "Cord", "Dam", "Filipp", "Gent", "Lor", "Malat", "Nicol", "Palad", "Rom", "Stef", "Trev", "Vis", "Zamp"],
    ["", "", "", "", "ol", "and", "ell", "er", "am", "ott", "on", "ud"],
    ["ini", "etti", "oni", "ari", "elli", "ucci", "ardi", "ano", "azzi", "otti", "esi", "acci", "ello", "in", "ato", "ier", "otto", "igo", "asco", "enghi"],
);

/// Beginnings and ends of words of specialists.
#[rustfmt::skip]
pub(super) const RARE: ([&str; 24], [&str; 16]) = (
    ["fisio", "psico", "musico", "idro", "neuro", "logo", "cardio", "ergo", "ippo", "cromo", "aroma", "onto", "gero", "podo", "osteo", "audio", "foto", "elettro",
     "agro", "bio", "eco", "socio", "etno", "tecno"],
    ["terapia", "logia", "motricità", "educazione", "stimolazione", "metria", "riabilitazione", "grafia", "profilassi", "pedia", "fonia", "dinamica", "meccanica",
     "didattica", "genesi", "sintesi"],
);
