//! Identifiers and numbers in paths.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use domain_shared::{BoundedNumber, Id};
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

/// The number in a path after one identifier; one that is out of its bounds, or spelt in another way than the
/// one, is a 404 before any query.
#[derive(Debug, Clone, Copy)]
pub struct PathNumber<N>(pub N);

impl<N: BoundedNumber> PathNumber<N> {
    fn read(req: &HttpRequest) -> Option<N> {
        let (_, text) = req.match_info().iter().nth(1)?;
        let number: u16 = text.parse().ok()?;
        N::from_number(i64::from(number)).filter(|_| number.to_string() == text)
    }
}

impl<N: BoundedNumber> FromRequest for PathNumber<N> {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(req).map(Self).ok_or_else(Problem::not_found))
    }
}
