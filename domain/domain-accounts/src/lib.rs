//! Accounts: who acts, in which role and where, and what that allows.

mod action;
mod actor;
mod lockout;
mod password;
mod policy;
mod role;
mod token;
mod user;

pub use action::Action;
pub use actor::{Actor, ActorKind, Grant, GrantPlace, INVALID_GRANT_PLACE};
pub use lockout::{Attempts, Lockout};
pub use password::{
    MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS, PASSWORD_TOO_COMMON, PASSWORD_TOO_LIKE_EMAIL,
    PASSWORD_TOO_LONG, PASSWORD_TOO_SHORT, check_password,
};
pub use policy::{
    Denied, Permit, Reach, Scope, Target, allowed_roles, authorize, is_public, scope,
};
pub use role::Role;
pub use token::{INVITATION_DAYS, InvitationState, PASSWORD_RESET_MINUTES, invitation_state};
pub use user::{EndReason, LocaleCode, User, UserStatus};
