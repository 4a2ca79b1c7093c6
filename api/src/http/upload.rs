//! Bodies that are files: read up to a bound, and remembered by their hash.

use actix_web::{
    HttpMessage as _,
    http::header::{CONTENT_LENGTH, CONTENT_TYPE},
    web::{Bytes, BytesMut, Payload},
};
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};

use super::{Ctx, body::BodyHash};
use crate::problem::{Outcome, Problem, ProblemCode};

impl Ctx {
    /// Reads a body of any media type, of at most so many bytes.
    ///
    /// # Errors
    /// 413 when it is longer, 400 when it ends too early.
    pub async fn file_body(&self, mut payload: Payload, most: usize) -> Outcome<Bytes> {
        let too_large = || Problem::new(ProblemCode::PayloadTooLarge);
        let header = self.request().headers().get(CONTENT_LENGTH);
        let declared = header
            .and_then(|value| value.to_str().ok())
            .and_then(|text| text.parse::<usize>().ok());
        if declared.is_some_and(|length| length > most) {
            return Err(too_large());
        }
        let mut body = BytesMut::with_capacity(declared.unwrap_or(0));
        while let Some(part) = payload.next().await {
            let part = part.map_err(|_| Problem::new(ProblemCode::MalformedRequest))?;
            if body.len() + part.len() > most {
                return Err(too_large());
            }
            body.extend_from_slice(&part);
        }
        let body = body.freeze();
        let hash = BodyHash(Sha256::digest(&body).into());
        self.request().extensions_mut().insert(hash);
        Ok(body)
    }

    /// The declared media type of the body.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        let header = self.request().headers().get(CONTENT_TYPE);
        header.and_then(|value| value.to_str().ok())
    }
}
