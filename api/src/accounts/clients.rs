//! `/me/api-clients`: third-party systems that act for the caller, within scopes.

use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, Duration, Utc};
use domain_accounts::Action;
use domain_shared::{ApiClientId, Message, ShortText, Violations};
use persistence::accounts::{
    ApiClientRecord, api_client_insert, api_client_list, api_client_revoke,
};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sessions::caller;
use crate::{
    auth::{new_api_client_token, token_hash},
    http::{
        Ctx, PathId, ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{ActionField, ApiClientIdField, Coded, Ident, ShortTextField, Text, UserIdField},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "api_client";
/// Days a token works when the caller does not say.
const DEFAULT_DAYS: u16 = 90;

static OWN_ACCOUNT_OUT_OF_SCOPE: Message = Message {
    code: "own_account_out_of_scope",
    it: "Un sistema di terzi non può gestire l'account di chi lo ha creato.",
    en: "A third-party system cannot manage the account of whoever made it.",
};

/// A new API client.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"name": "Sito del Comune di Cesena", "scopes": ["point.write"], "valid_days": 90}))]
pub(super) struct NewApiClientInput {
    /// What the system is called.
    name: ShortTextField,
    /// The permissions it gets: never more than the caller's own.
    #[schema(min_items = 1, max_items = 50)]
    scopes: Vec<ActionField>,
    /// Days its token works.
    #[schema(minimum = 1, maximum = 366, example = 90)]
    valid_days: Option<u16>,
}

impl NewApiClientInput {
    fn parse(self) -> Result<(ShortText, Vec<Action>, u16), Violations> {
        let mut wrong = Violations::new();
        let name = wrong.keep("/name", self.name.parse());
        let mut scopes = Vec::new();
        for (index, Coded(scope)) in self.scopes.into_iter().enumerate() {
            if scope == Action::AccountOwn {
                wrong.add(format!("/scopes/{index}"), &OWN_ACCOUNT_OUT_OF_SCOPE);
            } else if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        match name {
            Some(name) if wrong.is_empty() => {
                Ok((name, scopes, self.valid_days.unwrap_or(DEFAULT_DAYS)))
            }
            Some(_) | None => Err(wrong),
        }
    }
}

/// An API client.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApiClientView {
    /// Identifier.
    id: ApiClientIdField,
    /// The user it acts for.
    user_id: UserIdField,
    /// What the system is called.
    name: ShortTextField,
    /// Its permissions.
    #[schema(max_items = 50)]
    scopes: Vec<ActionField>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// Until when its token works.
    expires_at: DateTime<Utc>,
}

impl From<&ApiClientRecord> for ApiClientView {
    fn from(client: &ApiClientRecord) -> Self {
        Self {
            id: Ident(client.id),
            user_id: Ident(client.user_id),
            name: Text::of(&client.name),
            scopes: client.scopes.iter().copied().map(Coded).collect(),
            created_at: client.created_at,
            expires_at: client.expires_at,
        }
    }
}

/// A new API client with its token.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NewApiClientView {
    /// The client.
    #[serde(flatten)]
    client: ApiClientView,
    /// The token for the `Authorization` header. It is shown only now.
    #[schema(
        max_length = 100,
        pattern = "^hub_api_[A-Za-z0-9_-]+$",
        example = "hub_api_Zk1mT0xkQ3JwWnJhVWV5dFh1b3d0Q2pXc0xqU2hQbW4"
    )]
    token: String,
}

/// The caller's API clients.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApiClientsView {
    /// Newest first.
    #[schema(max_items = 100)]
    items: Vec<ApiClientView>,
}

/// Create an API client
///
/// A third-party system that acts for the caller within the scopes, never beyond what the caller may
/// do at the time. Its token is shown only in this answer; not covered by Idempotency-Key, because
/// tokens are never stored.
#[utoipa::path(
    tag = "me", operation_id = "create_api_client",
    request_body = NewApiClientInput,
    responses((status = 201, description = "The client and its token.", body = NewApiClientView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("account.own")), ("x-idempotency-key" = json!(false))),
)]
#[post("/me/api-clients")]
pub(super) async fn create_api_client(
    ctx: Ctx,
    body: ValidJson<NewApiClientInput>,
) -> Outcome<HttpResponse> {
    ctx.session()?;
    let (name, scopes, days) = body.read(NewApiClientInput::parse)?;
    let token = new_api_client_token();
    let hash = token_hash(token.expose_secret());
    let client = ctx
        .write(move |unit| {
            let (user, permit) = caller(unit)?;
            let client = ApiClientRecord {
                id: unit.new_id(),
                user_id: user.id,
                name: name.clone(),
                scopes: scopes.clone(),
                created_at: unit.now(),
                expires_at: unit.now() + Duration::days(i64::from(days)),
            };
            api_client_insert(unit.tx(), &permit, &client, &hash)?;
            let view = ApiClientView::from(&client);
            unit.audit(
                &permit,
                (RESOURCE, client.id),
                user.network_id,
                None,
                Some(&view),
            )?;
            Ok(client)
        })
        .await?;
    let location = format!(
        "{}/api/v1/me/api-clients/{}",
        ctx.hub().config.public_url,
        client.id
    );
    let view = NewApiClientView {
        client: ApiClientView::from(&client),
        token: token.expose_secret().to_owned(),
    };
    reply::created_once(&view, &location)
}

/// List one's own API clients
///
/// Those whose tokens work, newest first, without the tokens.
#[utoipa::path(
    tag = "me", operation_id = "list_api_clients",
    responses((status = 200, description = "The caller's API clients.", body = ApiClientsView)),
    security(("bearer" = [])), extensions(("x-action" = json!("account.own"))),
)]
#[get("/me/api-clients")]
pub(super) async fn list_api_clients(ctx: Ctx) -> Outcome<HttpResponse> {
    let user = ctx.session()?.user;
    let clients = ctx
        .read(move |snapshot| {
            let now = snapshot.now();
            Ok(api_client_list(snapshot.connection(), user, now)?)
        })
        .await?;
    let items = clients.iter().map(ApiClientView::from).collect();
    reply::document(&ctx, &ApiClientsView { items }, Caching::Private)
}

/// End an API client
///
/// Its token stops working at once.
#[utoipa::path(
    tag = "me", operation_id = "remove_api_client",
    params(("api_client_id" = ApiClientIdField, Path, description = "The API client.")),
    responses((status = 204, description = "It is ended.")),
    security(("bearer" = [])), extensions(("x-action" = json!("account.own"))),
)]
#[delete("/me/api-clients/{api_client_id}")]
pub(super) async fn remove_api_client(ctx: Ctx, id: PathId<ApiClientId>) -> Outcome<HttpResponse> {
    ctx.session()?;
    ctx.write(move |unit| {
        let (user, permit) = caller(unit)?;
        let now = unit.now();
        let held = api_client_list(unit.connection(), user.id, now)?;
        let client = held
            .iter()
            .find(|one| one.id == id.0)
            .ok_or_else(Problem::not_found)?;
        api_client_revoke(unit.tx(), &permit, client.id, now)?;
        let view = ApiClientView::from(client);
        unit.audit(
            &permit,
            (RESOURCE, client.id),
            user.network_id,
            Some(&view),
            None,
        )
    })
    .await?;
    Ok(reply::nothing())
}
