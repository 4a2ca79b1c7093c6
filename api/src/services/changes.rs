//! `GET /changes`: what became of published services, in order.

use actix_web::{HttpResponse, get};
use chrono::{DateTime, Utc};
use domain_cards::{Change, ChangeKind};
use persistence::services::{change_last, change_list};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    http::{
        Ctx, ValidQuery,
        reply::{self, Caching},
    },
    problem::Outcome,
    wire::{CardIdField, Coded, Ident, NetworkBodyIdField, ProviderIdField},
};

/// Lines when the caller does not say.
const DEFAULT_LINES: u16 = 100;

/// What became of a published card.
pub(super) type ChangeKindField = Coded<ChangeKind>;

/// Where to go on reading.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ChangeParams {
    /// The `next_since` of the answer before; from the beginning when left out.
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64, example = 0)]
    since: Option<i64>,
    /// Most lines.
    #[param(minimum = 1, maximum = 1_000, default = 100, example = 100)]
    limit: Option<u16>,
}

/// Something that became of a published service.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceChange {
    /// Its place in the order: ascending, with gaps.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    number: i64,
    /// What happened.
    kind: ChangeKindField,
    /// The service.
    service_id: CardIdField,
    /// Its provider.
    provider_id: ProviderIdField,
    /// Its network.
    network_id: NetworkBodyIdField,
    /// When.
    at: DateTime<Utc>,
}

impl From<&Change> for ServiceChange {
    fn from(change: &Change) -> Self {
        Self {
            number: change.number,
            kind: Coded(change.kind),
            service_id: Ident(change.card_id),
            provider_id: Ident(change.provider_id),
            network_id: Ident(change.network_id),
            at: change.at,
        }
    }
}

/// Changes in order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceChanges {
    /// The changes, oldest first.
    #[schema(max_items = 1_000)]
    items: Vec<ServiceChange>,
    /// What to ask for next as `since`, also when there is nothing new.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    next_since: i64,
    /// Whether there is more already.
    has_more: bool,
}

/// List changes
///
/// Every publication, update, withdrawal and deletion of a service, in the order in which they became
/// effective. Asking again with `next_since` neither skips nor repeats a change, however many are
/// made at the same time. The service itself is read at `/services/{service_id}`.
#[utoipa::path(
    tag = "services", operation_id = "list_changes",
    params(ChangeParams),
    responses((status = 200, description = "Changes in order.", body = ServiceChanges)),
    security(()), extensions(("x-action" = json!("service.read"))),
)]
#[get("/changes")]
pub(super) async fn list_changes(
    ctx: Ctx,
    query: ValidQuery<ChangeParams>,
) -> Outcome<HttpResponse> {
    let since = query.0.since.unwrap_or(0);
    let limit = query.0.limit.unwrap_or(DEFAULT_LINES);
    let (items, last) = ctx
        .read(move |snapshot| {
            let connection = snapshot.connection();
            Ok((
                change_list(connection, since, limit)?,
                change_last(connection)?,
            ))
        })
        .await?;
    let next_since = items.last().map_or(since, |change| change.number);
    let changes = ServiceChanges {
        items: items.iter().map(ServiceChange::from).collect(),
        next_since,
        has_more: next_since < last,
    };
    reply::document(&ctx, &changes, Caching::Public)
}
