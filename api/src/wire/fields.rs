//! One alias per type on the wire: the macros that generate the description need a plain name.

use super::{Coded, Ident, Text, TransitionName};
use crate::problem::ProblemCode;

/// An error code.
pub type ProblemCodeField = Coded<ProblemCode>;
/// The code of an allowed transition.
pub type TransitionCode = Text<TransitionName>;
/// A name of an organisation, a place, a course.
pub type DisplayNameField = Text<domain_shared::DisplayName>;
/// A given or family name.
pub type PersonNameField = Text<domain_shared::PersonName>;
/// A short text.
pub type ShortTextField = Text<domain_shared::ShortText>;
/// A summary.
pub type SummaryField = Text<domain_shared::Summary>;
/// A text of several paragraphs.
pub type LongTextField = Text<domain_shared::LongText>;
/// Why something was decided.
pub type ReasonField = Text<domain_shared::Reason>;
/// Street and number.
pub type AddressLineField = Text<domain_shared::AddressLine>;
/// A postal code.
pub type PostalCodeField = Text<domain_shared::PostalCode>;
/// An e-mail address.
pub type EmailAddressField = Text<domain_shared::EmailAddress>;
/// A telephone number.
pub type PhoneNumberField = Text<domain_shared::PhoneNumber>;
/// A web address.
pub type WebUrlField = Text<domain_shared::WebUrl>;
/// A language.
pub type LanguageTagField = Text<domain_shared::LanguageTag>;
/// A stable code.
pub type StableCodeField = Text<domain_shared::StableCode>;
/// A cadastral code.
pub type BelfioreField = Text<domain_shared::Belfiore>;
/// A role.
pub type RoleField = Coded<domain_accounts::Role>;
/// The state of an account.
pub type UserStatusField = Coded<domain_accounts::UserStatus>;
/// The language of mails.
pub type LocaleField = Coded<domain_accounts::LocaleCode>;
/// Identifier of a network body.
pub type NetworkBodyIdField = Ident<domain_shared::NetworkBodyKind>;
/// Identifier of an association.
pub type AssociationIdField = Ident<domain_shared::AssociationKind>;
/// Identifier of a zone.
pub type ZoneIdField = Ident<domain_shared::ZoneKind>;
/// Identifier of a service category.
pub type ServiceCategoryIdField = Ident<domain_shared::ServiceCategoryKind>;
/// Identifier of a point.
pub type PointIdField = Ident<domain_shared::PointKind>;
/// Identifier of a specialist.
pub type SpecialistIdField = Ident<domain_shared::SpecialistKind>;
/// Identifier of an assignment.
pub type AssignmentIdField = Ident<domain_shared::AssignmentKind>;
/// Identifier of a training course.
pub type CourseIdField = Ident<domain_shared::CourseKind>;
/// Identifier of an edition.
pub type EditionIdField = Ident<domain_shared::EditionKind>;
/// Identifier of a certificate.
pub type CertificateIdField = Ident<domain_shared::CertificateKind>;
/// Identifier of a provider.
pub type ProviderIdField = Ident<domain_shared::ProviderKind>;
/// Identifier of a site.
pub type SiteIdField = Ident<domain_shared::SiteKind>;
/// Identifier of a membership or grant.
pub type MembershipIdField = Ident<domain_shared::MembershipKind>;
/// Identifier of an invitation.
pub type InvitationIdField = Ident<domain_shared::InvitationKind>;
/// Identifier of a user.
pub type UserIdField = Ident<domain_shared::UserKind>;
/// Identifier of a session.
pub type SessionIdField = Ident<domain_shared::SessionKind>;
/// Identifier of an audit event.
pub type AuditEventIdField = Ident<domain_shared::AuditEventKind>;
/// Identifier of an API client.
pub type ApiClientIdField = Ident<domain_shared::ApiClientKind>;
/// A permission.
pub type ActionField = Coded<domain_accounts::Action>;
/// An acronym.
pub type AcronymField = Text<domain_network::Acronym>;
