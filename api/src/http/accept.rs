//! Which of the forms of an answer the client prefers (RFC 9110, `Accept`).

use actix_web::{
    HttpRequest,
    http::header::{Accept, Header as _, Quality},
};

use crate::problem::{Outcome, Problem, ProblemCode};

/// The form the client likes best among those offered by media type; the first where it does not say or
/// likes several as much.
///
/// # Errors
/// 406 when it takes none of them.
pub(crate) fn preferred<T: Copy>(req: &HttpRequest, offered: &[(&str, T)]) -> Outcome<T> {
    let not_acceptable = || Problem::new(ProblemCode::NotAcceptable);
    // What cannot be read says nothing.
    let accepted = Accept::parse(req)
        .ok()
        .filter(|accepted| !accepted.is_empty());
    let Some(accepted) = accepted else {
        let first = offered.first().map(|(_, form)| *form);
        return first.ok_or_else(not_acceptable);
    };
    let mut best: Option<(Quality, T)> = None;
    for (media, form) in offered {
        let quality = quality_of(&accepted, media);
        if quality > Quality::ZERO && best.is_none_or(|(so_far, _)| quality > so_far) {
            best = Some((quality, *form));
        }
    }
    best.map(|(_, form)| form).ok_or_else(not_acceptable)
}

/// What the most exact range that contains a media type says of it.
fn quality_of(accepted: &Accept, media: &str) -> Quality {
    let (kind, form) = media.split_once('/').unwrap_or((media, ""));
    let ranges = accepted.iter().filter_map(|range| {
        let (ranged_kind, ranged_form) = (range.item.type_(), range.item.subtype());
        let exactness = match (ranged_kind.as_str(), ranged_form.as_str()) {
            ("*", "*") => 0,
            (one, "*") if one == kind => 1,
            (one, other) if one == kind && other == form => 2,
            (..) => return None,
        };
        Some((exactness, range.quality))
    });
    let best = ranges.max_by_key(|(exactness, _)| *exactness);
    best.map_or(Quality::ZERO, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_best_liked_form_is_served() {
        let offered = [
            ("application/json", 'j'),
            ("text/html", 'h'),
            ("application/pdf", 'p'),
        ];
        let served = |accept: &str| {
            let req = TestRequest::default().insert_header(("accept", accept));
            preferred(&req.to_http_request(), &offered).ok()
        };
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        for (accept, form) in [
            ("*/*", Some('j')),
            ("application/pdf", Some('p')),
            ("text/*", Some('h')),
            (browser, Some('h')),
            ("application/json;q=0.1, application/pdf;q=0.2", Some('p')),
            ("application/json;q=0, */*;q=0.1", Some('h')),
            ("text/html, application/json", Some('j')),
            ("image/png", None),
            ("application/json;q=0", None),
        ] {
            assert_eq!(served(accept), form, "{accept}");
        }
        let silent = TestRequest::default().to_http_request();
        assert_eq!(preferred(&silent, &offered).unwrap(), 'j');
    }
}
