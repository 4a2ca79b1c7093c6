//! Answers of one person to a campaign: how they come in, change, and are reviewed.

use chrono::{DateTime, Utc};
use domain_shared::{
    InvalidTransition, LanguageTag, LongText, PointId, StableCode, SurveyCampaignId,
    SurveyRespondentId, SurveyResponseId, UserId, Version, codes, text_value,
};

use crate::{RawAnswers, campaign::SurveyChannel};

text_value! {
    /// The identifier a front end gives answers as they are now: a UUID it draws, another one for every version.
    InstanceId {
        min: 36, max: 36, multiline: false,
        pattern: Some("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"), format: Some("uuid"),
        example: "6f0c1a52-6d0e-4b7e-9d7a-2f6a4c1b8e10",
        description: "Identifier (UUID) that the front end draws for the answers as they are now.",
        check: |text| {
            let id: Result<domain_shared::SurveyResponseId, _> = text.parse();
            id.map(|_| text).map_err(|_| &domain_shared::messages::INVALID_FORMAT)
        },
    }
}

domain_shared::define_messages! {
    /// No final answer without consent.
    CONSENT_REQUIRED = "consent_required",
        "Senza consenso non si può completare la risposta.",
        "There is no final answer without consent.";
    /// A channel that the campaign does not use.
    CHANNEL_NOT_USED = "channel_not_used",
        "La campagna non usa questo canale.",
        "The campaign does not use this channel.";
    /// A category that is not asked at the point.
    CATEGORY_NOT_ASKED = "category_not_asked",
        "La categoria non è prevista in questo punto.",
        "The category is not asked at this point.";
    /// A final answer that would become partial.
    COMPLETED_STAYS = "completed_stays",
        "Una risposta completata si può solo correggere con una completa.",
        "A completed response can only be replaced by a complete one.";
    /// A respondent where answers are anonymous.
    RESPONDENT_IN_ANONYMOUS = "respondent_in_anonymous",
        "La campagna è anonima: le risposte non si collegano a persone.",
        "The campaign is anonymous: answers are not linked to people.";
    /// Something that an edit says otherwise than the answers it replaces.
    EDIT_MOVES = "edit_moves",
        "La correzione deve riguardare la stessa persona, lo stesso punto e la stessa categoria.",
        "An edit must be of the same person, point and category.";
}

codes! {
    /// Whether answers are final.
    pub enum SurveyResponseStatus {
        /// Begun, to be finished.
        Partial = "partial", "parziale", "partial";
        /// Final; it counts.
        Completed = "completed", "completata", "completed";
        /// Deleted; only that it was there is kept.
        Deleted = "deleted", "eliminata", "deleted";
    }
}

codes! {
    /// What is thought of answers in review.
    pub enum SurveyReview {
        /// Came in, nobody looked yet.
        Received = "received", "ricevuta", "received";
        /// Changed since.
        Edited = "edited", "modificata", "edited";
        /// Something must be cleared up.
        HasIssues = "has_issues", "da chiarire", "has issues";
        /// Good.
        Approved = "approved", "approvata", "approved";
        /// Not good.
        Rejected = "rejected", "respinta", "rejected";
    }
}

impl SurveyReview {
    /// What a reviewer can say next.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Received | Self::Edited | Self::HasIssues => {
                &[Self::HasIssues, Self::Approved, Self::Rejected]
            }
            Self::Approved => &[Self::HasIssues, Self::Rejected],
            Self::Rejected => &[Self::HasIssues, Self::Approved],
        }
    }

    /// What is thought of the answers after a reviewer said something.
    ///
    /// # Errors
    /// [`InvalidTransition`] when that cannot follow.
    pub fn changed(self, to: Self) -> Result<Self, InvalidTransition<Self>> {
        let allowed = self.next();
        if allowed.contains(&to) {
            Ok(to)
        } else {
            Err(InvalidTransition {
                from: self,
                allowed,
            })
        }
    }

    /// Whether it must be explained.
    #[must_use]
    pub const fn needs_comment(self) -> bool {
        match self {
            Self::HasIssues | Self::Rejected => true,
            Self::Received | Self::Edited | Self::Approved => false,
        }
    }
}

/// Answers of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyResponse {
    /// Identifier.
    pub id: SurveyResponseId,
    /// The campaign.
    pub campaign_id: SurveyCampaignId,
    /// The point.
    pub point_id: PointId,
    /// The category of whoever answered.
    pub category: StableCode,
    /// Whoever answered; nobody where the campaign is anonymous, and where they were not on the list.
    pub respondent_id: Option<SurveyRespondentId>,
    /// Whether they are final.
    pub status: SurveyResponseStatus,
    /// What is thought of them in review.
    pub review: SurveyReview,
    /// How they were given.
    pub channel: SurveyChannel,
    /// Who asked.
    pub interviewer_id: Option<UserId>,
    /// In which language.
    pub language: LanguageTag,
    /// The identifier of the answers as they are now.
    pub instance_id: InstanceId,
    /// The answers; none once deleted.
    pub answers: RawAnswers,
    /// When consent was given.
    pub consented_at: Option<DateTime<Utc>>,
    /// When they first were final.
    pub completed_at: Option<DateTime<Utc>>,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When they were begun.
    pub created_at: DateTime<Utc>,
    /// When they were last changed.
    pub updated_at: DateTime<Utc>,
}

/// Something said of answers in review; never changed afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewNote {
    /// Its number among those of the same answers, from 1.
    pub number: u16,
    /// What is thought of them.
    pub review: SurveyReview,
    /// Why.
    pub comment: Option<LongText>,
    /// Who says so.
    pub made_by: Option<UserId>,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// What was taken before under an instance identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownInstance {
    /// The hash of what was sent then.
    pub sha256: String,
    /// Whether the answers it belongs to were deleted since.
    pub is_deleted: bool,
}

/// The answers that an edit says it replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced<'a> {
    /// Where they stand.
    pub status: SurveyResponseStatus,
    /// The identifier of them as they are now.
    pub instance_id: &'a InstanceId,
}

/// What a submission is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reception {
    /// The first of its answers.
    New,
    /// Sent again: the answer is the same.
    Again,
    /// In place of other answers.
    Edit,
}

/// Why a submission is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreceived {
    /// The identifier was used for another body.
    InstanceReused,
    /// The answers were deleted and do not come back.
    Deleted,
    /// The answers it replaces are not there.
    NothingToReplace,
    /// The answers it replaces were replaced already.
    Superseded,
}

/// What a submission is, by its identifiers. `known` is what was taken under its own identifier; `replaced`, for one
/// that names answers it replaces in `deprecated`, are those.
///
/// # Errors
/// Why it is not taken.
pub fn receive(
    sha256: &str,
    known: Option<&KnownInstance>,
    deprecated: Option<&InstanceId>,
    replaced: Option<Replaced<'_>>,
) -> Result<Reception, Unreceived> {
    match known {
        Some(known) if known.is_deleted => return Err(Unreceived::Deleted),
        Some(known) if known.sha256 == sha256 => return Ok(Reception::Again),
        Some(_) => return Err(Unreceived::InstanceReused),
        None => {}
    }
    match (deprecated, replaced) {
        (None, _) => Ok(Reception::New),
        (Some(_), None) => Err(Unreceived::NothingToReplace),
        (Some(_), Some(replaced)) if replaced.status == SurveyResponseStatus::Deleted => {
            Err(Unreceived::Deleted)
        }
        (Some(named), Some(replaced)) if named != replaced.instance_id => {
            Err(Unreceived::Superseded)
        }
        (Some(_), Some(_)) => Ok(Reception::Edit),
    }
}

impl SurveyResponse {
    /// Whether the answers count, towards quotas and in results: they are final and no reviewer rejected them.
    #[must_use]
    pub const fn counts(&self) -> bool {
        is_counted(self.status, self.review)
    }
}

/// Whether answers in this state count.
#[must_use]
pub const fn is_counted(status: SurveyResponseStatus, review: SurveyReview) -> bool {
    matches!(status, SurveyResponseStatus::Completed) && !matches!(review, SurveyReview::Rejected)
}

#[cfg(test)]
#[path = "response_tests.rs"]
mod tests;
