//! Providers (*enti erogatori*): who they are, how they enter the hub and stay accredited, where
//! they work and who acts for them.
//!
//! Pure rules and value types. Instants, civil days and identifiers are handed in by the caller.

mod accreditation;
mod address;
mod invitation;
mod legal_form;
mod membership;
mod messages;
mod profile;
mod provider;
mod register;
mod registration;
mod site;
mod tax_code;
mod transition;

pub use accreditation::{
    Accreditation, AccreditationAction, AccreditationDecision, AccreditationEntry,
    AccreditationState, AccreditationStatus,
};
pub use address::{Address, Contacts, MunicipalityCode};
pub use invitation::{INVITATION_DAYS, Invitation, InvitationAction, InvitationState};
pub use legal_form::{LegalForm, ProviderKind, TaxPerson};
pub use membership::{
    Membership, MembershipError, ProviderRole, change_role, check_joining, remove,
};
pub use messages::*;
pub use profile::{ProfileParts, ProviderDraft, ProviderProfile};
pub use provider::Provider;
pub use register::{MAX_REGISTERS, Register, RegisterEntry, RegisterNumber};
pub use registration::{
    Registration, RegistrationAction, RegistrationDecision, RegistrationEntry, RegistrationStatus,
};
pub use site::{ProviderSite, SiteDetails};
pub use tax_code::{TaxCode, VatNumber};
pub use transition::InvalidTransition;
