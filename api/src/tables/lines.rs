//! JSON lines: one object a line.

use std::io::{BufRead, BufReader, Read, Seek};

use serde_json::Value;

use super::{
    Item, MAX_ROW_BYTES, ReadFault, Row, RowCells, TableFault, TableFormat,
    columns::{row_fault, too_long},
    encoding::{Encoding, detect},
    messages,
};

/// Reads the objects of a file of JSON lines.
pub(super) struct Reader<R> {
    source: BufReader<R>,
    buffer: Vec<u8>,
    line: u64,
}

/// How a line ended.
enum Line {
    Whole,
    TooLong,
    None,
}

impl<R: Read + Seek> Reader<R> {
    pub(super) fn open(mut source: R) -> Result<Self, TableFault> {
        match detect(&mut source, TableFormat::Ndjson)? {
            Encoding::Utf8 => {}
            Encoding::Windows1252 => return Err(TableFault::format(TableFormat::Ndjson)),
        }
        Ok(Self {
            source: BufReader::with_capacity(64 * 1024, source),
            buffer: Vec::new(),
            line: 0,
        })
    }
}

impl<R: Read> Reader<R> {
    /// Takes the next line into the buffer; of one that is too long only as much as may be.
    fn take_line(&mut self) -> std::io::Result<Line> {
        self.buffer.clear();
        let mut outcome = Line::None;
        loop {
            let available = self.source.fill_buf()?;
            if available.is_empty() {
                return Ok(outcome);
            }
            let end = available.iter().position(|byte| *byte == b'\n');
            let part = available
                .get(..end.unwrap_or(available.len()))
                .unwrap_or_default();
            outcome = if self.buffer.len() + part.len() <= MAX_ROW_BYTES
                && !matches!(outcome, Line::TooLong)
            {
                self.buffer.extend_from_slice(part);
                Line::Whole
            } else {
                Line::TooLong
            };
            let taken = part.len() + usize::from(end.is_some());
            self.source.consume(taken);
            if end.is_some() {
                return Ok(outcome);
            }
        }
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let outcome = match self.take_line() {
                Ok(outcome) => outcome,
                Err(error) => return Some(Err(ReadFault::Table(TableFault::io(&error)))),
            };
            self.line += 1;
            match outcome {
                Line::None => return None,
                Line::TooLong => return Some(Err(ReadFault::Row(too_long(self.line)))),
                Line::Whole if self.buffer.trim_ascii().is_empty() => {}
                Line::Whole => {
                    return Some(match serde_json::from_slice(&self.buffer) {
                        Ok(value @ Value::Object(_)) => Ok(Row {
                            line: self.line,
                            cells: RowCells::Json(value),
                        }),
                        Ok(_) | Err(_) => Err(ReadFault::Row(row_fault(
                            self.line,
                            &messages::LINE_NOT_OBJECT,
                        ))),
                    });
                }
            }
        }
    }
}
