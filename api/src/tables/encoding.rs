//! The characters of a text file, and the guard against cells that a spreadsheet would execute.

use std::{
    borrow::Cow,
    io::{Read, Seek, SeekFrom},
};

use domain_shared::Violation;

use super::{MAX_TABLE_BYTES, TableFault, TableFormat, messages};

const CHUNK: usize = 64 * 1024;
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// How the bytes of a text file become characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// UTF-8.
    Utf8,
    /// What Excel writes as plain CSV on a Western European Windows.
    Windows1252,
}

/// Reads the whole file once to learn its encoding, and leaves it at its first character.
pub(super) fn detect<R: Read + Seek>(
    source: &mut R,
    format: TableFormat,
) -> Result<Encoding, TableFault> {
    let io = |error: std::io::Error| TableFault::io(&error);
    source.seek(SeekFrom::Start(0)).map_err(io)?;
    let mut scan = Scan::default();
    let mut buffer = Vec::with_capacity(2 * CHUNK);
    let mut total = 0;
    loop {
        let read = source
            .by_ref()
            .take(CHUNK as u64)
            .read_to_end(&mut buffer)
            .map_err(io)? as u64;
        if total == 0 {
            scan.marked = buffer.starts_with(MARK);
            refuse_head(&buffer, format)?;
        }
        total += read;
        if total > MAX_TABLE_BYTES {
            return Err(TableFault::TooLarge);
        }
        if buffer.contains(&0) {
            return Err(TableFault::format(format));
        }
        // An ASCII byte is a whole character in both encodings; what follows the last one waits.
        let whole = match buffer.iter().rposition(u8::is_ascii) {
            Some(last) if read > 0 => last + 1,
            Some(_) | None => buffer.len(),
        };
        scan.see(buffer.get(..whole).unwrap_or_default());
        buffer.drain(..whole);
        if read == 0 {
            break;
        }
    }
    let start = if scan.marked { MARK.len() as u64 } else { 0 };
    source.seek(SeekFrom::Start(start)).map_err(io)?;
    scan.verdict()
}

/// A container or UTF-16 under the name of a text file.
fn refuse_head(head: &[u8], format: TableFormat) -> Result<(), TableFault> {
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Err(unreadable());
    }
    if crate::files::archive::is_zip(head)
        || crate::files::archive::is_compound(head)
        || head.starts_with(b"%PDF-")
    {
        return Err(TableFault::format(format));
    }
    Ok(())
}

fn unreadable() -> TableFault {
    TableFault::Wrong(Violation::new("", &messages::TABLE_ENCODING))
}

#[derive(Default)]
struct Scan {
    marked: bool,
    utf8: bool,
    broken: bool,
}

impl Scan {
    fn see(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            self.utf8 |= !chunk.valid().trim_start_matches('\u{FEFF}').is_ascii();
            self.broken |= !chunk.invalid().is_empty();
        }
    }

    /// A file with both cannot be trusted: half of it would be read wrong.
    fn verdict(&self) -> Result<Encoding, TableFault> {
        match (self.broken, self.utf8 || self.marked) {
            (false, _) => Ok(Encoding::Utf8),
            (true, false) => Ok(Encoding::Windows1252),
            (true, true) => Err(unreadable()),
        }
    }
}

impl Encoding {
    /// The characters of a piece.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes),
            Self::Windows1252 => Cow::Owned(bytes.iter().copied().map(windows_1252).collect()),
        }
    }
}

/// Latin-1, but for the 32 characters that Windows put where Latin-1 has controls.
fn windows_1252(byte: u8) -> char {
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    match byte.checked_sub(0x80).map(usize::from) {
        Some(index) => UPPER.get(index).copied().unwrap_or(char::from(byte)),
        None => char::from(byte),
    }
}

/// Whether a spreadsheet would take the text for a formula, once quotes before it are gone.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_negative_number(text)
}

fn is_negative_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('-') else {
        return false;
    };
    let mut parts = digits.splitn(2, ['.', ',']);
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.next().is_some_and(number) && parts.next().is_none_or(number)
}

/// The text as it may stand in a CSV: with a quote before it when it would be executed.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text.trim_start_matches('\'')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text without the quote that [`guarded`] puts before it.
pub(super) fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_be_executed_is_guarded() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+39 0547 356111", "'+39 0547 356111"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2+3", "'-2+3"),
            ("'=1", "''=1"),
            ("\t=1", "'\t=1"),
            ("-12,50", "-12,50"),
            ("-3", "-3"),
            ("'ndrangheta", "'ndrangheta"),
            ("l'assistenza", "l'assistenza"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), written);
            assert_eq!(unguarded(written), text);
        }
    }

    #[test]
    fn windows_letters_become_letters() {
        assert_eq!(
            Encoding::Windows1252.decode(b"Citt\xE0 \x93\x80\x94"),
            "Città “€”"
        );
    }
}
