//! Lists: filters, seek pagination with an opaque cursor, and the page they answer with.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, http::header, web::Bytes};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use persistence::{Cursor, Listing, PageRequest};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use utoipa::{IntoParams, ToSchema};

use super::{
    Ctx, query,
    reply::{self, Caching},
};
use crate::problem::{Outcome, Problem, ProblemCode};

/// Items on a page when the caller does not say.
const DEFAULT_LIMIT: u16 = 20;

/// Which part of a list to answer with.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// Most items on the page.
    #[param(minimum = 1, maximum = 100, default = 20, example = 20)]
    pub limit: Option<u16>,
    /// The `next_cursor` of the page before. It belongs to the filters it was made with.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T: ToSchema> {
    /// The items, in the documented order.
    #[schema(max_items = 100)]
    pub items: Vec<T>,
    /// Cursor of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub next_cursor: Option<String>,
}

/// What a cursor holds inside.
#[derive(Serialize, Deserialize)]
struct Inside {
    #[serde(rename = "f")]
    filters: String,
    #[serde(rename = "k")]
    key: String,
    #[serde(rename = "i")]
    id: String,
}

/// The query of a list: its filters `F` and the page.
#[derive(Debug)]
pub struct ListQuery<F> {
    /// The filters.
    pub filter: F,
    /// The page.
    pub page: PageRequest,
    filters_hash: String,
}

impl<F: IntoParams + DeserializeOwned + 'static> FromRequest for ListQuery<F> {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(req))
    }
}

impl<F: IntoParams + DeserializeOwned + 'static> ListQuery<F> {
    fn read(req: &HttpRequest) -> Outcome<Self> {
        let filters = query::parameters::<F>(req)?;
        let page = query::parameters::<PageParams>(req)?;
        let mut values = query::read(req, &[&filters, &page])?;
        let mut page_values = Map::new();
        for name in ["limit", "cursor"] {
            if let Some(value) = values.remove(name) {
                page_values.insert(name.to_owned(), value);
            }
        }
        let page: PageParams = query::into(page_values)?;
        let filters_hash = hash(req.path(), &values);
        let after = page
            .cursor
            .map(|cursor| open(&cursor, &filters_hash))
            .transpose()?;
        Ok(Self {
            filter: query::into(values)?,
            page: PageRequest {
                limit: page.limit.unwrap_or(DEFAULT_LIMIT),
                after,
            },
            filters_hash,
        })
    }
}

impl<F> ListQuery<F> {
    /// The cursor of the next page, bound to these filters.
    fn seal(&self, cursor: &Cursor) -> Outcome<String> {
        let inside = Inside {
            filters: self.filters_hash.clone(),
            key: cursor.key.clone(),
            id: cursor.id.clone(),
        };
        Ok(BASE64_URL_SAFE_NO_PAD.encode(reply::json(&inside)?))
    }

    /// Splits the query into what the use case takes and what the answer needs.
    #[must_use]
    pub fn split(self) -> (F, PageRequest, ListQuery<()>) {
        let rest = ListQuery {
            filter: (),
            page: self.page.clone(),
            filters_hash: self.filters_hash,
        };
        (self.filter, self.page, rest)
    }

    /// 200 with a page and its `Link`, or 304.
    ///
    /// # Errors
    /// When the page cannot be written, a mistake of ours.
    pub fn answer<T: Serialize + ToSchema>(
        &self,
        ctx: &Ctx,
        listing: Listing<T>,
        caching: Caching,
    ) -> Outcome<HttpResponse> {
        let next_cursor = listing
            .next
            .as_ref()
            .map(|cursor| self.seal(cursor))
            .transpose()?;
        let page = Page {
            items: listing.items,
            next_cursor,
        };
        let mut response = reply::document(ctx, &page, caching)?;
        link_next(ctx, page.next_cursor.as_deref(), &mut response);
        Ok(response)
    }
}

/// A page whose items were written before.
#[derive(Debug, Default)]
pub(crate) struct WrittenPage {
    /// The items as JSON, in order.
    pub(crate) items: Vec<String>,
    /// Where the next page starts.
    pub(crate) next: Option<Cursor>,
    /// Further members: name, and value as JSON.
    pub(crate) members: Vec<(&'static str, String)>,
}

impl WrittenPage {
    /// The page as JSON.
    pub(crate) fn body(&self, next_cursor: Option<&str>) -> Bytes {
        let length: usize = self.items.iter().map(|item| item.len() + 1).sum();
        let mut body = String::with_capacity(length + 512);
        body.push_str("{\"items\":[");
        for (index, item) in self.items.iter().enumerate() {
            if index > 0 {
                body.push(',');
            }
            body.push_str(item);
        }
        body.push(']');
        // A cursor is URL-safe base 64, which JSON takes as it is.
        let cursor = next_cursor.map(|cursor| ("next_cursor", format!("\"{cursor}\"")));
        for (name, value) in cursor.iter().chain(&self.members) {
            body.push_str(",\"");
            body.push_str(name);
            body.push_str("\":");
            body.push_str(value);
        }
        body.push('}');
        Bytes::from(body)
    }
}

impl<F> ListQuery<F> {
    /// 200 with a page of items that were written before and its `Link`, or 304. Anybody may keep it.
    ///
    /// # Errors
    /// When the cursor cannot be written, a mistake of ours.
    pub(crate) fn answer_written(&self, ctx: &Ctx, page: &WrittenPage) -> Outcome<HttpResponse> {
        let next_cursor = page.next.as_ref().map(|next| self.seal(next)).transpose()?;
        let body = page.body(next_cursor.as_deref());
        let mut response = reply::prepared(ctx.request(), body);
        link_next(ctx, next_cursor.as_deref(), &mut response);
        Ok(response)
    }
}

/// Names the next page in the `Link` header.
fn link_next(ctx: &Ctx, cursor: Option<&str>, response: &mut HttpResponse) {
    let Some(cursor) = cursor else {
        return;
    };
    let link = format!("<{}>; rel=\"next\"", next_url(ctx, cursor));
    if let Ok(link) = header::HeaderValue::from_str(&link) {
        response.headers_mut().insert(header::LINK, link);
    }
}

/// The URL of this request with another cursor.
fn next_url(ctx: &Ctx, cursor: &str) -> String {
    let req = ctx.request();
    let kept = req
        .query_string()
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some("cursor"));
    let query: Vec<&str> = kept.collect();
    let joint = if query.is_empty() {
        String::new()
    } else {
        format!("{}&", query.join("&"))
    };
    format!(
        "{}{}?{joint}cursor={cursor}",
        ctx.hub().config.public_url,
        req.path()
    )
}

/// What identifies a list with its filters.
fn hash(path: &str, filters: &Map<String, Value>) -> String {
    let mut digest = Sha256::new();
    digest.update(path);
    digest.update(Value::Object(filters.clone()).to_string());
    BASE64_URL_SAFE_NO_PAD.encode(digest.finalize().get(..9).unwrap_or_default())
}

/// Reads a cursor that was made for these filters.
fn open(cursor: &str, filters: &str) -> Outcome<Cursor> {
    let wrong = || Problem::new(ProblemCode::InvalidCursor);
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| wrong())?;
    let inside: Inside = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
    if inside.filters == filters {
        Ok(Cursor {
            key: inside.key,
            id: inside.id,
        })
    } else {
        Err(wrong())
    }
}
