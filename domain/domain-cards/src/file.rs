//! Files that hang on a card.

use chrono::{DateTime, Utc};
use domain_shared::{CardId, FileId, UserId, define_messages, text_value};

use crate::MediaKind;

/// Most files of a card, shown or not.
pub const MAX_FILES: usize = 100;

text_value! {
    /// The name of a file, without folders.
    FileName {
        min: 1, max: 150, multiline: false, pattern: Some("^[^/\\\\]+$"), format: None,
        example: "carta-dei-servizi.pdf",
        description: "Name of the file, without folders.",
        check: |text| if text.contains(['/', '\\']) { Err(&domain_shared::messages::INVALID_FORMAT) } else { Ok(text) },
    }
}

define_messages! {
    /// The card has as many files as it can have.
    CARD_FULL_OF_FILES = "card_full_of_files",
        "La scheda ha raggiunto il numero massimo di file: eliminarne qualcuno.",
        "The card has as many files as it can have: delete some.";
    /// A working copy or a revision shows the file.
    FILE_IS_SHOWN = "file_is_shown",
        "Il file è usato dalla bozza o da una revisione della scheda.",
        "The working copy or a revision of the card shows the file.";
}

/// A file that was uploaded to a card; it never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFile {
    /// Identifier.
    pub id: FileId,
    /// The card.
    pub card_id: CardId,
    /// Under which name the file store keeps its content.
    pub key: String,
    /// What it is, by its content.
    pub kind: MediaKind,
    /// How whoever uploaded it called it.
    pub name: FileName,
    /// Size in bytes.
    pub bytes: u32,
    /// Width and height in pixels, of an image.
    pub size: Option<(u32, u32)>,
    /// Who uploaded it.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: DateTime<Utc>,
}
