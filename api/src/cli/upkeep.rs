//! `migrate`, `check`, `backup`, `rotate-keys`.

use std::path::Path;

use api::{
    config::Config,
    files::FileStore,
    hub::{Hub, open_database},
    mail::MailTransport,
};
use persistence::{DatabaseUrl, Db};

use super::{say, users::explain};

/// Brings the database up to date.
pub(super) fn migrate(config: &Config) -> Result<(), String> {
    let db = open_database(config).map_err(|error| error.to_string())?;
    say(&format!("{} is up to date", db.url()));
    Ok(())
}

/// Checks everything a start needs, and names every mistake.
pub(super) fn check(config: &Config) -> Result<(), String> {
    let mut wrong = Vec::new();
    say(&format!("settings: good; database {}", config.database_url));
    match examine_database(config) {
        Ok(lines) => lines.iter().for_each(|line| say(line)),
        Err(error) => wrong.push(format!("database: {error}")),
    }
    match MailTransport::new(
        config.smtp_url.as_ref(),
        &config.data_dir,
        &config.mail_from,
    ) {
        Ok(transport) => match transport.check() {
            Ok(text) => say(&format!("mail: {text}")),
            Err(error) => wrong.push(format!("mail: {error}")),
        },
        Err(error) => wrong.push(format!("mail: {error}")),
    }
    match FileStore::open(&config.files) {
        Ok(store) => say(&format!("files: {}", store.place())),
        Err(error) => wrong.push(format!("files: {error}")),
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n"))
    }
}

/// Opening a SQLite file makes it; looking at one must not.
fn is_missing(config: &Config) -> bool {
    match &config.database_url {
        DatabaseUrl::Sqlite(path) => !path.exists(),
        DatabaseUrl::Postgres(_) => false,
    }
}

fn examine_database(config: &Config) -> Result<Vec<String>, persistence::DbError> {
    if is_missing(config) {
        return Ok(vec![
            "database: not there yet, made at the first start".to_owned(),
        ]);
    }
    let db = Db::open(&config.database_url, config.pool)?;
    let pending = db.pending_migrations()?;
    let state = if pending.is_empty() {
        "migrations: all applied".to_owned()
    } else {
        format!("migrations: {} to apply at the next start", pending.len())
    };
    Ok(vec![format!("database: {}", db.server_version()?), state])
}

/// Copies a running SQLite database.
pub(super) fn backup(config: &Config, file: &Path) -> Result<(), String> {
    if file.exists() {
        return Err(format!("{} exists already", file.display()));
    }
    if is_missing(config) {
        return Err(format!("{} does not exist", config.database_url));
    }
    let db = Db::open(&config.database_url, config.pool).map_err(|error| error.to_string())?;
    say(&format!("copying {} to {} …", db.url(), file.display()));
    db.backup(file).map_err(|error| error.to_string())?;
    let size = std::fs::metadata(file)
        .map_err(|error| error.to_string())?
        .len();
    say(&format!("done: {size} bytes"));
    Ok(())
}

/// Makes a new signing key.
pub(super) fn rotate_keys(hub: &Hub) -> Result<(), String> {
    hub.keys
        .rotate_now(hub.clock.now())
        .map_err(|problem| explain(&problem))?;
    say("a new signing key is in force");
    Ok(())
}

/// Builds the search index anew, saying how far it is.
pub(super) fn rebuild_index(hub: &Hub) -> Result<(), String> {
    let failed = |problem| explain(&problem);
    let index = hub.catalogue.index().map_err(failed)?;
    if !index.folder().ends_with("1") {
        return Err(
            "the hub is running and uses its search index: stop it first (it also builds a missing or \
             damaged index by itself)"
                .to_owned(),
        );
    }
    let mut told = None;
    let rebuilt = hub.catalogue.rebuild(&hub.db, &mut |done, total| {
        let percent = done * 100 / total.max(1);
        if told != Some(percent) {
            told = Some(percent);
            say(&format!("{percent:>3} % ({done} of {total} cards)"));
        }
    });
    rebuilt.map_err(failed)?;
    say(&format!("the search index holds {} cards", index.count()));
    Ok(())
}
