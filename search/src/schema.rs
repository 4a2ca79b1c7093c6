//! The fields of the index, and how a card becomes a document.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};
use domain_shared::fold_words;
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{IndexSettings, IndexSortByField, Order, TantivyDocument, Term};
use uuid::Uuid;

use crate::analysis::{Stems, TextLanguage, all_words, words};
use crate::entry::CardEntry;
use crate::geo;

/// Goes up whenever documents are made or read differently; an index of another number is thrown away.
pub(crate) const FORMAT: u32 = 1;

/// Name of the column by which every segment is sorted, newest first.
pub(crate) const PUBLISHED: &str = "published";
pub(crate) const ID_HIGH: &str = "id_high";
pub(crate) const ID_LOW: &str = "id_low";
pub(crate) const FLAGS: &str = "flags";
pub(crate) const VERIFIED: &str = "verified";
pub(crate) const FROM: &str = "from";
pub(crate) const UNTIL: &str = "until";
pub(crate) const WAITING: &str = "waiting";
pub(crate) const AGES: &str = "ages";
pub(crate) const PRICES: &str = "prices";
pub(crate) const HOURS: &str = "hours";
pub(crate) const SITES: &str = "sites";
pub(crate) const CATEGORY: &str = "category";
pub(crate) const PROVINCE: &str = "province";
pub(crate) const RECIPIENT: &str = "recipient";
pub(crate) const DELIVERY: &str = "delivery";
pub(crate) const TITLE: &str = "title";

pub(crate) const FLAG_FREE: u64 = 1;
pub(crate) const FLAG_CLOSED_ON_HOLIDAYS: u64 = 2;
pub(crate) const FLAG_NATIONAL: u64 = 4;

/// Between the parts of a term that has several.
pub(crate) const SEPARATOR: char = '\u{1}';
/// Beginnings of up to so many letters are terms of their own.
pub(crate) const LONGEST_START: usize = 4;

const TITLE_WEIGHT: u8 = 8;
const KEYWORD_WEIGHT: u8 = 4;
const SUMMARY_WEIGHT: u8 = 2;
const BODY_WEIGHT: u8 = 1;
const TOKENIZER: &str = "weighted-lines";

/// The fields that have postings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The id, as bytes.
    pub(crate) id: Field,
    /// Stems: `i…` Italian, `e…` English, and words of other languages `o…`; counted by weight.
    pub(crate) stems: Field,
    /// All words folded; counted by weight.
    pub(crate) forms: Field,
    /// The first two to four letters of all words; counted by weight.
    pub(crate) starts: Field,
    /// Words of titles, and their first letters behind `^`.
    pub(crate) titles: Field,
    /// What filters ask for, see [`Tag`].
    pub(crate) tags: Field,
    /// Every ending of a provider's name that begins at a word, the name, and the id.
    pub(crate) providers: Field,
}

/// A term of the tags.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tag<'a> {
    Category(&'a str),
    Provider(Uuid),
    National,
    Region(&'a str),
    CoverProvince(&'a str),
    Municipality(&'a str),
    Recipient(&'a str),
    Delivery(&'a str),
    Language(&'a str),
    Accessibility(&'a str),
    Free(bool),
    Shared(bool),
    Cell(geo::Cell),
}

impl Tag<'_> {
    fn text(self) -> String {
        match self {
            Self::Category(code) => format!("c:{code}"),
            Self::Provider(id) => format!("p:{}", id.as_simple()),
            Self::National => "n".to_owned(),
            Self::Region(code) => format!("g:{code}"),
            Self::CoverProvince(code) => format!("v:{code}"),
            Self::Municipality(code) => format!("m:{code}"),
            Self::Recipient(code) => format!("r:{code}"),
            Self::Delivery(code) => format!("d:{code}"),
            Self::Language(code) => format!("l:{code}"),
            Self::Accessibility(code) => format!("a:{code}"),
            Self::Free(is) => format!("f:{is}"),
            Self::Shared(is) => format!("s:{is}"),
            Self::Cell(cell) => format!("z{}:{}:{}", cell.level, cell.x, cell.y),
        }
    }

    pub(crate) fn term(self, fields: &Fields) -> Term {
        Term::from_field_text(fields.tags, &self.text())
    }
}

pub(crate) fn id_term(fields: &Fields, id: Uuid) -> Term {
    Term::from_field_bytes(fields.id, id.as_bytes())
}

pub(crate) fn days(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce())
}

pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField {
            field: PUBLISHED.to_owned(),
            order: Order::Desc,
        }),
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TOKENIZER, WeightedLines::default());
    manager
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexed = |option, norms| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(option)
            .set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let weighted = indexed(IndexRecordOption::WithFreqs, true);
    let plain = indexed(IndexRecordOption::Basic, false);
    let fields = Fields {
        id: builder.add_bytes_field("id", BytesOptions::default().set_indexed()),
        stems: builder.add_text_field("stems", weighted.clone()),
        forms: builder.add_text_field("forms", weighted.clone()),
        starts: builder.add_text_field("starts", weighted),
        titles: builder.add_text_field("titles", plain.clone()),
        tags: builder.add_text_field("tags", plain.clone()),
        providers: builder.add_text_field("providers", plain),
    };
    let fast = NumericOptions::default().set_fast();
    for name in [PUBLISHED, VERIFIED, FROM, UNTIL] {
        builder.add_i64_field(name, fast.clone());
    }
    for name in [ID_HIGH, ID_LOW, FLAGS, WAITING, AGES, PRICES, HOURS, SITES] {
        builder.add_u64_field(name, fast.clone());
    }
    for name in [CATEGORY, PROVINCE, RECIPIENT, DELIVERY, TITLE] {
        builder.add_text_field(name, FAST);
    }
    (builder.build(), fields)
}

/// Makes documents of cards.
pub(crate) struct Documents {
    schema: Schema,
    fields: Fields,
    stems: Stems,
}

/// The lines of the weighted fields of one card.
#[derive(Default)]
struct Lines {
    stems: String,
    forms: String,
    starts: String,
    titles: HashSet<String>,
}

fn line(lines: &mut String, weight: u8, marker: Option<char>, term: &str) {
    lines.push(char::from(b'0' + weight));
    lines.extend(marker);
    lines.push_str(term);
    lines.push('\n');
}

impl Documents {
    pub(crate) fn new(schema: Schema, fields: Fields) -> Self {
        Self {
            schema,
            fields,
            stems: Stems::new(),
        }
    }

    pub(crate) fn document(
        &mut self,
        card: &CardEntry,
    ) -> Result<TantivyDocument, tantivy::TantivyError> {
        let mut document = TantivyDocument::default();
        document.add_bytes(self.fields.id, card.id.as_bytes());
        self.add_words(&mut document, card);
        document.add_text(self.fields.tags, tag_lines(card));
        let mut endings = String::new();
        let id = card.provider.as_simple();
        let name = card.provider_name.replace(['\n', SEPARATOR], " ");
        for ending in fold_words(&name) {
            let term = format!("{ending}{SEPARATOR}{name}{SEPARATOR}{id}");
            line(&mut endings, 1, None, &term);
        }
        document.add_text(self.fields.providers, endings);
        self.add_columns(&mut document, card)?;
        Ok(document)
    }

    fn add_words(&mut self, document: &mut TantivyDocument, card: &CardEntry) {
        let mut lines = Lines::default();
        for text in &card.texts {
            let language = TextLanguage::of_tag(&text.language);
            self.add_text(&mut lines, language, TITLE_WEIGHT, &text.title);
            self.add_text(&mut lines, language, SUMMARY_WEIGHT, &text.summary);
            self.add_text(&mut lines, language, BODY_WEIGHT, &text.body);
            for word in all_words(&text.title) {
                for (at, _) in word.form.char_indices().take(LONGEST_START) {
                    let start = word.form.get(..=at).unwrap_or_default();
                    lines.titles.insert(format!("^{start}"));
                }
                lines.titles.insert(word.form);
            }
        }
        for (language, text) in &card.keywords {
            let language = TextLanguage::of_tag(language);
            self.add_text(&mut lines, language, KEYWORD_WEIGHT, text);
        }
        let (name, language) = (&card.provider_name, TextLanguage::Italian);
        self.add_text(&mut lines, language, KEYWORD_WEIGHT, name);
        document.add_text(self.fields.stems, lines.stems);
        document.add_text(self.fields.forms, lines.forms);
        document.add_text(self.fields.starts, lines.starts);
        let mut titles = String::new();
        for term in &lines.titles {
            line(&mut titles, 1, None, term);
        }
        document.add_text(self.fields.titles, titles);
    }

    fn add_text(&mut self, lines: &mut Lines, language: TextLanguage, weight: u8, text: &str) {
        for word in words(text) {
            let stem = self.stems.of(language, &word.form);
            line(&mut lines.stems, weight, Some(marker(language)), stem);
            line(&mut lines.forms, weight, None, &word.form);
            for length in 2..=LONGEST_START {
                if let Some(start) = word.form.get(..length) {
                    line(&mut lines.starts, weight, None, start);
                }
            }
        }
    }

    fn add_columns(
        &self,
        document: &mut TantivyDocument,
        card: &CardEntry,
    ) -> Result<(), tantivy::TantivyError> {
        let field = |name| self.schema.get_field(name);
        let (high, low) = card.id.as_u64_pair();
        document.add_u64(field(ID_HIGH)?, high);
        document.add_u64(field(ID_LOW)?, low);
        document.add_i64(field(PUBLISHED)?, card.published_at.timestamp_micros());
        document.add_u64(field(FLAGS)?, flags(card));
        for (name, date) in [
            (VERIFIED, card.verified_on),
            (FROM, card.visible_from),
            (UNTIL, card.visible_until),
        ] {
            if let Some(date) = date {
                document.add_i64(field(name)?, days(date));
            }
        }
        if let Some(waiting) = card.waiting_days {
            document.add_u64(field(WAITING)?, u64::from(waiting));
        }
        if card.age_from.is_some() || card.age_to.is_some() {
            let ages = pack_ages(card.age_from.unwrap_or(0), card.age_to.unwrap_or(u8::MAX));
            document.add_u64(field(AGES)?, ages);
        }
        for price in &card.prices {
            document.add_u64(field(PRICES)?, pack_price(price.unit, price.cents));
        }
        for (start, end) in &card.weekly_hours {
            document.add_u64(field(HOURS)?, u64::from(*start) << 16 | u64::from(*end));
        }
        for (lat, lon) in &card.sites {
            document.add_u64(field(SITES)?, geo::pack(*lat, *lon));
        }
        let no_provinces = Vec::new();
        let is_national = card.coverage.national;
        for (name, codes) in [
            (CATEGORY, &card.categories),
            (
                PROVINCE,
                if is_national {
                    &no_provinces
                } else {
                    &card.provinces
                },
            ),
            (RECIPIENT, &card.recipients),
            (DELIVERY, &card.delivery),
        ] {
            let mut seen = HashSet::new();
            for code in codes.iter().filter(|code| seen.insert(code.as_str())) {
                document.add_text(field(name)?, code);
            }
        }
        for text in &card.texts {
            document.add_text(field(TITLE)?, &text.title);
        }
        Ok(())
    }
}

/// The letter before the stems of a language.
pub(crate) const fn marker(language: TextLanguage) -> char {
    match language {
        TextLanguage::Italian => 'i',
        TextLanguage::English => 'e',
        TextLanguage::Other => 'o',
    }
}

fn flags(card: &CardEntry) -> u64 {
    let flag = |is: bool, flag: u64| if is { flag } else { 0 };
    flag(card.free, FLAG_FREE)
        | flag(card.closed_on_holidays, FLAG_CLOSED_ON_HOLIDAYS)
        | flag(card.coverage.national, FLAG_NATIONAL)
}

pub(crate) fn pack_ages(from: u8, to: u8) -> u64 {
    u64::from(from) << 8 | u64::from(to)
}

/// Unit in the highest byte, cents below.
pub(crate) fn pack_price(unit: u8, cents: u64) -> u64 {
    u64::from(unit) << 56 | cents.min((1 << 56) - 1)
}

fn tag_lines(card: &CardEntry) -> String {
    let mut tags = vec![
        Tag::Provider(card.provider),
        Tag::Free(card.free),
        Tag::Shared(card.shared),
    ];
    let cover = &card.coverage;
    if cover.national {
        tags.push(Tag::National);
    }
    tags.extend(cover.regions.iter().map(|code| Tag::Region(code)));
    tags.extend(cover.provinces.iter().map(|code| Tag::CoverProvince(code)));
    tags.extend(
        cover
            .municipalities
            .iter()
            .map(|code| Tag::Municipality(code)),
    );
    tags.extend(card.categories.iter().map(|code| Tag::Category(code)));
    tags.extend(card.recipients.iter().map(|code| Tag::Recipient(code)));
    tags.extend(card.delivery.iter().map(|code| Tag::Delivery(code)));
    tags.extend(card.languages.iter().map(|code| Tag::Language(code)));
    tags.extend(
        card.accessibility
            .iter()
            .map(|code| Tag::Accessibility(code)),
    );
    let cells: HashSet<geo::Cell> = card
        .sites
        .iter()
        .flat_map(|(lat, lon)| geo::cells_of(*lat, *lon))
        .collect();
    tags.extend(cells.into_iter().map(Tag::Cell));
    let mut lines = String::new();
    for tag in tags {
        line(&mut lines, 1, None, &tag.text());
    }
    lines
}

/// Reads lines of a digit and a term, and says the term so many times.
#[derive(Clone, Default)]
struct WeightedLines {
    token: Token,
}

struct WeightedLineStream<'a> {
    rest: &'a str,
    again: u8,
    token: &'a mut Token,
}

impl Tokenizer for WeightedLines {
    type TokenStream<'a> = WeightedLineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WeightedLineStream<'a> {
        self.token.reset();
        WeightedLineStream {
            rest: text,
            again: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for WeightedLineStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.position = self.token.position.wrapping_add(1);
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        let Some((line, rest)) = self.rest.split_once('\n') else {
            return false;
        };
        self.rest = rest;
        let (weight, term) = line.split_at_checked(1).unwrap_or(("1", line));
        let weight = weight.bytes().next().unwrap_or(b'1');
        self.again = weight.saturating_sub(b'1');
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
