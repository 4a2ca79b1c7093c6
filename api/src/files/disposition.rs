//! Under which name a browser saves a file.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The value of `Content-Disposition`: whether to show a file or to save it, with its name in both forms of
/// RFC 6266.
pub(crate) fn disposition(name: &str, is_shown: bool) -> String {
    let kind = if is_shown { "inline" } else { "attachment" };
    let plain: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' => '_',
            c if c.is_ascii() && !c.is_ascii_control() => c,
            _ => '_',
        })
        .collect();
    let exact = utf8_percent_encode(name, NON_ALPHANUMERIC);
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}
