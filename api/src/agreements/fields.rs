//! One alias per type on the wire: the macros that generate the description need a plain name.

pub(super) use crate::wire::{
    AgreementIdField, AgreementKindField, AgreementTemplateIdField, BenefitAudienceField,
    BenefitKindField, PartyKindField, SideField,
};
use crate::wire::{Coded, Ident, Text};

/// Identifier of a file of an agreement.
pub(super) type AgreementFileIdField = Ident<domain_shared::AgreementFileIdKind>;
/// Where an agreement stands, as it is stored.
pub(super) type AgreementStatusField = Coded<domain_agreements::AgreementStatus>;
/// A step in the life of an agreement.
pub(super) type AgreementStepField = Coded<domain_agreements::AgreementStep>;
/// What an agreement is worth today.
pub(super) type StandingField = Coded<domain_agreements::Standing>;
/// Why an agreement points at another.
pub(super) type RelationField = Coded<domain_agreements::AgreementRelation>;
/// What a provider answered.
pub(super) type AnswerKindField = Coded<domain_agreements::AnswerKind>;
/// What a file of an agreement is.
pub(super) type AgreementFileKindField = Coded<domain_agreements::AgreementFileKind>;
/// How a document is signed.
pub(super) type SignedFormatField = Coded<domain_agreements::SignedFormat>;
/// A tax code.
pub(super) type TaxCodeField = Text<domain_shared::TaxCode>;
/// Name of a file.
pub(super) type FileNameField = Text<domain_cards::FileName>;
