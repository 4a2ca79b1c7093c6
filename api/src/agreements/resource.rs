//! `/agreements`: listing, writing down, reading, changing and deleting.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, delete, get, patch, post};
use chrono::NaiveDate;
use domain_accounts::{Action, Actor, Permit, Target, allowed_roles, authorize, scope};
use domain_agreements::{
    AGREEMENT_WAS_SENT, Agreement, AgreementContent, AgreementStatus, AgreementStep,
    OWN_POINT_MISSING, PROVIDERS_FIXED, PartyRef, Predecessor, Side,
};
use domain_shared::{AgreementId, NetworkBodyId, Version, Violations, civil_date, messages};
use persistence::{
    AnyConnection, Listing,
    agreements::{
        agreement_delete, agreement_insert, agreement_list, contents_last_sent, hosts_of_points,
        parties_known,
    },
};

use super::{
    common::{
        advanced, begin, finish, is_written_anew, note, own_points, read_agreement, record,
        shown_to,
    },
    dto::{AgreementParams, Written},
    fields::AgreementIdField,
    overlap::check_start,
    references::check,
    schema::AgreementContentInput,
    view::{AgreementSummary, AgreementView, detail, parties_of},
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, Snapshot,
        UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
};

/// List agreements
///
/// By title: those of one's own points, those that were sent to one's own providers, and for reviewers,
/// administrators and evaluators all those of their network.
#[utoipa::path(
    tag = "agreements", operation_id = "list_agreements",
    params(AgreementParams, PageParams),
    responses((status = 200, description = "A page of agreements.", body = Page<AgreementSummary>)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement.read"))),
)]
#[get("/agreements")]
pub(super) async fn list_agreements(
    ctx: Ctx,
    query: ListQuery<AgreementParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = params.read()?;
    let today = civil_date(ctx.now());
    let agreements = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::AgreementRead)?;
            let found = agreement_list(snapshot.connection(), &scope, &filter, today, &page)?;
            summaries(snapshot, found, today)
        })
        .await?;
    list.answer(&ctx, agreements, Caching::Private)
}

/// The items of a list as the caller may see them.
fn summaries(
    snapshot: &mut Snapshot<'_>,
    found: Listing<Agreement>,
    today: NaiveDate,
) -> Outcome<Listing<AgreementSummary>> {
    let scope = snapshot.scope(Action::AgreementRead)?;
    let own = hosts_of_points(snapshot.connection(), &scope.points)?;
    let is_of_network = |one: &Agreement| scope.networks.contains(&one.network_id) || own.have(one);
    // What is written anew is shown to its providers as it was sent.
    let hidden = found
        .items
        .iter()
        .filter(|one| is_written_anew(one.status) && !scope.everything && !is_of_network(one));
    let hidden: Vec<AgreementId> = hidden.map(|one| one.id).collect();
    let sent = contents_last_sent(snapshot.connection(), &hidden)?;
    let sent: BTreeMap<AgreementId, AgreementContent> = sent.into_iter().collect();
    let said = |one: &'_ Agreement| sent.get(&one.id).unwrap_or(&one.content).clone();
    let contents: Vec<AgreementContent> = found.items.iter().map(said).collect();
    let known = parties_known(snapshot.connection(), &parties_of(&contents))?;
    let items = found.items.iter().zip(&contents);
    let items = items.map(|(one, content)| AgreementSummary::of(one, content, &known, today));
    Ok(Listing {
        items: items.collect(),
        next: found.next,
    })
}

/// Write down an agreement
///
/// As a draft, which may say as little as its title and kind: what it lacks is told when it is submitted. What
/// it does say is checked, and pointers lead into the body (`/parties/0/id`). It belongs to the network of its
/// parties on the network's side, or else to that of the caller. A coordinator's own point must be a party. A
/// template need not be chosen at once; the version that is chosen must be active.
#[utoipa::path(
    tag = "agreements", operation_id = "create_agreement",
    request_body = AgreementContentInput,
    responses((status = 201, description = "The new agreement.", body = AgreementView)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement.write"))),
)]
#[post("/agreements")]
pub(super) async fn create_agreement(
    ctx: Ctx,
    body: ValidJson<AgreementContentInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let written = body.read(AgreementContentInput::read)?;
    ctx.create(move |unit| {
        let actor = unit.actor().clone();
        let network = network_of(&actor, unit.connection(), &written.content)?;
        let permit = own(&actor, network, &written.content)?;
        check(unit.connection(), network, &written, None)?.into_result()?;
        let agreement = write_down(unit, &permit, network, written.content.clone(), None)?;
        made(unit, agreement)
    })
    .await
}

/// The answer to the creation of an agreement.
pub(super) fn made(
    unit: &mut UnitOfWork<'_, '_>,
    agreement: Agreement,
) -> Outcome<Created<AgreementView>> {
    Ok(Created {
        path: format!("/agreements/{}", agreement.id),
        version: Some(agreement.version),
        view: view(unit, agreement)?,
    })
}

/// An agreement as the caller sees it after a step.
pub(super) fn view(unit: &mut UnitOfWork<'_, '_>, agreement: Agreement) -> Outcome<AgreementView> {
    let (actor, now) = (unit.actor().clone(), unit.now());
    let shown = shown_to(&actor, unit.connection(), agreement)?;
    detail(unit.connection(), &actor, &shown, now)
}

/// The network a new agreement belongs to: that of a party on the network's side, as far as the caller writes
/// agreements there, or else the one the caller writes agreements in.
fn network_of(
    actor: &Actor,
    connection: &mut AnyConnection,
    content: &AgreementContent,
) -> Outcome<NetworkBodyId> {
    let roles = allowed_roles(Action::AgreementWrite);
    let grants = actor.grants().iter();
    let mut own: Vec<NetworkBodyId> = grants
        .filter(|grant| roles.contains(&grant.role()))
        .map(|grant| grant.place().network())
        .collect();
    own.sort_unstable();
    own.dedup();
    if scope(actor, Action::AgreementWrite).is_empty() {
        return Err(Problem::new(ProblemCode::Forbidden));
    }
    let side: Vec<PartyRef> = content.side(Side::Network).cloned().collect();
    let known = parties_known(connection, &side.into_iter().collect())?;
    let mut named = known.values().filter_map(|known| known.network_id);
    let is_own = |network: &NetworkBodyId| own.contains(network) || *actor == Actor::System;
    match (named.find(is_own), own.as_slice()) {
        (Some(network), _) => Ok(network),
        (None, [only]) => Ok(*only),
        (None, _) => Err(Problem::invalid("/parties", &messages::REQUIRED)),
    }
}

/// Whether the caller may write an agreement that says this.
pub(super) fn own(
    actor: &Actor,
    network: NetworkBodyId,
    content: &AgreementContent,
) -> Outcome<Permit> {
    let target = Target::private_in(network).at_points(own_points(content));
    authorize(actor, Action::AgreementWrite, &target)
        .map_err(|_| Problem::invalid("/parties", &OWN_POINT_MISSING))
}

/// Writes a new agreement down, with its history and the audit log.
pub(super) fn write_down(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    network_id: NetworkBodyId,
    content: AgreementContent,
    predecessor: Option<Predecessor>,
) -> Outcome<Agreement> {
    let now = unit.now();
    let agreement = Agreement {
        id: unit.new_id(),
        network_id,
        predecessor,
        status: AgreementStatus::Draft,
        content,
        revision: None,
        sent_at: None,
        signed_on: None,
        ended_on: None,
        superseded_from: None,
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    };
    agreement_insert(unit.tx(), permit, &agreement)?;
    note(unit, permit, &agreement, AgreementStep::Create, None)?;
    record(unit, permit, None, Some(&agreement))?;
    Ok(agreement)
}

/// Find an agreement
///
/// With the ETag that a change needs, where it stands and what it is worth today, the answers and signatures.
/// The network's people see the working copy; a provider's people find it once it was sent to them, and see
/// what was last sent.
#[utoipa::path(
    tag = "agreements", operation_id = "find_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    responses((status = 200, description = "The agreement.", body = AgreementView)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement.read"))),
)]
#[get("/agreements/{agreement_id}")]
pub(super) async fn find_agreement(ctx: Ctx, id: PathId<AgreementId>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (view, version) = ctx
        .read(move |snapshot| {
            let shown = read_agreement(snapshot, id.0)?;
            let (actor, now) = (snapshot.actor().clone(), snapshot.now());
            let view = detail(snapshot.connection(), &actor, &shown, now)?;
            Ok((view, shown.agreement.version))
        })
        .await?;
    reply::resource(&ctx, &view, version, Caching::Private)
}

/// Change an agreement
///
/// What a draft says. Pointers lead into the patched content (`/parties/0/id`). Once it was sent to them, its
/// providers stay what they are.
#[utoipa::path(
    tag = "agreements", operation_id = "update_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    request_body(content = AgreementContentInput, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, description = "The changed agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.write")), ("x-if-match" = json!(true))),
)]
#[patch("/agreements/{agreement_id}")]
pub(super) async fn update_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
    patch: MergePatch<AgreementContentInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (view, version) = ctx
        .write(move |unit| {
            let after = update(unit, id.0, expected, &patch)?;
            let version = after.version;
            Ok((view(unit, after)?, version))
        })
        .await?;
    reply::changed(&view, version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: AgreementId,
    expected: IfMatch,
    patch: &MergePatch<AgreementContentInput>,
) -> Outcome<Agreement> {
    let (before, permit) = begin(unit, id, expected, Action::AgreementWrite)?;
    let step = AgreementStep::Edit;
    let mut after = advanced(&before, step, false, unit.now())?;
    let written: Written = patch.apply(&before.content, AgreementContentInput::read)?;
    let mut wrong = Violations::new();
    let actor = unit.actor().clone();
    own(&actor, before.network_id, &written.content)?;
    if before.sent_at.is_some() && written.content.has_other_providers_than(&before.content) {
        wrong.add("/parties", &PROVIDERS_FIXED);
    }
    let former = before.content.template;
    let named = check(unit.connection(), before.network_id, &written, former)?;
    wrong.absorb("", named);
    after.content = written.content;
    check_start(unit.connection(), &after, &mut wrong)?;
    wrong.into_result()?;
    finish(unit, &permit, (&before, &after), step, None)?;
    Ok(after)
}

/// Delete an agreement
///
/// A draft that was never sent, for good, with its history. Any other stays for the record: it is cancelled
/// instead.
#[utoipa::path(
    tag = "agreements", operation_id = "remove_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    responses(
        (status = 204, description = "It is deleted."),
        (status = 409, description = "It is no draft, or it was sent before."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.write")), ("x-if-match" = json!(true))),
)]
#[delete("/agreements/{agreement_id}")]
pub(super) async fn remove_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| {
        let (before, permit) = begin(unit, id.0, expected, Action::AgreementWrite)?;
        // What can be edited can be deleted.
        let _ = advanced(&before, AgreementStep::Edit, false, unit.now())?;
        if before.sent_at.is_some() {
            return Err(Problem::new(ProblemCode::InUse).saying(&AGREEMENT_WAS_SENT));
        }
        agreement_delete(unit.tx(), &permit, before.id, before.version)?;
        record(unit, &permit, Some(&before), None)
    })
    .await?;
    Ok(reply::nothing())
}
