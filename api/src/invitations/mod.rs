//! Invitations to take a role at a place. Each kind of place lists and sends its own; accepting is
//! the same for all.

mod acceptance;
mod dto;
mod issue;

pub(crate) use dto::{InvitationInput, InvitationView};
pub(crate) use issue::{invitation_to, invite, revoke};
use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config.service(acceptance::accept_invitation);
}
