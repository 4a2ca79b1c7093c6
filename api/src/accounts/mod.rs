//! Accounts: signing in, one's own account, users and their roles, the audit log.

mod audit;
mod clients;
mod dto;
mod grants;
mod login;
mod me;
mod provision;
mod resets;
mod sessions;
mod users;

pub use provision::{FIRST_ADMINISTRATOR, NewAccount, create_account, create_first_administrator};
use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(login::create_session)
        .service(sessions::renew_session)
        .service(sessions::list_sessions)
        .service(sessions::remove_current_session)
        .service(sessions::remove_session)
        .service(sessions::remove_all_sessions)
        .service(resets::request_password_reset)
        .service(resets::complete_password_reset)
        .service(me::find_me)
        .service(me::update_me)
        .service(me::change_password)
        .service(clients::create_api_client)
        .service(clients::list_api_clients)
        .service(clients::remove_api_client)
        .service(users::list_users)
        .service(users::create_user)
        .service(users::find_user)
        .service(users::update_user)
        .service(users::disable_user)
        .service(users::enable_user)
        .service(grants::list_grants)
        .service(grants::create_grant)
        .service(grants::remove_grant)
        .service(audit::list_audit_events);
}
