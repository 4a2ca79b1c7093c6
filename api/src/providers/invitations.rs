//! `/providers/{provider_id}/invitations`.

use actix_web::{HttpResponse, get, post};
use domain_accounts::{Action, Grant};
use domain_shared::{EmailAddress, InvitationId, ProviderId, TextValue as _, Violations};
use persistence::accounts::invitation_list;

use super::{
    common::{place, provider_inside, provider_of, target},
    dto::NoParams,
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, Page, PageParams, PathId, ValidJson,
        reply::{self, Caching},
    },
    invitations::{InvitationInput, InvitationView, invitation_to, invite, revoke},
    problem::Outcome,
    wire::{InvitationIdField, ProviderIdField},
};

/// List the invitations of a provider
///
/// Newest first, also those accepted, taken back or expired.
#[utoipa::path(
    tag = "providers", operation_id = "list_provider_invitations",
    params(("provider_id" = ProviderIdField, Path, description = "The provider."), PageParams),
    responses((status = 200, description = "A page of invitations.", body = Page<InvitationView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("member.write"))),
)]
#[get("/providers/{provider_id}/invitations")]
pub(super) async fn list_provider_invitations(
    ctx: Ctx,
    id: PathId<ProviderId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let invitations = ctx
        .read(move |snapshot| {
            let provider = provider_inside(snapshot, Action::MemberWrite, id.0)?;
            let connection = snapshot.connection();
            Ok(invitation_list(connection, place(&provider), &page)?)
        })
        .await?;
    let now = ctx.now();
    list.answer(
        &ctx,
        invitations.map(|invitation| InvitationView::of(&invitation, now)),
        Caching::Private,
    )
}

/// Find an invitation of a provider
///
/// With the ETag that taking it back needs.
#[utoipa::path(
    tag = "providers", operation_id = "find_provider_invitation",
    params(
        ("provider_id" = ProviderIdField, Path, description = "The provider."),
        ("invitation_id" = InvitationIdField, Path, description = "The invitation."),
    ),
    responses((status = 200, description = "The invitation.", body = InvitationView)),
    security(("bearer" = [])), extensions(("x-action" = json!("member.write"))),
)]
#[get("/providers/{provider_id}/invitations/{invitation_id}")]
pub(super) async fn find_provider_invitation(
    ctx: Ctx,
    ids: PathId<(ProviderId, InvitationId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (provider, invitation) = ids.0;
    let invitation = ctx
        .read(move |snapshot| {
            let provider = provider_inside(snapshot, Action::MemberWrite, provider)?;
            invitation_to(snapshot.connection(), place(&provider), invitation)
        })
        .await?;
    reply::resource(
        &ctx,
        &InvitationView::of(&invitation, ctx.now()),
        invitation.version,
        Caching::Private,
    )
}

/// Invite somebody to work with a provider
///
/// They get an e-mail with a code to use once within 14 days. Who is invited to the same role and
/// has not answered yet cannot be invited again before that invitation is taken back.
#[utoipa::path(
    tag = "providers", operation_id = "create_provider_invitation",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    request_body = InvitationInput,
    responses((status = 201, description = "The new invitation.", body = InvitationView)),
    security(("bearer" = [])), extensions(("x-action" = json!("member.write"))),
)]
#[post("/providers/{provider_id}/invitations")]
pub(super) async fn create_provider_invitation(
    ctx: Ctx,
    id: PathId<ProviderId>,
    body: ValidJson<InvitationInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (email, role) = body.read(|input| {
        let mut wrong = Violations::new();
        let email = wrong.keep("/email", EmailAddress::parse(&input.email.0));
        let role = wrong.keep("/role", input.provider_role());
        email.zip(role).ok_or(wrong)
    })?;
    ctx.create(move |unit| {
        let provider = provider_of(unit.connection(), id.0)?;
        let permit = unit.authorize(Action::MemberWrite, &target(&provider))?;
        let grant = Grant::new(role, place(&provider))
            .map_err(|message| crate::problem::Problem::invalid("/role", message))?;
        let name = provider.profile.public_name().as_str();
        let locale = unit.locale();
        let invitation = invite(unit, &permit, grant, &email, (name, locale))?;
        Ok(Created {
            path: format!("/providers/{}/invitations/{}", provider.id, invitation.id),
            version: Some(invitation.version),
            view: InvitationView::of(&invitation, unit.now()),
        })
    })
    .await
}

/// Take an invitation of a provider back
///
/// From `pending`: its code is no good any more.
#[utoipa::path(
    tag = "providers", operation_id = "revoke_provider_invitation",
    params(
        ("provider_id" = ProviderIdField, Path, description = "The provider."),
        ("invitation_id" = InvitationIdField, Path, description = "The invitation."),
    ),
    responses(
        (status = 200, description = "The invitation, taken back.", body = InvitationView),
        (status = 409, description = "It was accepted or taken back already, or has expired."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("member.write")), ("x-if-match" = json!(true))),
)]
#[post("/providers/{provider_id}/invitations/{invitation_id}/revocation")]
pub(super) async fn revoke_provider_invitation(
    ctx: Ctx,
    ids: PathId<(ProviderId, InvitationId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (provider, invitation) = ids.0;
    let invitation = ctx
        .write(move |unit| {
            let provider = provider_of(unit.connection(), provider)?;
            let permit = unit.authorize(Action::MemberWrite, &target(&provider))?;
            let invitation = invitation_to(unit.connection(), place(&provider), invitation)?;
            expected.check(invitation.version)?;
            revoke(unit, &permit, &invitation)
        })
        .await?;
    let view = InvitationView::of(&invitation, ctx.now());
    reply::changed(&view, invitation.version)
}
