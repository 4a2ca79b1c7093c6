//! What changed between two revisions of a card, or between one and the working copy.

use actix_web::{HttpResponse, get};
use domain_cards::{Card, CardContent, RevisionNumber};
use domain_shared::{BoundedNumber as _, CardId};
use persistence::{AnyConnection, cards::revision_find};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{common::read_card, dto::DifferenceParams};
use crate::{
    http::{
        Ctx, PathId, ValidQuery,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{CardIdField, ChangedMember, changes},
};

/// What changed in a card.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardDifferencesView {
    /// Number of the earlier revision; absent when there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 60_000)]
    from: Option<u16>,
    /// Number of the later revision; absent when it is the working copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 60_000)]
    to: Option<u16>,
    /// The members that differ, in the order of their pointers.
    #[schema(max_items = 1000)]
    changes: Vec<ChangedMember>,
}

/// Compare two revisions of a card
///
/// Or one with the working copy: the members that differ, by JSON Pointer into the content. Objects
/// are compared member by member, lists as a whole. A revision that does not exist is 404.
#[utoipa::path(
    tag = "cards", operation_id = "find_card_differences",
    params(("card_id" = CardIdField, Path, description = "The card."), DifferenceParams),
    responses((status = 200, description = "What changed.", body = CardDifferencesView)),
    security(("bearer" = [])), extensions(("x-action" = json!("card.read"))),
)]
#[get("/cards/{card_id}/differences")]
pub(super) async fn find_card_differences(
    ctx: Ctx,
    id: PathId<CardId>,
    query: ValidQuery<DifferenceParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let params = query.0;
    let view = ctx
        .read(move |snapshot| {
            let card = read_card(snapshot, id.0)?;
            compare(snapshot.connection(), &card, &params)
        })
        .await?;
    reply::document(&ctx, &view, Caching::Private)
}

fn compare(
    connection: &mut AnyConnection,
    card: &Card,
    params: &DifferenceParams,
) -> Outcome<CardDifferencesView> {
    let asked = |number: Option<u16>| {
        number.and_then(|number| RevisionNumber::from_number(i64::from(number)))
    };
    let from = asked(params.from).or(card.revision);
    let to = match (asked(params.to), &card.draft) {
        (None, None) => card.revision,
        (to, _) => to,
    };
    let before = match from {
        Some(number) => json_of(&revision(connection, card, number)?)?,
        None => Value::Object(Map::new()),
    };
    let after = match (to, &card.draft) {
        (Some(number), _) => json_of(&revision(connection, card, number)?)?,
        (None, Some(draft)) => json_of(draft)?,
        (None, None) => Value::Object(Map::new()),
    };
    Ok(CardDifferencesView {
        from: from.map(RevisionNumber::number),
        to: to.map(RevisionNumber::number),
        changes: changes(&before, &after),
    })
}

fn revision(
    connection: &mut AnyConnection,
    card: &Card,
    number: RevisionNumber,
) -> Outcome<CardContent> {
    let revision = revision_find(connection, card.id, number)?;
    Ok(revision.ok_or_else(Problem::not_found)?.content)
}

fn json_of(content: &CardContent) -> Outcome<Value> {
    serde_json::to_value(content).map_err(|error| Problem::internal(format!("content: {error}")))
}
