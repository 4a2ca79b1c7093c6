//! A look through a zip container before anything else opens it: every entry is inflated, counted
//! and thrown away, so that declared sizes need not be believed.

use std::{
    collections::HashSet,
    io::{Read, Seek, SeekFrom},
};

use domain_shared::Message;
use zip::{ZipArchive, result::ZipError};

use super::messages;

/// How much may come out of a container.
#[derive(Debug, Clone, Copy)]
pub struct ArchiveLimits {
    /// Bytes of all entries together, inflated.
    pub inflated_bytes: u64,
    /// Inflated bytes for each compressed byte, once an entry has yielded a mebibyte.
    pub ratio: u64,
    /// Entries.
    pub entries: usize,
}

/// Why a container is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveFault {
    /// No zip, cut off, checksums that do not agree, names that lead elsewhere.
    Damaged,
    /// Needs a password.
    Encrypted,
    /// More comes out than the limits allow.
    Bomb,
    /// Another container within.
    Nested,
    /// A macro or a program within.
    Active,
}

impl ArchiveFault {
    /// The sentence for people.
    #[must_use]
    pub fn message(self) -> &'static Message {
        match self {
            Self::Damaged => &messages::FILE_DAMAGED,
            Self::Encrypted => &messages::FILE_ENCRYPTED,
            Self::Bomb => &messages::FILE_BOMB,
            Self::Nested => &messages::FILE_NESTED,
            Self::Active => &messages::FILE_ACTIVE,
        }
    }
}

/// Sees the entries of a container go by.
pub trait Inspector {
    /// An entry begins.
    ///
    /// # Errors
    /// To refuse the container.
    fn entry(&mut self, entry: &Entry<'_>) -> Result<(), ArchiveFault>;

    /// The next inflated bytes of the entry, of any length.
    ///
    /// # Errors
    /// To refuse the container.
    fn bytes(&mut self, bytes: &[u8]) -> Result<(), ArchiveFault>;
}

/// What is known of an entry before its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Its place in the container, from 0.
    pub index: usize,
    /// Its name, with slashes.
    pub name: &'a str,
    /// Whether its bytes lie in the file as they are.
    pub stored: bool,
}

const MEBIBYTE: u64 = 1024 * 1024;
const CHUNK: usize = 64 * 1024;

/// Heads of what may not lie within a document.
const CONTAINERS: [&[u8]; 4] = [
    b"PK\x03\x04",
    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    b"7z\xBC\xAF\x27\x1C",
    b"Rar!\x1A\x07",
];
const PROGRAMS: [&[u8]; 2] = [b"MZ", b"\x7FELF"];

/// Whether the source begins as a zip container does.
#[must_use]
pub fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// Whether the source begins as the containers of old Office documents, and of encrypted ones, do.
#[must_use]
pub fn is_compound(head: &[u8]) -> bool {
    head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// Walks through every entry and counts what really comes out.
///
/// # Errors
/// What is wrong with the container, or what the inspector says.
pub fn inspect<R: Read + Seek>(
    mut source: R,
    limits: ArchiveLimits,
    inspector: &mut dyn Inspector,
) -> Result<(), ArchiveFault> {
    let mut head = [0; 4];
    let damaged = |_| ArchiveFault::Damaged;
    source.seek(SeekFrom::Start(0)).map_err(damaged)?;
    source.read_exact(&mut head).map_err(damaged)?;
    if !is_zip(&head) {
        return Err(ArchiveFault::Damaged);
    }
    let mut archive = ZipArchive::new(source).map_err(|error| fault(&error))?;
    if archive.len() > limits.entries {
        return Err(ArchiveFault::Bomb);
    }
    if archive.offset() != 0 || archive.has_duplicate_names() {
        return Err(ArchiveFault::Damaged);
    }
    // Entries that share bytes are how a small file becomes terabytes.
    match archive.has_overlapping_entries() {
        Ok(false) => {}
        Ok(true) => return Err(ArchiveFault::Bomb),
        Err(error) => return Err(fault(&error)),
    }
    let mut walk = Walk {
        limits,
        total: 0,
        buffer: vec![0; CHUNK],
    };
    let mut names = HashSet::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|error| fault(&error))?;
        let name = file.name().map_err(|error| fault(&error))?.into_owned();
        if file.encrypted() {
            return Err(ArchiveFault::Encrypted);
        }
        if !is_plain(&name) || file.is_symlink() || !names.insert(name.to_lowercase()) {
            return Err(ArchiveFault::Damaged);
        }
        inspector.entry(&Entry {
            index,
            name: &name,
            stored: file.compression() == zip::CompressionMethod::Stored,
        })?;
        let compressed = file.compressed_size();
        walk.entry(&mut file, compressed, inspector)?;
    }
    Ok(())
}

struct Walk {
    limits: ArchiveLimits,
    total: u64,
    buffer: Vec<u8>,
}

impl Walk {
    fn entry(
        &mut self,
        file: &mut dyn Read,
        compressed: u64,
        inspector: &mut dyn Inspector,
    ) -> Result<(), ArchiveFault> {
        let mut inflated = 0_u64;
        loop {
            let read = file
                .read(&mut self.buffer)
                .map_err(|_| ArchiveFault::Damaged)?;
            let bytes = self.buffer.get(..read).unwrap_or_default();
            if bytes.is_empty() {
                return Ok(());
            }
            if inflated == 0 {
                harmless(bytes)?;
            }
            let read = read as u64;
            inflated += read;
            self.total += read;
            let allowed = compressed.saturating_mul(self.limits.ratio).max(MEBIBYTE);
            if self.total > self.limits.inflated_bytes || inflated > allowed {
                return Err(ArchiveFault::Bomb);
            }
            inspector.bytes(bytes)?;
        }
    }
}

/// The first bytes of an entry show neither another container nor a program.
fn harmless(head: &[u8]) -> Result<(), ArchiveFault> {
    if CONTAINERS.iter().any(|magic| head.starts_with(magic)) {
        return Err(ArchiveFault::Nested);
    }
    if PROGRAMS.iter().any(|magic| head.starts_with(magic)) {
        return Err(ArchiveFault::Active);
    }
    Ok(())
}

/// A relative name that stays where it is.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('/')
        && !name.contains(['\\', '\0', ':'])
        && !name.split('/').any(|part| part == ".." || part == ".")
}

fn fault(error: &ZipError) -> ArchiveFault {
    match error {
        ZipError::UnsupportedArchive(text) if text.contains("assword") => ArchiveFault::Encrypted,
        ZipError::InvalidPassword => ArchiveFault::Encrypted,
        _ => ArchiveFault::Damaged,
    }
}
