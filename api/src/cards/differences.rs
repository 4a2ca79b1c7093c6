//! What changed between two revisions of a card, or between one and the working copy.

use actix_web::{HttpResponse, get};
use domain_cards::{Card, CardContent, RevisionNumber};
use domain_shared::{BoundedNumber as _, CardId};
use persistence::{AnyConnection, cards::revision_find};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr,
        schema::{Schema, SchemaType},
    },
};

use super::{common::read_card, dto::DifferenceParams};
use crate::{
    http::{
        Ctx, PathId, ValidQuery,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::CardIdField,
};

/// A member of a card, of whatever kind. Describes only; nothing is one.
pub(super) enum MemberValue {}

impl PartialSchema for MemberValue {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::AnyValue)
            .description(Some(
                "The member as the content of a card has it: a text, a number, a list, an object.",
            ))
            .examples([serde_json::json!("Assistenza domiciliare per anziani")])
            .into()
    }
}

impl ToSchema for MemberValue {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("CardMemberValue")
    }
}

/// A member of a card that changed.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[schema(example = json!({"pointer": "/title/it", "before": "Aiuto a casa", "after": "Assistenza domiciliare per anziani"}))]
pub(super) struct ChangedMember {
    /// JSON Pointer (RFC 6901) into the content of the card.
    #[schema(max_length = 500, example = "/title/it")]
    pointer: String,
    /// What it was; absent when it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<MemberValue>)]
    before: Option<Value>,
    /// What it is; absent when it is not there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<MemberValue>)]
    after: Option<Value>,
}

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
    let mut changes = Vec::new();
    collect(&mut changes, "", Some(&before), Some(&after));
    Ok(CardDifferencesView {
        from: from.map(RevisionNumber::number),
        to: to.map(RevisionNumber::number),
        changes,
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

/// Collects where two values differ: objects by member, anything else as a whole. A member that is
/// there on one side only is named as a whole.
fn collect(
    changes: &mut Vec<ChangedMember>,
    pointer: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) {
    if before == after {
        return;
    }
    if let (Some(Value::Object(old)), Some(Value::Object(new))) = (before, after) {
        let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let escaped = name.replace('~', "~0").replace('/', "~1");
            let place = format!("{pointer}/{escaped}");
            collect(changes, &place, old.get(name), new.get(name));
        }
        return;
    }
    changes.push(ChangedMember {
        pointer: pointer.to_owned(),
        before: before.cloned(),
        after: after.cloned(),
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_are_compared_by_member_and_lists_as_a_whole() {
        let mut changes = Vec::new();
        let before = json!({"title": {"it": "A", "en": "B"}, "delivery": ["home"], "pricing": {"free": true}, "a/b": 1});
        let after = json!({"title": {"it": "C", "en": "B"}, "delivery": ["home", "site"], "pricing": {"free": true}, "summary": {"it": "D"}});
        collect(&mut changes, "", Some(&before), Some(&after));
        let expected = json!([
            {"pointer": "/a~1b", "before": 1},
            {"pointer": "/delivery", "before": ["home"], "after": ["home", "site"]},
            {"pointer": "/summary", "after": {"it": "D"}},
            {"pointer": "/title/it", "before": "A", "after": "C"},
        ]);
        assert_eq!(serde_json::to_value(changes).unwrap(), expected);
    }
}
