//! `/card-exports`: cards as tables, in the shapes that imports read.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom, Write},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use actix_web::{FromRequest as _, HttpResponse, get, http::header, web::Bytes};
use domain_accounts::{Action, Scope, Target};
use domain_cards::{Card, CardContent};
use domain_shared::{CardId, Code as _, TextValue as _, codes};
use futures_util::stream;
use persistence::{
    Db,
    cards::{ExportFilter, cards_after, revisions_last},
    providers::provider_find,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    lexicon::Lexicon,
    sheet,
    template::{guide, header_names},
};
use crate::{
    http::{Ctx, ValidQuery},
    hub::{Hub, off_thread},
    jobs::TableFormatField,
    problem::{Outcome, Problem},
    tables::{TableFormat, TableWriter},
    wire::{Coded, ProviderIdField},
};

/// Cards read together.
const PAGE: usize = 200;
/// Bytes of a finished workbook sent together.
const PART: usize = 64 * 1024;

codes! {
    /// What an export shows of cards.
    pub enum ExportState {
        /// The working copy, or the last revision where there is none.
        Working = "working", "copie di lavoro", "working copies";
        /// The last revision of published cards.
        Published = "published", "schede pubblicate", "published cards";
    }
}

/// What an export shows of cards.
type ExportStateField = Coded<ExportState>;

/// Which cards to export, and how.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportParams {
    /// Form of the table; CSV without this.
    #[param(inline, value_type = Option<TableFormatField>)]
    format: Option<TableFormatField>,
    /// Cards of this provider only.
    #[param(inline, value_type = Option<ProviderIdField>)]
    provider_id: Option<ProviderIdField>,
    /// What to show of them; working copies without this.
    #[param(inline, value_type = Option<ExportStateField>)]
    state: Option<ExportStateField>,
}

/// Export service cards
///
/// Those of one's own providers, and for reviewers and administrators all those of their network,
/// archived ones left out, in the order they were made: as a table in the columns of the template, or
/// as lines of JSON. What is exported can be imported again: nothing changes then. A table holds
/// Italian and English texts and the first places, prices and links; lines of JSON hold everything.
#[utoipa::path(
    tag = "jobs", operation_id = "export_cards",
    params(ExportParams),
    responses(
        (status = 200, description = "The cards."),
        (status = 404, description = "There is no such provider, or the caller must not know of it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.read")), ("x-table-answer" = json!(true))),
)]
#[get("/card-exports")]
pub(super) async fn export_cards(ctx: Ctx) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let params = ValidQuery::<ExportParams>::extract(ctx.request()).await?.0;
    let format = params.format.map_or(TableFormat::Csv, |format| format.0);
    let state = params.state.map_or(ExportState::Working, |state| state.0);
    let provider = params.provider_id.map(|id| id.0);
    let filter = ExportFilter {
        provider,
        network: None,
        published: state == ExportState::Published,
    };
    let scope = ctx
        .read(move |snapshot| {
            if let Some(provider) = provider {
                let found = provider_find(snapshot.connection(), provider)?;
                let found = found.ok_or_else(Problem::not_found)?;
                let target = Target::private_in(found.network_id).of_provider(found.id);
                snapshot.authorize(Action::CardRead, &target)?;
            }
            snapshot.scope(Action::CardRead)
        })
        .await?;
    let hub = Arc::clone(ctx.hub());
    let name = format!("schede.{}", format.code());
    let order = (scope, filter);
    let mut response = attached(&name, format, "no-store");
    Ok(match format {
        TableFormat::Csv | TableFormat::Ndjson => {
            let buffer = Buffer::default();
            let sink = buffer.clone();
            let export = off_thread({
                let hub = Arc::clone(&hub);
                move || Export::begin(&hub.db, sink, format, order)
            })
            .await?;
            response.streaming(pages(hub, export, buffer))
        }
        TableFormat::Xlsx => {
            let file = off_thread(move || workbook(&hub, order)).await?;
            response.streaming(parts(file))
        }
    })
}

/// The cards page by page, each read when the one before was sent.
fn pages(
    hub: Arc<Hub>,
    export: Export<Buffer>,
    buffer: Buffer,
) -> impl stream::Stream<Item = Result<Bytes, actix_web::Error>> {
    stream::try_unfold(Some(export), move |state| {
        let (hub, buffer) = (Arc::clone(&hub), buffer.clone());
        async move {
            let Some(mut export) = state else {
                return Ok(None);
            };
            let made = off_thread(move || {
                loop {
                    let more = export.page(&hub.db)?;
                    if !more {
                        export.finish()?;
                        return Outcome::Ok((buffer.take(), None));
                    }
                    let bytes = buffer.take();
                    if !bytes.is_empty() {
                        return Ok((bytes, Some(export)));
                    }
                }
            });
            let (bytes, next) = made.await.map_err(actix_web::Error::from)?;
            // An empty part would end the answer for the client.
            Ok((!bytes.is_empty()).then_some((bytes, next)))
        }
    })
}

/// A finished workbook part by part.
fn parts(file: File) -> impl stream::Stream<Item = Result<Bytes, actix_web::Error>> {
    stream::try_unfold(file, |file| async move {
        let read = off_thread(move || {
            let mut part = Vec::with_capacity(PART);
            let mut some = (&file).take(PART as u64);
            let read = some.read_to_end(&mut part);
            read.map_err(|error| Problem::internal(format!("workbook: {error}")))?;
            Outcome::Ok((Bytes::from(part), file))
        });
        let (part, file) = read.await.map_err(actix_web::Error::from)?;
        Ok((!part.is_empty()).then_some((part, file)))
    })
}

/// Writes a workbook into a file that nobody else can open and that is gone with the answer.
fn workbook(hub: &Hub, order: (Scope, ExportFilter)) -> Outcome<File> {
    let failed = |error: std::io::Error| Problem::internal(format!("workbook: {error}"));
    let folder: &Path = &hub.config.data_dir;
    std::fs::create_dir_all(folder).map_err(failed)?;
    let name: CardId = crate::clock::new_id();
    let path = folder.join(format!("export-{name}.tmp"));
    let file = File::options()
        .create_new(true)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(failed)?;
    std::fs::remove_file(&path).map_err(failed)?;
    let mut export = Export::begin(&hub.db, file, TableFormat::Xlsx, order)?;
    while export.page(&hub.db)? {}
    let mut file = export.finish()?;
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    Ok(file)
}

/// The headers of a file to save.
fn attached(
    name: &str,
    format: TableFormat,
    caching: &'static str,
) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CACHE_CONTROL, caching))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .content_type(format.media_type());
    response
}

/// 200 with a public file to save.
pub(super) fn attachment(name: &str, format: TableFormat, bytes: Bytes) -> HttpResponse {
    attached(name, format, "public, max-age=60, must-revalidate").body(bytes)
}

/// A sink that is emptied from outside.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn take(&self) -> Bytes {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Bytes::from(std::mem::take(&mut *bytes))
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A table of cards that is being written.
pub struct Export<W: Write + Send> {
    writer: TableWriter<W>,
    format: TableFormat,
    lexicon: Lexicon,
    scope: Scope,
    filter: ExportFilter,
    after: Option<CardId>,
    count: usize,
}

impl<W: Write + Send> std::fmt::Debug for Export<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Export")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

impl<W: Write + Send> Export<W> {
    /// Begins a table with its headers.
    ///
    /// # Errors
    /// When the database does not answer or the sink fails.
    pub fn begin(
        db: &Db,
        sink: W,
        format: TableFormat,
        (scope, filter): (Scope, ExportFilter),
    ) -> Outcome<Self> {
        let names = match format {
            TableFormat::Csv | TableFormat::Xlsx => header_names(),
            TableFormat::Ndjson => Vec::new(),
        };
        Ok(Self {
            writer: TableWriter::new(sink, format, &names, guide(&[]))?,
            format,
            lexicon: db.read(Lexicon::load)?,
            scope,
            filter,
            after: None,
            count: 0,
        })
    }

    /// Cards written so far.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Writes the next cards; false when there are no more.
    ///
    /// # Errors
    /// When the database does not answer or the sink fails.
    pub fn page(&mut self, db: &Db) -> Outcome<bool> {
        let (scope, filter, after) = (self.scope.clone(), self.filter, self.after);
        let page = db.read(|connection| {
            let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
            let cards = cards_after(connection, &scope, filter, after, limit)?;
            let copyless = cards
                .iter()
                .filter(|card| filter.published || card.draft.is_none());
            let copyless: Vec<CardId> = copyless.map(|card| card.id).collect();
            let last = revisions_last(connection, &copyless)?;
            Outcome::Ok((cards, last))
        })?;
        let (cards, last) = page;
        let Some(end) = cards.last() else {
            return Ok(false);
        };
        self.after = Some(end.id);
        let mut last: std::collections::HashMap<CardId, CardContent> = last
            .into_iter()
            .map(|revision| (revision.card_id, revision.content))
            .collect();
        for card in &cards {
            let content = match last.remove(&card.id) {
                Some(content) => Some(content),
                None => card.draft.clone(),
            };
            if let Some(content) = content {
                self.card(card, &content)?;
            }
        }
        Ok(true)
    }

    fn card(&mut self, card: &Card, content: &CardContent) -> Outcome<()> {
        let content = serde_json::to_value(content)
            .map_err(|error| Problem::internal(format!("card {}: {error}", card.id)))?;
        // Another hub does not know the identifier, so it stands only where nothing else tells the card.
        let name = card.external_id.as_ref().map(|id| id.as_str());
        let id = name.is_none().then(|| card.id.to_string());
        let line = sheet::line(id, name, content);
        match self.format {
            TableFormat::Ndjson => self.writer.json(&line)?,
            TableFormat::Csv | TableFormat::Xlsx => {
                self.writer.row(&sheet::row(&line, &self.lexicon))?;
            }
        }
        self.count += 1;
        Ok(())
    }

    /// Ends the table and gives the sink back.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn finish(self) -> Outcome<W> {
        Ok(self.writer.finish()?)
    }
}
