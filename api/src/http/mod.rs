//! The HTTP vocabulary every endpoint speaks: context, bodies, queries, pages, answers.

mod answer_cache;
mod body;
mod context;
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

pub use answer_cache::{AnswerCache, answer_cache};
pub use body::{MergePatch, ValidJson};
pub use context::{Client, Ctx, Snapshot, UnitOfWork};
pub use edge::{RequestId, edge};
pub use etag::IfMatch;
pub use fallback::fallback;
pub use idempotency::Created;
pub use page::{ListQuery, Page, PageParams};
pub use path::PathId;
pub use query::ValidQuery;
pub use rate::{RateLimits, RateState};
pub use schema_check::SchemaChecker;
