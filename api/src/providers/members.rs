//! `/providers/{provider_id}/members`.

use actix_web::{HttpResponse, delete, get, patch};
use domain_accounts::{Action, Grant, Permit, Role};
use domain_providers::{Provider, check_manager_left};
use domain_shared::{MembershipId, ProviderId, Violations};
use persistence::{
    AnyConnection,
    accounts::{
        GrantRecord, Member, grant_delete, grant_role_set, grants_of_place, managers_of_provider,
        member_find, member_list,
    },
};
use serde::Serialize;

use super::{
    common::{place, provider_inside, provider_of, target},
    dto::{MemberInput, NoParams},
    view::ProviderMemberView,
};
use crate::{
    http::{
        Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
    wire::{Coded, MembershipIdField, ProviderIdField, RoleField},
};

/// List the members of a provider
///
/// In the order they joined. Members join by accepting an invitation.
#[utoipa::path(
    tag = "providers", operation_id = "list_provider_members",
    params(("provider_id" = ProviderIdField, Path, description = "The provider."), PageParams),
    responses((status = 200, description = "A page of members.", body = Page<ProviderMemberView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("provider.inside"))),
)]
#[get("/providers/{provider_id}/members")]
pub(super) async fn list_provider_members(
    ctx: Ctx,
    id: PathId<ProviderId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let members = ctx
        .read(move |snapshot| {
            let provider = provider_inside(snapshot, Action::ProviderInside, id.0)?;
            Ok(member_list(snapshot.connection(), place(&provider), &page)?)
        })
        .await?;
    list.answer(
        &ctx,
        members.map(|member| ProviderMemberView::from(&member)),
        Caching::Private,
    )
}

/// Find a member of a provider
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "providers", operation_id = "find_provider_member",
    params(
        ("provider_id" = ProviderIdField, Path, description = "The provider."),
        ("membership_id" = MembershipIdField, Path, description = "The membership."),
    ),
    responses((status = 200, description = "The member.", body = ProviderMemberView)),
    security(("bearer" = [])), extensions(("x-action" = json!("provider.inside"))),
)]
#[get("/providers/{provider_id}/members/{membership_id}")]
pub(super) async fn find_provider_member(
    ctx: Ctx,
    ids: PathId<(ProviderId, MembershipId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (provider, membership) = ids.0;
    let member = ctx
        .read(move |snapshot| {
            let provider = provider_inside(snapshot, Action::ProviderInside, provider)?;
            member_of(snapshot.connection(), &provider, membership)
        })
        .await?;
    reply::resource(
        &ctx,
        &ProviderMemberView::from(&member),
        member.record.version,
        Caching::Private,
    )
}

/// A membership in the form of its input.
#[derive(Debug, Serialize)]
struct MemberForm {
    role: RoleField,
}

/// Change the role of a member
///
/// The last manager of a provider stays manager.
#[utoipa::path(
    tag = "providers", operation_id = "update_provider_member",
    params(
        ("provider_id" = ProviderIdField, Path, description = "The provider."),
        ("membership_id" = MembershipIdField, Path, description = "The membership."),
    ),
    request_body(content = MemberInput, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, description = "The changed member.", body = ProviderMemberView),
        (status = 409, description = "It is the last manager, or the person has the role already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("member.write")), ("x-if-match" = json!(true))),
)]
#[patch("/providers/{provider_id}/members/{membership_id}")]
pub(super) async fn update_provider_member(
    ctx: Ctx,
    ids: PathId<(ProviderId, MembershipId)>,
    expected: IfMatch,
    patch: MergePatch<MemberInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let member = ctx
        .write(move |unit| update(unit, ids.0, expected, &patch))
        .await?;
    let view = ProviderMemberView::from(&member);
    reply::changed(&view, member.record.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    (provider, membership): (ProviderId, MembershipId),
    expected: IfMatch,
    patch: &MergePatch<MemberInput>,
) -> Outcome<Member> {
    let (provider, permit) = member_change(unit, provider)?;
    let before = member_of(unit.connection(), &provider, membership)?;
    expected.check(before.record.version)?;
    let form = MemberForm {
        role: Coded(before.record.grant.role()),
    };
    let grant = patch.apply(&form, |input| {
        let mut wrong = Violations::new();
        let grant = wrong.keep("/role", Grant::new(input.role.0, place(&provider)));
        grant.ok_or(wrong)
    })?;
    if grant.role() != Role::ProviderManager {
        keep_a_manager(unit.connection(), &before)?;
    }
    let twice = grants_of_place(unit.connection(), place(&provider))?
        .iter()
        .any(|other| {
            other.id != before.record.id
                && other.user_id == before.record.user_id
                && other.grant == grant
        });
    if twice {
        return Err(Problem::taken("/role"));
    }
    let after = Member {
        record: GrantRecord {
            grant,
            version: before.record.version.next(),
            ..before.record.clone()
        },
        ..before.clone()
    };
    let now = unit.now();
    grant_role_set(
        unit.tx(),
        &permit,
        before.record.version,
        &after.record,
        now,
    )?;
    record(unit, &permit, &provider, &before, Some(&after))?;
    Ok(after)
}

/// Remove a member from a provider
///
/// The account stays. The last manager of a provider cannot be removed.
#[utoipa::path(
    tag = "providers", operation_id = "remove_provider_member",
    params(
        ("provider_id" = ProviderIdField, Path, description = "The provider."),
        ("membership_id" = MembershipIdField, Path, description = "The membership."),
    ),
    responses(
        (status = 204, description = "The person is no member any more."),
        (status = 409, description = "It is the last manager."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("member.write")), ("x-if-match" = json!(true))),
)]
#[delete("/providers/{provider_id}/members/{membership_id}")]
pub(super) async fn remove_provider_member(
    ctx: Ctx,
    ids: PathId<(ProviderId, MembershipId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (provider, membership) = ids.0;
    ctx.write(move |unit| {
        let (provider, permit) = member_change(unit, provider)?;
        let member = member_of(unit.connection(), &provider, membership)?;
        expected.check(member.record.version)?;
        keep_a_manager(unit.connection(), &member)?;
        grant_delete(unit.tx(), &permit, member.record.id, member.record.version)?;
        record(unit, &permit, &provider, &member, None)
    })
    .await?;
    Ok(reply::nothing())
}

/// The provider, whose members the caller may change.
fn member_change(unit: &mut UnitOfWork<'_, '_>, id: ProviderId) -> Outcome<(Provider, Permit)> {
    let provider = provider_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::MemberWrite, &target(&provider))?;
    Ok((provider, permit))
}

/// The member of this provider, or 404.
fn member_of(
    connection: &mut AnyConnection,
    provider: &Provider,
    id: MembershipId,
) -> Outcome<Member> {
    member_find(connection, id)?
        .filter(|member| member.record.grant.place() == place(provider))
        .ok_or_else(Problem::not_found)
}

/// `Ok` when somebody else manages the provider once this member does not any more.
fn keep_a_manager(connection: &mut AnyConnection, member: &Member) -> Outcome<()> {
    let grant = member.record.grant;
    let domain_accounts::GrantPlace::Provider(_, provider) = grant.place() else {
        return Ok(());
    };
    if grant.role() != Role::ProviderManager {
        return Ok(());
    }
    let managers: Vec<_> = managers_of_provider(connection, provider)?
        .iter()
        .map(|manager| manager.record.user_id)
        .collect();
    check_manager_left(&managers, member.record.user_id)
        .map_err(|message| Problem::new(ProblemCode::Conflict).saying(message))
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    provider: &Provider,
    before: &Member,
    after: Option<&Member>,
) -> Outcome<()> {
    unit.audit(
        permit,
        ("membership", before.record.id),
        Some(provider.network_id),
        Some(&ProviderMemberView::from(before)),
        after.map(ProviderMemberView::from).as_ref(),
    )
}
