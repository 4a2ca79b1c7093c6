//! What a workbook must be before its reader may open it.
//!
//! The reader believes what the file declares and keeps single pieces of XML whole, so that sizes
//! are checked on what really comes out of the container.

use std::io::{Read, Seek, SeekFrom};

use domain_shared::Violation;

use super::{MAX_TABLE_BYTES, TableFault, TableFormat, messages};
use crate::files::archive::{self, ArchiveFault, ArchiveLimits, Entry, Inspector};

/// How large a workbook may become.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Most bytes that come out of the container.
    pub(super) inflated_bytes: u64,
    /// Most shared texts; the reader reserves memory for as many as the file declares.
    pub(super) shared_texts: u64,
}

impl Bounds {
    /// Of a table that is read row by row: 100,000 rows of 120 columns may all have texts of their own.
    pub(super) const TABLE: Self = Self {
        inflated_bytes: MAX_TABLE_BYTES,
        shared_texts: 12_000_000,
    };
    /// Of a few sheets that are kept whole.
    pub(super) const BOOK: Self = Self {
        inflated_bytes: 64 * 1024 * 1024,
        shared_texts: 500_000,
    };

    const fn limits(self) -> ArchiveLimits {
        ArchiveLimits {
            inflated_bytes: self.inflated_bytes,
            ratio: 200,
            entries: 10_000,
        }
    }
}

/// The shared texts of a workbook are kept in memory while it is read.
const MAX_SHARED_BYTES: u64 = 256 * 1024 * 1024;
/// Any other part: styles, relations, pictures.
const MAX_PART_BYTES: u64 = 32 * 1024 * 1024;
/// Longest stretch of XML without a tag. A cell holds 32,767 characters.
const MAX_STRETCH: usize = 1024 * 1024;
/// As much of a part as is looked at.
const HEAD: usize = 4 * 1024;

/// Walks through the whole workbook, and leaves the source at its beginning.
pub(super) fn check<R: Read + Seek>(source: &mut R, bounds: Bounds) -> Result<(), TableFault> {
    let io = |error: std::io::Error| TableFault::io(&error);
    source.seek(SeekFrom::Start(0)).map_err(io)?;
    let mut head = Vec::new();
    source.by_ref().take(8).read_to_end(&mut head).map_err(io)?;
    if archive::is_compound(&head) {
        let violation = Violation::new("", &messages::TABLE_OLD_WORKBOOK);
        return Err(TableFault::Wrong(violation));
    }
    if !archive::is_zip(&head) {
        return Err(TableFault::format(TableFormat::Xlsx));
    }
    let mut parts = Parts {
        shared_texts: bounds.shared_texts,
        ..Parts::default()
    };
    archive::inspect(&mut *source, bounds.limits(), &mut parts)
        .map_err(|fault| TableFault::Wrong(Violation::new("", fault.message())))?;
    if !(parts.workbook && parts.content_types) {
        return Err(TableFault::format(TableFormat::Xlsx));
    }
    source.seek(SeekFrom::Start(0)).map_err(io)?;
    Ok(())
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    ContentTypes,
    SharedTexts,
    Worksheet,
    Xml,
    #[default]
    Other,
}

impl Part {
    fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let xml = [".xml", ".rels", ".vml"]
            .iter()
            .any(|extension| name.ends_with(extension));
        if name == "[content_types].xml" {
            Self::ContentTypes
        } else if name.ends_with("sharedstrings.xml") {
            Self::SharedTexts
        } else if xml && name.contains("worksheets/") {
            Self::Worksheet
        } else if xml {
            Self::Xml
        } else {
            Self::Other
        }
    }

    const fn max_bytes(self) -> u64 {
        match self {
            Self::Worksheet => MAX_TABLE_BYTES,
            Self::SharedTexts => MAX_SHARED_BYTES,
            Self::ContentTypes | Self::Xml | Self::Other => MAX_PART_BYTES,
        }
    }
}

#[derive(Default)]
struct Parts {
    shared_texts: u64,
    part: Part,
    bytes: u64,
    head: Vec<u8>,
    stretch: usize,
    workbook: bool,
    content_types: bool,
}

impl Inspector for Parts {
    fn entry(&mut self, entry: &Entry<'_>) -> Result<(), ArchiveFault> {
        let name = entry.name.to_ascii_lowercase();
        let active = ["vbaproject", "macrosheets/", "/activex/", "/customui"]
            .iter()
            .any(|part| name.contains(part));
        if active {
            return Err(ArchiveFault::Active);
        }
        if name.contains("/embeddings/") {
            return Err(ArchiveFault::Nested);
        }
        self.part = Part::of(entry.name);
        self.bytes = 0;
        self.stretch = 0;
        self.head.clear();
        self.workbook |= name.ends_with("workbook.xml");
        self.content_types |= self.part == Part::ContentTypes;
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), ArchiveFault> {
        self.bytes += bytes.len() as u64;
        if self.bytes > self.part.max_bytes() {
            return Err(ArchiveFault::Bomb);
        }
        let begins = self.head.len() < HEAD;
        if begins {
            let room = HEAD - self.head.len();
            self.head.extend(bytes.iter().take(room));
        }
        match self.part {
            Part::Other => return Ok(()),
            Part::ContentTypes if contains(bytes, b"macroEnabled") => {
                return Err(ArchiveFault::Active);
            }
            Part::SharedTexts if begins => self.check_count()?,
            Part::ContentTypes | Part::SharedTexts | Part::Worksheet | Part::Xml => {}
        }
        // UTF-16 would hide from these checks.
        if bytes.contains(&0) {
            return Err(ArchiveFault::Damaged);
        }
        self.stretch = match bytes.iter().rposition(|byte| *byte == b'<') {
            Some(last) => bytes.len() - last,
            None => self.stretch + bytes.len(),
        };
        if self.stretch > MAX_STRETCH {
            return Err(ArchiveFault::Bomb);
        }
        Ok(())
    }
}

impl Parts {
    /// The root element comes first, whole, and declares a number of texts that is bearable.
    fn check_count(&self) -> Result<(), ArchiveFault> {
        let tag = match root_tag(&self.head) {
            Some(tag) if is_shared_texts(tag) => tag,
            // It may still be on its way.
            None if self.head.len() < HEAD => return Ok(()),
            Some(_) | None => return Err(ArchiveFault::Damaged),
        };
        for text in tag.split("uniqueCount").skip(1) {
            let value = text.trim_start().trim_start_matches('=').trim_start();
            let digits: String = value
                .trim_start_matches(['"', '\''])
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            if digits.parse::<u64>().unwrap_or(u64::MAX) > self.shared_texts {
                return Err(ArchiveFault::Bomb);
            }
        }
        Ok(())
    }
}

/// The first tag after the declaration, without its end; nothing when it does not end here.
fn root_tag(head: &[u8]) -> Option<&str> {
    let head = match str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => str::from_utf8(head.get(..error.valid_up_to())?).ok()?,
    };
    let mut rest = head.trim_start_matches('\u{FEFF}').trim_start();
    if rest.starts_with("<?xml") {
        rest = rest.split_once("?>")?.1.trim_start();
    }
    let mut quote = None;
    for (at, letter) in rest.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, '>') => return rest.get(..at),
            _ => {}
        }
    }
    None
}

fn is_shared_texts(tag: &str) -> bool {
    let name = tag
        .strip_prefix('<')
        .and_then(|tag| tag.split_whitespace().next());
    let local = name.and_then(|name| name.trim_end_matches('/').rsplit(':').next());
    local == Some("sst")
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}
