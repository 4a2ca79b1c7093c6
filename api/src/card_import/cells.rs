//! How the cells of a table are read into the members of a card, and written from them.

use domain_shared::{Code, Locale, Message, fold};
use serde_json::{Value, json};

use super::{
    hours,
    lexicon::{Lexicon, Names},
    messages,
};

/// A closed list, whatever its type.
pub(crate) struct CodeList {
    read: fn(&str) -> Option<&'static str>,
    label: fn(&str) -> Option<&'static str>,
    all: fn() -> Vec<(&'static str, &'static str)>,
}

impl std::fmt::Debug for CodeList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries((self.all)()).finish()
    }
}

impl CodeList {
    pub(crate) const fn of<C: Code>() -> Self {
        Self {
            read: read_code::<C>,
            label: |code| C::from_code(code).map(|member| member.label(Locale::Italian)),
            all: || {
                let all = C::ALL.iter();
                all.map(|one| (one.code(), one.label(Locale::Italian)))
                    .collect()
            },
        }
    }

    /// Every code with its Italian label.
    pub(crate) fn all(&self) -> Vec<(&'static str, &'static str)> {
        (self.all)()
    }
}

/// The code that a code or a label means.
fn read_code<C: Code>(text: &str) -> Option<&'static str> {
    let bare = text.trim();
    if let Some(member) = C::from_code(bare) {
        return Some(member.code());
    }
    let wanted = fold(bare);
    let is_meant = |member: &&C| {
        [Locale::Italian, Locale::English]
            .into_iter()
            .any(|locale| fold(member.label(locale)) == wanted)
    };
    C::ALL.iter().find(is_meant).map(|member| member.code())
}

/// What a cell holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// Texts.
    Texts,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// Yes or no; empty means no.
    Flag,
    /// An amount in euro.
    Money,
    /// A day.
    Date,
    /// A member of a closed list.
    Code(&'static CodeList),
    /// Members of a closed list.
    Codes(&'static CodeList),
    /// A service category.
    Category,
    /// Service categories.
    Categories,
    /// A municipality.
    Municipality,
    /// Municipalities.
    Municipalities,
    /// Provinces.
    Provinces,
    /// Regions.
    Regions,
    /// Sub-municipal zones.
    Zones,
    /// Weekly opening hours.
    Hours,
}

/// A mistake in a cell: where within it (a pointer below the member), and what.
pub(crate) type CellMistake = (String, &'static Message);

impl Kind {
    /// The value a cell means; nothing for an empty one.
    pub(crate) fn read(
        self,
        text: &str,
        lexicon: &Lexicon,
    ) -> Result<Option<Value>, Vec<CellMistake>> {
        let bare = text.trim();
        if bare.is_empty() {
            return Ok(None);
        }
        let whole = |message: &'static Message| vec![(String::new(), message)];
        match self {
            Self::Text => Ok(Some(json!(bare))),
            Self::Texts => list(bare, |one| Ok(one.to_owned())),
            Self::Integer => match bare.parse::<i64>() {
                Ok(number) => Ok(Some(json!(number))),
                Err(_) => Err(whole(&messages::INVALID_INTEGER)),
            },
            Self::Decimal => match bare.replace(',', ".").parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Some(json!(number))),
                Ok(_) | Err(_) => Err(whole(&messages::INVALID_NUMBER)),
            },
            Self::Flag => match fold(bare).as_str() {
                "si" | "s" | "x" | "1" | "true" | "vero" | "yes" | "y" => Ok(Some(json!(true))),
                "no" | "n" | "0" | "false" | "falso" => Ok(None),
                _ => Err(whole(&messages::INVALID_FLAG)),
            },
            Self::Money => Ok(Some(json!({"amount": amount(bare), "currency": "EUR"}))),
            Self::Date => Ok(Some(json!(date(bare)))),
            Self::Code(codes) => (codes.read)(bare)
                .map(|code| Some(json!(code)))
                .ok_or_else(|| whole(&domain_shared::messages::UNKNOWN_CODE)),
            Self::Codes(codes) => list(bare, |one| {
                let code = (codes.read)(one).map(str::to_owned);
                code.ok_or(&domain_shared::messages::UNKNOWN_CODE)
            }),
            Self::Category => named(bare, &lexicon.categories),
            Self::Municipality => named(bare, &lexicon.municipalities),
            Self::Categories => list(bare, |one| lexicon.categories.code(one)),
            Self::Municipalities => list(bare, |one| lexicon.municipalities.code(one)),
            Self::Provinces => list(bare, |one| lexicon.provinces.code(one)),
            Self::Regions => list(bare, |one| lexicon.regions.code(one)),
            Self::Zones => list(bare, |one| lexicon.zones.code(one)),
            Self::Hours => hours::read(bare).map(Some),
        }
    }

    /// The cell of a value, empty for none.
    pub(crate) fn write(self, value: Option<&Value>, lexicon: &Lexicon) -> String {
        let Some(value) = value else {
            return String::new();
        };
        let labelled = |codes: &CodeList| {
            let label = |code: &str| (codes.label)(code).unwrap_or_default().to_owned();
            joined(value, label)
        };
        match self {
            Self::Text | Self::Date => value.as_str().unwrap_or_default().to_owned(),
            Self::Texts => joined(value, str::to_owned),
            Self::Integer | Self::Decimal => match value {
                Value::Number(number) => number.to_string(),
                _ => String::new(),
            },
            Self::Flag if value == &json!(true) => "sì".to_owned(),
            Self::Flag => String::new(),
            Self::Money => value
                .get("amount")
                .and_then(Value::as_str)
                .map_or_else(String::new, |amount| amount.replace('.', ",")),
            Self::Code(codes) | Self::Codes(codes) => labelled(codes),
            Self::Category | Self::Categories => joined(value, str::to_owned),
            Self::Municipality | Self::Municipalities => {
                joined(value, |code| lexicon.municipalities.name(code))
            }
            Self::Provinces => joined(value, |code| lexicon.provinces.name(code)),
            Self::Regions => joined(value, |code| lexicon.regions.name(code)),
            Self::Zones => joined(value, str::to_owned),
            Self::Hours => hours::write(value),
        }
    }

    /// What a cell may hold, in Italian, for the instructions.
    pub(crate) const fn hint(self) -> &'static str {
        match self {
            Self::Text => "testo",
            Self::Texts => "elenco separato da punto e virgola",
            Self::Integer => "numero intero",
            Self::Decimal => "numero decimale",
            Self::Flag => "sì o no (vuoto: no)",
            Self::Money => "importo in euro, per esempio 12,50",
            Self::Date => "data: AAAA-MM-GG o GG/MM/AAAA",
            Self::Code(_) => "un valore dell'elenco",
            Self::Codes(_) => "valori dell'elenco, separati da punto e virgola",
            Self::Category => "una categoria",
            Self::Categories => "categorie, separate da punto e virgola",
            Self::Municipality => "un comune",
            Self::Municipalities => "comuni, separati da punto e virgola",
            Self::Provinces => "province, separate da punto e virgola",
            Self::Regions => "regioni, separate da punto e virgola",
            Self::Zones => "zone, separate da punto e virgola",
            Self::Hours => "orari: lun 09:00-12:30; mar-ven 14:00-18:00 su appuntamento",
        }
    }
}

fn named(text: &str, names: &Names) -> Result<Option<Value>, Vec<CellMistake>> {
    match names.code(text) {
        Ok(code) => Ok(Some(json!(code))),
        Err(message) => Err(vec![(String::new(), message)]),
    }
}

/// Reads items between semicolons or line breaks.
fn list(
    text: &str,
    read: impl Fn(&str) -> Result<String, &'static Message>,
) -> Result<Option<Value>, Vec<CellMistake>> {
    let items = text.split([';', '\n', '|']).map(str::trim);
    let (mut values, mut mistakes) = (Vec::new(), Vec::new());
    for (index, item) in items.filter(|item| !item.is_empty()).enumerate() {
        match read(item) {
            Ok(value) => values.push(json!(value)),
            Err(message) => mistakes.push((format!("/{index}"), message)),
        }
    }
    if mistakes.is_empty() {
        Ok((!values.is_empty()).then_some(Value::Array(values)))
    } else {
        Err(mistakes)
    }
}

/// One text, or several between semicolons, each as people read it.
fn joined(value: &Value, label: impl Fn(&str) -> String) -> String {
    match value {
        Value::String(one) => label(one),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(Value::as_str).map(label).collect();
            items.join("; ")
        }
        _ => String::new(),
    }
}

/// An amount as the hub writes it: `1.234,50 €` is `1234.50`. With a point alone nothing is guessed.
fn amount(text: &str) -> String {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '€')
        .collect();
    match bare.split_once(',') {
        Some((whole, cents)) => format!("{}.{cents}", without_points(whole)),
        None => bare,
    }
}

/// Takes out points between groups of three digits; others stay, and are a mistake.
fn without_points(whole: &str) -> String {
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let is_grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    if is_grouped {
        whole.replace('.', "")
    } else {
        whole.to_owned()
    }
}

/// A day as the hub writes it: `2/11/2026` is `2026-11-02`.
fn date(text: &str) -> String {
    let parts: Vec<&str> = text.split(['/', '.']).map(str::trim).collect();
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    match parts.as_slice() {
        [day, month, year] if digits(day, 2) && digits(month, 2) && digits(year, 4) => {
            format!("{year:0>4}-{month:0>2}-{day:0>2}")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_days_are_read_as_italians_write_them() {
        for (text, read) in [
            ("12,50", "12.50"),
            ("€ 1.234,50", "1234.50"),
            ("12.5", "12.5"),
            ("1.2,5", "1.2.5"),
            ("7", "7"),
        ] {
            assert_eq!(amount(text), read, "{text}");
        }
        for (text, read) in [
            ("2/11/2026", "2026-11-02"),
            ("02.11.2026", "2026-11-02"),
            ("2026-11-02", "2026-11-02"),
            ("novembre", "novembre"),
        ] {
            assert_eq!(date(text), read, "{text}");
        }
    }

    #[test]
    fn lists_take_codes_and_labels() {
        let codes = CodeList::of::<domain_cards::Recipient>();
        let codes: &'static CodeList = Box::leak(Box::new(codes));
        let lexicon = Lexicon::default();
        let kind = Kind::Codes(codes);
        let read = kind.read("Persone anziane;disabled; \n everybody", &lexicon);
        assert_eq!(read, Ok(Some(json!(["elderly", "disabled", "everybody"]))));
        let wrong = kind.read("elderly; marziani", &lexicon).unwrap_err();
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].0, "/1");
        assert_eq!(
            Kind::Flag.read("forse", &lexicon).unwrap_err()[0].1.code,
            "invalid_flag"
        );
        assert_eq!(Kind::Flag.read("No", &lexicon), Ok(None));
    }
}
