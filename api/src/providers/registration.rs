//! Registration: by the provider itself, which then waits, or by the network.

use actix_web::{HttpResponse, post};
use domain_accounts::{Action, Grant, Permit, Role, Target};
use domain_providers::{
    Accreditation, Applicant, Decision, DecisionStep, Provider, ProviderDraft, ProviderProfile,
    Registration, RegistrationAction, RegistrationDecision, RegistrationEntry,
};
use domain_shared::{
    NetworkBodyId, ProviderId, Reason, TextValue as _, Version, Violations, messages,
};
use persistence::{
    network::network_body_find,
    providers::{decision_append, provider_insert, provider_state_update},
};

use super::{
    common::{not_now, place, provider_of, record, refused, target, tell},
    dto::{NewProviderInput, ReasonInput},
    view::{Eye, ProviderView},
};
use crate::{
    http::{Created, Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    invitations::invite,
    mail::Letter,
    problem::{Outcome, Problem},
    services::publication::{self, Affected},
    wire::ProviderIdField,
};

/// What a registration says, read.
#[derive(Debug, Clone)]
struct Asked {
    network: NetworkBodyId,
    applicant: Applicant,
    profile: ProviderProfile,
}

/// Register a provider
///
/// Anybody may; the registration then waits for the network, the applicant is told by e-mail and
/// nobody outside the network sees it. Reviewers and administrators of the network register a
/// provider that is approved at once. With the approval the applicant is invited by e-mail to manage
/// the provider. A body whose registration was rejected may register again.
#[utoipa::path(
    tag = "providers", operation_id = "register_provider",
    request_body = NewProviderInput,
    responses(
        (status = 201, description = "The registered provider.", body = ProviderView),
        (status = 409, description = "Another provider of the network has this tax code, or the same request still runs."),
    ),
    security((), ("bearer" = [])), extensions(("x-action" = json!("provider.register"))),
)]
#[post("/providers")]
pub(super) async fn register_provider(
    ctx: Ctx,
    body: ValidJson<NewProviderInput>,
) -> Outcome<HttpResponse> {
    ctx.check_sensitive_rate()?;
    let locale = ctx.locale();
    let asked = body.read(|input| {
        let mut wrong = Violations::new();
        let network = wrong.keep("/network_id", input.network_id.ok_or(&messages::REQUIRED));
        let applicant = input.applicant.unwrap_or_default().into();
        let applicant = wrong.keep_part("/applicant", Applicant::parse(&applicant, locale));
        let draft = ProviderDraft::from(input.provider);
        let profile = wrong.keep_part("", ProviderProfile::parse(&draft));
        match (network, applicant, profile) {
            (Some(network), Some(applicant), Some(profile)) => Ok(Asked {
                network: network.0,
                applicant,
                profile,
            }),
            (..) => Err(wrong),
        }
    })?;
    ctx.create(move |unit| {
        let (provider, eye) = register(unit, &asked)?;
        Ok(Created {
            path: format!("/providers/{}", provider.id),
            version: Some(provider.version),
            view: ProviderView::of(&provider, eye, unit.now()),
        })
    })
    .await
}

fn register(unit: &mut UnitOfWork<'_, '_>, asked: &Asked) -> Outcome<(Provider, Eye)> {
    let permit = unit.authorize(Action::ProviderRegister, &Target::public_in(asked.network))?;
    let root = network_body_find(unit.connection(), asked.network)?;
    if root.is_none_or(|body| body.parent.is_some()) {
        return Err(Problem::invalid(
            "/network_id",
            &messages::UNKNOWN_REFERENCE,
        ));
    }
    let now = unit.now();
    let decider = unit
        .authorize(Action::ProviderDecide, &Target::private_in(asked.network))
        .ok();
    let provider = Provider {
        id: unit.new_id(),
        network_id: asked.network,
        profile: asked.profile.clone(),
        applicant: Some(asked.applicant.clone()),
        registration: match decider {
            Some(permit) => Registration::by_the_network(permit.user(), now),
            None => Registration::submitted(now),
        },
        accreditation: Accreditation::NONE,
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    };
    provider_insert(unit.tx(), &permit, &provider).map_err(refused)?;
    record(unit, &permit, None, &provider)?;
    if let Some(permit) = decider {
        append(unit, &permit, &provider, RegistrationAction::Approve)?;
        welcome(unit, &permit, &provider)?;
        return Ok((provider, Eye::Inside));
    }
    let Applicant { email, .. } = &asked.applicant;
    let name = provider.profile.public_name().as_str();
    let locale = asked.applicant.locale();
    unit.send(Letter::registration_received(email, locale, name))?;
    Ok((provider, Eye::Public))
}

/// Writes the decision on a registration into the history.
fn append(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    provider: &Provider,
    action: RegistrationAction,
) -> Outcome<()> {
    let entry: Option<&RegistrationEntry> = provider.registration.decision.as_ref();
    if let Some(entry) = entry {
        let decision = Decision::on_registration(action, entry);
        decision_append(unit.tx(), permit, provider.id, &decision)?;
    }
    Ok(())
}

/// Invites the applicant to manage the provider that was let in.
fn welcome(unit: &mut UnitOfWork<'_, '_>, permit: &Permit, provider: &Provider) -> Outcome<()> {
    let Some(applicant) = &provider.applicant else {
        return Ok(());
    };
    let grant = Grant::new(Role::ProviderManager, place(provider))
        .map_err(|message| Problem::internal(message.code))?;
    let name = provider.profile.public_name().as_str();
    let locale = applicant.locale();
    invite(unit, permit, grant, &applicant.email, (name, locale))?;
    Ok(())
}

/// Approve a registration
///
/// From `pending`. The provider is public from now on, and the applicant is told and invited to
/// manage it.
#[utoipa::path(
    tag = "providers", operation_id = "approve_provider",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    responses(
        (status = 200, description = "The approved provider.", body = ProviderView),
        (status = 409, description = "The registration was decided on already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("provider.decide")), ("x-if-match" = json!(true))),
)]
#[post("/providers/{provider_id}/approval")]
pub(super) async fn approve_provider(
    ctx: Ctx,
    id: PathId<ProviderId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    decide(ctx, id.0, expected, RegistrationAction::Approve, None).await
}

/// Reject a registration
///
/// From `pending`, for good: the body may register again, as another provider. The applicant is told
/// why.
#[utoipa::path(
    tag = "providers", operation_id = "reject_provider",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    request_body = ReasonInput,
    responses(
        (status = 200, description = "The rejected provider.", body = ProviderView),
        (status = 409, description = "The registration was decided on already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("provider.decide")), ("x-if-match" = json!(true))),
)]
#[post("/providers/{provider_id}/rejection")]
pub(super) async fn reject_provider(
    ctx: Ctx,
    id: PathId<ProviderId>,
    expected: IfMatch,
    body: ValidJson<ReasonInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let reason = body.read(|input| reason(&input))?;
    decide(
        ctx,
        id.0,
        expected,
        RegistrationAction::Reject,
        Some(reason),
    )
    .await
}

/// Reads the one reason of a body.
pub(super) fn reason(input: &ReasonInput) -> Result<Reason, Violations> {
    let mut wrong = Violations::new();
    let reason = wrong.keep("/reason", Reason::parse(&input.reason.0));
    reason.ok_or(wrong)
}

async fn decide(
    ctx: Ctx,
    id: ProviderId,
    expected: IfMatch,
    action: RegistrationAction,
    reason: Option<Reason>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let decision = RegistrationDecision::new(action, reason)
        .map_err(|message| Problem::invalid("/reason", message))?;
    let provider = ctx
        .write(move |unit| take(unit, id, expected, action, &decision))
        .await?;
    let view = ProviderView::of(&provider, Eye::Inside, ctx.now());
    reply::changed(&view, provider.version)
}

fn take(
    unit: &mut UnitOfWork<'_, '_>,
    id: ProviderId,
    expected: IfMatch,
    action: RegistrationAction,
    decision: &RegistrationDecision,
) -> Outcome<Provider> {
    let before = provider_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::ProviderDecide, &target(&before))?;
    expected.check(before.version)?;
    let now = unit.now();
    let registration = before
        .registration
        .decide(decision.clone(), permit.user(), now)
        .map_err(not_now)?;
    let after = Provider {
        version: before.version.next(),
        updated_at: now,
        registration,
        ..before.clone()
    };
    provider_state_update(unit.tx(), &permit, before.version, &after)?;
    publication::refresh(unit, &Affected::Provider(after.id))?;
    append(unit, &permit, &after, action)?;
    record(unit, &permit, Some(&before), &after)?;
    let reason = after.registration.decision.as_ref();
    let reason = reason.and_then(|entry| entry.reason.as_ref());
    tell(unit, &after, DecisionStep::from(action), reason)?;
    match action {
        RegistrationAction::Approve => welcome(unit, &permit, &after)?,
        RegistrationAction::Reject => {}
    }
    Ok(after)
}
