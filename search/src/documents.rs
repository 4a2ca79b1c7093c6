//! How a card becomes a document of the index.

use std::collections::{BTreeSet, HashSet};

use domain_shared::fold_words;
use tantivy::TantivyDocument;
use tantivy::schema::Schema;
use uuid::Uuid;

use crate::analysis::all_words;
use crate::card_words::{LONGEST_START, lines_of};
use crate::entry::{CardAgreement, CardEntry, Days};
use crate::geo;
use crate::schema::{
    AGES, AGREED_DAYS, AGREED_OWNERS, BENEFIT_DAYS, BENEFIT_OWNERS, CATEGORY, DELIVERY,
    FLAG_CLOSED_ON_HOLIDAYS, FLAG_FREE, FLAG_NATIONAL, FLAGS, FROM, Fields, HOURS, ID_HIGH, ID_LOW,
    PRICES, PROVINCE, PUBLISHED, RECIPIENT, SEPARATOR, SITES, TITLE, Tag, UNTIL, VERIFIED, WAITING,
    days, pack_ages, pack_days, pack_price, short_id,
};

/// Makes documents of cards.
pub(crate) struct Documents {
    schema: Schema,
    fields: Fields,
}

fn line(lines: &mut String, term: &str) {
    lines.push_str(term);
    lines.push('\n');
}

impl Documents {
    pub(crate) fn new(schema: Schema, fields: Fields) -> Self {
        Self { schema, fields }
    }

    pub(crate) fn document(
        &self,
        card: &CardEntry,
    ) -> Result<TantivyDocument, tantivy::TantivyError> {
        let fields = &self.fields;
        let mut document = TantivyDocument::default();
        document.add_bytes(fields.id, card.id.as_bytes());
        document.add_text(fields.words, lines_of(card));
        document.add_text(fields.titles, title_lines(card));
        document.add_text(fields.tags, tag_lines(card));
        document.add_text(fields.providers, provider_lines(card));
        self.add_columns(&mut document, card)?;
        self.add_agreements(&mut document, card)?;
        Ok(document)
    }

    /// Days and owners in columns beside each other: what is at one place belongs together.
    fn add_agreements(
        &self,
        document: &mut TantivyDocument,
        card: &CardEntry,
    ) -> Result<(), tantivy::TantivyError> {
        let field = |name| self.schema.get_field(name);
        let in_force = with_owners(&card.agreements, |one| std::slice::from_ref(&one.in_force));
        let benefits = with_owners(&card.agreements, |one| &one.benefits);
        for (days, owners, found) in [
            (AGREED_DAYS, AGREED_OWNERS, in_force),
            (BENEFIT_DAYS, BENEFIT_OWNERS, benefits),
        ] {
            for (packed, owner) in found {
                document.add_u64(field(days)?, packed);
                document.add_u64(field(owners)?, owner);
            }
        }
        Ok(())
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

/// Each of the days with each of the owners, or with none where an agreement has no owner.
fn with_owners<'a>(
    agreements: &'a [CardAgreement],
    days_of: impl Fn(&'a CardAgreement) -> &'a [Days],
) -> BTreeSet<(u64, u64)> {
    let mut found = BTreeSet::new();
    for agreement in agreements {
        let owners: Vec<u64> = agreement.owners.iter().copied().map(short_id).collect();
        let owners = if owners.is_empty() { vec![0] } else { owners };
        for packed in days_of(agreement).iter().copied().map(pack_days) {
            found.extend(owners.iter().map(|owner| (packed, *owner)));
        }
    }
    found
}

fn flags(card: &CardEntry) -> u64 {
    let flag = |is: bool, flag: u64| if is { flag } else { 0 };
    flag(card.free, FLAG_FREE)
        | flag(card.closed_on_holidays, FLAG_CLOSED_ON_HOLIDAYS)
        | flag(card.coverage.national, FLAG_NATIONAL)
}

/// The words of the titles, and their first letters behind `^`.
fn title_lines(card: &CardEntry) -> String {
    let mut terms = HashSet::new();
    for word in card.texts.iter().flat_map(|text| all_words(&text.title)) {
        for length in 1..=LONGEST_START {
            if let Some(start) = word.form.get(..length) {
                terms.insert(format!("^{start}"));
            }
        }
        terms.insert(word.form);
    }
    let mut lines = String::new();
    for term in &terms {
        line(&mut lines, term);
    }
    lines
}

/// Every ending of the provider's name that begins at a word, with the name and the id.
fn provider_lines(card: &CardEntry) -> String {
    let id = card.provider.as_simple();
    let name = card.provider_name.replace(['\n', '\r', SEPARATOR], " ");
    let mut lines = String::new();
    for ending in fold_words(&name) {
        line(
            &mut lines,
            &format!("{ending}{SEPARATOR}{name}{SEPARATOR}{id}"),
        );
    }
    lines
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
    if !card.agreements.is_empty() {
        tags.push(Tag::Agreed);
    }
    let owners = card.agreements.iter().flat_map(|one| &one.owners);
    let owners: HashSet<Uuid> = owners.copied().collect();
    tags.extend(owners.into_iter().map(Tag::AgreementOf));
    let mut lines = String::new();
    for tag in tags {
        line(&mut lines, &tag.text());
    }
    lines
}
