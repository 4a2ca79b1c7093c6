//! The steps in the life of an accreditation, each a resource below the provider.

use actix_web::{HttpResponse, post};
use domain_accounts::Action;
use domain_providers::{
    AccreditationAction, AccreditationDecision, Decision, Provider, RegistrationStatus,
};
use domain_shared::{Code as _, ProviderId, Reason, TextValue as _, Violations, civil_date};
use persistence::providers::{decision_append, provider_state_update};

use super::{
    common::{not_now, provider_of, record, target, tell},
    dto::{AccreditationInput, ReasonInput},
    registration::reason,
    view::{Eye, ProviderView},
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    problem::{Outcome, Problem},
    services::publication::{self, Affected},
    wire::ProviderIdField,
};

/// Apply for accreditation
///
/// From `not_applied`, `revoked` or `expired`, once the registration is approved.
#[utoipa::path(
    tag = "providers", operation_id = "apply_for_accreditation",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    responses(
        (status = 200, description = "The provider, which has applied.", body = ProviderView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("provider.write")), ("x-if-match" = json!(true))),
)]
#[post("/providers/{provider_id}/accreditation-application")]
pub(super) async fn apply_for_accreditation(
    ctx: Ctx,
    id: PathId<ProviderId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    plain(ctx, id.0, expected, AccreditationAction::Apply, None).await
}

/// Accredit a provider
///
/// From `applied`. From `accredited` or `expired` it renews the accreditation. The period has begun
/// and is not over; without a last day it has no end.
#[utoipa::path(
    tag = "providers", operation_id = "accredit_provider",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    request_body = AccreditationInput,
    responses(
        (status = 200, description = "The accredited provider.", body = ProviderView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("provider.decide")), ("x-if-match" = json!(true))),
)]
#[post("/providers/{provider_id}/accreditation")]
pub(super) async fn accredit_provider(
    ctx: Ctx,
    id: PathId<ProviderId>,
    expected: IfMatch,
    body: ValidJson<AccreditationInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let today = civil_date(ctx.now());
    let decision = body.read(|input| {
        let mut wrong = Violations::new();
        let period = wrong.keep_period(&input.from, input.until.as_deref());
        let reason = input.reason.map(String::from);
        let reason = wrong.keep_optional("/reason", reason.as_deref(), Reason::parse);
        wrong.into_result()?;
        AccreditationDecision::new(AccreditationAction::Accredit, period, reason, today)
    })?;
    decide(ctx, id.0, expected, Action::ProviderDecide, decision).await
}

/// Refuse an application for accreditation
///
/// From `applied`; the provider may apply again.
#[utoipa::path(
    tag = "providers", operation_id = "refuse_accreditation",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    request_body = ReasonInput,
    responses(
        (status = 200, description = "The provider, whose application was refused.", body = ProviderView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("provider.decide")), ("x-if-match" = json!(true))),
)]
#[post("/providers/{provider_id}/accreditation-refusal")]
pub(super) async fn refuse_accreditation(
    ctx: Ctx,
    id: PathId<ProviderId>,
    expected: IfMatch,
    body: ValidJson<ReasonInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let reason = Some(body.read(|input| reason(&input))?);
    plain(ctx, id.0, expected, AccreditationAction::Refuse, reason).await
}

/// Suspend an accreditation
///
/// From `accredited`; the period runs on.
#[utoipa::path(
    tag = "providers", operation_id = "suspend_accreditation",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    request_body = ReasonInput,
    responses(
        (status = 200, description = "The suspended provider.", body = ProviderView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("provider.decide")), ("x-if-match" = json!(true))),
)]
#[post("/providers/{provider_id}/suspension")]
pub(super) async fn suspend_accreditation(
    ctx: Ctx,
    id: PathId<ProviderId>,
    expected: IfMatch,
    body: ValidJson<ReasonInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let reason = Some(body.read(|input| reason(&input))?);
    plain(ctx, id.0, expected, AccreditationAction::Suspend, reason).await
}

/// Reinstate an accreditation
///
/// From `suspended`; the period is the one it was granted for.
#[utoipa::path(
    tag = "providers", operation_id = "reinstate_accreditation",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    responses(
        (status = 200, description = "The reinstated provider.", body = ProviderView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("provider.decide")), ("x-if-match" = json!(true))),
)]
#[post("/providers/{provider_id}/reinstatement")]
pub(super) async fn reinstate_accreditation(
    ctx: Ctx,
    id: PathId<ProviderId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    plain(ctx, id.0, expected, AccreditationAction::Reinstate, None).await
}

/// Revoke an accreditation
///
/// From `accredited`, `suspended` or `expired`; the provider may apply again.
#[utoipa::path(
    tag = "providers", operation_id = "revoke_accreditation",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    request_body = ReasonInput,
    responses(
        (status = 200, description = "The provider, whose accreditation was revoked.", body = ProviderView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("provider.decide")), ("x-if-match" = json!(true))),
)]
#[post("/providers/{provider_id}/revocation")]
pub(super) async fn revoke_accreditation(
    ctx: Ctx,
    id: PathId<ProviderId>,
    expected: IfMatch,
    body: ValidJson<ReasonInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let reason = Some(body.read(|input| reason(&input))?);
    plain(ctx, id.0, expected, AccreditationAction::Revoke, reason).await
}

/// Takes a step that sets no period.
async fn plain(
    ctx: Ctx,
    id: ProviderId,
    expected: IfMatch,
    action: AccreditationAction,
    reason: Option<Reason>,
) -> Outcome<HttpResponse> {
    let permission = match action {
        AccreditationAction::Apply => Action::ProviderWrite,
        AccreditationAction::Accredit
        | AccreditationAction::Refuse
        | AccreditationAction::Renew
        | AccreditationAction::Suspend
        | AccreditationAction::Reinstate
        | AccreditationAction::Revoke => Action::ProviderDecide,
    };
    let today = civil_date(ctx.now());
    let decision = AccreditationDecision::new(action, None, reason, today)?;
    decide(ctx, id, expected, permission, decision).await
}

async fn decide(
    ctx: Ctx,
    id: ProviderId,
    expected: IfMatch,
    permission: Action,
    decision: AccreditationDecision,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let provider = ctx
        .write(move |unit| take(unit, id, expected, permission, &decision))
        .await?;
    let view = ProviderView::of(&provider, Eye::Inside, ctx.now());
    reply::changed(&view, provider.version)
}

fn take(
    unit: &mut UnitOfWork<'_, '_>,
    id: ProviderId,
    expected: IfMatch,
    permission: Action,
    decision: &AccreditationDecision,
) -> Outcome<Provider> {
    let before = provider_of(unit.connection(), id)?;
    let permit = unit.authorize(permission, &target(&before))?;
    expected.check(before.version)?;
    let registration = before.registration.status;
    if registration != RegistrationStatus::Approved {
        let allowed = registration.allowed().iter().map(|step| step.code());
        return Err(Problem::invalid_transition(allowed.collect()));
    }
    let now = unit.now();
    let state = before.accreditation.state(civil_date(now));
    let (accreditation, entry) = before
        .accreditation
        .decide(decision.clone().on(state), permit.user(), now)
        .map_err(not_now)?;
    let after = Provider {
        version: before.version.next(),
        updated_at: now,
        accreditation,
        ..before.clone()
    };
    let line = Decision::from(entry);
    provider_state_update(unit.tx(), &permit, before.version, &after)?;
    publication::refresh(unit, &Affected::Provider(after.id))?;
    decision_append(unit.tx(), &permit, id, &line)?;
    record(unit, &permit, Some(&before), &after)?;
    tell(unit, &after, line.step, line.reason.as_ref())?;
    Ok(after)
}
