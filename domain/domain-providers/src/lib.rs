//! Providers (*enti erogatori*): who they are, how they enter the hub and stay accredited, where
//! they work and who acts for them.
//!
//! Pure rules and value types. Instants, civil days and identifiers are handed in by the caller.

mod accreditation;
mod applicant;
mod contacts;
mod decision;
mod draft;
mod legal_form;
mod membership;
mod messages;
mod profile;
mod provider;
mod register;
mod registration;
mod site;

pub use accreditation::{
    Accreditation, AccreditationAction, AccreditationDecision, AccreditationEntry,
    AccreditationState, AccreditationStatus,
};
pub use applicant::{Applicant, ApplicantDraft};
pub use contacts::{ProviderContacts, ProviderContactsDraft};
pub use decision::{Decision, DecisionStep, DecisionSubject};
pub use draft::{ProviderDraft, RegisterEntryDraft};
pub use legal_form::{LegalForm, ProviderKind, TaxPerson};
pub use membership::check_manager_left;
pub use messages::*;
pub use profile::{ProviderParts, ProviderProfile};
pub use provider::Provider;
pub use register::{MAX_REGISTERS, Register, RegisterEntry, RegisterNumber};
pub use registration::{
    Registration, RegistrationAction, RegistrationDecision, RegistrationEntry, RegistrationStatus,
};
pub use site::{ProviderSite, SiteDraft, SiteProfile};
