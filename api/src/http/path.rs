//! Identifiers in paths.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use domain_shared::Id;
use std::future::{Ready, ready};

use crate::problem::{Outcome, Problem};

/// The identifiers in the path, in order; one that cannot be an identifier is a 404 before any query.
#[derive(Debug, Clone, Copy)]
pub struct PathId<T>(pub T);

/// The `index`-th part of the path.
fn part<K>(req: &HttpRequest, index: usize) -> Outcome<Id<K>> {
    req.match_info()
        .iter()
        .nth(index)
        .and_then(|(_, text)| text.parse().ok())
        .ok_or_else(Problem::not_found)
}

impl<K: 'static> FromRequest for PathId<Id<K>> {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(part(req, 0).map(Self))
    }
}

impl<K: 'static, L: 'static> FromRequest for PathId<(Id<K>, Id<L>)> {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(part(req, 0).and_then(|first| Ok(Self((first, part(req, 1)?)))))
    }
}

impl<K: 'static, L: 'static, M: 'static> FromRequest for PathId<(Id<K>, Id<L>, Id<M>)> {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parts = || Ok(Self((part(req, 0)?, part(req, 1)?, part(req, 2)?)));
        ready(parts())
    }
}
