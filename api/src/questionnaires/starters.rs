//! The questionnaires that the hub ships with.

use std::collections::HashSet;

use actix_web::{HttpResponse, post};
use domain_accounts::{Action, Permit};
use domain_shared::{DefinitionStatus, NetworkBodyId};
use domain_surveys::Questionnaire;
use persistence::surveys::{questionnaire_codes_taken, starter_questionnaires};

use super::{
    dto::{NewQuestionnaire, QuestionnaireStartersInput},
    resource::add,
    view::QuestionnaireStartersView,
};
use crate::{
    http::{Ctx, UnitOfWork, ValidJson, reply},
    network::permit_for,
    problem::{Outcome, Problem},
};

/// Add the questionnaires that the hub ships with
///
/// Five of them in Italian and English, active at once: questionnaire A on the perceived effects on access to services,
/// questionnaire B in two parts, the satisfaction of citizens, and the quarterly questionnaires for territorial
/// collaborators and for recipients. Every new network has them; this adds those whose codes it has no questionnaire
/// of, so it may be repeated.
#[utoipa::path(
    tag = "questionnaires", operation_id = "add_questionnaire_starters",
    request_body = QuestionnaireStartersInput,
    responses((status = 200, description = "What was added.", body = QuestionnaireStartersView)),
    security(("bearer" = [])), extensions(("x-action" = json!("questionnaire.write"))),
)]
#[post("/questionnaires/starters")]
pub(super) async fn add_questionnaire_starters(
    ctx: Ctx,
    body: ValidJson<QuestionnaireStartersInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let network = body.into_inner()?.network_id.0;
    let added = ctx
        .write(move |unit| {
            let permit = permit_for(unit, Action::QuestionnaireWrite, network)?;
            let added = add_missing(unit, &permit, network)?;
            if added.is_empty() {
                unit.tx().bookkeeping();
            }
            Ok(added)
        })
        .await?;
    reply::personal(&QuestionnaireStartersView::from(added))
}

/// Gives a new network the questionnaires to start with.
pub(crate) fn install_starters(
    unit: &mut UnitOfWork<'_, '_>,
    network: NetworkBodyId,
) -> Outcome<()> {
    let permit = Permit::system(Action::QuestionnaireWrite);
    add_missing(unit, &permit, network).map(|_| ())
}

fn add_missing(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    network: NetworkBodyId,
) -> Outcome<Vec<Questionnaire>> {
    let starters = starter_questionnaires()?;
    let codes: Vec<_> = starters.iter().map(|one| one.code.clone()).collect();
    let taken = questionnaire_codes_taken(unit.connection(), network, &codes)?;
    let taken: HashSet<_> = taken.into_iter().collect();
    let missing = starters
        .into_iter()
        .filter(|one| !taken.contains(&one.code));
    missing
        .map(|one| {
            let title = one.definition.title.best().cloned();
            let new = NewQuestionnaire {
                network_id: network,
                code: one.code,
                title: title.ok_or_else(|| Problem::internal("questionnaire without title"))?,
                definition: one.definition,
            };
            add(unit, permit, new, DefinitionStatus::Active)
        })
        .collect()
}
