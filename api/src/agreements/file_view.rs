//! Files of agreements on the wire.

use chrono::{DateTime, Utc};
use domain_agreements::AgreementFile;
use serde::Serialize;
use utoipa::ToSchema;

use super::fields::{
    AgreementFileIdField, AgreementFileKindField, AgreementIdField, FileNameField,
    SignedFormatField,
};
use crate::wire::{Coded, Ident, Text, UserIdField};

/// A file of an agreement.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementFileView {
    /// Identifier.
    id: AgreementFileIdField,
    /// The agreement.
    agreement_id: AgreementIdField,
    /// What it is.
    kind: AgreementFileKindField,
    /// How it is signed, of a signed document.
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<SignedFormatField>,
    /// Name.
    name: FileNameField,
    /// Media type it is sent with.
    #[schema(max_length = 100, example = "application/pdf")]
    media_type: String,
    /// Size in bytes.
    #[schema(minimum = 1, maximum = 104_857_600, example = 48_213)]
    bytes: u32,
    /// SHA-256 of its bytes, in hexadecimal digits.
    #[schema(
        min_length = 64,
        max_length = 64,
        pattern = "^[0-9a-f]{64}$",
        example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )]
    sha256: String,
    /// Who uploaded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<UserIdField>,
    /// When it was uploaded.
    created_at: DateTime<Utc>,
}

impl From<&AgreementFile> for AgreementFileView {
    fn from(file: &AgreementFile) -> Self {
        Self {
            id: Ident(file.id),
            agreement_id: Ident(file.agreement_id),
            kind: Coded(file.kind),
            format: file.format.map(Coded),
            name: Text::raw(file.name.clone()),
            media_type: file.media.clone(),
            bytes: file.bytes,
            sha256: file.sha256.clone(),
            created_by: file.by.map(Ident),
            created_at: file.at,
        }
    }
}
