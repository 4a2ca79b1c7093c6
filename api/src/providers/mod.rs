//! Providers: registration, accreditation, sites, members and invitations.

mod accreditation;
mod common;
mod decisions;
mod dto;
mod fields;
mod invitations;
mod members;
mod profiles;
mod registration;
mod sites;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(profiles::list_providers)
        .service(registration::register_provider)
        .service(profiles::find_provider)
        .service(profiles::update_provider)
        .service(registration::approve_provider)
        .service(registration::reject_provider)
        .service(accreditation::apply_for_accreditation)
        .service(accreditation::accredit_provider)
        .service(accreditation::refuse_accreditation)
        .service(accreditation::suspend_accreditation)
        .service(accreditation::reinstate_accreditation)
        .service(accreditation::revoke_accreditation)
        .service(decisions::list_provider_decisions)
        .service(sites::list_provider_sites)
        .service(sites::create_provider_site)
        .service(sites::find_provider_site)
        .service(sites::update_provider_site)
        .service(sites::remove_provider_site)
        .service(members::list_provider_members)
        .service(members::find_provider_member)
        .service(members::update_provider_member)
        .service(members::remove_provider_member)
        .service(invitations::list_provider_invitations)
        .service(invitations::create_provider_invitation)
        .service(invitations::find_provider_invitation)
        .service(invitations::revoke_provider_invitation);
}
