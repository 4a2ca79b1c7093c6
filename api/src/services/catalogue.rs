//! The search index of this process, and the thread that feeds it with the log of changes.

use std::{
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, OnceLock, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use domain_categories::ServiceCategory;
use domain_shared::{CardId, TextValue, fold};
use persistence::{
    AnyConnection, Db,
    categories::category_tree,
    services::{
        IndexSource, Places, change_last, index_sources, index_sources_after, places_load,
        services_changed, zone_places,
    },
};
use search::{CardIndex, SearchError};

use super::entry::{Lookup, entry_of};
use crate::{
    hub::Hub,
    problem::{Outcome, Problem},
};

/// How often changes made by other processes are looked for.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How old the tree of categories may be that suggestions are made from.
const TREE_KEPT: Duration = Duration::from_secs(1);
/// How long the feeder rests after it followed changes: what comes close together is followed together, because each
/// round costs about the same however many cards it is about.
const REST: Duration = Duration::from_millis(100);
/// Lines of the log followed together.
const LINES: i64 = 1000;
/// Cards read together while the index is built anew.
const CARDS: i64 = 1000;

/// What answers searches: the index, and the territory.
#[derive(Debug)]
pub struct Catalogue {
    root: PathBuf,
    opened: OnceLock<Result<CardIndex, String>>,
    places: OnceLock<Arc<Places>>,
    categories: Mutex<Option<(Instant, Arc<[NamedCategory]>)>>,
    /// Held while changes are followed, so that one thread does it at a time.
    following: Mutex<()>,
    signal: Mutex<Signal>,
    wake: Condvar,
}

/// A category and its names, folded.
#[derive(Debug)]
pub(super) struct NamedCategory {
    pub(super) category: ServiceCategory,
    pub(super) names: Vec<String>,
}

impl NamedCategory {
    fn of(category: &ServiceCategory) -> Self {
        let label = &category.label;
        let labels = std::iter::once(&label.it).chain(&label.en);
        let labels = labels.map(TextValue::as_str);
        let synonyms = category.synonyms.iter().map(|one| one.text.as_str());
        Self {
            names: labels.chain(synonyms).map(fold).collect(),
            category: category.clone(),
        }
    }
}

#[derive(Debug, Default)]
struct Signal {
    is_due: bool,
    is_over: bool,
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Cursor => Self::new(crate::problem::ProblemCode::InvalidCursor),
            SearchError::Folder { .. }
            | SearchError::NoFreeSlot(_)
            | SearchError::Damaged(_)
            | SearchError::Engine(_)
            | SearchError::Read(_) => Self::internal(format!("search: {error}")),
        }
    }
}

impl Catalogue {
    /// A catalogue whose index lies under a folder; it is opened when it is first needed.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self {
            root,
            opened: OnceLock::new(),
            places: OnceLock::new(),
            categories: Mutex::default(),
            following: Mutex::default(),
            signal: Mutex::default(),
            wake: Condvar::new(),
        }
    }

    /// The index.
    ///
    /// # Errors
    /// When its folder cannot be used.
    pub fn index(&self) -> Outcome<&CardIndex> {
        let opened = self
            .opened
            .get_or_init(|| CardIndex::open(&self.root).map_err(|error| error.to_string()));
        opened
            .as_ref()
            .map_err(|error| Problem::internal(format!("search index: {error}")))
    }

    /// How far the index has followed the log of changes; 0 before it is opened.
    #[must_use]
    pub fn position(&self) -> u64 {
        let opened = self.opened.get().and_then(|opened| opened.as_ref().ok());
        opened.map_or(0, CardIndex::position)
    }

    /// The territory, read once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn places(&self, db: &Db) -> Outcome<Arc<Places>> {
        if let Some(places) = self.places.get() {
            return Ok(Arc::clone(places));
        }
        let places = Arc::new(db.read(places_load)?);
        Ok(Arc::clone(self.places.get_or_init(|| places)))
    }

    /// Every category in the order of the tree, as it was at most a second ago.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) fn categories(
        &self,
        connection: &mut AnyConnection,
    ) -> Outcome<Arc<[NamedCategory]>> {
        let mut kept = self
            .categories
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((at, categories)) = kept.as_ref()
            && at.elapsed() < TREE_KEPT
        {
            return Ok(Arc::clone(categories));
        }
        let tree = category_tree(connection)?;
        let in_order = tree.in_order().into_iter().map(NamedCategory::of);
        let categories: Arc<[NamedCategory]> = in_order.collect();
        *kept = Some((Instant::now(), Arc::clone(&categories)));
        Ok(categories)
    }

    /// Says that there may be changes to follow.
    pub fn wake(&self) {
        self.signal
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_due = true;
        self.wake.notify_one();
    }

    fn stop(&self) {
        self.signal
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_over = true;
        self.wake.notify_one();
    }

    /// Rests, then waits until woken or until it is time to look; false when it is over.
    fn wait(&self, rest: Duration) -> bool {
        let signal = self.signal.lock().unwrap_or_else(PoisonError::into_inner);
        let rested = self
            .wake
            .wait_timeout_while(signal, rest, |signal| !signal.is_over);
        drop(rested);
        let signal = self.signal.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.wake.wait_timeout_while(signal, LOOK_EVERY, |signal| {
            !signal.is_due && !signal.is_over
        });
        let mut signal = waited.unwrap_or_else(PoisonError::into_inner).0;
        signal.is_due = false;
        !signal.is_over
    }

    /// Brings the index up to the last line of the log; builds it anew if it is empty.
    ///
    /// # Errors
    /// When the database does not answer or the index cannot be written.
    pub fn catch_up(&self, db: &Db) -> Outcome<()> {
        let _alone = self
            .following
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let index = self.index()?;
        let last = db.read(change_last)?;
        let mut position = i64::try_from(index.position()).unwrap_or(i64::MAX);
        if position == last {
            return Ok(());
        }
        // A log that is shorter than what was followed is another database's.
        if position == 0 || position > last {
            return self.build(db, index, &mut |_, _| ());
        }
        let places = self.places(db)?;
        loop {
            let (next, puts, deletes) = db.read(|connection| {
                let (cards, next) = services_changed(connection, position, LINES)?;
                let sources = index_sources(connection, &cards)?;
                let (tree, zones) = (category_tree(connection)?, zone_places(connection)?);
                let lookup = Lookup {
                    tree: &tree,
                    places: &places,
                    zones: &zones,
                };
                let puts: Vec<_> = sources.iter().map(|one| entry_of(one, &lookup)).collect();
                let gone = |card: &&CardId| !sources.iter().any(|one| one.card_id == **card);
                let deletes: Vec<_> = cards.iter().filter(gone).map(|card| card.uuid()).collect();
                Outcome::Ok((next, puts, deletes))
            })?;
            if next == position {
                return Ok(());
            }
            index.apply(&puts, &deletes, u64::try_from(next).unwrap_or(0))?;
            position = next;
        }
    }

    /// Builds the index anew from the database; `progress` is told how many of how many cards are done.
    ///
    /// # Errors
    /// As [`Self::catch_up`]; the former index stays.
    pub fn rebuild(&self, db: &Db, progress: &mut dyn FnMut(usize, usize)) -> Outcome<()> {
        let _alone = self
            .following
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.build(db, self.index()?, progress)
    }

    fn build(
        &self,
        db: &Db,
        index: &CardIndex,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Outcome<()> {
        let started = Instant::now();
        let places = self.places(db)?;
        // What changes while the cards are read is followed from here.
        let (position, total, tree, zones) = db.read(|connection| {
            Outcome::Ok((
                change_last(connection)?,
                persistence::services::service_count(connection)?,
                category_tree(connection)?,
                zone_places(connection)?,
            ))
        })?;
        let lookup = Lookup {
            tree: &tree,
            places: &places,
            zones: &zones,
        };
        let mut rebuild = index.rebuild()?;
        let (mut after, mut done) = (None, 0);
        loop {
            let sources: Vec<IndexSource> =
                db.read(|connection| index_sources_after(connection, after, CARDS))?;
            let Some(last) = sources.last() else {
                break;
            };
            after = Some(last.card_id);
            for source in &sources {
                rebuild.add(&entry_of(source, &lookup))?;
            }
            done += sources.len();
            progress(done, total);
        }
        rebuild.commit(u64::try_from(position).unwrap_or(0))?;
        if done > 0 {
            let took = started.elapsed().as_millis();
            log::info!("search index: {done} cards indexed in {took} ms");
        }
        Ok(())
    }
}

/// The running feeder of the index.
#[derive(Debug)]
pub struct Feeder {
    hub: Arc<Hub>,
    thread: Option<JoinHandle<()>>,
}

impl Feeder {
    /// Ends the feeder after the changes it is following.
    pub fn stop(mut self) {
        self.hub.catalogue.stop();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the feeder of the search index had panicked");
        }
    }
}

/// Starts feeding the index on a thread of its own.
#[must_use]
pub fn start(hub: &Arc<Hub>) -> Feeder {
    let shared = Arc::clone(hub);
    let thread = std::thread::Builder::new()
        .name("search".to_owned())
        .spawn(move || run(&shared))
        .map_err(|error| log::error!("no feeder of the search index: {error}"))
        .ok();
    Feeder {
        hub: Arc::clone(hub),
        thread,
    }
}

fn run(hub: &Arc<Hub>) {
    loop {
        let before = hub.catalogue.position();
        if let Err(problem) = hub.catalogue.catch_up(&hub.db) {
            log::warn!(
                "search index: {}",
                problem.log_text().unwrap_or("no answer")
            );
        }
        let has_followed = hub.catalogue.position() != before;
        let rest = if has_followed { REST } else { Duration::ZERO };
        if !hub.catalogue.wait(rest) {
            return;
        }
    }
}
