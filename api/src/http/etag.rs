//! Entity tags and preconditions (RFC 9110).
//!
//! A tag is `"version.digest"`: the version guards writes, the digest of the body answers whether a
//! representation changed even where it depends on the hour (`open_now`).

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderValue},
};
use domain_shared::Version;
use std::future::{Ready, ready};
use twox_hash::XxHash3_64;

use crate::problem::{Outcome, Problem, ProblemCode};

/// The tag of a representation of a versioned resource.
pub(super) fn versioned(version: Version, body: &[u8]) -> String {
    format!("\"{}.{}\"", version.number(), digest(body))
}

/// The tag of a representation without a version of its own.
pub(super) fn of_body(body: &[u8]) -> String {
    format!("\"{}\"", digest(body))
}

/// The tag of a representation that is stored with the number of the change that wrote it. The number tells its
/// states apart; the sum is for those that no change was logged for, because nobody saw them.
pub(super) fn stored(change_number: i64, body: &[u8]) -> String {
    format!("\"{change_number}.{:08x}\"", crc32fast::hash(body))
}

/// What tells bodies apart. A tag proves nothing, so the sum need not withstand anybody.
fn digest(body: &[u8]) -> String {
    format!("{:016x}", XxHash3_64::oneshot(body))
}

/// Whether `If-None-Match` names this tag (weak comparison).
pub(super) fn is_known(req: &HttpRequest, tag: &str) -> bool {
    is_among(req.headers().get_all(header::IF_NONE_MATCH), tag)
}

/// Whether one of these values of `If-None-Match` names this tag.
pub(super) fn is_among<'a>(mut values: impl Iterator<Item = &'a HeaderValue>, tag: &str) -> bool {
    values.any(|value| {
        value.to_str().is_ok_and(|list| {
            list.split(',')
                .map(str::trim)
                .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
        })
    })
}

/// The version a write expects, from `If-Match`; absent it is 428.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(Option<Version>);

impl IfMatch {
    /// `Ok` when the resource is in the version the client read.
    ///
    /// # Errors
    /// 412 when it is not.
    pub fn check(self, current: Version) -> Outcome<()> {
        match self.0 {
            None => Ok(()),
            Some(expected) if expected == current => Ok(()),
            Some(_) => Err(Problem::new(ProblemCode::StaleVersion)),
        }
    }

    fn parse(value: Option<&HeaderValue>) -> Outcome<Self> {
        let value = value.ok_or_else(|| Problem::new(ProblemCode::PreconditionRequired))?;
        let text = value.to_str().map(str::trim).unwrap_or_default();
        if text == "*" {
            return Ok(Self(None));
        }
        // A weak or foreign tag never matches strongly: the resource is then not in that version.
        let number = text
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .and_then(|tag| tag.split('.').next())
            .and_then(|version| version.parse().ok())
            .and_then(Version::from_number);
        number
            .map(|version| Self(Some(version)))
            .ok_or_else(|| Problem::new(ProblemCode::StaleVersion))
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::parse(req.headers().get(header::IF_MATCH)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_version_guards_a_write() {
        let tag = versioned(Version::FIRST, b"{}");
        let matched = IfMatch::parse(Some(&HeaderValue::from_str(&tag).unwrap())).unwrap();
        assert!(matched.check(Version::FIRST).is_ok());
        assert!(matched.check(Version::FIRST.next()).is_err());
    }

    #[test]
    fn absent_is_required_and_strange_is_stale() {
        assert_eq!(
            IfMatch::parse(None).unwrap_err().code,
            ProblemCode::PreconditionRequired
        );
        for strange in ["W/\"1.00\"", "1", "\"x\"", "\"0\""] {
            let value = HeaderValue::from_static(strange);
            assert_eq!(
                IfMatch::parse(Some(&value)).unwrap_err().code,
                ProblemCode::StaleVersion
            );
        }
    }
}
