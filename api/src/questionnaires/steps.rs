//! Bringing versions of questionnaires into use, and taking them out of it.

use actix_web::{HttpResponse, post};
use domain_accounts::{Action, Permit};
use domain_shared::{DefinitionNumber, DefinitionStep, QuestionnaireId};
use domain_surveys::{Form, Questionnaire, QuestionnaireVersion};
use persistence::surveys::{questionnaire_update, questionnaire_version_update};

use super::{
    common::{after, questionnaire_of, record, target, version_of},
    view::QuestionnaireVersionView,
};
use crate::{
    http::{Ctx, IfMatch, PathId, PathNumber, UnitOfWork, reply},
    problem::Outcome,
    wire::QuestionnaireIdField,
};

/// Activate a version of a questionnaire
///
/// From `draft` only. Its parts are put together first: expressions that cannot be read, names that are taken or not
/// there, circular references are 422, each with its pointer into the definition (`/items/3/relevant`) and its position.
/// Campaigns are opened with it from now on, and it does not change any more; the version that was active is retired,
/// and campaigns that were opened with it go on as they are.
#[utoipa::path(
    tag = "questionnaires", operation_id = "activate_questionnaire_version",
    params(
        ("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire."),
        ("number" = u16, Path, description = "Number of the version.", minimum = 1, maximum = 10_000, example = 1),
    ),
    responses(
        (status = 200, description = "The active version.", body = QuestionnaireVersionView),
        (status = 409, description = "It is no draft."),
        (status = 422, description = "Its parts do not fit together; `errors` lists every mistake."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("questionnaire.write")), ("x-if-match" = json!(true))),
)]
#[post("/questionnaires/{questionnaire_id}/versions/{number}/activation")]
pub(super) async fn activate_questionnaire_version(
    ctx: Ctx,
    id: PathId<QuestionnaireId>,
    number: PathNumber<DefinitionNumber>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    take(ctx, (id.0, number.0), expected, DefinitionStep::Activate).await
}

/// Retire a version of a questionnaire
///
/// From `active` only. No more campaigns are opened with it; those that were go on as they are.
#[utoipa::path(
    tag = "questionnaires", operation_id = "retire_questionnaire_version",
    params(
        ("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire."),
        ("number" = u16, Path, description = "Number of the version.", minimum = 1, maximum = 10_000, example = 1),
    ),
    responses(
        (status = 200, description = "The retired version.", body = QuestionnaireVersionView),
        (status = 409, description = "It is not active."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("questionnaire.write")), ("x-if-match" = json!(true))),
)]
#[post("/questionnaires/{questionnaire_id}/versions/{number}/retirement")]
pub(super) async fn retire_questionnaire_version(
    ctx: Ctx,
    id: PathId<QuestionnaireId>,
    number: PathNumber<DefinitionNumber>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    take(ctx, (id.0, number.0), expected, DefinitionStep::Retire).await
}

async fn take(
    ctx: Ctx,
    place: (QuestionnaireId, DefinitionNumber),
    expected: IfMatch,
    step: DefinitionStep,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (questionnaire, version) = ctx
        .write(move |unit| step_taken(unit, place, expected, step))
        .await?;
    let view = QuestionnaireVersionView::from(&version);
    reply::changed(&view, questionnaire.version)
}

fn step_taken(
    unit: &mut UnitOfWork<'_, '_>,
    (id, number): (QuestionnaireId, DefinitionNumber),
    expected: IfMatch,
    step: DefinitionStep,
) -> Outcome<(Questionnaire, QuestionnaireVersion)> {
    let before = questionnaire_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::QuestionnaireWrite, &target(&before))?;
    let former = version_of(unit.connection(), &before, number)?;
    expected.check(before.version)?;
    let status = after(&former, step)?;
    let now = unit.now();
    let is_activation = step == DefinitionStep::Activate;
    if is_activation {
        Form::compile(&former.definition)?;
    }
    if let Some(active) = before.active.filter(|_| is_activation) {
        retire(unit, &permit, &before, active)?;
    }
    let version = QuestionnaireVersion {
        status,
        activated_at: former.activated_at.or(is_activation.then_some(now)),
        retired_at: (!is_activation).then_some(now),
        ..former.clone()
    };
    let questionnaire = Questionnaire {
        active: is_activation.then_some(number),
        version: before.version.next(),
        updated_at: now,
        ..before.clone()
    };
    questionnaire_update(unit.tx(), &permit, before.version, &questionnaire)?;
    questionnaire_version_update(unit.tx(), &permit, former.status, &version)?;
    let was = (&before, Some(&former));
    record(unit, &permit, Some(was), (&questionnaire, Some(&version)))?;
    Ok((questionnaire, version))
}

/// Takes the version out of use that another one follows.
fn retire(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    questionnaire: &Questionnaire,
    number: DefinitionNumber,
) -> Outcome<()> {
    let former = version_of(unit.connection(), questionnaire, number)?;
    let retired = QuestionnaireVersion {
        status: after(&former, DefinitionStep::Retire)?,
        retired_at: Some(unit.now()),
        ..former.clone()
    };
    questionnaire_version_update(unit.tx(), permit, former.status, &retired)?;
    Ok(())
}
