//! `/specialists/{specialist_id}/certificates`.

use actix_web::{HttpResponse, get, post};
use domain_accounts::{Action, Permit};
use domain_shared::{CertificateId, NetworkBodyId, SpecialistId, civil_date};
use domain_specialists::{Certificate, NewExternalCertificate, Revocation};
use persistence::{
    AnyConnection,
    specialists::{certificate_find, certificate_insert, certificate_list, certificate_update},
};

use super::{
    Known,
    dto::{CertificateInput, CertificateParams, CertificateView, RevocationInput},
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, Page, PageParams, PathId, UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{CertificateIdField, SpecialistIdField},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "certificate";

/// List the certificates of a specialist
///
/// By date of issue, expired and revoked ones too, each with its state today in Italy.
#[utoipa::path(
    tag = "specialists", operation_id = "list_certificates",
    params(
        ("specialist_id" = SpecialistIdField, Path, description = "The specialist."),
        CertificateParams, PageParams,
    ),
    responses((status = 200, description = "A page of certificates.", body = Page<CertificateView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("specialist.read"))),
)]
#[get("/specialists/{specialist_id}/certificates")]
pub(super) async fn list_certificates(
    ctx: Ctx,
    id: PathId<SpecialistId>,
    query: ListQuery<CertificateParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let kinds = params.kinds();
    let today = civil_date(ctx.now());
    let certificates = ctx
        .read(move |snapshot| {
            let now = snapshot.now();
            let known = Known::of(snapshot.connection(), id.0, now)?;
            let _: Permit = snapshot.authorize(Action::SpecialistRead, &known.target())?;
            Ok(certificate_list(
                snapshot.connection(),
                id.0,
                &kinds,
                &page,
            )?)
        })
        .await?;
    list.answer(
        &ctx,
        certificates.map(|one| CertificateView::of(&one, today)),
        Caching::Private,
    )
}

/// Find a certificate
///
/// With the ETag that a revocation needs.
#[utoipa::path(
    tag = "specialists", operation_id = "find_certificate",
    params(
        ("specialist_id" = SpecialistIdField, Path, description = "The specialist."),
        ("certificate_id" = CertificateIdField, Path, description = "The certificate."),
    ),
    responses((status = 200, description = "The certificate.", body = CertificateView)),
    security(("bearer" = [])), extensions(("x-action" = json!("specialist.read"))),
)]
#[get("/specialists/{specialist_id}/certificates/{certificate_id}")]
pub(super) async fn find_certificate(
    ctx: Ctx,
    ids: PathId<(SpecialistId, CertificateId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let PathId((specialist, id)) = ids;
    let today = civil_date(ctx.now());
    let certificate = ctx
        .read(move |snapshot| {
            let now = snapshot.now();
            let known = Known::of(snapshot.connection(), specialist, now)?;
            let _: Permit = snapshot.authorize(Action::SpecialistRead, &known.target())?;
            certificate_of(snapshot.connection(), specialist, id)
        })
        .await?;
    reply::resource(
        &ctx,
        &CertificateView::of(&certificate, today),
        certificate.version,
        Caching::Private,
    )
}

/// Register a certificate from outside the network
///
/// For example of UNI 11402. Certificates of the network's own courses are issued by their
/// editions.
#[utoipa::path(
    tag = "specialists", operation_id = "register_certificate",
    params(("specialist_id" = SpecialistIdField, Path, description = "The specialist.")),
    request_body = CertificateInput,
    responses((status = 201, description = "The new certificate.", body = CertificateView)),
    security(("bearer" = [])), extensions(("x-action" = json!("training.write"))),
)]
#[post("/specialists/{specialist_id}/certificates")]
pub(super) async fn register_certificate(
    ctx: Ctx,
    id: PathId<SpecialistId>,
    body: ValidJson<CertificateInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let today = civil_date(ctx.now());
    let new = body.read(|input| NewExternalCertificate::parse(&input.into(), today))?;
    ctx.create(move |unit| {
        let certificate = register(unit, id.0, new.clone())?;
        Ok(Created {
            path: format!("/specialists/{}/certificates/{}", id.0, certificate.id),
            version: Some(certificate.version),
            view: CertificateView::of(&certificate, today),
        })
    })
    .await
}

fn register(
    unit: &mut UnitOfWork<'_, '_>,
    id: SpecialistId,
    new: NewExternalCertificate,
) -> Outcome<Certificate> {
    let known = Known::readable(unit, id)?;
    let permit = unit.authorize(Action::TrainingWrite, &known.part(None))?;
    let certificate = new.of(unit.new_id(), id);
    let network = known.specialist.network_id;
    let now = unit.now();
    certificate_insert(unit.tx(), &permit, network, &certificate, now)?;
    record_certificate(unit, &permit, network, None, &certificate)?;
    Ok(certificate)
}

/// Revoke a certificate
///
/// From a day on, with the reason. It stays in the list and is not issued again for the same
/// edition.
#[utoipa::path(
    tag = "specialists", operation_id = "revoke_certificate",
    params(
        ("specialist_id" = SpecialistIdField, Path, description = "The specialist."),
        ("certificate_id" = CertificateIdField, Path, description = "The certificate."),
    ),
    request_body = RevocationInput,
    responses(
        (status = 200, description = "The revoked certificate.", body = CertificateView),
        (status = 409, description = "It is revoked already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("training.write")), ("x-if-match" = json!(true))),
)]
#[post("/specialists/{specialist_id}/certificates/{certificate_id}/revocation")]
pub(super) async fn revoke_certificate(
    ctx: Ctx,
    ids: PathId<(SpecialistId, CertificateId)>,
    expected: IfMatch,
    body: ValidJson<RevocationInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let today = civil_date(ctx.now());
    let revocation = body.read(|input| input.parse())?;
    let certificate = ctx
        .write(move |unit| revoke(unit, ids.0, expected, revocation.clone()))
        .await?;
    reply::changed(
        &CertificateView::of(&certificate, today),
        certificate.version,
    )
}

fn revoke(
    unit: &mut UnitOfWork<'_, '_>,
    (specialist, id): (SpecialistId, CertificateId),
    expected: IfMatch,
    revocation: Revocation,
) -> Outcome<Certificate> {
    let known = Known::readable(unit, specialist)?;
    let permit = unit.authorize(Action::TrainingWrite, &known.part(None))?;
    let before = certificate_of(unit.connection(), specialist, id)?;
    expected.check(before.version)?;
    let after = Certificate {
        version: before.version.next(),
        ..before.clone().revoke(revocation, known.today)?
    };
    let now = unit.now();
    certificate_update(unit.tx(), &permit, before.version, &after, now)?;
    let network = known.specialist.network_id;
    record_certificate(unit, &permit, network, Some(&before), &after)?;
    Ok(after)
}

/// This certificate of a specialist, or 404.
fn certificate_of(
    connection: &mut AnyConnection,
    specialist: SpecialistId,
    id: CertificateId,
) -> Outcome<Certificate> {
    certificate_find(connection, specialist, id)?.ok_or_else(Problem::not_found)
}

/// Writes a new or changed certificate to the audit log.
pub(crate) fn record_certificate(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    network: NetworkBodyId,
    before: Option<&Certificate>,
    after: &Certificate,
) -> Outcome<()> {
    let today = civil_date(unit.now());
    let view = |one| CertificateView::of(one, today);
    unit.audit(
        permit,
        (RESOURCE, after.id),
        Some(network),
        before.map(view).as_ref(),
        Some(&view(after)),
    )
}
