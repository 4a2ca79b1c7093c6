//! Seek pagination: a page is what follows a key in a total order.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::{DbError, DbResult};

/// Where a page starts: after the row with this sort key and identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The sort key of the last row of the page before, in its stored form.
    pub key: String,
    /// The identifier of that row, which breaks ties.
    pub id: String,
}

impl Cursor {
    /// A place in a list ordered by time.
    pub(crate) fn at_time(time: NaiveDateTime, id: &impl ToString) -> Self {
        Self {
            key: time.and_utc().timestamp_micros().to_string(),
            id: id.to_string(),
        }
    }

    /// The sort key of a list ordered by time.
    pub(crate) fn time(&self) -> DbResult<NaiveDateTime> {
        let micros = self.key.parse().map_err(|_| DbError::Cursor)?;
        DateTime::from_timestamp_micros(micros)
            .map(|time| time.naive_utc())
            .ok_or(DbError::Cursor)
    }

    /// The sort key of a list ordered by days.
    pub(crate) fn day(&self) -> DbResult<NaiveDate> {
        self.key.parse().map_err(|_| DbError::Cursor)
    }
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// Most items on the page, 1 to 100.
    pub limit: u16,
    /// Where it starts; the beginning without one.
    pub after: Option<Cursor>,
}

/// The first text after every text that begins with `prefix`: with it, a prefix search is a range
/// of an index on both databases. Folded names hold only ASCII letters, digits and spaces.
pub(crate) fn prefix_end(prefix: &str) -> String {
    format!("{prefix}\u{7f}")
}

impl PageRequest {
    /// Rows to fetch: one more than asked, to know whether another page follows.
    pub(crate) const fn fetch(&self) -> i64 {
        self.limit as i64 + 1
    }
}

/// The items of one page and where the next one starts.
#[derive(Debug, Clone)]
pub struct Listing<T> {
    /// At most `limit` items, in order.
    pub items: Vec<T>,
    /// Start of the next page, if there is one.
    pub next: Option<Cursor>,
}

impl<T> Listing<T> {
    /// Cuts the extra row off and remembers where the next page starts.
    pub(crate) fn cut(mut rows: Vec<T>, page: &PageRequest, cursor: impl Fn(&T) -> Cursor) -> Self {
        let limit = usize::from(page.limit);
        let next = if rows.len() > limit {
            rows.truncate(limit);
            rows.last().map(cursor)
        } else {
            None
        };
        Self { items: rows, next }
    }

    /// The same page with its items made into something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Listing<U> {
        Listing {
            items: self.items.into_iter().map(f).collect(),
            next: self.next,
        }
    }

    /// The same page with its items made into something else, unless one of them cannot.
    ///
    /// # Errors
    /// The first error of `f`.
    pub fn try_map<U, E>(self, f: impl FnMut(T) -> Result<U, E>) -> Result<Listing<U>, E> {
        Ok(Listing {
            items: self.items.into_iter().map(f).collect::<Result<_, E>>()?,
            next: self.next,
        })
    }
}
