//! Comments on cards: threads that begin with one, answers in them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{dsl::count_star, prelude::*};
use domain_accounts::Permit;
use domain_cards::{CardComment, ContentPointer};
use domain_shared::{
    CardId, CardKind, CommentId, CommentKind, LongText, PersonName, TextValue as _, UserId,
    UserKind,
};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::{card_comments, users},
    sql_types::{DbId, DbText, DbVersion},
};

/// A comment with the name of its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedComment {
    /// The comment.
    pub comment: CardComment,
    /// Given and family name of the author.
    pub author: (PersonName, PersonName),
}

/// A comment that opened a thread, and the answers in it, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentThread {
    /// The comment that opened it.
    pub opening: NamedComment,
    /// The answers.
    pub answers: Vec<NamedComment>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = card_comments)]
struct CommentRow {
    id: DbId<CommentKind>,
    card_id: DbId<CardKind>,
    thread_id: Option<DbId<CommentKind>>,
    pointer: Option<DbText<ContentPointer>>,
    text: DbText<LongText>,
    author_id: DbId<UserKind>,
    resolved_by: Option<DbId<UserKind>>,
    resolved_at: Option<NaiveDateTime>,
    version: DbVersion,
    created_at: NaiveDateTime,
}

impl From<CommentRow> for CardComment {
    fn from(row: CommentRow) -> Self {
        let resolved = row.resolved_by.zip(row.resolved_at);
        Self {
            id: row.id.0,
            card_id: row.card_id.0,
            thread: row.thread_id.map(|id| id.0),
            pointer: row.pointer.map(|pointer| pointer.0),
            text: row.text.0,
            author: row.author_id.0,
            resolved: resolved.map(|(by, at)| (by.0, at.and_utc())),
            version: row.version.0,
            created_at: row.created_at.and_utc(),
        }
    }
}

type NamedRow = (CommentRow, (DbText<PersonName>, DbText<PersonName>));

impl From<NamedRow> for NamedComment {
    fn from((row, (given, family)): NamedRow) -> Self {
        Self {
            comment: row.into(),
            author: (given.0, family.0),
        }
    }
}

/// Comments with their authors.
macro_rules! named {
    () => {
        card_comments::table
            .inner_join(users::table.on(users::id.eq(card_comments::author_id)))
            .select((
                CommentRow::as_select(),
                (users::given_name, users::family_name),
            ))
    };
}

/// Adds a comment.
///
/// # Errors
/// [`DbError::Reference`] when there is no such card.
pub fn comment_insert(tx: &mut Tx<'_>, _permit: &Permit, comment: &CardComment) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(card_comments::table)
        .values((
            card_comments::id.eq(DbId(comment.id)),
            card_comments::card_id.eq(DbId(comment.card_id)),
            card_comments::thread_id.eq(comment.thread.map(DbId)),
            card_comments::pointer.eq(comment.pointer.clone().map(DbText)),
            card_comments::text.eq(comment.text.as_str()),
            card_comments::author_id.eq(DbId(comment.author)),
            card_comments::resolved_by.eq(comment.resolved.map(|(by, _)| DbId(by))),
            card_comments::resolved_at.eq(comment.resolved.map(|(_, at)| at.naive_utc())),
            card_comments::version.eq(DbVersion(comment.version)),
            card_comments::created_at.eq(comment.created_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The comment of this card with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn comment_find(
    connection: &mut AnyConnection,
    card: CardId,
    id: CommentId,
) -> DbResult<Option<CardComment>> {
    Ok(card_comments::table
        .find(DbId(id))
        .filter(card_comments::card_id.eq(DbId(card)))
        .select(CommentRow::as_select())
        .first(connection)
        .optional()?
        .map(CardComment::from))
}

/// The comment of this card with this identifier and the answers to it.
///
/// # Errors
/// When the database does not answer.
pub fn thread_find(
    connection: &mut AnyConnection,
    card: CardId,
    id: CommentId,
) -> DbResult<Option<CommentThread>> {
    let opening = named!()
        .filter(card_comments::id.eq(DbId(id)))
        .filter(card_comments::card_id.eq(DbId(card)))
        .first::<NamedRow>(connection)
        .optional()?
        .map(NamedComment::from);
    let Some(opening) = opening else {
        return Ok(None);
    };
    let mut answers = answers_of(connection, &[id])?;
    Ok(Some(CommentThread {
        opening,
        answers: answers.remove(&id).unwrap_or_default(),
    }))
}

/// How many answers a thread has.
///
/// # Errors
/// When the database does not answer.
pub fn answer_count(connection: &mut AnyConnection, thread: CommentId) -> DbResult<i64> {
    Ok(card_comments::table
        .filter(card_comments::thread_id.eq(DbId(thread)))
        .select(count_star())
        .first(connection)?)
}

/// The answers in these threads, oldest first.
fn answers_of(
    connection: &mut AnyConnection,
    threads: &[CommentId],
) -> DbResult<BTreeMap<CommentId, Vec<NamedComment>>> {
    let asked: Vec<_> = threads.iter().copied().map(DbId).map(Some).collect();
    let rows: Vec<NamedRow> = named!()
        .filter(card_comments::thread_id.eq_any(asked))
        .order((card_comments::created_at, card_comments::id))
        .load(connection)?;
    let mut answers: BTreeMap<CommentId, Vec<NamedComment>> = BTreeMap::new();
    for answer in rows.into_iter().map(NamedComment::from) {
        if let Some(thread) = answer.comment.thread {
            answers.entry(thread).or_default().push(answer);
        }
    }
    Ok(answers)
}

/// Which threads to list.
#[derive(Debug, Clone, Default)]
pub struct CommentFilter {
    /// Only settled ones, or only open ones.
    pub resolved: Option<bool>,
    /// Only those about this member or something within it.
    pub pointer: Option<ContentPointer>,
}

/// The threads about a card, oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn comment_list(
    connection: &mut AnyConnection,
    card: CardId,
    filter: &CommentFilter,
    page: &PageRequest,
) -> DbResult<Listing<CommentThread>> {
    let mut query = named!()
        .filter(card_comments::card_id.eq(DbId(card)))
        .filter(card_comments::thread_id.is_null())
        .into_boxed();
    query = match filter.resolved {
        Some(true) => query.filter(card_comments::resolved_at.is_not_null()),
        Some(false) => query.filter(card_comments::resolved_at.is_null()),
        None => query,
    };
    if let Some(pointer) = &filter.pointer {
        // Whatever begins with the pointer and a slash: '0' follows it in the order of bytes.
        let (within, beyond) = (
            format!("{}/", pointer.as_str()),
            format!("{}0", pointer.as_str()),
        );
        query = query.filter(
            card_comments::pointer
                .eq(pointer.as_str().to_owned())
                .or(card_comments::pointer
                    .ge(within)
                    .and(card_comments::pointer.lt(beyond))),
        );
    }
    if let Some(after) = &page.after {
        let at = after.time()?;
        query = query.filter(
            card_comments::created_at
                .gt(at)
                .or(card_comments::created_at
                    .eq(at)
                    .and(card_comments::id.gt(&after.id))),
        );
    }
    let rows: Vec<NamedRow> = query
        .order((card_comments::created_at, card_comments::id))
        .limit(page.fetch())
        .load(connection)?;
    let openings = Listing::cut(rows, page, |(row, _)| {
        Cursor::at_time(row.created_at, &row.id.0)
    })
    .map(NamedComment::from);
    let ids: Vec<_> = openings.items.iter().map(|one| one.comment.id).collect();
    let mut answers = answers_of(connection, &ids)?;
    Ok(openings.map(|opening| CommentThread {
        answers: answers.remove(&opening.comment.id).unwrap_or_default(),
        opening,
    }))
}

/// Settles a thread, or opens it again, over the version of its first comment that was read.
///
/// # Errors
/// [`DbError::Stale`] when somebody else did meanwhile.
pub fn comment_resolution_put(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: &CardComment,
    resolved: Option<(UserId, DateTime<Utc>)>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(card_comments::table.find(DbId(read.id)))
        .filter(card_comments::version.eq(DbVersion(read.version)))
        .set((
            card_comments::resolved_by.eq(resolved.map(|(by, _)| DbId(by))),
            card_comments::resolved_at.eq(resolved.map(|(_, at)| at.naive_utc())),
            card_comments::version.eq(DbVersion(read.version.next())),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}
