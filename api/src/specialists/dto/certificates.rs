//! Certificates on the wire.

use chrono::NaiveDate;
use domain_shared::{Code as _, Reason, TextValue as _, Violations, parse_date};
use domain_specialists::{
    Certificate, CertificateSource, ExternalCertificateDraft, Revocation, TrainingKind,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::wire::{
    CertificateIdField, CertificateStateField, Coded, DisplayNameField, EditionIdField, Ident,
    ReasonField, ShortTextField, SpecialistIdField, Text, TrainingKindField,
};

/// A certificate of a body outside the network.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "kind": "uni_11402", "issuer": "Organismo di certificazione Esempio",
    "number": "UNI11402-2026014", "issued_on": "2026-05-11", "expires_on": "2029-05-10"
}))]
pub(in crate::specialists) struct CertificateInput {
    /// What it proves; not what only the network itself certifies.
    kind: TrainingKindField,
    /// The body that issued it.
    issuer: DisplayNameField,
    /// The number it gave the certificate.
    number: ShortTextField,
    /// First day on which it counts, not in the future.
    #[schema(value_type = NaiveDate, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    issued_on: String,
    /// Last day on which it counts; without one it never expires.
    #[schema(value_type = Option<NaiveDate>, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    expires_on: Option<String>,
}

impl From<CertificateInput> for ExternalCertificateDraft {
    fn from(input: CertificateInput) -> Self {
        Self {
            kind: input.kind.0.code().to_owned(),
            issuer: input.issuer.into(),
            number: input.number.into(),
            issued_on: input.issued_on,
            expires_on: input.expires_on,
        }
    }
}

/// The revocation of a certificate.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"on": "2026-11-20", "reason": "Rilasciato per errore."}))]
pub(in crate::specialists) struct RevocationInput {
    /// First day on which it no longer counts: between the issue and today.
    #[schema(value_type = NaiveDate, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    on: String,
    /// Why.
    reason: ReasonField,
}

impl RevocationInput {
    /// The revocation.
    pub(in crate::specialists) fn parse(&self) -> Result<Revocation, Violations> {
        let mut wrong = Violations::new();
        let on = wrong.keep("/on", parse_date(&self.on));
        let reason = wrong.keep("/reason", Reason::parse(&self.reason.0));
        match (on, reason) {
            (Some(on), Some(reason)) => Ok(Revocation { on, reason }),
            (_, _) => Err(wrong),
        }
    }
}

/// A certificate of a specialist: of an edition of a course, or of a body outside the network.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CertificateView {
    /// Identifier.
    id: CertificateIdField,
    /// Whose it is.
    specialist_id: SpecialistIdField,
    /// What it proves.
    kind: TrainingKindField,
    /// Whether it counts today, in Italy.
    state: CertificateStateField,
    /// The edition it comes from; absent when it comes from outside.
    #[serde(skip_serializing_if = "Option::is_none")]
    edition_id: Option<EditionIdField>,
    /// The body outside the network that issued it.
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<DisplayNameField>,
    /// The number that body gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<ShortTextField>,
    /// First day on which it counts.
    issued_on: NaiveDate,
    /// Last day on which it counts; absent when it never expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<NaiveDate>,
    /// First day on which it no longer counts, if it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_on: Option<NaiveDate>,
    /// Why it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    revocation_reason: Option<ReasonField>,
}

impl CertificateView {
    pub(crate) fn of(certificate: &Certificate, today: NaiveDate) -> Self {
        let (edition_id, issuer, number) = match &certificate.source {
            CertificateSource::Edition(edition) => (Some(Ident(*edition)), None, None),
            CertificateSource::External { issuer, number } => {
                (None, Some(Text::of(issuer)), Some(Text::of(number)))
            }
        };
        let revocation = certificate.revocation.as_ref();
        Self {
            id: Ident(certificate.id),
            specialist_id: Ident(certificate.specialist_id),
            kind: Coded(certificate.kind),
            state: Coded(certificate.state(today)),
            edition_id,
            issuer,
            number,
            issued_on: certificate.issued_on,
            expires_on: certificate.expires_on,
            revoked_on: revocation.map(|one| one.on),
            revocation_reason: revocation.map(|one| Text::of(&one.reason)),
        }
    }
}

/// Which certificates to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::specialists) struct CertificateParams {
    /// Only those that prove one of these.
    #[serde(default)]
    #[param(value_type = Option<Vec<TrainingKindField>>, max_items = 10)]
    kind: Vec<Coded<TrainingKind>>,
}

impl CertificateParams {
    pub(in crate::specialists) fn kinds(self) -> Vec<TrainingKind> {
        self.kind.into_iter().map(|code| code.0).collect()
    }
}
