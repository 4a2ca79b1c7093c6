//! The kinds of files that may hang on a card.

use domain_shared::{Code as _, codes};

codes! {
    /// What an attached file is, by its content.
    pub enum MediaKind {
        /// A PDF document.
        Pdf = "pdf", "Documento PDF", "PDF document";
        /// A PNG image.
        Png = "png", "Immagine PNG", "PNG image";
        /// A JPEG image.
        Jpeg = "jpeg", "Immagine JPEG", "JPEG image";
        /// A WebP image.
        Webp = "webp", "Immagine WebP", "WebP image";
        /// An OpenDocument text.
        Odt = "odt", "Documento OpenDocument", "OpenDocument text";
        /// A Word document without macros.
        Docx = "docx", "Documento Word", "Word document";
    }
}

impl MediaKind {
    /// The media type it is sent with.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// The extensions its file names may have, without the dot, in lower case; the usual one first.
    #[must_use]
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg", "jpe"],
            Self::Webp => &["webp"],
            Self::Odt => &["odt"],
            Self::Docx => &["docx"],
        }
    }

    /// Whether it is an image, which has dimensions and can be shown in a page.
    #[must_use]
    pub const fn is_image(self) -> bool {
        match self {
            Self::Png | Self::Jpeg | Self::Webp => true,
            Self::Pdf | Self::Odt | Self::Docx => false,
        }
    }

    /// The kind that a media type names; parameters and case do not matter.
    #[must_use]
    pub fn of_media_type(text: &str) -> Option<Self> {
        let bare = text.split(';').next().unwrap_or_default().trim();
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.media_type().eq_ignore_ascii_case(bare))
    }

    /// The kind that an extension without its dot names; case does not matter.
    #[must_use]
    pub fn of_extension(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| {
            kind.extensions()
                .iter()
                .any(|extension| extension.eq_ignore_ascii_case(text))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_extensions_lead_back_to_their_kind() {
        for kind in MediaKind::ALL.iter().copied() {
            assert_eq!(MediaKind::of_media_type(kind.media_type()), Some(kind));
            for extension in kind.extensions() {
                assert_eq!(MediaKind::of_extension(extension), Some(kind));
            }
        }
        assert_eq!(
            MediaKind::of_media_type("Application/PDF; charset=x"),
            Some(MediaKind::Pdf)
        );
        assert_eq!(MediaKind::of_extension("JPG"), Some(MediaKind::Jpeg));
        assert_eq!(MediaKind::of_media_type("image/svg+xml"), None);
        assert_eq!(MediaKind::of_extension("docm"), None);
    }
}
