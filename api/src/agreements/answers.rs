//! What providers answer to an agreement that was sent to them.

use actix_web::{HttpResponse, post};
use domain_accounts::{Action, Permit, Target, authorize};
use domain_agreements::{
    ALREADY_ACCEPTED, Agreement, AgreementStep, Answer, AnswerKind, PartyRef, has_accepted,
};
use domain_shared::{AgreementId, ProviderId, Reason};
use persistence::agreements::{answer_list, answer_put, revision_insert};

use super::{
    common::{advanced, agreement_of, finish, permitted},
    dto::{AgreementProposalInput, AgreementReasonInput, Proposed},
    fields::AgreementIdField,
    steps::answer,
    telling::tell,
    text::{next_revision, text_of},
    view::{AgreementView, permission},
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson},
    problem::{Outcome, Problem},
};

/// Accept the text of an agreement
///
/// As it was sent, for every provider among the parties the caller answers for. Once all providers have, it
/// can be signed. Coordinators and reviewers are told by e-mail.
#[utoipa::path(
    tag = "agreements", operation_id = "accept_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    responses(
        (status = 200, description = "The agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it, or the text was accepted already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.answer")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/acceptance")]
pub(super) async fn accept_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    answer(ctx, move |unit| accept(unit, id.0, expected)).await
}

/// Propose a change to an agreement
///
/// Other texts for some of its clauses, filled in as those of the template. They become a revision of the
/// agreement, which is a draft again with these texts in it. Coordinators and reviewers are told why by
/// e-mail. Texts that do not fit the template are refused, by pointer into the body.
#[utoipa::path(
    tag = "agreements", operation_id = "propose_agreement_change",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    request_body = AgreementProposalInput,
    responses(
        (status = 200, description = "The agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.answer")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/change-proposal")]
pub(super) async fn propose_agreement_change(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
    body: ValidJson<AgreementProposalInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let proposed = body.read(AgreementProposalInput::read)?;
    answer(ctx, move |unit| propose(unit, id.0, expected, &proposed)).await
}

/// Refuse an agreement
///
/// It is cancelled, whatever other providers answered. Those concerned are told why by e-mail.
#[utoipa::path(
    tag = "agreements", operation_id = "refuse_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    request_body = AgreementReasonInput,
    responses(
        (status = 200, description = "The agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.answer")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/refusal")]
pub(super) async fn refuse_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
    body: ValidJson<AgreementReasonInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let reason = body.read(|input| input.read())?;
    answer(ctx, move |unit| {
        let step = AgreementStep::Refuse;
        let (before, after, asked) = begin(unit, id.0, expected, step)?;
        let provider = asked.first()?;
        let kind = AnswerKind::Refused;
        write(
            unit,
            &asked.permit,
            &before,
            (provider, kind),
            Some(&reason),
        )?;
        finish(unit, &asked.permit, (&before, &after), step, Some(&reason))?;
        let party = PartyRef::Provider(provider);
        tell(unit, &after, step, Some(&party), Some(&reason))?;
        Ok(after)
    })
    .await
}

/// Whom the caller answers for.
struct Asked {
    permit: Permit,
    /// Providers among the parties, in their order.
    providers: Vec<ProviderId>,
}

impl Asked {
    fn first(&self) -> Outcome<ProviderId> {
        let first = self.providers.first().copied();
        first.ok_or_else(|| Problem::internal("an answer of nobody"))
    }
}

/// The agreement before and after a step of its providers, and for whom the caller takes it.
fn begin(
    unit: &mut UnitOfWork<'_, '_>,
    id: AgreementId,
    expected: IfMatch,
    step: AgreementStep,
) -> Outcome<(Agreement, Agreement, Asked)> {
    let before = agreement_of(unit.connection(), id)?;
    let (actor, action) = (unit.actor().clone(), permission(step));
    let target = |providers: &[ProviderId]| {
        Target::private_in(before.network_id).of_providers(providers.iter().copied())
    };
    let all: Vec<ProviderId> = before.content.providers().collect();
    let whole = target(&all);
    let permit = permitted(&actor, unit.connection(), &before, action, &whole)?;
    expected.check(before.version)?;
    let own = all.into_iter().filter(|one| {
        authorize(
            &actor,
            Action::AgreementAnswer,
            &target(std::slice::from_ref(one)),
        )
        .is_ok()
    });
    let providers = own.collect();
    let after = advanced(&before, step, false, unit.now())?;
    Ok((before, after, Asked { permit, providers }))
}

/// Writes down what a provider answered to the text that was sent.
fn write(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    sent: &Agreement,
    (provider_id, kind): (ProviderId, AnswerKind),
    reason: Option<&Reason>,
) -> Outcome<()> {
    let missing = || Problem::internal("an answer to nothing");
    let answer = Answer {
        revision: sent.revision.ok_or_else(missing)?,
        provider_id,
        kind,
        reason: reason.cloned(),
        by: permit.user(),
        at: unit.now(),
    };
    Ok(answer_put(unit.tx(), permit, sent.id, &answer)?)
}

fn accept(unit: &mut UnitOfWork<'_, '_>, id: AgreementId, expected: IfMatch) -> Outcome<Agreement> {
    let step = AgreementStep::Accept;
    let (before, after, asked) = begin(unit, id, expected, step)?;
    let answers = answer_list(unit.connection(), before.id)?;
    let accepted = |one: &ProviderId| {
        let number = before.revision;
        number.is_some_and(|number| has_accepted(&answers, *one, number))
    };
    let open = asked.providers.iter().copied().filter(|one| !accepted(one));
    let open: Vec<ProviderId> = open.collect();
    if open.is_empty() {
        return Err(Problem::conflict("", &ALREADY_ACCEPTED));
    }
    for provider in &open {
        let answer = (*provider, AnswerKind::Accepted);
        write(unit, &asked.permit, &before, answer, None)?;
    }
    finish(unit, &asked.permit, (&before, &after), step, None)?;
    let party = open.first().copied().map(PartyRef::Provider);
    tell(unit, &after, step, party.as_ref(), None)?;
    Ok(after)
}

fn propose(
    unit: &mut UnitOfWork<'_, '_>,
    id: AgreementId,
    expected: IfMatch,
    proposed: &Proposed,
) -> Outcome<Agreement> {
    let step = AgreementStep::Propose;
    let (before, mut after, asked) = begin(unit, id, expected, step)?;
    let provider = asked.first()?;
    let reason = Some(&proposed.reason);
    // The new texts come first, so that what is wrong with them is found at their place in the body.
    let mut texts = proposed.texts.clone();
    let kept = before.content.clause_texts.iter();
    let is_new = |code| proposed.texts.iter().any(|text| text.clause == code);
    texts.extend(kept.filter(|text| !is_new(text.clause.clone())).cloned());
    after.content.clause_texts = texts;
    let text = text_of(unit.connection(), &after.content)??;
    let revision = next_revision(unit, &after, text, Some(provider))?;
    after.revision = Some(revision.number);
    revision_insert(unit.tx(), &asked.permit, &revision)?;
    write(
        unit,
        &asked.permit,
        &before,
        (provider, AnswerKind::Proposed),
        reason,
    )?;
    finish(unit, &asked.permit, (&before, &after), step, reason)?;
    let party = PartyRef::Provider(provider);
    tell(unit, &after, step, Some(&party), reason)?;
    Ok(after)
}
