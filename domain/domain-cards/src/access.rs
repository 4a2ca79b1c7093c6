//! How one gets to a service, and what one finds there.

use std::collections::BTreeSet;

use domain_shared::{
    FileId, LocalText, LocalTextDraft, LongText, ShortText, Summary, TextValue, Violations, WebUrl,
    messages, parse_code, parse_id,
};
use serde::{Deserialize, Serialize};

use crate::{AccessChannel, AttachmentPurpose, MAX_CODES, MAX_PARTS};

/// A needed document as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NeededDocumentDraft {
    /// Its name.
    pub name: LocalTextDraft,
    /// Where it is had or described.
    pub url: Option<String>,
    /// Whether it can be left out.
    pub optional: bool,
}

/// A document a citizen must bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NeededDocument {
    /// Its name.
    pub name: LocalText<Summary>,
    /// Where it is had or described.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<WebUrl>,
    /// Whether it can be left out.
    pub optional: bool,
}

impl NeededDocument {
    fn parse(draft: &NeededDocumentDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let name = keep_named(&mut wrong, "/name", &draft.name);
        let url = wrong.keep_optional("/url", draft.url.as_deref(), WebUrl::parse);
        let (Some(name), true) = (name, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Self {
            name,
            url,
            optional: draft.optional,
        })
    }
}

/// A text that must be there in some language.
fn keep_named<T: TextValue>(
    wrong: &mut Violations,
    pointer: &str,
    draft: &LocalTextDraft,
) -> Option<LocalText<T>> {
    if draft.is_empty() {
        wrong.add(pointer, &messages::REQUIRED);
    }
    wrong.keep_local(pointer, draft)
}

/// How to get access, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccessDraft {
    /// Codes of [`AccessChannel`].
    pub channels: Vec<String>,
    /// What to do, step by step.
    pub how_to: LocalTextDraft,
    /// Page where the service is had online.
    pub online_url: Option<String>,
    /// Page where an appointment is booked.
    pub booking_url: Option<String>,
    /// Documents to bring.
    pub documents: Vec<NeededDocumentDraft>,
    /// What else is needed, in words.
    pub documents_note: LocalTextDraft,
}

/// How a citizen gets access.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Access {
    /// Ways to it.
    pub channels: BTreeSet<AccessChannel>,
    /// What to do, step by step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how_to: Option<LocalText<LongText>>,
    /// Page where the service is had online.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online_url: Option<WebUrl>,
    /// Page where an appointment is booked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booking_url: Option<WebUrl>,
    /// Documents to bring.
    pub documents: Vec<NeededDocument>,
    /// What else is needed, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents_note: Option<LocalText<LongText>>,
}

impl Access {
    /// Reads how to get access.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &AccessDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let channels = wrong.keep_list("/channels", &draft.channels, MAX_CODES, parse_code);
        let how_to = wrong.keep_local("/how_to", &draft.how_to);
        let mut url =
            |pointer: &str, url: Option<&str>| wrong.keep_optional(pointer, url, WebUrl::parse);
        let online_url = url("/online_url", draft.online_url.as_deref());
        let booking_url = url("/booking_url", draft.booking_url.as_deref());
        let documents = wrong.keep_parts(
            "/documents",
            &draft.documents,
            MAX_PARTS,
            NeededDocument::parse,
        );
        let documents_note = wrong.keep_local("/documents_note", &draft.documents_note);
        wrong.into_result()?;
        Ok(Self {
            channels: channels.into_iter().collect(),
            how_to,
            online_url,
            booking_url,
            documents: documents.into_iter().map(|(_, one)| one).collect(),
            documents_note,
        })
    }
}

/// A link as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LinkDraft {
    /// What it leads to.
    pub label: LocalTextDraft,
    /// Address.
    pub url: String,
}

/// A link to more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it leads to.
    pub label: LocalText<ShortText>,
    /// Address.
    pub url: WebUrl,
}

impl Link {
    /// Reads a link.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &LinkDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let label = keep_named(&mut wrong, "/label", &draft.label);
        let url = wrong.keep("/url", WebUrl::parse(&draft.url));
        match (label, url) {
            (Some(label), Some(url)) if wrong.is_empty() => Ok(Self { label, url }),
            _ => Err(wrong),
        }
    }
}

/// An image as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImageDraft {
    /// The uploaded file.
    pub file_id: String,
    /// What it shows, for those who cannot see it.
    pub alt: LocalTextDraft,
}

/// An image of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Image {
    /// The uploaded file.
    pub file_id: FileId,
    /// What it shows, for those who cannot see it.
    pub alt: LocalText<Summary>,
}

impl Image {
    /// Reads an image. Whether the file exists is not known here.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &ImageDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let file_id = wrong.keep("/file_id", parse_id(&draft.file_id));
        let alt = keep_named(&mut wrong, "/alt", &draft.alt);
        match (file_id, alt) {
            (Some(file_id), Some(alt)) if wrong.is_empty() => Ok(Self { file_id, alt }),
            _ => Err(wrong),
        }
    }
}

/// An attachment as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AttachmentDraft {
    /// The uploaded file.
    pub file_id: String,
    /// Code of [`AttachmentPurpose`].
    pub purpose: String,
    /// Its title.
    pub title: LocalTextDraft,
}

/// A document attached to a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// The uploaded file.
    pub file_id: FileId,
    /// What it is.
    pub purpose: AttachmentPurpose,
    /// Its title.
    pub title: LocalText<ShortText>,
}

impl Attachment {
    /// Reads an attachment. Whether the file exists is not known here.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &AttachmentDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let file_id = wrong.keep("/file_id", parse_id(&draft.file_id));
        let purpose = wrong.keep("/purpose", parse_code(&draft.purpose));
        let title = keep_named(&mut wrong, "/title", &draft.title);
        match (file_id, purpose, title) {
            (Some(file_id), Some(purpose), Some(title)) if wrong.is_empty() => Ok(Self {
                file_id,
                purpose,
                title,
            }),
            _ => Err(wrong),
        }
    }
}
