//! Files on the wire.

use chrono::{DateTime, Utc};
use domain_cards::{CardFile, FileName, MediaKind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    card_review::fields::CardIdField,
    wire::{Coded, FileIdField, Ident, Text, UserIdField},
};

/// Name of a file.
pub(super) type FileNameField = Text<FileName>;
/// What a file is.
pub(super) type MediaKindField = Coded<MediaKind>;

/// What is said of a file that is uploaded.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct UploadParams {
    /// Its name, with the extension of what it is.
    #[param(value_type = FileNameField)]
    pub(super) name: FileName,
}

/// The list has no filters.
#[derive(Debug, Deserialize, IntoParams)]
pub(super) struct NoParams {}

/// A file of a card.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardFileView {
    /// Identifier, by which the card shows it.
    id: FileIdField,
    /// The card.
    card_id: CardIdField,
    /// Name.
    name: FileNameField,
    /// What it is, by its content.
    kind: MediaKindField,
    /// Media type it is sent with.
    #[schema(max_length = 100, example = "application/pdf")]
    media_type: &'static str,
    /// Size in bytes.
    #[schema(minimum = 1, maximum = 104_857_600, example = 48_213)]
    bytes: u32,
    /// Width of an image in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000, example = 1200)]
    width: Option<u32>,
    /// Height of an image in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000, example = 800)]
    height: Option<u32>,
    /// Who uploaded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<UserIdField>,
    /// When it was uploaded.
    created_at: DateTime<Utc>,
}

impl From<&CardFile> for CardFileView {
    fn from(file: &CardFile) -> Self {
        Self {
            id: Ident(file.id),
            card_id: Ident(file.card_id),
            name: Text::of(&file.name),
            kind: Coded(file.kind),
            media_type: file.kind.media_type(),
            bytes: file.bytes,
            width: file.size.map(|(width, _)| width),
            height: file.size.map(|(_, height)| height),
            created_by: file.created_by.map(Ident),
            created_at: file.created_at,
        }
    }
}
