//! `/questionnaires/{questionnaire_id}/versions`: what a questionnaire asked, asks and will ask.

use actix_web::{HttpResponse, get, post, put};
use domain_accounts::Action;
use domain_shared::{
    BoundedNumber as _, DefinitionNumber, DefinitionStatus, DefinitionStep, QuestionnaireId,
};
use domain_surveys::{Definition, Questionnaire, QuestionnaireVersion};
use persistence::surveys::{
    questionnaire_update, questionnaire_version_insert, questionnaire_version_list,
    questionnaire_version_update,
};

use super::{
    common::{after, questionnaire_of, read_questionnaire, record, target, version_of},
    dto::{NextQuestionnaireVersionInput, NoParams, QuestionnaireVersionInput},
    view::{QuestionnaireVersionSummary, QuestionnaireVersionView},
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, Page, PageParams, PathId, PathNumber, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
    wire::QuestionnaireIdField,
};

domain_shared::define_messages! {
    /// A questionnaire has a draft already.
    QUESTIONNAIRE_HAS_DRAFT = "questionnaire_has_draft",
        "Il questionario ha già una versione in bozza: modificarla o attivarla.",
        "The questionnaire has a draft already: change it or activate it.";
    /// A questionnaire has all the versions it can have.
    QUESTIONNAIRE_IS_FULL = "questionnaire_is_full",
        "Il questionario ha già tutte le versioni possibili.",
        "The questionnaire has all the versions it can have.";
}

/// List the versions of a questionnaire
///
/// Newest first.
#[utoipa::path(
    tag = "questionnaires", operation_id = "list_questionnaire_versions",
    params(("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire."), PageParams),
    responses((status = 200, description = "A page of versions.", body = Page<QuestionnaireVersionSummary>)),
    security(("bearer" = [])), extensions(("x-action" = json!("questionnaire.read"))),
)]
#[get("/questionnaires/{questionnaire_id}/versions")]
pub(super) async fn list_questionnaire_versions(
    ctx: Ctx,
    id: PathId<QuestionnaireId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let versions = ctx
        .read(move |snapshot| {
            let questionnaire = read_questionnaire(snapshot, id.0)?;
            Ok(questionnaire_version_list(
                snapshot.connection(),
                questionnaire.id,
                &page,
            )?)
        })
        .await?;
    let items = versions.map(QuestionnaireVersionSummary::from);
    list.answer(&ctx, items, Caching::Private)
}

/// Create the next version of a questionnaire
///
/// A draft that asks the same as the last version, or what the body says. A questionnaire has one draft at a time.
#[utoipa::path(
    tag = "questionnaires", operation_id = "create_questionnaire_version",
    params(("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire.")),
    request_body = NextQuestionnaireVersionInput,
    responses(
        (status = 201, description = "The new version.", body = QuestionnaireVersionView),
        (status = 409, description = "The questionnaire has a draft already, or the same request still runs."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("questionnaire.write"))),
)]
#[post("/questionnaires/{questionnaire_id}/versions")]
pub(super) async fn create_questionnaire_version(
    ctx: Ctx,
    id: PathId<QuestionnaireId>,
    body: ValidJson<NextQuestionnaireVersionInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let definition = body.read(|input| input.read())?;
    ctx.create(move |unit| {
        let (questionnaire, version) = create(unit, id.0, definition.clone())?;
        let number = version.number.number();
        Ok(Created {
            path: format!("/questionnaires/{}/versions/{number}", questionnaire.id),
            version: Some(questionnaire.version),
            view: QuestionnaireVersionView::from(&version),
        })
    })
    .await
}

/// Adds the next version of a questionnaire.
pub(super) fn create(
    unit: &mut UnitOfWork<'_, '_>,
    id: QuestionnaireId,
    definition: Option<Definition>,
) -> Outcome<(Questionnaire, QuestionnaireVersion)> {
    let before = questionnaire_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::QuestionnaireWrite, &target(&before))?;
    let last = version_of(unit.connection(), &before, before.last)?;
    let conflict = || Problem::new(ProblemCode::Conflict);
    if last.status == DefinitionStatus::Draft {
        return Err(conflict().saying(&QUESTIONNAIRE_HAS_DRAFT));
    }
    let number = DefinitionNumber::from_number(i64::from(before.last.number()) + 1)
        .ok_or_else(|| conflict().saying(&QUESTIONNAIRE_IS_FULL))?;
    let now = unit.now();
    let questionnaire = Questionnaire {
        last: number,
        version: before.version.next(),
        updated_at: now,
        ..before.clone()
    };
    let version = QuestionnaireVersion {
        questionnaire_id: questionnaire.id,
        number,
        status: DefinitionStatus::Draft,
        definition: definition.unwrap_or(last.definition),
        created_at: now,
        activated_at: None,
        retired_at: None,
    };
    questionnaire_update(unit.tx(), &permit, before.version, &questionnaire)?;
    questionnaire_version_insert(unit.tx(), &permit, &version)?;
    record(
        unit,
        &permit,
        Some((&before, None)),
        (&questionnaire, Some(&version)),
    )?;
    Ok((questionnaire, version))
}

/// Find a version of a questionnaire
///
/// With the ETag that a change needs: it is the questionnaire's, whichever of its versions is read.
#[utoipa::path(
    tag = "questionnaires", operation_id = "find_questionnaire_version",
    params(
        ("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire."),
        ("number" = u16, Path, description = "Number of the version.", minimum = 1, maximum = 10_000, example = 1),
    ),
    responses((status = 200, description = "The version.", body = QuestionnaireVersionView)),
    security(("bearer" = [])), extensions(("x-action" = json!("questionnaire.read"))),
)]
#[get("/questionnaires/{questionnaire_id}/versions/{number}")]
pub(super) async fn find_questionnaire_version(
    ctx: Ctx,
    id: PathId<QuestionnaireId>,
    number: PathNumber<DefinitionNumber>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (questionnaire, version) = ctx
        .read(move |snapshot| {
            let questionnaire = read_questionnaire(snapshot, id.0)?;
            let version = version_of(snapshot.connection(), &questionnaire, number.0)?;
            Ok((questionnaire, version))
        })
        .await?;
    let view = QuestionnaireVersionView::from(&version);
    reply::resource(&ctx, &view, questionnaire.version, Caching::Private)
}

/// Replace what a draft of a questionnaire asks
///
/// Of a draft only: a version that was ever active does not change, the next one does.
#[utoipa::path(
    tag = "questionnaires", operation_id = "replace_questionnaire_version",
    params(
        ("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire."),
        ("number" = u16, Path, description = "Number of the version.", minimum = 1, maximum = 10_000, example = 1),
    ),
    request_body = QuestionnaireVersionInput,
    responses(
        (status = 200, description = "The changed version.", body = QuestionnaireVersionView),
        (status = 409, description = "It is no draft."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("questionnaire.write")), ("x-if-match" = json!(true))),
)]
#[put("/questionnaires/{questionnaire_id}/versions/{number}")]
pub(super) async fn replace_questionnaire_version(
    ctx: Ctx,
    id: PathId<QuestionnaireId>,
    number: PathNumber<DefinitionNumber>,
    expected: IfMatch,
    body: ValidJson<QuestionnaireVersionInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let definition = body.read(|input| input.read())?;
    let (questionnaire, version) = ctx
        .write(move |unit| replace(unit, (id.0, number.0), expected, definition.clone()))
        .await?;
    let view = QuestionnaireVersionView::from(&version);
    reply::changed(&view, questionnaire.version)
}

fn replace(
    unit: &mut UnitOfWork<'_, '_>,
    (id, number): (QuestionnaireId, DefinitionNumber),
    expected: IfMatch,
    definition: Definition,
) -> Outcome<(Questionnaire, QuestionnaireVersion)> {
    let before = questionnaire_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::QuestionnaireWrite, &target(&before))?;
    let former = version_of(unit.connection(), &before, number)?;
    expected.check(before.version)?;
    let version = QuestionnaireVersion {
        status: after(&former, DefinitionStep::Edit)?,
        definition,
        ..former.clone()
    };
    let questionnaire = Questionnaire {
        version: before.version.next(),
        updated_at: unit.now(),
        ..before.clone()
    };
    questionnaire_update(unit.tx(), &permit, before.version, &questionnaire)?;
    questionnaire_version_update(unit.tx(), &permit, former.status, &version)?;
    let was = (&before, Some(&former));
    record(unit, &permit, Some(was), (&questionnaire, Some(&version)))?;
    Ok((questionnaire, version))
}
