//! The headers of a table, and rows that are put together under them.

use std::{collections::HashSet, sync::Arc};

use domain_shared::Violation;

use super::{MAX_COLUMNS, MAX_ROW_BYTES, Row, RowCells, RowFault, TableFault, messages};

/// The headers: none empty, none twice.
#[derive(Debug, Clone)]
pub(super) struct Columns(Arc<[Arc<str>]>);

impl Columns {
    /// Reads the row of headers. Case and surrounding blanks make no difference between two.
    pub(super) fn parse(mut cells: Vec<String>) -> Result<Self, TableFault> {
        while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if cells.is_empty() {
            return Err(wrong(Violation::new("", &messages::TABLE_EMPTY)));
        }
        if cells.len() > MAX_COLUMNS {
            return Err(wrong(
                Violation::new("", &messages::TOO_MANY_COLUMNS).with("max", &MAX_COLUMNS),
            ));
        }
        let mut seen = HashSet::new();
        let mut names = Vec::with_capacity(cells.len());
        for (index, cell) in cells.iter().enumerate() {
            let name = cell.trim();
            if name.is_empty() {
                return Err(wrong(
                    Violation::new("", &messages::HEADER_MISSING).with("column", &(index + 1)),
                ));
            }
            if !seen.insert(name.to_lowercase()) {
                return Err(wrong(
                    Violation::new("", &messages::HEADER_REPEATED).with("name", &name),
                ));
            }
            names.push(Arc::from(name));
        }
        Ok(Self(names.into()))
    }

    pub(super) fn names(&self) -> Arc<[Arc<str>]> {
        Arc::clone(&self.0)
    }

    pub(super) fn name(&self, index: usize) -> Option<&Arc<str>> {
        self.0.get(index)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Puts a row together; nothing when it holds no text. Cells that are not there are empty.
    pub(super) fn row(&self, line: u64, cells: Vec<String>) -> Result<Option<Row>, RowFault> {
        let bytes: usize = cells.iter().map(String::len).sum();
        if bytes == 0 {
            return Ok(None);
        }
        if bytes > MAX_ROW_BYTES {
            return Err(too_long(line));
        }
        if cells.iter().skip(self.len()).any(|cell| !cell.is_empty()) {
            return Err(row_fault(line, &messages::ROW_TOO_WIDE));
        }
        let filled = cells.into_iter().chain(std::iter::repeat_with(String::new));
        let fields = self.0.iter().map(Arc::clone).zip(filled).collect();
        Ok(Some(Row {
            line,
            cells: RowCells::Fields(fields),
        }))
    }
}

pub(super) fn row_fault(line: u64, message: &'static domain_shared::Message) -> RowFault {
    RowFault {
        line,
        violation: Violation::new("", message),
    }
}

pub(super) fn too_long(line: u64) -> RowFault {
    RowFault {
        line,
        violation: Violation::new("", &messages::ROW_TOO_LONG).with("max", &MAX_ROW_BYTES),
    }
}

fn wrong(violation: Violation) -> TableFault {
    TableFault::Wrong(violation)
}
