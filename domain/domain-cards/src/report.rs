//! Reports that a published card is wrong.

use chrono::{DateTime, Utc};
use domain_shared::{CardId, EmailAddress, LongText, ReportId, UserId, Version, codes};

codes! {
    /// What is wrong with a card.
    pub enum ReportReason {
        /// The service does not exist any more.
        NoLongerOffered = "no_longer_offered", "il servizio non è più offerto", "the service is no longer offered";
        /// Contacts are wrong.
        WrongContacts = "wrong_contacts", "contatti errati", "wrong contacts";
        /// Prices are wrong.
        WrongPrice = "wrong_price", "prezzo errato", "wrong price";
        /// Hours or places are wrong.
        WrongTimesOrPlaces = "wrong_times_or_places", "orari o luoghi errati", "wrong times or places";
        /// The description is misleading.
        Misleading = "misleading", "descrizione fuorviante", "misleading description";
        /// It offends or discriminates.
        Inappropriate = "inappropriate", "contenuto inappropriato", "inappropriate content";
        /// Something else.
        Other = "other", "altro", "other";
    }
}

codes! {
    /// Whether a report was dealt with.
    pub enum ReportStatus {
        /// Nobody answered yet.
        Open = "open", "aperta", "open";
        /// It was answered.
        Closed = "closed", "chiusa", "closed";
    }
}

/// The answer a report was closed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportAnswer {
    /// The answer.
    pub text: LongText,
    /// By whom.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A report that a published card is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardReport {
    /// Identifier.
    pub id: ReportId,
    /// The card.
    pub card_id: CardId,
    /// What is wrong.
    pub reason: ReportReason,
    /// In words.
    pub text: LongText,
    /// Where to send the answer, if the reporter wants one.
    pub email: Option<EmailAddress>,
    /// The answer; the report is open without one.
    pub answer: Option<ReportAnswer>,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When it came.
    pub created_at: DateTime<Utc>,
}

impl CardReport {
    /// Whether it was dealt with.
    #[must_use]
    pub const fn status(&self) -> ReportStatus {
        match self.answer {
            Some(_) => ReportStatus::Closed,
            None => ReportStatus::Open,
        }
    }
}
