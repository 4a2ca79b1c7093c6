//! The log. Lines are those of `env_logger`; the one that every request has is written without its detours
//! (colours that are taken out again, a time of day worked out anew for each line).

use std::{
    cell::RefCell,
    fmt::Write as _,
    fs::File,
    io::{self, IsTerminal as _, Write as _},
    time::{SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, SecondsFormat};
use log::{
    Log, Metadata, Record, SetLoggerError,
    kv::{Error, Key, Value, VisitSource},
};

/// The target of the line that every request has.
pub(crate) const ACCESS: &str = "access";

/// A line being written, and the second it was written in as text.
#[derive(Default)]
struct Line {
    text: String,
    second: u64,
    time: String,
}

thread_local! {
    static LINE: RefCell<Line> = RefCell::default();
}

/// Starts logging what a filter lets through: to the standard error, or into a file.
///
/// # Errors
/// When something logs already.
pub fn start(filter: &str, file: Option<File>) -> Result<(), SetLoggerError> {
    let mut builder = env_logger::Builder::new();
    builder.parse_filters(filter);
    if let Some(file) = file.as_ref().and_then(|file| file.try_clone().ok()) {
        builder.target(env_logger::Target::Pipe(Box::new(file)));
    }
    let inner = builder.build();
    log::set_max_level(inner.filter());
    if file.is_none() && io::stderr().is_terminal() {
        // People get colours.
        return log::set_boxed_logger(Box::new(inner));
    }
    log::set_boxed_logger(Box::new(Lines { inner, file }))
}

struct Lines {
    inner: env_logger::Logger,
    file: Option<File>,
}

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.inner.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        if record.target() != ACCESS {
            return self.inner.log(record);
        }
        if !self.inner.matches(record) {
            return;
        }
        let is_written = LINE.try_with(|line| {
            let mut line = line.try_borrow_mut().ok()?;
            line.write(record);
            self.print(line.text.as_bytes());
            Some(())
        });
        if !matches!(is_written, Ok(Some(()))) {
            self.inner.log(record);
        }
    }

    fn flush(&self) {
        self.inner.flush();
    }
}

impl Lines {
    fn print(&self, line: &[u8]) {
        // A log that cannot be written has nowhere to say so.
        let _ = match &self.file {
            Some(file) => (&mut &*file).write_all(line),
            None => io::stderr().write_all(line),
        };
    }
}

impl Line {
    fn write(&mut self, record: &Record<'_>) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let second = now.map_or(0, |now| now.as_secs());
        if second != self.second || self.time.is_empty() {
            let time = i64::try_from(second).ok();
            let time = time.and_then(|second| DateTime::from_timestamp(second, 0));
            self.time = time
                .unwrap_or_default()
                .to_rfc3339_opts(SecondsFormat::Secs, true);
            self.second = second;
        }
        let Self { text, time, .. } = self;
        text.clear();
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "[{time} {:<5} {}] {}",
            record.level(),
            record.target(),
            record.args()
        );
        let _ = record.key_values().visit(&mut Pairs(text));
        text.push('\n');
    }
}

/// Writes ` key=value` for each.
struct Pairs<'a>(&'a mut String);

impl<'kvs> VisitSource<'kvs> for Pairs<'_> {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), Error> {
        Ok(write!(self.0, " {key}={value}")?)
    }
}

#[cfg(test)]
mod tests {
    use log::{Level, kv::ToKey as _};

    use super::*;

    #[test]
    fn a_line_is_like_those_of_env_logger() {
        let pairs = [
            ("status".to_key(), Value::from(200)),
            ("path".to_key(), Value::from("/a/{b}")),
        ];
        let mut line = Line::default();
        for what in ["GET", "POST"] {
            let mut record = Record::builder();
            record.level(Level::Info).target(ACCESS).key_values(&pairs);
            line.write(&record.args(format_args!("{what} /a/{{b}} 200")).build());
            let (time, rest) = line.text.split_at(21);
            assert_eq!(
                rest,
                format!(" INFO  access] {what} /a/{{b}} 200 status=200 path=/a/{{b}}\n")
            );
            assert!(time.starts_with('[') && time.ends_with('Z'), "{time}");
        }
    }
}
