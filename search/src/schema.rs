//! The fields of the index, and how a card becomes a document.

use chrono::{Datelike, NaiveDate};
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{IndexSettings, IndexSortByField, Order, Term};
use uuid::Uuid;

use crate::card_words::CardWords;
use crate::entry::Days;
use crate::geo;
use crate::lines::Lines;

/// Goes up whenever documents are made or read differently; an index of another number is thrown away.
pub(crate) const FORMAT: u32 = 2;

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
/// Days on which agreements cover a card, packed, once for each owner of each agreement.
pub(crate) const AGREED_DAYS: &str = "agreed_days";
/// The owners, in the same order.
pub(crate) const AGREED_OWNERS: &str = "agreed_owners";
/// Days on which benefits are for a card, packed, once for each owner of each benefit's agreement.
pub(crate) const BENEFIT_DAYS: &str = "benefit_days";
/// The owners, in the same order.
pub(crate) const BENEFIT_OWNERS: &str = "benefit_owners";
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

const WORDS: &str = "card-words";
const LINES: &str = "lines";

/// The fields that have postings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The id, as bytes.
    pub(crate) id: Field,
    /// All words, see [`crate::card_words`]: stems, folded words, first letters.
    pub(crate) words: Field,
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
    /// Covered by an agreement on some days.
    Agreed,
    /// Covered by an agreement of this owner on some days.
    AgreementOf(Uuid),
}

impl Tag<'_> {
    pub(crate) fn text(self) -> String {
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
            Self::Agreed => "o".to_owned(),
            Self::AgreementOf(id) => format!("o:{}", id.as_simple()),
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
    manager.register(WORDS, CardWords::default());
    manager.register(LINES, Lines::default());
    manager
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexed = |tokenizer, option, norms| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let weighted = indexed(WORDS, IndexRecordOption::WithFreqs, true);
    let plain = indexed(LINES, IndexRecordOption::Basic, false);
    let fields = Fields {
        id: builder.add_bytes_field("id", BytesOptions::default().set_indexed()),
        words: builder.add_text_field("words", weighted),
        titles: builder.add_text_field("titles", plain.clone()),
        tags: builder.add_text_field("tags", plain.clone()),
        providers: builder.add_text_field("providers", plain),
    };
    let fast = NumericOptions::default().set_fast();
    for name in [PUBLISHED, VERIFIED, FROM, UNTIL] {
        builder.add_i64_field(name, fast.clone());
    }
    for name in [
        ID_HIGH,
        ID_LOW,
        FLAGS,
        WAITING,
        AGES,
        PRICES,
        HOURS,
        SITES,
        AGREED_DAYS,
        AGREED_OWNERS,
        BENEFIT_DAYS,
        BENEFIT_OWNERS,
    ] {
        builder.add_u64_field(name, fast.clone());
    }
    for name in [CATEGORY, PROVINCE, RECIPIENT, DELIVERY, TITLE] {
        builder.add_text_field(name, FAST);
    }
    (builder.build(), fields)
}

pub(crate) fn pack_ages(from: u8, to: u8) -> u64 {
    u64::from(from) << 8 | u64::from(to)
}

/// Unit in the highest byte, cents below.
pub(crate) fn pack_price(unit: u8, cents: u64) -> u64 {
    u64::from(unit) << 56 | cents.min((1 << 56) - 1)
}

/// A day as a number that fits into half a word; days before our era count as its first.
fn day_number(date: NaiveDate) -> u32 {
    u32::try_from(date.num_days_from_ce()).unwrap_or(0)
}

/// The first day in the higher half, the last in the lower; the highest number without a last.
pub(crate) fn pack_days(days: Days) -> u64 {
    u64::from(day_number(days.from)) << 32 | u64::from(days.until.map_or(u32::MAX, day_number))
}

/// Whether packed days hold a day.
pub(crate) fn holds(packed: u64, day: NaiveDate) -> bool {
    let day = u64::from(day_number(day));
    (packed >> 32..=packed & u64::from(u32::MAX)).contains(&day)
}

/// Sixty-four bits of an identifier, which tell owners apart.
pub(crate) fn short_id(id: Uuid) -> u64 {
    let (high, low) = id.as_u64_pair();
    high.rotate_left(32) ^ low
}
