//! Invitations: sent by mail, accepted once.

mod acceptance;
mod sending;

use tests::TestApp;

/// The code in the latest invitation mailed to an address.
pub(crate) fn code_for(app: &TestApp, email: &str) -> String {
    codes_for(app, email).pop().expect("an invitation was sent")
}

/// The codes in all invitations mailed to an address, oldest first.
pub(crate) fn codes_for(app: &TestApp, email: &str) -> Vec<String> {
    let to = format!("To: {email}");
    app.mail()
        .iter()
        .filter(|mail| mail.lines().any(|line| line.trim_end() == to))
        .filter_map(|mail| mail.lines().map(str::trim_end).find(|line| is_code(line)))
        .map(str::to_owned)
        .collect()
}

/// Whether a line is 256 bits in base64url.
fn is_code(line: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    line.len() == 43 && line.bytes().all(letter)
}
