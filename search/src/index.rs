//! The index of this process: opening, changing, searching.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::indexer::IndexWriterOptions;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy};
use uuid::Uuid;

use crate::documents::Documents;
use crate::entry::CardEntry;
use crate::error::SearchError;
use crate::schema::{self, FORMAT, Fields};
use crate::slot::Slot;
use crate::snapshot::Snapshot;
use crate::unsynced::Unsynced;

/// How the engine writes: threads, and memory of each for cards not written yet.
#[derive(Debug, Clone, Copy)]
struct Effort {
    threads: usize,
    bytes: usize,
}

/// For changes as they come: the least the engine takes.
const STEADY: Effort = Effort {
    threads: 1,
    bytes: 15_000_000,
};
/// For building anew.
const BULK: Effort = Effort {
    threads: 2,
    bytes: 20_000_000,
};
/// Segments of fewer cards are merged as if they had so many.
const SMALL_SEGMENT: u32 = 1_000;
/// Segments with a larger part of deleted cards are written anew.
const DELETED_PART: f32 = 0.3;

/// The index of published cards of this process. All methods take `&self` and may be called from
/// several threads; searches never wait for changes.
pub struct CardIndex {
    fields: Fields,
    index: Index,
    reader: IndexReader,
    writer: Mutex<Writer>,
    snapshot: RwLock<Arc<Snapshot>>,
    position: AtomicU64,
    /// Last, so that the folder is given back after everything else is closed.
    slot: Arc<Slot>,
}

impl std::fmt::Debug for CardIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CardIndex")
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}

struct Writer {
    /// None only after the engine failed, or could not be opened; it is opened again when needed.
    engine: Option<IndexWriter>,
    index: Index,
    documents: Documents,
}

struct Opened {
    index: Index,
    position: u64,
}

fn payload(position: u64) -> String {
    format!("{FORMAT}:{position}")
}

/// The position of a commit of this format.
fn position_of(payload: Option<&str>) -> Option<u64> {
    let (format, position) = payload?.split_once(':')?;
    (format.parse() == Ok(FORMAT)).then_some(())?;
    position.parse().ok()
}

fn open_index(folder: &Path) -> Result<Opened, SearchError> {
    let directory = Unsynced::open(folder)?;
    let mut index = Index::open(directory)?;
    index.set_tokenizers(schema::tokenizers());
    let (wanted, _) = schema::schema();
    let damaged = |what: &str| SearchError::Damaged(what.to_owned());
    let metas = index.load_metas()?;
    let position = position_of(metas.payload.as_deref()).ok_or_else(|| damaged("format"))?;
    if index.schema() != wanted || index.settings() != &schema::settings() {
        return Err(damaged("fields"));
    }
    if !index.validate_checksum()?.is_empty() {
        return Err(damaged("checksum"));
    }
    Ok(Opened { index, position })
}

fn create_index(folder: &Path) -> Result<Opened, SearchError> {
    let (schema, _) = schema::schema();
    let directory = Unsynced::open(folder)?;
    let index = Index::builder()
        .schema(schema)
        .settings(schema::settings())
        .tokenizers(schema::tokenizers())
        .open_or_create(directory)?;
    Ok(Opened { index, position: 0 })
}

impl CardIndex {
    /// Takes the first free folder under `root` (`root/1`, `root/2` …) and opens the index in it.
    /// One that is missing, damaged or of another version is replaced by an empty one, whose
    /// [`position`](Self::position) is 0.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(root: &Path) -> Result<Self, SearchError> {
        let slot = Arc::new(Slot::take(root)?);
        let folder = &slot.folder;
        if folder.join("meta.json").exists() {
            match open_index(folder).and_then(|opened| Self::of(opened, &slot)) {
                Ok(index) => return Ok(index),
                Err(error) => log::warn!("the search index is thrown away: {error}"),
            }
        }
        slot.empty()?;
        Self::of(create_index(folder)?, &slot)
    }

    fn of(opened: Opened, slot: &Arc<Slot>) -> Result<Self, SearchError> {
        let Opened { index, position } = opened;
        let (schema, fields) = schema::schema();
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let snapshot = Snapshot::open(reader.searcher(), fields)?;
        let mut writer = Writer {
            engine: None,
            index: index.clone(),
            documents: Documents::new(schema, fields),
        };
        writer.engine()?;
        Ok(Self {
            fields,
            index,
            reader,
            writer: Mutex::new(writer),
            snapshot: RwLock::new(snapshot),
            position: AtomicU64::new(position),
            slot: Arc::clone(slot),
        })
    }

    /// The folder the index lies in, one of those under the root.
    pub fn folder(&self) -> &Path {
        &self.slot.folder
    }

    /// The number of the last change applied; 0 when empty.
    pub fn position(&self) -> u64 {
        self.position.load(Ordering::Acquire)
    }

    /// How many cards there are, shown today or not.
    pub fn count(&self) -> u64 {
        self.snapshot().searcher.num_docs()
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        let snapshot = self.snapshot.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&snapshot)
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts cards in (in place of their former state) and takes cards out, and remembers how far
    /// the log has been followed. A search begun afterwards sees it. Of several puts of one card
    /// the last one stays; a card that is put and deleted is gone. Whatever happens in
    /// between, the index has either its former or its later state.
    ///
    /// # Errors
    /// When the change cannot be written; the index then keeps its former state.
    pub fn apply(
        &self,
        puts: &[CardEntry],
        deletes: &[Uuid],
        position: u64,
    ) -> Result<(), SearchError> {
        let mut writer = self.writer();
        let changed = writer
            .change(&self.fields, puts, deletes)
            .and_then(|()| writer.commit(position));
        self.settle(&mut writer, changed, position)
    }

    /// Empties the index and sets its position to 0.
    ///
    /// # Errors
    /// When the change cannot be written.
    pub fn clear(&self) -> Result<(), SearchError> {
        self.rebuild()?.commit(0)
    }

    /// Begins to build the index anew. Searches go on in the former state until
    /// [`Rebuild::commit`]; a rebuild that is dropped changes nothing. Changes wait meanwhile.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn rebuild(&self) -> Result<Rebuild<'_>, SearchError> {
        let mut writer = self.writer();
        writer.open(BULK)?.delete_all_documents()?;
        Ok(Rebuild {
            index: self,
            writer,
        })
    }

    /// Takes notice of what was tidied up in the background since the last change. It changes no answer,
    /// and is worth calling now and then while nothing else happens.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn refresh(&self) -> Result<(), SearchError> {
        let snapshot = self.snapshot();
        let metas = self.index.searchable_segment_metas()?;
        let is_same = metas.len() == snapshot.segments.len()
            && metas.iter().all(|meta| {
                let id = meta.id();
                snapshot
                    .segments
                    .iter()
                    .any(|segment| segment.reader.segment_id() == id)
            });
        if is_same {
            return Ok(());
        }
        let _writer = self.writer();
        self.reload()
    }

    fn reload(&self) -> Result<(), SearchError> {
        self.reader.reload()?;
        let snapshot = Snapshot::open(self.reader.searcher(), self.fields)?;
        *self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = snapshot;
        Ok(())
    }

    /// Shows a change that was committed, or forgets one that was not.
    fn settle(
        &self,
        writer: &mut Writer,
        changed: Result<(), SearchError>,
        position: u64,
    ) -> Result<(), SearchError> {
        match changed {
            Ok(()) => {
                self.reload()?;
                self.position.store(position, Ordering::Release);
                Ok(())
            }
            Err(error) => {
                writer.close();
                Err(error)
            }
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

impl Writer {
    /// Closes the engine, which gives back its lock and its memory, and forgets what was not committed. Waits for what
    /// it does in the background, so that two of them never work on the same files.
    fn close(&mut self) {
        if let Some(engine) = self.engine.take()
            && let Err(error) = engine.wait_merging_threads()
        {
            log::warn!("the search index was not tidied up: {error}");
        }
    }

    /// Opens the engine; what it did not commit before is forgotten.
    fn open(&mut self, effort: Effort) -> Result<&mut IndexWriter, SearchError> {
        self.close();
        let options = IndexWriterOptions::builder()
            .num_worker_threads(effort.threads)
            .num_merge_threads(1)
            .memory_budget_per_thread(effort.bytes)
            .build();
        let engine: IndexWriter = self.index.writer_with_options(options)?;
        engine.set_merge_policy(Box::new(merge_policy()));
        Ok(self.engine.insert(engine))
    }

    fn engine(&mut self) -> Result<&mut IndexWriter, SearchError> {
        if self.engine.is_none() {
            self.open(STEADY)?;
        }
        self.engine
            .as_mut()
            .ok_or_else(|| SearchError::Damaged("no writer".to_owned()))
    }

    fn change(
        &mut self,
        fields: &Fields,
        puts: &[CardEntry],
        deletes: &[Uuid],
    ) -> Result<(), SearchError> {
        for card in puts {
            self.engine()?.delete_term(schema::id_term(fields, card.id));
            self.add(card)?;
        }
        for id in deletes {
            self.engine()?.delete_term(schema::id_term(fields, *id));
        }
        Ok(())
    }

    fn add(&mut self, card: &CardEntry) -> Result<(), SearchError> {
        let document = self.documents.document(card)?;
        self.engine()?.add_document(document)?;
        Ok(())
    }

    fn commit(&mut self, position: u64) -> Result<(), SearchError> {
        let mut commit = self.engine()?.prepare_commit()?;
        commit.set_payload(&payload(position));
        commit.commit()?;
        Ok(())
    }
}

fn merge_policy() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_layer_size(SMALL_SEGMENT);
    policy.set_del_docs_ratio_before_merge(DELETED_PART);
    policy
}

/// An index being built anew; see [`CardIndex::rebuild`].
pub struct Rebuild<'a> {
    index: &'a CardIndex,
    writer: MutexGuard<'a, Writer>,
}

impl Rebuild<'_> {
    /// Adds a card, which must not have been added before.
    ///
    /// # Errors
    /// When it cannot be written; the rebuild is then lost.
    pub fn add(&mut self, card: &CardEntry) -> Result<(), SearchError> {
        self.writer.add(card)
    }

    /// Puts the new index in the place of the former one, with its position, and tidies it up.
    ///
    /// # Errors
    /// When it cannot be written; the former one stays.
    pub fn commit(mut self, position: u64) -> Result<(), SearchError> {
        let committed = self.writer.commit(position);
        self.index.settle(&mut self.writer, committed, position)?;
        self.writer.close();
        self.index.reload()
    }
}

impl Drop for Rebuild<'_> {
    /// Forgets what was not committed, and gives back the memory.
    fn drop(&mut self) {
        self.writer.close();
    }
}
