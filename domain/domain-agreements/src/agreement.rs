//! An agreement as the hub keeps it, its revisions and its history.

use chrono::{DateTime, NaiveDate, Utc};
use domain_shared::{
    AgreementFileId, AgreementId, NetworkBodyId, ProviderId, Reason, UserId, Version,
    bounded_numbers,
};

use crate::{
    AgreementContent, AgreementFileKind, AgreementRelation, AgreementStatus, AgreementStep,
    AnswerKind, PartyIndex, RenderedText, SignedFormat, Standing, Term,
};

bounded_numbers! {
    /// Number of a revision of an agreement, from 1.
    AgreementRevisionNumber = 1..=10_000;
}

/// The agreement another one changes or follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Predecessor {
    /// Which.
    pub agreement_id: AgreementId,
    /// Why.
    pub relation: AgreementRelation,
}

/// An agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Identifier.
    pub id: AgreementId,
    /// The network it belongs to, for good.
    pub network_id: NetworkBodyId,
    /// The agreement it changes or follows.
    pub predecessor: Option<Predecessor>,
    /// Where it stands.
    pub status: AgreementStatus,
    /// What it says: the working copy, or what was sent and signed.
    pub content: AgreementContent,
    /// Number of the last revision; what was sent has one.
    pub revision: Option<AgreementRevisionNumber>,
    /// When it first went to the other side, which may know of it since then.
    pub sent_at: Option<DateTime<Utc>>,
    /// The day (in Rome) on which the last party signed.
    pub signed_on: Option<NaiveDate>,
    /// Its last day in force where somebody ended it.
    pub ended_on: Option<NaiveDate>,
    /// The first day of the agreement that takes its place.
    pub superseded_from: Option<NaiveDate>,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl Agreement {
    /// From when until when it holds, once it is signed.
    #[must_use]
    pub fn term(&self) -> Option<Term> {
        let term = self.content.term().filter(|_| self.status.was_signed())?;
        Some(Term {
            ended_on: self.ended_on,
            superseded_from: self.superseded_from,
            ..term
        })
    }

    /// What it is worth on a day in Rome.
    #[must_use]
    pub fn standing(&self, day: NaiveDate) -> Standing {
        Standing::on(self.status, self.term().as_ref(), day)
    }
}

/// A text as it was sent, or as a provider proposed it; never changed afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementRevision {
    /// The agreement.
    pub agreement_id: AgreementId,
    /// Its number in it.
    pub number: AgreementRevisionNumber,
    /// What it says.
    pub content: AgreementContent,
    /// The text.
    pub text: RenderedText,
    /// SHA-256 of content, text and attachments, in hexadecimal digits.
    pub sha256: String,
    /// The provider that proposed it; the network's people sent it otherwise.
    pub proposed_by: Option<ProviderId>,
    /// Who made it.
    pub made_by: Option<UserId>,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// What a provider answered to a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The revision.
    pub revision: AgreementRevisionNumber,
    /// The provider.
    pub provider_id: ProviderId,
    /// What.
    pub kind: AnswerKind,
    /// Why.
    pub reason: Option<Reason>,
    /// Who.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// That a party signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// The party.
    pub party: PartyIndex,
    /// The revision.
    pub revision: AgreementRevisionNumber,
    /// The day on the paper.
    pub on: NaiveDate,
    /// Who wrote it down.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// One step in the life of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementEvent {
    /// The step.
    pub step: AgreementStep,
    /// Why.
    pub reason: Option<Reason>,
    /// The revision it was about.
    pub revision: Option<AgreementRevisionNumber>,
    /// Who.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A file of an agreement; the bytes are kept under their hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementFile {
    /// Identifier.
    pub id: AgreementFileId,
    /// The agreement.
    pub agreement_id: AgreementId,
    /// What it is.
    pub kind: AgreementFileKind,
    /// How it is signed, of a signed document.
    pub format: Option<SignedFormat>,
    /// Name, for people.
    pub name: String,
    /// Media type, found out from the content.
    pub media: String,
    /// Size.
    pub bytes: u32,
    /// SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// Who uploaded it.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}
