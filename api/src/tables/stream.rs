//! Tables that are sent to a client while they are written, in bounded memory.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom, Write},
    sync::{Arc, Mutex, PoisonError},
};

use actix_web::{HttpResponse, HttpResponseBuilder, http::header, web::Bytes};
use domain_shared::{Code as _, JobId};
use futures_util::stream;

use super::TableFormat;
use crate::{
    hub::{Hub, off_thread},
    problem::{Outcome, Problem},
};

/// Bytes of a finished workbook sent together.
const PART: usize = 64 * 1024;

/// A table that is written a part at a time.
pub(crate) trait TablePages: Send + Sized + 'static {
    /// Writes the next rows; false when there are no more. Blocks.
    ///
    /// # Errors
    /// When the database does not answer or the sink fails.
    fn page(&mut self, hub: &Hub) -> Outcome<bool>;

    /// Ends the table and gives the sink back.
    ///
    /// # Errors
    /// When the sink fails.
    fn finish(self) -> Outcome<Sink>;
}

/// Where a table goes that is sent: what was written so far, or a file, because a workbook is whole only at its end.
#[derive(Debug)]
pub(crate) enum Sink {
    Parts(Parts),
    File(File),
}

/// A sink that is emptied from outside.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts(Arc<Mutex<Vec<u8>>>);

impl Parts {
    fn take(&self) -> Bytes {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Bytes::from(std::mem::take(&mut *bytes))
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Parts(parts) => {
                let mut kept = parts.0.lock().unwrap_or_else(PoisonError::into_inner);
                kept.extend_from_slice(bytes);
                Ok(bytes.len())
            }
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Parts(_) => Ok(()),
            Self::File(file) => file.flush(),
        }
    }
}

/// 200 with a table to save that nobody keeps, sent while it is written. `name` is without an ending.
///
/// # Errors
/// When the table cannot be begun, or a workbook not be written; what fails later ends the answer early.
pub(crate) async fn streamed<P: TablePages>(
    hub: &Arc<Hub>,
    (name, format): (&str, TableFormat),
    begin: impl FnOnce(&Hub, Sink) -> Outcome<P> + Send + 'static,
) -> Outcome<HttpResponse> {
    let mut response = attached(name, format, "no-store");
    let shared = Arc::clone(hub);
    Ok(match format {
        TableFormat::Csv | TableFormat::Ndjson => {
            let parts = Parts::default();
            let sink = Sink::Parts(parts.clone());
            let table = off_thread(move || begin(&shared, sink)).await?;
            response.streaming(pages(Arc::clone(hub), table, parts))
        }
        TableFormat::Xlsx => {
            let file = off_thread(move || workbook(&shared, begin)).await?;
            response.streaming(parts_of(file))
        }
    })
}

/// The headers of a table to save.
pub(crate) fn attached(
    name: &str,
    format: TableFormat,
    caching: &'static str,
) -> HttpResponseBuilder {
    let name = format!("attachment; filename=\"{name}.{}\"", format.code());
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CACHE_CONTROL, caching))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .content_type(format.media_type());
    response
}

/// The table page by page, each written when the one before was sent.
fn pages<P: TablePages>(
    hub: Arc<Hub>,
    begun: P,
    parts: Parts,
) -> impl stream::Stream<Item = Result<Bytes, actix_web::Error>> {
    stream::try_unfold(Some(begun), move |state| {
        let (hub, parts) = (Arc::clone(&hub), parts.clone());
        async move {
            let Some(mut table) = state else {
                return Ok(None);
            };
            let made = off_thread(move || {
                loop {
                    let more = table.page(&hub)?;
                    if !more {
                        table.finish()?;
                        return Outcome::Ok((parts.take(), None));
                    }
                    let bytes = parts.take();
                    if !bytes.is_empty() {
                        return Ok((bytes, Some(table)));
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
fn parts_of(file: File) -> impl stream::Stream<Item = Result<Bytes, actix_web::Error>> {
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
fn workbook<P: TablePages>(
    hub: &Hub,
    begin: impl FnOnce(&Hub, Sink) -> Outcome<P>,
) -> Outcome<File> {
    let failed = |error: std::io::Error| Problem::internal(format!("workbook: {error}"));
    let folder = &hub.config.data_dir;
    std::fs::create_dir_all(folder).map_err(failed)?;
    let name: JobId = crate::clock::new_id();
    let path = folder.join(format!("export-{name}.tmp"));
    let file = File::options()
        .create_new(true)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(failed)?;
    std::fs::remove_file(&path).map_err(failed)?;
    let mut table = begin(hub, Sink::File(file))?;
    while table.page(hub)? {}
    let Sink::File(mut file) = table.finish()? else {
        return Err(Problem::internal("a workbook that is no file"));
    };
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    Ok(file)
}
