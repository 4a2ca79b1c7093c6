//! Accounts: users and their roles, sessions, single-use links, failed sign-ins, signing keys.

mod clients;
mod grants;
mod invitations;
mod keys;
mod lockout;
mod members;
mod places;
mod recipients;
mod sessions;
mod users;

pub use clients::{
    ApiClientRecord, api_client_insert, api_client_list, api_client_revoke, client_actor_find,
};
pub use grants::{
    GrantRecord, actor_find, actor_of_user, admins_of_network, grant_delete, grant_insert,
    grants_of_place, grants_of_user, network_of_point, network_of_provider,
};
pub use invitations::{
    Invitation, invitation_accept, invitation_find, invitation_find_by_token, invitation_insert,
    invitation_is_pending, invitation_list, invitation_revoke,
};
pub use keys::{SigningKeyRecord, signing_key_insert, signing_key_list, signing_key_retire};
pub use lockout::{attempts_clear, attempts_find, attempts_forget, attempts_put};
pub use members::{
    Member, grant_role_set, holders_of_roles, managers_of_provider, member_find, member_list,
};
pub use recipients::{
    Recipient, admins_of_networks, coordinators_by_point, coordinators_of_points,
    managers_of_providers, recipient_find, recipients_of_providers, reviewers_of_network,
};
pub use sessions::{
    RefreshOutcome, SessionRecord, password_reset_insert, password_reset_use, session_end,
    session_insert, session_list, session_rotate, sessions_end_all, sessions_forget,
};
pub use users::{
    Credentials, UserFilter, credentials_find, password_set, user_count, user_find,
    user_find_by_email, user_insert, user_list, user_note_login, user_update,
};
