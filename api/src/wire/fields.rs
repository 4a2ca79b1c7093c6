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
/// Phase of a point.
pub type PointPhaseField = Coded<domain_points::PointPhase>;
/// State of a point.
pub type PointStatusField = Coded<domain_points::PointStatus>;
/// A way to reach the people of a point.
pub type AccessModeField = Coded<domain_points::AccessMode>;
/// What makes a point accessible.
pub type AccessibilityFeatureField = Coded<domain_shared::AccessibilityFeature>;
/// A day of the week.
pub type WeekdayField = Coded<domain_shared::Weekday>;
/// The code of a region.
pub type RegionCodeField = Text<domain_shared::RegionCode>;
/// The code of a province.
pub type ProvinceCodeField = Text<domain_shared::ProvinceCode>;
/// The abbreviation of a province.
pub type ProvinceAbbreviationField = Text<domain_territory::ProvinceAbbreviation>;
/// The ISTAT code of a municipality.
pub type IstatCodeField = Text<domain_territory::IstatCode>;
/// Terms of engagement.
pub type EngagementField = Coded<domain_specialists::Engagement>;
/// What a specialist does.
pub type SpecialistRoleField = Coded<domain_specialists::SpecialistRole>;
/// Whether a specialist is at work.
pub type SpecialistStatusField = Coded<domain_specialists::SpecialistStatus>;
/// What a course trains for.
pub type TrainingKindField = Coded<domain_specialists::TrainingKind>;
/// Whether a course is still given.
pub type CourseStatusField = Coded<domain_specialists::CourseStatus>;
/// How far an edition is.
pub type EditionStatusField = Coded<domain_specialists::EditionStatus>;
/// How an attendance went.
pub type AttendanceOutcomeField = Coded<domain_specialists::AttendanceOutcome>;
/// Whether a certificate counts today.
pub type CertificateStateField = Coded<domain_specialists::CertificateState>;
/// Identifier of a service card.
pub type CardIdField = Ident<domain_shared::CardKind>;
/// Identifier of an uploaded file.
pub type FileIdField = Ident<domain_shared::FileKind>;
/// The name another system has for a card.
pub type ExternalIdField = Text<domain_cards::ExternalId>;
/// Where a card stands.
pub type CardStatusField = Coded<domain_cards::CardStatus>;
/// Where the working copy of a card stands.
pub type DraftStatusField = Coded<domain_cards::DraftStatus>;
/// A step in the life of a card.
pub type CardStepField = Coded<domain_cards::CardStep>;
/// Identifier of a template of agreements.
pub type AgreementTemplateIdField = Ident<domain_shared::AgreementTemplateKind>;
/// What kind of paper an agreement is.
pub type AgreementKindField = Coded<domain_agreements::AgreementKind>;
/// On which side of an agreement a party stands.
pub type SideField = Coded<domain_agreements::Side>;
/// What a placeholder stands for.
pub type PlaceholderKindField = Coded<domain_agreements::PlaceholderKind>;
/// Where a version of a template stands.
pub type DefinitionStatusField = Coded<domain_shared::DefinitionStatus>;
/// What an item of a questionnaire is.
pub type ItemTypeField = Coded<domain_surveys::ItemType>;
/// A sheet of a form.
pub type FormSheetField = Coded<domain_surveys::FormSheet>;
/// The name of an item of a questionnaire.
pub type ItemNameField = Text<domain_surveys::ItemName>;
/// The code of a choice.
pub type ChoiceCodeField = Text<domain_surveys::ChoiceCode>;
/// An expression of a questionnaire.
pub type ExpressionTextField = Text<domain_surveys::ExpressionText>;
/// Whom a service is for.
pub type RecipientField = Coded<domain_cards::Recipient>;
/// Where a service is delivered.
pub type DeliveryModeField = Coded<domain_cards::DeliveryMode>;
/// How one gets to a service.
pub type AccessChannelField = Coded<domain_cards::AccessChannel>;
/// What a price is for.
pub type PriceUnitField = Coded<domain_shared::PriceUnit>;
/// The VAT a price contains.
pub type VatRateField = Coded<domain_cards::VatRate>;
/// Whose staff does the work.
pub type StaffKindField = Coded<domain_cards::StaffKind>;
/// What an attached file is.
pub type AttachmentPurposeField = Coded<domain_cards::AttachmentPurpose>;
/// Public, private or third sector.
pub type ProviderKindField = Coded<domain_providers::ProviderKind>;
/// Identifier of an agreement.
pub type AgreementIdField = Ident<domain_shared::AgreementIdKind>;
/// What a party of an agreement is.
pub type PartyKindField = Coded<domain_agreements::PartyKind>;
/// What people gain.
pub type BenefitKindField = Coded<domain_agreements::BenefitKind>;
/// Who has a benefit.
pub type BenefitAudienceField = Coded<domain_agreements::BenefitAudience>;
/// Identifier of a questionnaire.
pub type QuestionnaireIdField = Ident<domain_shared::QuestionnaireIdKind>;
/// Identifier of a survey campaign.
pub type SurveyCampaignIdField = Ident<domain_shared::SurveyCampaignKind>;
/// Identifier of a respondent.
pub type SurveyRespondentIdField = Ident<domain_shared::SurveyRespondentKind>;
/// Identifier of a survey response.
pub type SurveyResponseIdField = Ident<domain_shared::SurveyResponseKind>;
/// Identifier of a link for answering.
pub type SurveyLinkIdField = Ident<domain_shared::SurveyLinkKind>;
/// Identifier of a report of a survey campaign.
pub type SurveyReportIdField = Ident<domain_shared::SurveyReportKind>;
/// How survey answers are given.
pub type SurveyChannelField = Coded<domain_surveys::SurveyChannel>;
