//! The stored files of long work: what it reads, and what it makes.

use persistence::jobs::stored_file_is_needed;

use crate::{
    files::FileKey,
    hub::Hub,
    problem::{Outcome, Problem},
};

/// Waits for something asynchronous in a thread that is not.
pub(crate) fn block_on<F: std::future::Future>(future: F) -> Outcome<F::Output> {
    let runtime = actix_web::rt::Runtime::new()
        .map_err(|error| Problem::internal(format!("runtime: {error}")))?;
    Ok(runtime.block_on(future))
}

/// Removes a file that nothing refers to. A failure is only logged: the file does no harm.
pub(crate) fn forget_file(hub: &Hub, key: &str) {
    let forgotten = hub
        .db
        .read(|connection| Outcome::Ok(stored_file_is_needed(connection, key)?))
        .and_then(|is_needed| match key.parse::<FileKey>() {
            Ok(key) if !is_needed => block_on(hub.files.delete(&key))?,
            Ok(_) | Err(_) => Ok(()),
        });
    if let Err(problem) = forgotten {
        log::warn!(
            "file {key} not removed: {}",
            problem.log_text().unwrap_or("no answer")
        );
    }
}
