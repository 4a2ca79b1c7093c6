//! Identifiers: one type per kind of thing, so that they cannot be mixed up.

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use uuid::Uuid;

/// A kind of thing that has identifiers of its own.
pub trait IdKind: std::fmt::Debug + Clone + PartialEq + Send + Sync + 'static {
    /// Name of the identifier type in the API description, for example `PointId`.
    const NAME: &'static str;
}

/// A text that cannot be an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId;

/// The identifier (UUID, version 7 when minted here) of one kind of thing.
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

impl<K> Id<K> {
    /// Wraps a UUID. Minting is the caller's business: the domain has no randomness.
    #[must_use]
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The bare UUID.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

// Written by hand because the derives would ask the same of the marker `K`.
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> FromStr for Id<K> {
    type Err = InvalidId;

    /// Reads the canonical hyphenated form only: an identifier has one spelling.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uuid = Uuid::try_parse(text).map_err(|_| InvalidId)?;
        let mut canonical = Uuid::encode_buffer();
        if uuid.hyphenated().encode_lower(&mut canonical) == text {
            Ok(Self::new(uuid))
        } else {
            Err(InvalidId)
        }
    }
}
impl<K> serde::Serialize for Id<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
impl<'de, K> serde::Deserialize<'de> for Id<K> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::new)
    }
}

macro_rules! ids {
    ($($(#[$meta:meta])* $alias:ident, $kind:ident;)+) => {
        $(
            /// Marker of a kind of identifier.
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub enum $kind {}
            impl IdKind for $kind {
                const NAME: &'static str = stringify!($alias);
            }
            $(#[$meta])*
            pub type $alias = Id<$kind>;
        )+
    };
}

/// One alias and one marker per kind of thing.
pub(crate) mod aliases {
    use super::{Id, IdKind};

    ids! {
        /// A network body (*ente di rete*).
        NetworkBodyId, NetworkBodyKind;
        /// A territorial association of a network body.
        AssociationId, AssociationKind;
        /// A sub-municipal zone.
        ZoneId, ZoneKind;
        /// A service category (*tipologia*).
        ServiceCategoryId, ServiceCategoryKind;
        /// A welfare point (*Welf@re Point*).
        PointId, PointKind;
        /// A specialist (*Welf@re Specialist*).
        SpecialistId, SpecialistKind;
        /// The assignment of a specialist to a point.
        AssignmentId, AssignmentKind;
        /// A training course.
        CourseId, CourseKind;
        /// One edition of a training course.
        EditionId, EditionKind;
        /// A certificate of a specialist.
        CertificateId, CertificateKind;
        /// A provider (*ente erogatore*).
        ProviderId, ProviderKind;
        /// A site of a provider.
        SiteId, SiteKind;
        /// A person's membership of a provider.
        MembershipId, MembershipKind;
        /// An invitation by e-mail.
        InvitationId, InvitationKind;
        /// A user account.
        UserId, UserKind;
        /// A session (one chain of refresh tokens).
        SessionId, SessionKind;
        /// A third-party system that acts for a user.
        ApiClientId, ApiClientKind;
        /// An entry of the audit log.
        AuditEventId, AuditEventKind;
        /// A service card (*scheda servizio*).
        CardId, CardKind;
        /// A comment on a card under review.
        CommentId, CommentKind;
        /// A report that a published card is wrong.
        ReportId, ReportKind;
        /// An uploaded file.
        FileId, FileKind;
        /// A long-running job.
        JobId, JobKind;
        /// A template of agreements.
        AgreementTemplateId, AgreementTemplateKind;
        /// An agreement (*convenzione, accordo, protocollo*).
        AgreementId, AgreementIdKind;
        /// A file of an agreement.
        AgreementFileId, AgreementFileIdKind;
        /// A calendar feed behind a secret link.
        CalendarFeedId, CalendarFeedKind;
        /// A questionnaire.
        QuestionnaireId, QuestionnaireIdKind;
        /// A survey campaign: a questionnaire asked over a period and a set of points.
        SurveyCampaignId, SurveyCampaignKind;
        /// A person asked in a survey campaign.
        SurveyRespondentId, SurveyRespondentKind;
        /// A response to a survey campaign.
        SurveyResponseId, SurveyResponseKind;
        /// A single-use link for answering by oneself.
        SurveyLinkId, SurveyLinkKind;
        /// A report of a survey campaign.
        SurveyReportId, SurveyReportKind;
        /// A message waiting to be sent.
        OutboxMessageId, OutboxMessageKind;
    }
}

#[cfg(test)]
mod tests {
    use super::aliases::*;

    #[test]
    fn an_identifier_has_one_spelling() {
        let canonical = "01930000-0000-7000-8000-00000000abcd";
        assert!(canonical.parse::<PointId>().is_ok());
        assert!(canonical.to_uppercase().parse::<PointId>().is_err());
        assert!(canonical.replace('-', "").parse::<PointId>().is_err());
        assert!("1".parse::<PointId>().is_err());
    }
}
