//! Everything a service card says.

use std::collections::BTreeSet;

use domain_shared::{
    AccessibilityFeature, Coverage, CoverageDraft, DisplayName, FileId, LanguageTag, LocalText,
    LocalTextDraft, Period, StableCode, Summary, TextValue, Violations, parse_code,
};
use serde::{Deserialize, Serialize};

use crate::{
    Access, AccessDraft, Attachment, AttachmentDraft, Audience, AudienceDraft, Capacity,
    CapacityDraft, CardPlace, CardPlaceDraft, DeliveryMode, Description, DescriptionDraft,
    Eligibility, EligibilityDraft, FirstContact, FirstContactDraft, Image, ImageDraft, Link,
    LinkDraft, PersonInCharge, PersonInChargeDraft, Pricing, PricingDraft, Sharing, SharingDraft,
    StaffGroup, StaffGroupDraft, Waiting, WaitingDraft,
};

/// Most codes of one list.
pub const MAX_CODES: usize = 30;
/// Most parts of one list: places, links, images, attachments, documents, staff groups.
pub const MAX_PARTS: usize = 20;

/// A period that may be open at both ends, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ValidityDraft {
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day.
    pub until: Option<String>,
}

/// Everything a card says, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CardDraft {
    /// Title.
    pub title: LocalTextDraft,
    /// Another name.
    pub alternate_title: LocalTextDraft,
    /// Summary.
    pub summary: LocalTextDraft,
    /// The language the card was first written in; Italian without one.
    pub language: Option<String>,
    /// Code of the main category.
    pub main_category: Option<String>,
    /// Codes of other categories.
    pub other_categories: Vec<String>,
    /// Whom it is for.
    pub audience: AudienceDraft,
    /// Who may have it.
    pub eligibility: EligibilityDraft,
    /// Territory.
    pub coverage: CoverageDraft,
    /// Where it is given.
    pub places: Vec<CardPlaceDraft>,
    /// Codes of [`DeliveryMode`].
    pub delivery: Vec<String>,
    /// How to get in touch.
    pub first_contact: FirstContactDraft,
    /// Who is in charge.
    pub person_in_charge: Option<PersonInChargeDraft>,
    /// What it does.
    pub description: DescriptionDraft,
    /// How long one waits.
    pub waiting: WaitingDraft,
    /// How many places there are.
    pub capacity: Option<CapacityDraft>,
    /// Who does the work.
    pub staff: Vec<StaffGroupDraft>,
    /// What it costs.
    pub pricing: PricingDraft,
    /// How it is shared; not at all without.
    pub sharing: Option<SharingDraft>,
    /// How to get access.
    pub access: AccessDraft,
    /// Languages spoken.
    pub languages: Vec<String>,
    /// Codes of [`AccessibilityFeature`].
    pub accessibility: Vec<String>,
    /// Links to more.
    pub links: Vec<LinkDraft>,
    /// Images.
    pub images: Vec<ImageDraft>,
    /// Attachments.
    pub attachments: Vec<AttachmentDraft>,
    /// When it is offered; always without.
    pub validity: Option<ValidityDraft>,
}

/// Everything a card says. What is there is well-formed; what a reader needs may still be missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardContent {
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<LocalText<DisplayName>>,
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternate_title: Option<LocalText<DisplayName>>,
    /// Summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<LocalText<Summary>>,
    /// The language the card was first written in.
    pub language: LanguageTag,
    /// The main category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_category: Option<StableCode>,
    /// Other categories, not the main one.
    pub other_categories: Vec<StableCode>,
    /// Whom it is for.
    pub audience: Audience,
    /// Who may have it.
    pub eligibility: Eligibility,
    /// Territory.
    pub coverage: Coverage,
    /// Where it is given.
    pub places: Vec<CardPlace>,
    /// How it is delivered.
    pub delivery: BTreeSet<DeliveryMode>,
    /// How to get in touch.
    pub first_contact: FirstContact,
    /// Who is in charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_in_charge: Option<PersonInCharge>,
    /// What it does.
    pub description: Description,
    /// How long one waits.
    pub waiting: Waiting,
    /// How many places there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
    /// Who does the work.
    pub staff: Vec<StaffGroup>,
    /// What it costs.
    pub pricing: Pricing,
    /// How it is shared; not at all without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sharing: Option<Sharing>,
    /// How to get access.
    pub access: Access,
    /// Languages spoken.
    pub languages: Vec<LanguageTag>,
    /// What makes it accessible.
    pub accessibility: BTreeSet<AccessibilityFeature>,
    /// Links to more.
    pub links: Vec<Link>,
    /// Images.
    pub images: Vec<Image>,
    /// Attachments.
    pub attachments: Vec<Attachment>,
    /// When it is offered; always without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validity: Option<Period>,
}

/// The parts without their indices.
fn values<T>(parts: Vec<(usize, T)>) -> Vec<T> {
    parts.into_iter().map(|(_, part)| part).collect()
}

impl CardContent {
    /// Reads a card; pointers start at the card itself (`/title/it`). Whether the categories, places,
    /// sites and files it names exist is not known here.
    ///
    /// # Errors
    /// Every mistake of the draft. What is merely missing is none.
    pub fn parse(draft: &CardDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let language = draft.language.as_deref().unwrap_or("it");
        let language = wrong.keep("/language", LanguageTag::parse(language));
        let main_category = draft.main_category.as_deref();
        let main_category = wrong.keep_optional("/main_category", main_category, StableCode::parse);
        let other_categories = wrong.keep_list(
            "/other_categories",
            &draft.other_categories,
            MAX_PARTS,
            |code| match StableCode::parse(code) {
                Ok(code) if main_category.as_ref() == Some(&code) => {
                    Err(&domain_shared::messages::DUPLICATE)
                }
                read => read,
            },
        );
        let title = wrong.keep_local("/title", &draft.title);
        let alternate_title = wrong.keep_local("/alternate_title", &draft.alternate_title);
        let summary = wrong.keep_local("/summary", &draft.summary);
        let audience = wrong.keep_part("/audience", Audience::parse(&draft.audience));
        let eligibility = wrong.keep_part("/eligibility", Eligibility::parse(&draft.eligibility));
        let coverage = wrong.keep_part("/coverage", Coverage::parse(&draft.coverage));
        let places = wrong.keep_parts("/places", &draft.places, MAX_PARTS, CardPlace::parse);
        let delivery = wrong.keep_list("/delivery", &draft.delivery, MAX_CODES, parse_code);
        let first_contact = FirstContact::parse(&draft.first_contact);
        let first_contact = wrong.keep_part("/first_contact", first_contact);
        let person_in_charge = draft
            .person_in_charge
            .as_ref()
            .and_then(|person| wrong.keep_part("/person_in_charge", PersonInCharge::parse(person)));
        let description = wrong.keep_part("/description", Description::parse(&draft.description));
        let waiting = wrong.keep_part("/waiting", Waiting::parse(&draft.waiting));
        let capacity = draft
            .capacity
            .as_ref()
            .and_then(|capacity| wrong.keep_part("/capacity", Capacity::parse(capacity)));
        let staff = wrong.keep_parts("/staff", &draft.staff, MAX_PARTS, StaffGroup::parse);
        let pricing = wrong.keep_part("/pricing", Pricing::parse(&draft.pricing));
        let sharing = draft
            .sharing
            .as_ref()
            .and_then(|sharing| wrong.keep_part("/sharing", Sharing::parse(sharing)));
        let access = wrong.keep_part("/access", Access::parse(&draft.access));
        let languages = wrong.keep_list(
            "/languages",
            &draft.languages,
            MAX_CODES,
            LanguageTag::parse,
        );
        let accessibility = wrong.keep_list(
            "/accessibility",
            &draft.accessibility,
            MAX_CODES,
            parse_code,
        );
        let links = wrong.keep_parts("/links", &draft.links, MAX_PARTS, Link::parse);
        let images = wrong.keep_parts("/images", &draft.images, MAX_PARTS, Image::parse);
        let attachments = wrong.keep_parts(
            "/attachments",
            &draft.attachments,
            MAX_PARTS,
            Attachment::parse,
        );
        let validity = draft
            .validity
            .as_ref()
            .and_then(|validity| wrong.keep_part("/validity", parse_validity(validity)));
        let (Some(language), true) = (language, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Self {
            title,
            alternate_title,
            summary,
            language,
            main_category,
            other_categories,
            audience: audience.unwrap_or_default(),
            eligibility: eligibility.unwrap_or_default(),
            coverage: coverage.unwrap_or_default(),
            places: values(places),
            delivery: delivery.into_iter().collect(),
            first_contact: first_contact.unwrap_or_default(),
            person_in_charge,
            description: description.unwrap_or_default(),
            waiting: waiting.unwrap_or_default(),
            capacity,
            staff: values(staff),
            pricing: pricing.unwrap_or_default(),
            sharing,
            access: access.unwrap_or_default(),
            languages,
            accessibility: accessibility.into_iter().collect(),
            links: values(links),
            images: values(images),
            attachments: values(attachments),
            validity,
        })
    }

    /// The Italian title, or the first there is.
    #[must_use]
    pub fn best_title(&self) -> Option<&DisplayName> {
        self.title.as_ref().and_then(LocalText::best)
    }

    /// The main category and the others.
    pub fn categories(&self) -> impl Iterator<Item = &StableCode> {
        self.main_category.iter().chain(&self.other_categories)
    }

    /// Every file it shows.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        let images = self.images.iter().map(|image| image.file_id);
        images.chain(self.attachments.iter().map(|attachment| attachment.file_id))
    }
}

/// Reads the days a card is valid.
fn parse_validity(draft: &ValidityDraft) -> Result<Period, Violations> {
    let mut wrong = Violations::new();
    let period = wrong.keep_period(&draft.from, draft.until.as_deref());
    period.ok_or(wrong)
}

impl<'de> Deserialize<'de> for CardContent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = CardDraft::deserialize(deserializer)?;
        Self::parse(&draft).map_err(serde::de::Error::custom)
    }
}
