//! One alias per type of this context on the wire.

use crate::wire::{Coded, Text};

pub(super) use crate::wire::ProviderKindField;
/// A legal form.
pub(super) type LegalFormField = Coded<domain_providers::LegalForm>;
/// A tax code.
pub(super) type TaxCodeField = Text<domain_shared::TaxCode>;
/// A VAT number.
pub(super) type VatNumberField = Text<domain_shared::VatNumber>;
/// A public register.
pub(super) type RegisterField = Coded<domain_providers::Register>;
/// A number in a register.
pub(super) type RegisterNumberField = Text<domain_providers::RegisterNumber>;
/// Where a registration stands.
pub(super) type RegistrationStatusField = Coded<domain_providers::RegistrationStatus>;
/// Where an accreditation stands.
pub(super) type AccreditationStateField = Coded<domain_providers::AccreditationState>;
/// What a decision is about.
pub(super) type DecisionSubjectField = Coded<domain_providers::DecisionSubject>;
/// What was decided.
pub(super) type DecisionStepField = Coded<domain_providers::DecisionStep>;
/// A province.
pub(super) type ProvinceCodeField = Text<domain_shared::ProvinceCode>;
/// A region.
pub(super) type RegionCodeField = Text<domain_shared::RegionCode>;
