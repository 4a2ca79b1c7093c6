//! What changed between two versions of a questionnaire.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, get};
use domain_shared::{BoundedNumber as _, DefinitionNumber, QuestionnaireId};
use domain_surveys::Definition;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use super::common::{read_questionnaire, version_of};
use crate::{
    http::{
        Ctx, PathId, ValidQuery,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{ChangedMember, ItemNameField, QuestionnaireIdField, changes},
};

/// What to compare.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DifferenceParams {
    /// Number of the earlier version; the active one without, or the first where none is active.
    #[param(minimum = 1, maximum = 10_000, example = 1)]
    from: Option<u16>,
    /// Number of the later version; the last one without.
    #[param(minimum = 1, maximum = 10_000, example = 2)]
    to: Option<u16>,
}

/// What changed in a questionnaire.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionnaireDifferencesView {
    /// Number of the earlier version.
    #[schema(minimum = 1, maximum = 10_000, example = 1)]
    from: u16,
    /// Number of the later version.
    #[schema(minimum = 1, maximum = 10_000, example = 2)]
    to: u16,
    /// Names of the items that are new.
    #[schema(max_items = 1000)]
    added: Vec<ItemNameField>,
    /// Names of the items that are gone.
    #[schema(max_items = 1000)]
    removed: Vec<ItemNameField>,
    /// Names of the items that are in both, and differ.
    #[schema(max_items = 1000)]
    changed: Vec<ItemNameField>,
    /// What differs, in the order of the pointers.
    #[schema(max_items = 200_000)]
    changes: Vec<ChangedMember>,
}

/// Compare two versions of a questionnaire
///
/// Items are found by their names, rows and choices by name and code: `/items/eta/label/it`,
/// `/items/servizi/rows/inps/label/it`, `/choices/sino/si/label/en`. `/items/eta/group` is the group an item is in. Where they
/// stand in another order, `/order` has the names of the items, `/row_order` and `/choice_order` those of rows and choices. A
/// version that does not exist is 404.
#[utoipa::path(
    tag = "questionnaires", operation_id = "find_questionnaire_differences",
    params(("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire."), DifferenceParams),
    responses((status = 200, description = "What changed.", body = QuestionnaireDifferencesView)),
    security(("bearer" = [])), extensions(("x-action" = json!("questionnaire.read"))),
)]
#[get("/questionnaires/{questionnaire_id}/differences")]
pub(super) async fn find_questionnaire_differences(
    ctx: Ctx,
    id: PathId<QuestionnaireId>,
    query: ValidQuery<DifferenceParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let params = query.0;
    let asked = |number: Option<u16>| {
        number.and_then(|number| DefinitionNumber::from_number(i64::from(number)))
    };
    let (from, to) = (asked(params.from), asked(params.to));
    let view = ctx
        .read(move |snapshot| {
            let questionnaire = read_questionnaire(snapshot, id.0)?;
            let first = DefinitionNumber::from_number(1).unwrap_or(questionnaire.last);
            let from = from.or(questionnaire.active).unwrap_or(first);
            let to = to.unwrap_or(questionnaire.last);
            let earlier = version_of(snapshot.connection(), &questionnaire, from)?;
            let later = version_of(snapshot.connection(), &questionnaire, to)?;
            let (before, after) = (by_name(&earlier.definition)?, by_name(&later.definition)?);
            Ok(view((from, to), &before, &after))
        })
        .await?;
    reply::document(&ctx, &view, Caching::Private)
}

fn view(
    (from, to): (DefinitionNumber, DefinitionNumber),
    before: &Value,
    after: &Value,
) -> QuestionnaireDifferencesView {
    let none = Map::new();
    let items = |whole: &'_ Value| -> Map<String, Value> {
        let items = whole.get("items").and_then(Value::as_object);
        items.unwrap_or(&none).clone()
    };
    let (old, new) = (items(before), items(after));
    let names = |one: &Map<String, Value>| one.keys().cloned().collect::<BTreeSet<String>>();
    let (old_names, new_names) = (names(&old), names(&new));
    let fields = |names: Vec<String>| names.into_iter().map(ItemNameField::raw).collect();
    let differs = |name: &String| old.get(name) != new.get(name);
    let both = old_names.intersection(&new_names).cloned();
    QuestionnaireDifferencesView {
        from: from.number(),
        to: to.number(),
        added: fields(new_names.difference(&old_names).cloned().collect()),
        removed: fields(old_names.difference(&new_names).cloned().collect()),
        changed: fields(both.filter(differs).collect()),
        changes: changes(before, after),
    }
}

/// A definition with its items, rows and choices by name.
fn by_name(definition: &Definition) -> Outcome<Value> {
    let unwritten = |error| Problem::internal(format!("questionnaire: {error}"));
    let mut value = serde_json::to_value(definition).map_err(unwritten)?;
    let Some(members) = value.as_object_mut() else {
        return Ok(value);
    };
    let mut found = Found::default();
    if let Some(Value::Array(items)) = members.remove("items") {
        found.take(items, None);
    }
    let mut choice_order = Map::new();
    if let Some(Value::Object(lists)) = members.get_mut("choices") {
        for (name, list) in lists {
            let order = key_by(list, "code");
            choice_order.insert(name.clone(), order);
        }
    }
    let parts = [
        ("items", Value::Object(found.items)),
        ("order", Value::Array(found.order)),
        ("row_order", Value::Object(found.row_order)),
        ("choice_order", Value::Object(choice_order)),
    ];
    members.extend(parts.map(|(name, part)| (name.to_owned(), part)));
    Ok(value)
}

/// Items that were found, in whatever group.
#[derive(Default)]
struct Found {
    items: Map<String, Value>,
    order: Vec<Value>,
    row_order: Map<String, Value>,
}

impl Found {
    fn take(&mut self, items: Vec<Value>, group: Option<&str>) {
        for mut item in items {
            let Some(members) = item.as_object_mut() else {
                continue;
            };
            let Some(Value::String(name)) = members.remove("name") else {
                continue;
            };
            let inside = members.remove("items");
            if let Some(rows) = members.get_mut("rows") {
                self.row_order.insert(name.clone(), key_by(rows, "name"));
            }
            if let Some(group) = group {
                members.insert("group".to_owned(), Value::from(group));
            }
            self.order.push(Value::from(name.clone()));
            self.items.insert(name.clone(), item);
            if let Some(Value::Array(inside)) = inside {
                self.take(inside, Some(&name));
            }
        }
    }
}

/// Makes an object of a list, by a member of its items that is a text, and answers those in their order.
fn key_by(list: &mut Value, member: &str) -> Value {
    let (mut order, mut keyed) = (Vec::new(), Map::new());
    for mut one in list.as_array_mut().map(std::mem::take).unwrap_or_default() {
        let key = one.as_object_mut().and_then(|one| one.remove(member));
        if let Some(Value::String(key)) = key {
            order.push(Value::from(key.clone()));
            keyed.insert(key, one);
        }
    }
    *list = Value::Object(keyed);
    Value::Array(order)
}
