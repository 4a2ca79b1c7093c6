//! When the cards of a network are to be verified, and what becomes of those that are not.

use actix_web::{HttpResponse, get, put};
use domain_accounts::{Action, Target};
use domain_cards::{CardRules, FreshnessRules};
use domain_shared::{NetworkBodyId, Version};
use persistence::{
    AnyConnection,
    cards::{StoredRules, card_rules_find, card_rules_put},
    network::network_body_find,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{
        Ctx, IfMatch, PathId, UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    services::publication::{Affected, refresh},
    wire::NetworkBodyIdField,
};

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config.service(find_card_rules).service(set_card_rules);
}

/// When the cards of a network are to be verified.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"remind_after_months": 6, "stale_after_months": 9, "hide_stale": false}))]
struct CardRulesInput {
    /// Months after the last verification when the provider is asked to verify the card; fewer than
    /// those after which it is stale.
    #[serde(default)]
    #[schema(required = true, minimum = 1, maximum = 120)]
    remind_after_months: i64,
    /// Months after the last verification when the card counts as stale.
    #[serde(default)]
    #[schema(required = true, minimum = 1, maximum = 120)]
    stale_after_months: i64,
    /// Whether stale cards leave the public view until they are verified.
    #[serde(default)]
    hide_stale: bool,
}

/// When the cards of a network are to be verified.
#[derive(Debug, Serialize, ToSchema)]
struct CardRulesView {
    /// Months after the last verification when the provider is asked to verify the card.
    #[schema(minimum = 1, maximum = 120, example = 6)]
    remind_after_months: u32,
    /// Months after the last verification when the card counts as stale.
    #[schema(minimum = 1, maximum = 120, example = 9)]
    stale_after_months: u32,
    /// Whether stale cards leave the public view until they are verified.
    hide_stale: bool,
}

impl From<CardRules> for CardRulesView {
    fn from(rules: CardRules) -> Self {
        Self {
            remind_after_months: rules.freshness.remind_after,
            stale_after_months: rules.freshness.stale_after,
            hide_stale: rules.hide_stale,
        }
    }
}

/// Read when the cards of a network are to be verified
///
/// The defaults of this installation, unless the network has set rules of its own.
#[utoipa::path(
    tag = "review", operation_id = "find_card_rules",
    params(("network_body_id" = NetworkBodyIdField, Path, description = "The network, named by its root body.")),
    responses((status = 200, description = "The rules.", body = CardRulesView)),
    security(("bearer" = [])), extensions(("x-action" = json!("card_rules.read"))),
)]
#[get("/network-bodies/{network_body_id}/card-rules")]
async fn find_card_rules(ctx: Ctx, id: PathId<NetworkBodyId>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let defaults = ctx.hub().config.cards.freshness;
    let stored = ctx
        .read(move |snapshot| {
            snapshot.authorize(Action::CardRulesRead, &Target::private_in(id.0))?;
            rules_of(snapshot.connection(), id.0, defaults)
        })
        .await?;
    let view = CardRulesView::from(stored.rules);
    reply::resource(&ctx, &view, stored.version, Caching::Private)
}

/// Set when the cards of a network are to be verified
///
/// Cards that become stale, or are stale no more, leave or enter the public view at once where stale
/// ones are hidden.
#[utoipa::path(
    tag = "review", operation_id = "set_card_rules",
    params(("network_body_id" = NetworkBodyIdField, Path, description = "The network, named by its root body.")),
    request_body = CardRulesInput,
    responses((status = 200, description = "The rules.", body = CardRulesView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card_rules.write")), ("x-if-match" = json!(true))),
)]
#[put("/network-bodies/{network_body_id}/card-rules")]
async fn set_card_rules(
    ctx: Ctx,
    id: PathId<NetworkBodyId>,
    expected: IfMatch,
    body: ValidJson<CardRulesInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let rules = body.read(|input| {
        CardRules::new(
            input.remind_after_months,
            input.stale_after_months,
            input.hide_stale,
        )
    })?;
    let defaults = ctx.hub().config.cards.freshness;
    let stored = ctx
        .write(move |unit| set(unit, id.0, expected, (rules, defaults)))
        .await?;
    reply::changed(&CardRulesView::from(stored.rules), stored.version)
}

fn set(
    unit: &mut UnitOfWork<'_, '_>,
    network: NetworkBodyId,
    expected: IfMatch,
    (rules, defaults): (CardRules, FreshnessRules),
) -> Outcome<StoredRules> {
    let permit = unit.authorize(Action::CardRulesWrite, &Target::private_in(network))?;
    let before = rules_of(unit.connection(), network, defaults)?;
    expected.check(before.version)?;
    let after = StoredRules {
        rules,
        version: before.version.next(),
        ..before
    };
    let now = unit.now();
    card_rules_put(unit.tx(), &permit, before.version, &after, now)?;
    unit.audit(
        &permit,
        ("card_rules", network),
        Some(network),
        Some(&CardRulesView::from(before.rules)),
        Some(&CardRulesView::from(after.rules)),
    )?;
    refresh(unit, &Affected::Network(network))?;
    Ok(after)
}

/// The rules that hold for a network, or 404 where there is none.
fn rules_of(
    connection: &mut AnyConnection,
    network: NetworkBodyId,
    defaults: FreshnessRules,
) -> Outcome<StoredRules> {
    let body = network_body_find(connection, network)?;
    if body.is_none_or(|body| body.parent.is_some()) {
        return Err(Problem::not_found());
    }
    let stored = card_rules_find(connection, network)?;
    Ok(stored.unwrap_or(StoredRules {
        network_id: network,
        rules: CardRules {
            freshness: defaults,
            hide_stale: false,
        },
        version: Version::FIRST,
    }))
}
