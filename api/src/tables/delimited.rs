//! CSV: a row of headers, then rows; semicolons or commas.

use std::{
    io::{self, BufRead as _, BufReader, Read, Seek},
    sync::Arc,
};

use csv::{ByteRecord, ReaderBuilder, Terminator};

use super::{
    Item, MAX_ROW_BYTES, ReadFault, TableFault, TableFormat,
    columns::{Columns, row_fault, too_long},
    encoding::{Encoding, detect, unguarded},
    messages,
};

const BUFFER: usize = 64 * 1024;

/// Reads the rows of a CSV file.
pub(super) struct Reader<R> {
    records: Records<R>,
    columns: Columns,
}

impl<R: Read + Seek> Reader<R> {
    pub(super) fn open(mut source: R) -> Result<Self, TableFault> {
        let encoding = detect(&mut source, TableFormat::Csv)?;
        let mut source = BufReader::with_capacity(BUFFER, source);
        let head = source.fill_buf().map_err(|error| TableFault::io(&error))?;
        let separator = separator(head);
        let mut records = Records::new(source, encoding, separator);
        let headers = match records.next() {
            Some(Ok((_, cells))) => cells,
            Some(Err(fault)) => return Err(whole(fault)),
            None => Vec::new(),
        };
        let columns = Columns::parse(headers)?;
        Ok(Self { records, columns })
    }

    pub(super) fn columns(&self) -> Arc<[Arc<str>]> {
        self.columns.names()
    }
}

/// A fault in the row of headers is one of the whole table.
fn whole(fault: ReadFault) -> TableFault {
    match fault {
        ReadFault::Row(row) => TableFault::Wrong(row.violation),
        ReadFault::Table(fault) => fault,
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let (line, cells) = match self.records.next()? {
                Ok(record) => record,
                Err(fault) => return Some(Err(fault)),
            };
            let narrow = cells.len() < self.columns.len();
            match self.columns.row(line, cells) {
                Ok(None) => {}
                // A cell is missing somewhere, nobody knows where.
                Ok(Some(_)) if narrow => {
                    let fault = row_fault(line, &messages::ROW_TOO_NARROW);
                    return Some(Err(ReadFault::Row(fault)));
                }
                Ok(Some(row)) => return Some(Ok(row)),
                Err(fault) => return Some(Err(ReadFault::Row(fault))),
            }
        }
    }
}

/// A semicolon outside quotes in the first line with text decides: an Italian header may well hold
/// a comma, but hardly a semicolon.
fn separator(head: &[u8]) -> u8 {
    let mut quoted = false;
    let mut text = false;
    let mut found = b';';
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b';' if !quoted => return b';',
            b',' if !quoted => found = b',',
            b'\n' if !quoted && text => break,
            b'\r' | b'\n' => {}
            _ => text = true,
        }
    }
    found
}

/// The records of a CSV, each with the line it begins in.
struct Records<R> {
    reader: csv::Reader<Bounded<BufReader<R>>>,
    record: ByteRecord,
    encoding: Encoding,
    ended: bool,
}

impl<R: Read> Records<R> {
    fn new(source: BufReader<R>, encoding: Encoding, separator: u8) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            // Not CRLF, so that a record ends with its line and lines can be counted.
            .terminator(Terminator::Any(b'\n'))
            .buffer_capacity(BUFFER)
            .from_reader(Bounded {
                inner: source,
                read: 0,
                allowed: 0,
                last: b'\n',
            });
        Self {
            reader,
            record: ByteRecord::new(),
            encoding,
            ended: false,
        }
    }

    /// The line in which the record just read begins. Blank lines before it are not part of it.
    fn line(&self) -> u64 {
        let after = self.reader.position();
        let source = self.reader.get_ref();
        let unfinished = after.byte() == source.read && source.last != b'\n';
        let within = self.record.as_slice().split(|byte| *byte == b'\n').count() as u64 - 1;
        (after.line() + u64::from(unfinished)).saturating_sub(within + 1)
    }

    fn cells(&self) -> Vec<String> {
        let last = self.record.len().saturating_sub(1);
        self.record
            .iter()
            .enumerate()
            .map(|(index, field)| {
                let field = match field.strip_suffix(b"\r") {
                    Some(field) if index == last => field,
                    Some(_) | None => field,
                };
                unguarded(&self.encoding.decode(field)).to_owned()
            })
            .collect()
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = Result<(u64, Vec<String>), ReadFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let start = self.reader.position().clone();
        self.reader.get_mut().allowed = start.byte() + (MAX_ROW_BYTES + BUFFER) as u64;
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => Some(Ok((self.line(), self.cells()))),
            Ok(false) => None,
            Err(error) => {
                self.ended = true;
                let too_large = matches!(
                    error.kind(),
                    csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge
                );
                Some(Err(ReadFault::Table(if too_large {
                    TableFault::Wrong(too_long(start.line()).violation)
                } else {
                    TableFault::io(&error)
                })))
            }
        }
    }
}

/// Stops reading when one record takes more than it may: the reader of records keeps a whole one
/// in memory, and a quotation mark that is never closed makes the rest of the file one record.
struct Bounded<R> {
    inner: R,
    read: u64,
    allowed: u64,
    last: u8,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read > self.allowed {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let read = self.inner.read(buffer)?;
        self.read += read as u64;
        if let Some(last) = buffer.get(..read).and_then(<[u8]>::last) {
            self.last = *last;
        }
        Ok(read)
    }
}
