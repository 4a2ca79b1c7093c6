//! What changed between two versions of a template.

use actix_web::{HttpResponse, get};
use domain_agreements::TemplateContent;
use domain_shared::{AgreementTemplateId, BoundedNumber as _, DefinitionNumber};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use super::common::{read_template, version_of};
use crate::{
    http::{
        Ctx, PathId, ValidQuery,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{AgreementTemplateIdField, ChangedMember, changes},
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

/// What changed in a template.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementTemplateDifferencesView {
    /// Number of the earlier version.
    #[schema(minimum = 1, maximum = 10_000, example = 1)]
    from: u16,
    /// Number of the later version.
    #[schema(minimum = 1, maximum = 10_000, example = 2)]
    to: u16,
    /// What differs, in the order of the pointers.
    #[schema(max_items = 1000)]
    changes: Vec<ChangedMember>,
}

/// Compare two versions of a template of agreements
///
/// Clauses and placeholders are found by their codes: `/clauses/durata/text`, `/placeholders/foro/label`. Where
/// the clauses stand in another order, `/order` has their codes. A version that does not exist is 404.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "find_agreement_template_differences",
    params(("template_id" = AgreementTemplateIdField, Path, description = "The template."), DifferenceParams),
    responses((status = 200, description = "What changed.", body = AgreementTemplateDifferencesView)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement_template.read"))),
)]
#[get("/agreement-templates/{template_id}/differences")]
pub(super) async fn find_agreement_template_differences(
    ctx: Ctx,
    id: PathId<AgreementTemplateId>,
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
            let template = read_template(snapshot, id.0)?;
            let first = DefinitionNumber::from_number(1).unwrap_or(template.last);
            let from = from.or(template.active).unwrap_or(first);
            let to = to.unwrap_or(template.last);
            let earlier = version_of(snapshot.connection(), &template, from)?;
            let later = version_of(snapshot.connection(), &template, to)?;
            Ok(AgreementTemplateDifferencesView {
                from: from.number(),
                to: to.number(),
                changes: changes(&by_code(&earlier.content)?, &by_code(&later.content)?),
            })
        })
        .await?;
    reply::document(&ctx, &view, Caching::Private)
}

/// A content with its clauses and placeholders by code.
fn by_code(content: &TemplateContent) -> Outcome<Value> {
    let unwritten = |error| Problem::internal(format!("template: {error}"));
    let mut value = serde_json::to_value(content).map_err(unwritten)?;
    let mut order = Vec::new();
    let Some(members) = value.as_object_mut() else {
        return Ok(value);
    };
    for list in ["clauses", "placeholders"] {
        let Some(Value::Array(items)) = members.remove(list) else {
            continue;
        };
        let mut found = Map::new();
        for mut item in items {
            let code = item.as_object_mut().and_then(|item| item.remove("code"));
            let Some(Value::String(code)) = code else {
                continue;
            };
            if list == "clauses" {
                order.push(Value::from(code.clone()));
            }
            found.insert(code, item);
        }
        members.insert(list.to_owned(), Value::Object(found));
    }
    members.insert("order".to_owned(), Value::Array(order));
    Ok(value)
}
