//! The HTTP vocabulary every endpoint speaks: context, bodies, queries, pages, answers.

mod accept;
mod answer_cache;
mod body;
mod client;
mod context;
mod credential;
mod edge;
mod etag;
mod fallback;
mod idempotency;
mod page;
mod path;
mod query;
mod rate;
pub mod reply;
mod schema_check;
mod schema_messages;
mod unit;
mod upload;

pub(crate) use accept::preferred;
pub use answer_cache::AnswerCache;
pub(crate) use answer_cache::Lasting;
pub use body::{MergePatch, ValidJson};
pub use client::Client;
pub use context::Ctx;
pub use edge::{RequestId, edge};
pub use etag::IfMatch;
pub use fallback::fallback;
pub use idempotency::Created;
pub(crate) use page::WrittenPage;
pub use page::{ListQuery, Page, PageParams};
pub use path::{PathId, PathNumber};
pub use query::ValidQuery;
pub use rate::{RateLimits, RateState};
pub use schema_check::SchemaChecker;
pub use unit::{Snapshot, UnitOfWork};
