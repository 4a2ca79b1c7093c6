//! Signatures of the parties.

use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use domain_agreements::{
    Agreement, AgreementStep, PARTY_UNKNOWN, PartyIndex, PartyRef, SIGNED_IN_FUTURE, Signature,
};
use domain_shared::{AgreementId, Version, Violations, civil_date};
use persistence::agreements::{agreement_update, answer_list, signature_insert, signature_list};

use super::{
    common::{advanced, agreement_of, finish, permitted, record, write_target},
    dto::AgreementSignatureInput,
    effects::bring_in_line,
    fields::AgreementIdField,
    overlap::{check_free, predecessor_of},
    steps::answer,
    telling::tell,
    view::{AgreementView, permission},
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson},
    problem::{Outcome, Problem},
};

/// Write down that a party signed
///
/// Once every provider has accepted the text. A provider's manager writes down the signature of that provider;
/// coordinators and administrators those of the others, and on a provider's behalf. Each party signs once; with
/// the last one the agreement is signed, on the latest of the days. It then takes the place of the agreement it
/// changes or follows from its own first day on. Those concerned are told by e-mail.
#[utoipa::path(
    tag = "agreements", operation_id = "sign_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    request_body = AgreementSignatureInput,
    responses(
        (status = 200, description = "The agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it, a provider has not accepted the text, the party has signed, or another signed agreement is in the way (`benefit_overlap`, `agreement_overlap`)."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.sign")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/signatures")]
pub(super) async fn sign_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
    body: ValidJson<AgreementSignatureInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (party, on) = body.read(|input| input.read())?;
    answer(ctx, move |unit| sign(unit, id.0, expected, (party, on))).await
}

fn sign(
    unit: &mut UnitOfWork<'_, '_>,
    id: AgreementId,
    expected: IfMatch,
    (place, on): (PartyIndex, NaiveDate),
) -> Outcome<Agreement> {
    let step = AgreementStep::Sign;
    let before = agreement_of(unit.connection(), id)?;
    let party = before.content.party(place).cloned();
    let actor = unit.actor().clone();
    let target = match &party {
        Some(PartyRef::Provider(provider)) => write_target(&before).of_provider(*provider),
        Some(_) => write_target(&before),
        // Whoever signs at all is told that there is no such party.
        None => write_target(&before).of_providers(before.content.providers()),
    };
    let permit = permitted(
        &actor,
        unit.connection(),
        &before,
        permission(step),
        &target,
    )?;
    expected.check(before.version)?;
    let mut after = advanced(&before, step, false, unit.now())?;
    let mut wrong = Violations::new();
    if party.is_none() {
        wrong.add("/party", &PARTY_UNKNOWN);
    }
    if on > civil_date(unit.now()) {
        wrong.add("/signed_on", &SIGNED_IN_FUTURE);
    }
    wrong.into_result()?;
    let missing = || Problem::internal("nothing was sent that could be signed");
    let revision = before.revision.ok_or_else(missing)?;
    let answers = answer_list(unit.connection(), id)?;
    let mut signatures = signature_list(unit.connection(), id, revision)?;
    before
        .check_signing(place, &answers, &signatures)
        .map_err(|message| Problem::conflict("", message))?;
    let signature = Signature {
        party: place,
        revision,
        on,
        by: permit.user(),
        at: unit.now(),
    };
    signature_insert(unit.tx(), &permit, id, &signature)?;
    signatures.push(signature);
    if before.is_signed_by_all(&signatures) {
        check_free(unit.connection(), &before)?;
        after = advanced(&before, step, true, unit.now())?;
        after.signed_on = signatures.iter().map(|one| one.on).max();
        finish(unit, &permit, (&before, &after), step, None)?;
        supersede(unit, &permit, &after)?;
        bring_in_line(unit, &after)?;
    } else {
        finish(unit, &permit, (&before, &after), step, None)?;
    }
    tell(unit, &after, step, party.as_ref(), None)?;
    Ok(after)
}

/// The agreement that a signed one changes or follows makes room for it from its first day on.
fn supersede(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &domain_accounts::Permit,
    signed: &Agreement,
) -> Outcome<()> {
    let Some(former) = predecessor_of(unit.connection(), signed)? else {
        return Ok(());
    };
    let read: Version = former.version;
    let after = Agreement {
        superseded_from: signed.term().map(|term| term.first_day()),
        version: read.next(),
        updated_at: unit.now(),
        ..former.clone()
    };
    agreement_update(unit.tx(), permit, read, &after)?;
    record(unit, permit, Some(&former), Some(&after))?;
    bring_in_line(unit, &after)
}
