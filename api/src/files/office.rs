//! Text documents that are zip containers: `OpenDocument` and Word.

use std::io::Cursor;

use domain_cards::MediaKind;

use super::archive::{ArchiveFault, ArchiveLimits, Entry, Inspector, inspect};

/// A document of the largest size allowed may not become more than this.
const LIMITS: ArchiveLimits = ArchiveLimits {
    inflated_bytes: 256 * 1024 * 1024,
    ratio: 200,
    entries: 2_000,
};

/// What is kept of the entry that names the kind.
const KEPT: usize = 64 * 1024;

const WORD_MAIN: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// Which text document a zip container is, if it is one.
///
/// # Errors
/// When the container is damaged or carries what a text document must not.
pub(super) fn which(bytes: &[u8]) -> Result<Option<MediaKind>, ArchiveFault> {
    let mut contents = Contents::default();
    inspect(Cursor::new(bytes), LIMITS, &mut contents)?;
    Ok(contents.kind())
}

#[derive(Default)]
struct Contents {
    keep: Option<Part>,
    mimetype: Vec<u8>,
    content_types: Vec<u8>,
    odt_content: bool,
    odt_manifest: bool,
    word_document: bool,
}

#[derive(Clone, Copy)]
enum Part {
    Mimetype,
    ContentTypes,
}

impl Contents {
    fn kind(&self) -> Option<MediaKind> {
        if self.mimetype == MediaKind::Odt.media_type().as_bytes() {
            return (self.odt_content && self.odt_manifest).then_some(MediaKind::Odt);
        }
        let types = str::from_utf8(&self.content_types).ok()?;
        (self.word_document && types.contains(WORD_MAIN)).then_some(MediaKind::Docx)
    }
}

impl Inspector for Contents {
    fn entry(&mut self, entry: &Entry<'_>) -> Result<(), ArchiveFault> {
        let name = entry.name.to_ascii_lowercase();
        let macros = ["basic/", "scripts/"]
            .iter()
            .any(|folder| name.starts_with(folder))
            || name.ends_with("vbaproject.bin")
            || name.contains("/activex/");
        if macros {
            return Err(ArchiveFault::Active);
        }
        // The OpenDocument type is readable at a fixed place: first, and not compressed.
        self.keep = match entry.name {
            "mimetype" if entry.index == 0 && entry.stored => Some(Part::Mimetype),
            "[Content_Types].xml" => Some(Part::ContentTypes),
            _ => None,
        };
        match entry.name {
            "content.xml" => self.odt_content = true,
            "META-INF/manifest.xml" => self.odt_manifest = true,
            "word/document.xml" => self.word_document = true,
            _ => {}
        }
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), ArchiveFault> {
        let kept = match self.keep {
            Some(Part::Mimetype) => &mut self.mimetype,
            Some(Part::ContentTypes) => &mut self.content_types,
            None => return Ok(()),
        };
        let room = KEPT.saturating_sub(kept.len());
        kept.extend(bytes.iter().take(room));
        Ok(())
    }
}
