//! How a card becomes a document of the index.

use std::collections::HashSet;

use domain_shared::fold_words;
use tantivy::TantivyDocument;
use tantivy::schema::Schema;

use crate::analysis::{Stems, TextLanguage, all_words, words};
use crate::entry::CardEntry;
use crate::geo;
use crate::schema::{
    AGES, CATEGORY, DELIVERY, FLAG_CLOSED_ON_HOLIDAYS, FLAG_FREE, FLAG_NATIONAL, FLAGS, FROM,
    Fields, HOURS, ID_HIGH, ID_LOW, LONGEST_START, PRICES, PROVINCE, PUBLISHED, RECIPIENT,
    SEPARATOR, SITES, TITLE, Tag, UNTIL, VERIFIED, WAITING, days, marker, pack_ages, pack_price,
};

const TITLE_WEIGHT: u8 = 8;
const KEYWORD_WEIGHT: u8 = 4;
const SUMMARY_WEIGHT: u8 = 2;
const BODY_WEIGHT: u8 = 1;

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

fn flags(card: &CardEntry) -> u64 {
    let flag = |is: bool, flag: u64| if is { flag } else { 0 };
    flag(card.free, FLAG_FREE)
        | flag(card.closed_on_holidays, FLAG_CLOSED_ON_HOLIDAYS)
        | flag(card.coverage.national, FLAG_NATIONAL)
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
