//! Questionnaires from and to `XLSForm` workbooks.

use actix_web::{
    FromRequest as _, HttpResponse, get,
    http::header,
    post,
    web::{Bytes, Payload},
};
use domain_accounts::Action;
use domain_shared::{
    BoundedNumber as _, DefinitionNumber, DefinitionStatus, NetworkBodyId, QuestionnaireId,
    StableCode, messages,
};
use domain_surveys::Imported;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    common::{questionnaire_of, read_questionnaire, target, version_of},
    dto::NewQuestionnaire,
    resource::add,
    versions::create,
    workbook,
    xlsform_view::QuestionnaireImportView,
};
use crate::{
    http::{Created, Ctx, PathId, PathNumber, ValidQuery, reply},
    hub::off_thread,
    network::{check_permit_for, permit_for},
    problem::{Outcome, Problem, ProblemCode},
    tables::TableFormat,
    wire::{NetworkBodyIdField, QuestionnaireIdField, StableCodeField},
};

/// Largest workbook, in bytes.
const MAX_FORM_BYTES: usize = 8 * 1024 * 1024;

/// What to make of a form.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NewFormParams {
    /// The network the questionnaire belongs to, named by its root body.
    #[param(inline, value_type = NetworkBodyIdField)]
    network_id: NetworkBodyIdField,
    /// Code of the questionnaire, unique in the network.
    #[param(inline, value_type = StableCodeField)]
    code: StableCodeField,
    /// Whether to tell only what would become of it.
    dry_run: Option<bool>,
}

/// How to take a form.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NextFormParams {
    /// Whether to tell only what would become of it.
    dry_run: Option<bool>,
}

/// Import a questionnaire
///
/// From an `XLSForm` workbook (sheets `survey`, `choices`, `settings`), sent as it is; at most 8 MiB. The questionnaire is made
/// with a draft that could be activated as it is. What the hub does not have is a mistake where the form would mean something
/// else without it, and otherwise a note in the answer: nothing is left out without a word. Mistakes are 422, all of them at
/// once, with sheet, line and column in the pointer: `/survey/12/relevant`. With `dry_run` the answer is 200 and nothing is
/// stored.
#[utoipa::path(
    tag = "questionnaires", operation_id = "import_questionnaire",
    params(NewFormParams),
    responses(
        (status = 200, description = "What would become of it.", body = QuestionnaireImportView),
        (status = 201, description = "The new questionnaire.", body = QuestionnaireImportView),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("questionnaire.write")), ("x-table-body" = json!("xlsx"))),
)]
#[post("/questionnaires/xlsform")]
pub(super) async fn import_questionnaire(ctx: Ctx, payload: Payload) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let params = ValidQuery::<NewFormParams>::extract(ctx.request()).await?.0;
    let (network, dry_run) = (params.network_id.0, params.dry_run.unwrap_or(false));
    let code = params.code.parse();
    let code = code.map_err(|message| Problem::invalid("/code", message))?;
    // Nobody sends megabytes for a network they cannot write for.
    ctx.read(move |snapshot| check_permit_for(snapshot, Action::QuestionnaireWrite, network))
        .await?;
    let imported = form_of(&ctx, payload).await?;
    if dry_run {
        return reply::personal(&QuestionnaireImportView::looked_at(&imported, ctx.locale()));
    }
    let locale = ctx.locale();
    let new = new_questionnaire(network, code, &imported)?;
    ctx.create(move |unit| {
        let permit = permit_for(unit, Action::QuestionnaireWrite, network)?;
        let questionnaire = add(unit, &permit, new.clone(), DefinitionStatus::Draft)?;
        Ok(Created {
            path: format!("/questionnaires/{}", questionnaire.id),
            version: Some(questionnaire.version),
            view: QuestionnaireImportView::stored(&imported, &questionnaire, locale),
        })
    })
    .await
}

fn new_questionnaire(
    network_id: NetworkBodyId,
    code: StableCode,
    imported: &Imported,
) -> Outcome<NewQuestionnaire> {
    let definition = imported.definition.clone();
    let title = definition.title.best().cloned();
    Ok(NewQuestionnaire {
        network_id,
        code,
        title: title.ok_or_else(|| Problem::invalid("/settings", &messages::REQUIRED))?,
        definition,
    })
}

/// Import the next version of a questionnaire
///
/// As the import of a new one; the version is a draft. A questionnaire has one draft at a time.
#[utoipa::path(
    tag = "questionnaires", operation_id = "import_questionnaire_version",
    params(("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire."), NextFormParams),
    responses(
        (status = 200, description = "What would become of it.", body = QuestionnaireImportView),
        (status = 201, description = "The new version.", body = QuestionnaireImportView),
        (status = 409, description = "The questionnaire has a draft already, or the same request still runs."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("questionnaire.write")), ("x-table-body" = json!("xlsx"))),
)]
#[post("/questionnaires/{questionnaire_id}/xlsform")]
pub(super) async fn import_questionnaire_version(
    ctx: Ctx,
    id: PathId<QuestionnaireId>,
    payload: Payload,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let params = ValidQuery::<NextFormParams>::extract(ctx.request())
        .await?
        .0;
    ctx.read(move |snapshot| {
        let questionnaire = questionnaire_of(snapshot.connection(), id.0)?;
        let target = target(&questionnaire);
        snapshot.authorize(Action::QuestionnaireWrite, &target)?;
        Ok(())
    })
    .await?;
    let imported = form_of(&ctx, payload).await?;
    if params.dry_run.unwrap_or(false) {
        return reply::personal(&QuestionnaireImportView::looked_at(&imported, ctx.locale()));
    }
    let locale = ctx.locale();
    ctx.create(move |unit| {
        let (questionnaire, version) = create(unit, id.0, Some(imported.definition.clone()))?;
        let number = version.number.number();
        Ok(Created {
            path: format!("/questionnaires/{}/versions/{number}", questionnaire.id),
            version: Some(questionnaire.version),
            view: QuestionnaireImportView::stored(&imported, &questionnaire, locale),
        })
    })
    .await
}

/// Reads the workbook of a request.
async fn form_of(ctx: &Ctx, payload: Payload) -> Outcome<Imported> {
    let declared = ctx.media_type().and_then(TableFormat::of_media_type);
    if declared != Some(TableFormat::Xlsx) {
        return Err(Problem::new(ProblemCode::UnsupportedMediaType));
    }
    let most = MAX_FORM_BYTES.min(ctx.hub().config.limits.import_bytes);
    let bytes = ctx.file_body(payload, most).await?;
    off_thread(move || workbook::read(bytes)).await
}

/// Download a version of a questionnaire as a form
///
/// An `XLSForm` workbook for ODK, Kobo or a spreadsheet. Importing it again gives the same questionnaire.
#[utoipa::path(
    tag = "questionnaires", operation_id = "download_questionnaire_form",
    params(
        ("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire."),
        ("number" = u16, Path, description = "Number of the version.", minimum = 1, maximum = 10_000, example = 1),
    ),
    responses((status = 200, description = "The workbook.")),
    security(("bearer" = [])),
    extensions(("x-action" = json!("questionnaire.read")), ("x-table-answer" = json!("xlsx"))),
)]
#[get("/questionnaires/{questionnaire_id}/versions/{number}/xlsform")]
pub(super) async fn download_questionnaire_form(
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
    let name = workbook::file_name(&questionnaire.code, version.number);
    let bytes = off_thread(move || workbook::write(&version.definition)).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .content_type(TableFormat::Xlsx.media_type())
        .body(Bytes::from(bytes)))
}
