//! What an uploaded file is: told by its content, never by its name or its declared type.

use domain_cards::MediaKind;
use domain_shared::{Violation, Violations};

use super::{
    archive::{self, ArchiveFault},
    image::{self, Dimensions},
    messages, office,
};
use crate::problem::{Problem, ProblemCode};

/// What whoever sent a file says of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Declared<'a> {
    /// The name of the file, of which only the extension matters.
    pub name: Option<&'a str>,
    /// The `Content-Type`; `application/octet-stream` says nothing.
    pub media_type: Option<&'a str>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKind {
    /// The kind.
    pub media: MediaKind,
    /// Width and height of an image.
    pub dimensions: Option<Dimensions>,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileRefusal {
    /// No bytes.
    Empty,
    /// More bytes than this.
    TooLarge(usize),
    /// Nothing that is taken.
    Unsupported,
    /// Declared as this, and is something else.
    Mismatch(String),
    /// Begins as a kind that is taken, but cannot be read as such.
    Damaged,
    /// An image of too many pixels.
    Dimensions,
    /// A document that carries what it must not.
    Container(ArchiveFault),
}

impl From<FileRefusal> for Problem {
    fn from(refusal: FileRefusal) -> Self {
        let wrong =
            |message| Problem::from(Violations::from(Violation::new("", message))).saying(message);
        match refusal {
            FileRefusal::Empty => wrong(&messages::FILE_EMPTY),
            FileRefusal::TooLarge(max) => Self::new(ProblemCode::PayloadTooLarge)
                .detailed(Violation::new("", &messages::FILE_TOO_LARGE).with("max", &max)),
            FileRefusal::Unsupported => {
                Self::new(ProblemCode::UnsupportedMediaType).saying(&messages::FILE_UNSUPPORTED)
            }
            FileRefusal::Mismatch(declared) => {
                let violation =
                    Violation::new("", &messages::FILE_MISMATCH).with("declared", &declared);
                Self::from(Violations::from(violation.clone())).detailed(violation)
            }
            FileRefusal::Damaged => wrong(&messages::FILE_DAMAGED),
            FileRefusal::Dimensions => wrong(&messages::IMAGE_TOO_LARGE),
            FileRefusal::Container(fault) => wrong(fault.message()),
        }
    }
}

/// Tells what a file is. Unpacks documents to look into them: not on the async threads.
///
/// # Errors
/// Why it is not taken.
pub fn recognise(
    bytes: &[u8],
    declared: Declared<'_>,
    max_bytes: usize,
) -> Result<FileKind, FileRefusal> {
    if bytes.is_empty() {
        return Err(FileRefusal::Empty);
    }
    if bytes.len() > max_bytes {
        return Err(FileRefusal::TooLarge(max_bytes));
    }
    let media = by_content(bytes)?;
    agree(media, declared)?;
    let media = media.ok_or(FileRefusal::Unsupported)?;
    let dimensions = match media {
        MediaKind::Png => image::png(bytes),
        MediaKind::Jpeg => image::jpeg(bytes),
        MediaKind::Webp => image::webp(bytes),
        MediaKind::Pdf | MediaKind::Odt | MediaKind::Docx => None,
    };
    match dimensions {
        Some(size) if !size.is_bearable() => return Err(FileRefusal::Dimensions),
        None if media.is_image() => return Err(FileRefusal::Damaged),
        Some(_) | None => {}
    }
    if media == MediaKind::Pdf && !is_whole_pdf(bytes) {
        return Err(FileRefusal::Damaged);
    }
    // A container hidden behind another head, so that two programs read two different files.
    if !archive::is_zip(bytes) && ends_as_zip(bytes) {
        return Err(FileRefusal::Container(ArchiveFault::Nested));
    }
    Ok(FileKind { media, dimensions })
}

fn by_content(bytes: &[u8]) -> Result<Option<MediaKind>, FileRefusal> {
    if archive::is_zip(bytes) {
        return office::which(bytes).map_err(FileRefusal::Container);
    }
    Ok(if bytes.starts_with(b"%PDF-") {
        Some(MediaKind::Pdf)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        Some(MediaKind::Png)
    } else if bytes.starts_with(b"\xFF\xD8\xFF") {
        Some(MediaKind::Jpeg)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice()) {
        Some(MediaKind::Webp)
    } else {
        None
    })
}

/// Name and declared type must say what the content is, as far as they say anything.
fn agree(media: Option<MediaKind>, declared: Declared<'_>) -> Result<(), FileRefusal> {
    let extension = declared
        .name
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, extension)| extension);
    let media_type = declared.media_type.filter(|text| {
        let bare = text.split(';').next().unwrap_or_default().trim();
        !bare.is_empty() && !bare.eq_ignore_ascii_case("application/octet-stream")
    });
    let claims = [
        extension.map(|text| (MediaKind::of_extension(text), text)),
        media_type.map(|text| (MediaKind::of_media_type(text), text)),
    ];
    for (claimed, text) in claims.into_iter().flatten() {
        if claimed != media {
            return Err(FileRefusal::Mismatch(text.chars().take(100).collect()));
        }
    }
    Ok(())
}

/// A version after the head, and the mark that ends the file near its end.
fn is_whole_pdf(bytes: &[u8]) -> bool {
    let version = bytes.get(5..8).unwrap_or_default();
    let tail = bytes
        .get(bytes.len().saturating_sub(4096)..)
        .unwrap_or_default();
    matches!(version, [b'1' | b'2', b'.', b'0'..=b'9'])
        && tail.windows(5).any(|window| window == b"%%EOF")
}

/// Whether a directory of a zip container ends the file.
fn ends_as_zip(bytes: &[u8]) -> bool {
    const END: usize = 22;
    let from = bytes.len().saturating_sub(END + usize::from(u16::MAX));
    let tail = bytes.get(from..).unwrap_or_default();
    tail.windows(4)
        .enumerate()
        .filter(|(_, window)| *window == b"PK\x05\x06")
        .any(|(at, _)| match tail.get(at + 20..at + END) {
            Some([low, high]) => {
                at + END + usize::from(u16::from_le_bytes([*low, *high])) <= tail.len()
            }
            Some(_) | None => false,
        })
}

#[cfg(test)]
mod tests;
