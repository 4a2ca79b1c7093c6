//! `/questionnaires`: list, create, find, rename.

use actix_web::{HttpResponse, get, patch, post};
use domain_accounts::{Action, Permit};
use domain_shared::{
    BoundedNumber as _, DefinitionNumber, DefinitionStatus, QuestionnaireId, Version,
};
use domain_surveys::{Questionnaire, QuestionnaireVersion};
use persistence::{
    DbError,
    surveys::{
        questionnaire_insert, questionnaire_list, questionnaire_update,
        questionnaire_version_insert,
    },
};

use super::{
    common::{questionnaire_of, read_questionnaire, record, target},
    dto::{
        NewQuestionnaire, NewQuestionnaireInput, QuestionnaireForm, QuestionnaireInput,
        QuestionnaireParams,
    },
    view::QuestionnaireView,
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    network::permit_for,
    problem::{Outcome, Problem},
    wire::QuestionnaireIdField,
};

/// List questionnaires
///
/// Those of one's own networks, by title.
#[utoipa::path(
    tag = "questionnaires", operation_id = "list_questionnaires",
    params(QuestionnaireParams, PageParams),
    responses((status = 200, description = "A page of questionnaires.", body = Page<QuestionnaireView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("questionnaire.read"))),
)]
#[get("/questionnaires")]
pub(super) async fn list_questionnaires(
    ctx: Ctx,
    query: ListQuery<QuestionnaireParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = params.into();
    let questionnaires = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::QuestionnaireRead)?;
            let connection = snapshot.connection();
            Ok(questionnaire_list(connection, &scope, &filter, &page)?)
        })
        .await?;
    let items = questionnaires.map(|questionnaire| QuestionnaireView::from(&questionnaire));
    list.answer(&ctx, items, Caching::Private)
}

/// Create a questionnaire
///
/// With its first version, a draft: campaigns can be opened with it once it is activated. Pointers lead into the
/// body (`/definition/items/0/label/it`). Whether expressions can be read and references lead somewhere is told by
/// `POST /questionnaires/checks`, and when the version is activated. A code that the network has already is 409.
#[utoipa::path(
    tag = "questionnaires", operation_id = "create_questionnaire",
    request_body = NewQuestionnaireInput,
    responses((status = 201, description = "The new questionnaire.", body = QuestionnaireView)),
    security(("bearer" = [])), extensions(("x-action" = json!("questionnaire.write"))),
)]
#[post("/questionnaires")]
pub(super) async fn create_questionnaire(
    ctx: Ctx,
    body: ValidJson<NewQuestionnaireInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let new = body.read(NewQuestionnaireInput::read)?;
    ctx.create(move |unit| {
        let permit = permit_for(unit, Action::QuestionnaireWrite, new.network_id)?;
        let questionnaire = add(unit, &permit, new.clone(), DefinitionStatus::Draft)?;
        Ok(Created {
            path: format!("/questionnaires/{}", questionnaire.id),
            version: Some(questionnaire.version),
            view: QuestionnaireView::from(&questionnaire),
        })
    })
    .await
}

/// Adds a questionnaire with its first version.
pub(super) fn add(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    new: NewQuestionnaire,
    status: DefinitionStatus,
) -> Outcome<Questionnaire> {
    let number = DefinitionNumber::from_number(1)
        .ok_or_else(|| Problem::internal("questionnaires have no first number"))?;
    let is_active = status == DefinitionStatus::Active;
    let now = unit.now();
    let questionnaire = Questionnaire {
        id: unit.new_id(),
        network_id: new.network_id,
        code: new.code,
        title: new.title,
        last: number,
        active: is_active.then_some(number),
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    };
    let version = QuestionnaireVersion {
        questionnaire_id: questionnaire.id,
        number,
        status,
        definition: new.definition,
        created_at: now,
        activated_at: is_active.then_some(now),
        retired_at: None,
    };
    questionnaire_insert(unit.tx(), permit, &questionnaire).map_err(|error| match error {
        DbError::Unique(_) => Problem::taken("/code"),
        other => other.into(),
    })?;
    questionnaire_version_insert(unit.tx(), permit, &version)?;
    record(unit, permit, None, (&questionnaire, Some(&version)))?;
    Ok(questionnaire)
}

/// Find a questionnaire
///
/// With the ETag that a change of it, or of one of its versions, needs.
#[utoipa::path(
    tag = "questionnaires", operation_id = "find_questionnaire",
    params(("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire.")),
    responses((status = 200, description = "The questionnaire.", body = QuestionnaireView)),
    security(("bearer" = [])), extensions(("x-action" = json!("questionnaire.read"))),
)]
#[get("/questionnaires/{questionnaire_id}")]
pub(super) async fn find_questionnaire(
    ctx: Ctx,
    id: PathId<QuestionnaireId>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let questionnaire = ctx
        .read(move |snapshot| read_questionnaire(snapshot, id.0))
        .await?;
    let view = QuestionnaireView::from(&questionnaire);
    reply::resource(&ctx, &view, questionnaire.version, Caching::Private)
}

/// Rename a questionnaire
///
/// What it asks, and the title that those who answer read, is changed in a version.
#[utoipa::path(
    tag = "questionnaires", operation_id = "update_questionnaire",
    params(("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire.")),
    request_body(content = QuestionnaireInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed questionnaire.", body = QuestionnaireView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("questionnaire.write")), ("x-if-match" = json!(true))),
)]
#[patch("/questionnaires/{questionnaire_id}")]
pub(super) async fn update_questionnaire(
    ctx: Ctx,
    id: PathId<QuestionnaireId>,
    expected: IfMatch,
    patch: MergePatch<QuestionnaireInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let questionnaire = ctx
        .write(move |unit| update(unit, id.0, expected, &patch))
        .await?;
    let view = QuestionnaireView::from(&questionnaire);
    reply::changed(&view, questionnaire.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: QuestionnaireId,
    expected: IfMatch,
    patch: &MergePatch<QuestionnaireInput>,
) -> Outcome<Questionnaire> {
    let before = questionnaire_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::QuestionnaireWrite, &target(&before))?;
    expected.check(before.version)?;
    let form = QuestionnaireForm::titled(&before.title);
    let title = patch.apply(&form, |input| input.read())?;
    let after = Questionnaire {
        title,
        version: before.version.next(),
        updated_at: unit.now(),
        ..before.clone()
    };
    questionnaire_update(unit.tx(), &permit, before.version, &after)?;
    record(unit, &permit, Some((&before, None)), (&after, None))?;
    Ok(after)
}
