//! Accounts on the wire.

use chrono::{DateTime, Utc};
use domain_accounts::{GrantPlace, User};
use domain_shared::{EmailAddress, PersonName, Violations};
use persistence::{
    accounts::{GrantRecord, SessionRecord},
    audit::AuditEvent,
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::wire::{
    AuditEventIdField, EmailAddressField, Ident, LocaleField, MembershipIdField,
    NetworkBodyIdField, PersonNameField, PointIdField, ProviderIdField, RoleField, SessionIdField,
    ShortTextField, Text, UserIdField, UserStatusField,
};

/// E-mail address and password.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"email": "anna.bianchi@example.org", "password": "il gatto dorme sul tetto", "client": "Sportello Cesena"}))]
pub(super) struct CredentialsInput {
    /// E-mail address of the account.
    pub(super) email: EmailAddressField,
    /// Password.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    pub(super) password: SecretString,
    /// What the client calls itself, for the list of sessions.
    pub(super) client: Option<ShortTextField>,
}

/// A refresh token.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"refresh_token": "Zk1mT0xkQ3JwWnJhVWV5dFh1b3d0Q2pXc0xqU2hQbW4"}))]
pub(super) struct RenewalInput {
    /// The refresh token that was given last.
    #[schema(value_type = String, min_length = 1, max_length = 100, pattern = "^[A-Za-z0-9_-]+$")]
    pub(super) refresh_token: SecretString,
}

/// The tokens of a session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionTokensView {
    /// The session.
    pub(super) session_id: SessionIdField,
    /// Access token for the `Authorization` header.
    #[schema(
        max_length = 2000,
        example = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMTkzIn0.c2lnbmF0dXJl"
    )]
    pub(super) access_token: String,
    /// Always `Bearer`.
    #[schema(max_length = 16, pattern = "^Bearer$", example = "Bearer")]
    pub(super) token_type: &'static str,
    /// Seconds the access token holds.
    #[schema(minimum = 1, maximum = 86400, example = 900)]
    pub(super) expires_in: u32,
    /// Token to renew the session with, once.
    #[schema(
        max_length = 100,
        pattern = "^[A-Za-z0-9_-]+$",
        example = "Zk1mT0xkQ3JwWnJhVWV5dFh1b3d0Q2pXc0xqU2hQbW4"
    )]
    pub(super) refresh_token: String,
    /// When the session ends by itself.
    pub(super) session_expires_at: DateTime<Utc>,
    /// Whether a new password must be chosen before anything else.
    pub(super) must_change_password: bool,
}

/// One of the caller's sessions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionView {
    /// Identifier.
    id: SessionIdField,
    /// What the client calls itself.
    client: ShortTextField,
    /// Sign-in.
    created_at: DateTime<Utc>,
    /// Last renewal.
    last_used_at: DateTime<Utc>,
    /// When it ends by itself.
    expires_at: DateTime<Utc>,
    /// Whether it is the one of this request.
    current: bool,
}

impl SessionView {
    pub(super) fn of(session: SessionRecord, current: bool) -> Self {
        Self {
            id: Ident(session.id),
            client: Text::raw(session.client),
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            expires_at: session.expires_at,
            current,
        }
    }
}

/// The caller's sessions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionsView {
    /// Newest first.
    #[schema(max_items = 100)]
    pub(super) items: Vec<SessionView>,
}

/// Whose password to reset.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"email": "anna.bianchi@example.org"}))]
pub(super) struct PasswordResetInput {
    /// E-mail address of the account.
    pub(super) email: EmailAddressField,
}

/// What happens now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PasswordResetView {
    /// For people, in the language asked for.
    #[schema(
        max_length = 500,
        example = "Se l'indirizzo appartiene a un account, riceverà un codice."
    )]
    pub(super) message: &'static str,
}

/// A reset code and the new password.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"code": "Zk1mT0xkQ3JwWnJhVWV5dFh1b3d0Q2pXc0xqU2hQbW4", "new_password": "il gatto dorme sul tetto"}))]
pub(super) struct PasswordResetCompletionInput {
    /// The code from the mail.
    #[schema(value_type = String, min_length = 1, max_length = 100, pattern = "^[A-Za-z0-9_-]+$")]
    pub(super) code: SecretString,
    /// The new password.
    #[schema(value_type = String, min_length = 12, max_length = 128)]
    pub(super) new_password: SecretString,
}

/// The present password and a new one.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"current_password": "parola di prima 1948", "new_password": "il gatto dorme sul tetto"}))]
pub(super) struct PasswordChangeInput {
    /// The present password.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    pub(super) current_password: SecretString,
    /// The new one.
    #[schema(value_type = String, min_length = 12, max_length = 128)]
    pub(super) new_password: SecretString,
}

/// What users can change of themselves.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"given_name": "Anna", "family_name": "Bianchi", "locale": "it"}))]
pub(super) struct ProfileInput {
    /// Given name.
    pub(super) given_name: PersonNameField,
    /// Family name.
    pub(super) family_name: PersonNameField,
    /// Language of mails.
    pub(super) locale: LocaleField,
}

/// The writable part of an account, as a merge patch sees it.
#[derive(Debug, Serialize)]
pub(super) struct ProfileForm<'a> {
    given_name: &'a PersonName,
    family_name: &'a PersonName,
    locale: LocaleField,
}

impl<'a> From<&'a User> for ProfileForm<'a> {
    fn from(user: &'a User) -> Self {
        Self {
            given_name: &user.given_name,
            family_name: &user.family_name,
            locale: crate::wire::Coded(user.locale),
        }
    }
}

impl ProfileInput {
    /// The account with these members in place of its own.
    pub(super) fn apply(self, user: &User) -> Result<User, Violations> {
        let mut wrong = Violations::new();
        let given_name = wrong.keep("/given_name", self.given_name.parse());
        let family_name = wrong.keep("/family_name", self.family_name.parse());
        match (given_name, family_name) {
            (Some(given_name), Some(family_name)) => Ok(User {
                given_name,
                family_name,
                locale: self.locale.0,
                ..user.clone()
            }),
            _ => Err(wrong),
        }
    }
}

/// A new account.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"network_id": "01930000-0000-7000-8000-000000000000", "email": "anna.bianchi@example.org", "given_name": "Anna", "family_name": "Bianchi", "locale": "it"}))]
pub(super) struct NewUserInput {
    /// The network whose administrators manage the account.
    pub(super) network_id: NetworkBodyIdField,
    /// E-mail address; a code to choose the first password is sent there.
    pub(super) email: EmailAddressField,
    /// Given name.
    pub(super) given_name: PersonNameField,
    /// Family name.
    pub(super) family_name: PersonNameField,
    /// Language of mails.
    pub(super) locale: Option<LocaleField>,
}

/// What a new account consists of.
#[derive(Debug, Clone)]
pub(super) struct NewUser {
    pub(super) network_id: domain_shared::NetworkBodyId,
    pub(super) email: EmailAddress,
    pub(super) given_name: PersonName,
    pub(super) family_name: PersonName,
    pub(super) locale: domain_accounts::LocaleCode,
}

impl NewUserInput {
    pub(super) fn parse(self) -> Result<NewUser, Violations> {
        let mut wrong = Violations::new();
        let email = wrong.keep("/email", self.email.parse());
        let given_name = wrong.keep("/given_name", self.given_name.parse());
        let family_name = wrong.keep("/family_name", self.family_name.parse());
        let locale = self
            .locale
            .map_or(domain_accounts::LocaleCode::It, |locale| locale.0);
        match (email, given_name, family_name) {
            (Some(email), Some(given_name), Some(family_name)) => Ok(NewUser {
                network_id: self.network_id.0,
                email,
                given_name,
                family_name,
                locale,
            }),
            _ => Err(wrong),
        }
    }
}

/// A user account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UserView {
    /// Identifier.
    id: UserIdField,
    /// The network whose administrators manage the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    network_id: Option<NetworkBodyIdField>,
    /// E-mail address.
    email: EmailAddressField,
    /// Given name.
    given_name: PersonNameField,
    /// Family name.
    family_name: PersonNameField,
    /// Language of mails.
    locale: LocaleField,
    /// Whether it can be used.
    status: UserStatusField,
    /// Whether a password must be chosen before anything else.
    must_change_password: bool,
    /// Last sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_login_at: Option<DateTime<Utc>>,
    /// When the account was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<&User> for UserView {
    fn from(user: &User) -> Self {
        Self {
            id: Ident(user.id),
            network_id: user.network_id.map(Ident),
            email: Text::of(&user.email),
            given_name: Text::of(&user.given_name),
            family_name: Text::of(&user.family_name),
            locale: crate::wire::Coded(user.locale),
            status: crate::wire::Coded(user.status),
            must_change_password: user.must_change_password,
            last_login_at: user.last_login_at,
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }
}

/// The caller's own account with its roles.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MeView {
    /// The account.
    #[serde(flatten)]
    pub(super) user: UserView,
    /// What the caller may do and where.
    #[schema(max_items = 200)]
    pub(super) grants: Vec<GrantView>,
}

/// A role and the place it is given for.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"role": "point_coordinator", "point_id": "01930000-0000-7000-8000-000000000000"}))]
pub(super) struct NewGrantInput {
    /// The role.
    pub(super) role: RoleField,
    /// For roles in a network: the network, named by its root body.
    pub(super) network_id: Option<NetworkBodyIdField>,
    /// For roles on a desk: the point.
    pub(super) point_id: Option<PointIdField>,
    /// For roles in a provider: the provider.
    pub(super) provider_id: Option<ProviderIdField>,
}

/// A role that was given, and where it counts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GrantView {
    /// Identifier.
    id: MembershipIdField,
    /// The role.
    role: RoleField,
    /// The network.
    network_id: NetworkBodyIdField,
    /// The point, for roles on a desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    point_id: Option<PointIdField>,
    /// The provider, for roles in a provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_id: Option<ProviderIdField>,
    /// When it was given.
    created_at: DateTime<Utc>,
}

impl From<&GrantRecord> for GrantView {
    fn from(record: &GrantRecord) -> Self {
        let place = record.grant.place();
        let (point_id, provider_id) = match place {
            GrantPlace::Network(_) => (None, None),
            GrantPlace::Point(_, point) => (Some(Ident(point)), None),
            GrantPlace::Provider(_, provider) => (None, Some(Ident(provider))),
        };
        Self {
            id: Ident(record.id),
            role: crate::wire::Coded(record.grant.role()),
            network_id: Ident(place.network()),
            point_id,
            provider_id,
            created_at: record.created_at,
        }
    }
}

/// The grants of a user.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GrantsView {
    /// Oldest first.
    #[schema(max_items = 200)]
    pub(super) items: Vec<GrantView>,
}

/// Which users to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct UserParams {
    /// Beginning of the family name; accents and case do not matter.
    #[param(min_length = 1, max_length = 100, pattern = "^\\S.*$")]
    pub(super) name: Option<String>,
    /// Only accounts in this state.
    #[param(value_type = Option<UserStatusField>)]
    pub(super) status: Option<domain_accounts::UserStatus>,
}

/// An entry of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditEventView {
    /// Identifier, ordered by time.
    id: AuditEventIdField,
    /// When it happened.
    at: DateTime<Utc>,
    /// The user who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor_id: Option<UserIdField>,
    /// `anonymous`, `user` or `system`.
    #[schema(max_length = 16, pattern = "^[a-z]+$", example = "user")]
    actor_kind: String,
    /// Code of the permission that was used.
    #[schema(max_length = 64, pattern = "^[a-z_.]+$", example = "point.write")]
    action: String,
    /// Kind of thing.
    #[schema(max_length = 64, pattern = "^[a-z_]+$", example = "point")]
    resource_type: String,
    /// Its identifier or code.
    #[schema(max_length = 100, example = "01930000-0000-7000-8000-000000000000")]
    resource_id: String,
    /// The request it came with.
    #[schema(max_length = 64, example = "01930000-0000-7000-8000-000000000001")]
    request_id: String,
    /// The thing before, without secrets; absent when it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<RecordedState>)]
    before: Option<serde_json::Value>,
    /// The thing after, without secrets; absent when it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<RecordedState>)]
    after: Option<serde_json::Value>,
}

/// A thing as it was, in the form its own endpoint shows it. Describes only; nothing is one.
#[derive(Debug)]
pub(super) enum RecordedState {}

impl utoipa::PartialSchema for RecordedState {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .description(Some(
                "A thing as it was, in the form its own endpoint shows it.",
            ))
            .additional_properties(Some(
                utoipa::openapi::schema::AdditionalProperties::FreeForm(true),
            ))
            .max_properties(Some(200))
            .into()
    }
}

impl ToSchema for RecordedState {}

impl From<AuditEvent> for AuditEventView {
    fn from(event: AuditEvent) -> Self {
        Self {
            id: Ident(event.id),
            at: event.at,
            actor_id: event.actor_id.map(Ident),
            actor_kind: event.actor_kind,
            action: event.action,
            resource_type: event.resource_type,
            resource_id: event.resource_id,
            request_id: event.request_id,
            before: event.before,
            after: event.after,
        }
    }
}

/// Which events to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditParams {
    /// Only events of this kind of thing.
    #[param(max_length = 64, pattern = "^[a-z_]+$", example = "point")]
    pub(super) resource_type: Option<String>,
    /// Only events of the thing with this identifier.
    #[param(max_length = 100, pattern = "^[A-Za-z0-9-]+$")]
    pub(super) resource_id: Option<String>,
    /// Only what this user did.
    #[param(value_type = Option<UserIdField>)]
    pub(super) actor_id: Option<UserIdField>,
}
