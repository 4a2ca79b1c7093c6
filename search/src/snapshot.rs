//! One state of the index to search in, with its columns open.

use std::sync::Arc;

use tantivy::columnar::{Column, StrColumn};
use tantivy::fastfield::AliveBitSet;
use tantivy::{DocId, Searcher, SegmentReader};
use uuid::Uuid;

use crate::answer::Facet;
use crate::error::SearchError;
use crate::schema::{
    AGES, AGREED_DAYS, AGREED_OWNERS, BENEFIT_DAYS, BENEFIT_OWNERS, CATEGORY, DELIVERY, FLAGS,
    FROM, Fields, HOURS, ID_HIGH, ID_LOW, PRICES, PROVINCE, PUBLISHED, RECIPIENT, SITES, TITLE,
    UNTIL, VERIFIED, WAITING,
};

/// What searches read; it stays as it is while the index goes on.
pub(crate) struct Snapshot {
    pub(crate) searcher: Searcher,
    pub(crate) segments: Vec<Segment>,
    pub(crate) fields: Fields,
}

/// One segment with its columns.
pub(crate) struct Segment {
    pub(crate) reader: SegmentReader,
    pub(crate) alive: Option<AliveBitSet>,
    id_high: Column<u64>,
    id_low: Column<u64>,
    pub(crate) published: Column<i64>,
    pub(crate) flags: Column<u64>,
    pub(crate) verified: Option<Column<i64>>,
    pub(crate) from: Option<Column<i64>>,
    pub(crate) until: Option<Column<i64>>,
    pub(crate) waiting: Option<Column<u64>>,
    pub(crate) ages: Option<Column<u64>>,
    pub(crate) prices: Option<Column<u64>>,
    pub(crate) hours: Option<Column<u64>>,
    pub(crate) sites: Option<Column<u64>>,
    pub(crate) agreed: Option<OwnedDays>,
    pub(crate) benefits: Option<OwnedDays>,
    pub(crate) title: Option<StrColumn>,
    categories: Option<StrColumn>,
    provinces: Option<StrColumn>,
    recipients: Option<StrColumn>,
    delivery: Option<StrColumn>,
}

/// Packed days with their owners, in columns beside each other.
pub(crate) struct OwnedDays {
    days: Column<u64>,
    owners: Column<u64>,
}

impl OwnedDays {
    fn open(reader: &SegmentReader, days: &str, owners: &str) -> Result<Option<Self>, SearchError> {
        let columns = reader.fast_fields();
        let days = columns.column_opt(days)?;
        let owners = columns.column_opt(owners)?;
        Ok(days.zip(owners).map(|(days, owners)| Self { days, owners }))
    }

    /// The days of a card, each with its owner.
    pub(crate) fn of(&self, doc: DocId) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.days
            .values_for_doc(doc)
            .zip(self.owners.values_for_doc(doc))
    }
}

impl Snapshot {
    pub(crate) fn open(searcher: Searcher, fields: Fields) -> Result<Arc<Self>, SearchError> {
        let segments = searcher
            .segment_readers()
            .iter()
            .map(Segment::open)
            .collect::<Result<_, _>>()?;
        Ok(Arc::new(Self {
            searcher,
            segments,
            fields,
        }))
    }
}

impl Segment {
    fn open(reader: &SegmentReader) -> Result<Self, SearchError> {
        let columns = reader.fast_fields();
        Ok(Self {
            reader: reader.clone(),
            alive: reader.alive_bitset().cloned(),
            id_high: columns.u64(ID_HIGH)?,
            id_low: columns.u64(ID_LOW)?,
            published: columns.i64(PUBLISHED)?,
            flags: columns.u64(FLAGS)?,
            verified: columns.column_opt(VERIFIED)?,
            from: columns.column_opt(FROM)?,
            until: columns.column_opt(UNTIL)?,
            waiting: columns.column_opt(WAITING)?,
            ages: columns.column_opt(AGES)?,
            prices: columns.column_opt(PRICES)?,
            hours: columns.column_opt(HOURS)?,
            sites: columns.column_opt(SITES)?,
            agreed: OwnedDays::open(reader, AGREED_DAYS, AGREED_OWNERS)?,
            benefits: OwnedDays::open(reader, BENEFIT_DAYS, BENEFIT_OWNERS)?,
            title: columns.str(TITLE)?,
            categories: columns.str(CATEGORY)?,
            provinces: columns.str(PROVINCE)?,
            recipients: columns.str(RECIPIENT)?,
            delivery: columns.str(DELIVERY)?,
        })
    }

    pub(crate) fn facet(&self, facet: Facet) -> Option<&StrColumn> {
        match facet {
            Facet::Category => self.categories.as_ref(),
            Facet::Province => self.provinces.as_ref(),
            Facet::Recipient => self.recipients.as_ref(),
            Facet::Delivery => self.delivery.as_ref(),
        }
    }

    pub(crate) fn id(&self, doc: DocId) -> (u64, u64) {
        let part = |column: &Column<u64>| column.first(doc).unwrap_or_default();
        (part(&self.id_high), part(&self.id_low))
    }

    pub(crate) fn uuid(&self, doc: DocId) -> Uuid {
        let (high, low) = self.id(doc);
        Uuid::from_u64_pair(high, low)
    }

    pub(crate) fn is_alive(&self, doc: DocId) -> bool {
        self.alive.as_ref().is_none_or(|alive| alive.is_alive(doc))
    }

    /// Whether a card is there and shown that day.
    pub(crate) fn is_visible(&self, doc: DocId, today: i64) -> bool {
        let first = |column: &Option<Column<i64>>| column.as_ref().and_then(|c| c.first(doc));
        self.is_alive(doc)
            && first(&self.from).is_none_or(|from| from <= today)
            && first(&self.until).is_none_or(|until| today <= until)
    }
}
