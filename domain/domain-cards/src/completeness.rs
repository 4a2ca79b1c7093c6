//! What a card must say before it is reviewed.

use domain_shared::{LocalText, Message, TextValue, Violations, messages};

use crate::{CardContent, DeliveryMode};

/// A text has no Italian version.
pub static ITALIAN_REQUIRED: Message = Message {
    code: "italian_required",
    it: "Il testo in italiano è obbligatorio.",
    en: "The Italian text is required.",
};

/// Neither a telephone number nor an e-mail address is named.
pub static CONTACT_REQUIRED: Message = Message {
    code: "contact_required",
    it: "Indicare almeno un numero di telefono o un indirizzo e-mail.",
    en: "Name at least a telephone number or an e-mail address.",
};

/// Nothing is said about the price.
pub static PRICE_REQUIRED: Message = Message {
    code: "price_required",
    it: "Indicare se il servizio è gratuito, almeno un prezzo o il preventivo personalizzato.",
    en: "Say that the service is free, or name a price or a personalised quote.",
};

/// A service given at a site names no place.
pub static PLACE_REQUIRED: Message = Message {
    code: "place_required",
    it: "Un servizio erogato presso la sede indica almeno un luogo.",
    en: "A service given at a site names at least one place.",
};

/// A text that is there, and in Italian.
fn need<T: TextValue>(wrong: &mut Violations, pointer: &str, text: Option<&LocalText<T>>) {
    match text {
        None => wrong.add(format!("{pointer}/it"), &messages::REQUIRED),
        Some(text) if text.in_language("it").is_none() => {
            wrong.add(format!("{pointer}/it"), &ITALIAN_REQUIRED);
        }
        Some(_) => {}
    }
}

/// A text that, where it is there, is there in Italian.
fn need_italian<T: TextValue>(wrong: &mut Violations, pointer: &str, text: Option<&LocalText<T>>) {
    if text.is_some() {
        need(wrong, pointer, text);
    }
}

/// Something that must not be empty.
fn need_some(wrong: &mut Violations, pointer: &str, is_there: bool) {
    if !is_there {
        wrong.add(pointer, &messages::REQUIRED);
    }
}

impl CardContent {
    /// Whether a reader finds everything a published card must say.
    ///
    /// # Errors
    /// Every member that is missing, by JSON Pointer.
    pub fn check_complete(&self) -> Result<(), Violations> {
        let mut wrong = Violations::new();
        need(&mut wrong, "/title", self.title.as_ref());
        need_italian(
            &mut wrong,
            "/alternate_title",
            self.alternate_title.as_ref(),
        );
        need(&mut wrong, "/summary", self.summary.as_ref());
        need_some(&mut wrong, "/main_category", self.main_category.is_some());
        let recipients = !self.audience.recipients.is_empty();
        need_some(&mut wrong, "/audience/recipients", recipients);
        need_italian(&mut wrong, "/audience/note", self.audience.note.as_ref());
        need_italian(
            &mut wrong,
            "/eligibility/note",
            self.eligibility.note.as_ref(),
        );
        need_some(&mut wrong, "/coverage", !self.coverage.is_empty());
        need_some(&mut wrong, "/delivery", !self.delivery.is_empty());
        if self.delivery.contains(&DeliveryMode::Site) && self.places.is_empty() {
            wrong.add("/places", &PLACE_REQUIRED);
        }
        if self.first_contact.phone.is_none() && self.first_contact.email.is_none() {
            wrong.add("/first_contact", &CONTACT_REQUIRED);
        }
        let activities = self.description.activities.as_ref();
        need(&mut wrong, "/description/activities", activities);
        need_some(
            &mut wrong,
            "/waiting/activation_days",
            self.waiting.activation_days.is_some(),
        );
        if !self.pricing.is_stated() {
            wrong.add("/pricing", &PRICE_REQUIRED);
        }
        need_some(
            &mut wrong,
            "/access/channels",
            !self.access.channels.is_empty(),
        );
        need(&mut wrong, "/access/how_to", self.access.how_to.as_ref());
        need_some(&mut wrong, "/languages", !self.languages.is_empty());
        self.check_part_texts(&mut wrong);
        wrong.into_result()
    }

    /// The texts of the parts, where there are any.
    fn check_part_texts(&self, wrong: &mut Violations) {
        for (index, image) in self.images.iter().enumerate() {
            need(wrong, &format!("/images/{index}/alt"), Some(&image.alt));
        }
        for (index, attachment) in self.attachments.iter().enumerate() {
            let pointer = format!("/attachments/{index}/title");
            need(wrong, &pointer, Some(&attachment.title));
        }
        for (index, link) in self.links.iter().enumerate() {
            need(wrong, &format!("/links/{index}/label"), Some(&link.label));
        }
        for (index, document) in self.access.documents.iter().enumerate() {
            let pointer = format!("/access/documents/{index}/name");
            need(wrong, &pointer, Some(&document.name));
        }
    }
}
