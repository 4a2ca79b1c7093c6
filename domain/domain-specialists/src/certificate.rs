//! Certificates: what a specialist has proved to know, and until when it counts.

use chrono::{Days, Months, NaiveDate};
use domain_shared::{
    BoundedNumber, CertificateId, DisplayName, EditionId, Reason, ShortText, SpecialistId,
    TextValue, Version, Violations, codes, parse_code, parse_date,
};
use serde::Deserialize;

use crate::{
    Attendance, AttendanceOutcome, Course, Edition, EditionStatus, Hours, Refusal, TrainingKind,
    ValidityMonths,
    messages::{DATE_IN_FUTURE, EXPIRES_BEFORE_ISSUE, NOT_EXTERNAL},
};

/// Share of the hours of a course that a certificate asks for, in percent.
pub const MINIMUM_ATTENDANCE_PERCENT: u32 = 80;
/// How many days before its expiry a certificate is said to be expiring.
pub const EXPIRING_WITHIN_DAYS: u64 = 90;

codes! {
    /// Whether a certificate counts today.
    pub enum CertificateState {
        /// It counts.
        Valid = "valid", "valido", "valid";
        /// It counts, but expires within [`EXPIRING_WITHIN_DAYS`] days.
        Expiring = "expiring", "in scadenza", "expiring";
        /// Its last day is past.
        Expired = "expired", "scaduto", "expired";
        /// It was taken back.
        Revoked = "revoked", "revocato", "revoked";
    }
}

/// Where a certificate comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateSource {
    /// An edition of one of the network's courses.
    Edition(EditionId),
    /// A body outside the network.
    External {
        /// The body.
        issuer: DisplayName,
        /// The number it gave the certificate.
        number: ShortText,
    },
}

/// A certificate taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// First day on which it no longer counts.
    pub on: NaiveDate,
    /// Why.
    pub reason: Reason,
}

/// A certificate of a specialist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Identifier.
    pub id: CertificateId,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// Whose it is.
    pub specialist_id: SpecialistId,
    /// What it proves.
    pub kind: TrainingKind,
    /// Where it comes from.
    pub source: CertificateSource,
    /// First day on which it counts.
    pub issued_on: NaiveDate,
    /// Last day on which it counts; without one it never expires.
    pub expires_on: Option<NaiveDate>,
    /// Set once it has been taken back.
    pub revocation: Option<Revocation>,
}

/// The last day of a certificate: the same day of the month after the months of validity, or the
/// last day of that month where there is no such day (31 January + 1 month, 29 February + 12).
/// `None` when it never expires.
#[must_use]
pub fn expiry_date(issued_on: NaiveDate, validity: Option<ValidityMonths>) -> Option<NaiveDate> {
    // The end of the calendar (year 262142) is the only way for the addition to fail.
    validity.map(|months| {
        issued_on
            .checked_add_months(Months::new(u32::from(months.number())))
            .unwrap_or(NaiveDate::MAX)
    })
}

/// Whether the hours are enough for a certificate.
fn attended_enough(attended: u16, course: Hours) -> bool {
    u32::from(attended) * 100 >= u32::from(course.number()) * MINIMUM_ATTENDANCE_PERCENT
}

/// Issues the certificate of an edition, given the certificates the specialist has.
///
/// A revoked certificate also counts as issued: what was taken back is not given again for the
/// same edition.
///
/// # Errors
/// The first of [`Refusal::NotThisEdition`], [`Refusal::EditionNotCompleted`],
/// [`Refusal::NotPassed`], [`Refusal::AttendanceTooLow`], [`Refusal::AlreadyCertified`] and
/// [`Refusal::InvalidIssueDate`].
pub fn issue(
    id: CertificateId,
    (course, edition, attendance): (&Course, &Edition, &Attendance),
    held: &[Certificate],
    issued_on: NaiveDate,
    today: NaiveDate,
) -> Result<Certificate, Refusal> {
    if edition.course_id != course.id || attendance.edition_id != edition.id {
        return Err(Refusal::NotThisEdition);
    }
    if edition.status != EditionStatus::Completed {
        return Err(Refusal::EditionNotCompleted);
    }
    if attendance.record.outcome() != AttendanceOutcome::Passed {
        return Err(Refusal::NotPassed);
    }
    if !attended_enough(attendance.record.hours(), course.terms.hours) {
        return Err(Refusal::AttendanceTooLow);
    }
    let source = CertificateSource::Edition(edition.id);
    let specialist_id = attendance.specialist_id;
    if held
        .iter()
        .any(|other| other.specialist_id == specialist_id && other.source == source)
    {
        return Err(Refusal::AlreadyCertified);
    }
    let over = edition
        .terms
        .period
        .until()
        .is_some_and(|last_day| last_day <= issued_on);
    if !over || issued_on > today {
        return Err(Refusal::InvalidIssueDate);
    }
    Ok(Certificate {
        id,
        version: Version::FIRST,
        specialist_id,
        kind: course.terms.kind,
        source,
        issued_on,
        expires_on: expiry_date(issued_on, course.terms.validity_months),
        revocation: None,
    })
}

impl Certificate {
    /// Whether the certificate counts on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.issued_on <= day
            && self.expires_on.is_none_or(|last_day| day <= last_day)
            && self
                .revocation
                .as_ref()
                .is_none_or(|revocation| day < revocation.on)
    }

    /// The state on a day from the issue on. Revocation outweighs expiry.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> CertificateState {
        if self
            .revocation
            .as_ref()
            .is_some_and(|revocation| revocation.on <= today)
        {
            return CertificateState::Revoked;
        }
        let soon = today
            .checked_add_days(Days::new(EXPIRING_WITHIN_DAYS))
            .unwrap_or(today);
        match self.expires_on {
            Some(last_day) if last_day < today => CertificateState::Expired,
            Some(last_day) if last_day <= soon => CertificateState::Expiring,
            Some(_) | None => CertificateState::Valid,
        }
    }

    /// The certificate, taken back from a day on.
    ///
    /// # Errors
    /// [`Refusal::AlreadyRevoked`], or [`Refusal::InvalidRevocationDate`] when the day lies before
    /// the issue or after today.
    pub fn revoke(self, revocation: Revocation, today: NaiveDate) -> Result<Self, Refusal> {
        if self.revocation.is_some() {
            return Err(Refusal::AlreadyRevoked);
        }
        if revocation.on < self.issued_on || revocation.on > today {
            return Err(Refusal::InvalidRevocationDate);
        }
        Ok(Self {
            revocation: Some(revocation),
            ..self
        })
    }
}

/// A valid certificate of a body outside the network, still without identifier and holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewExternalCertificate {
    /// What it proves.
    pub kind: TrainingKind,
    /// The body.
    pub issuer: DisplayName,
    /// The number it gave the certificate.
    pub number: ShortText,
    /// First day on which it counts.
    pub issued_on: NaiveDate,
    /// Last day on which it counts, as its issuer says.
    pub expires_on: Option<NaiveDate>,
}

impl NewExternalCertificate {
    /// The certificate of a specialist.
    #[must_use]
    pub fn of(self, id: CertificateId, specialist_id: SpecialistId) -> Certificate {
        Certificate {
            id,
            version: Version::FIRST,
            specialist_id,
            kind: self.kind,
            source: CertificateSource::External {
                issuer: self.issuer,
                number: self.number,
            },
            issued_on: self.issued_on,
            expires_on: self.expires_on,
            revocation: None,
        }
    }
}

/// An external certificate as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExternalCertificateDraft {
    /// Code of [`TrainingKind`]; not one that only the network certifies.
    pub kind: String,
    /// The body.
    pub issuer: String,
    /// The number it gave the certificate.
    pub number: String,
    /// First day, not in the future.
    pub issued_on: String,
    /// Last day, if it expires.
    pub expires_on: Option<String>,
}

impl NewExternalCertificate {
    /// The valid certificate.
    ///
    /// # Errors
    /// Every mistake, by JSON Pointer.
    pub fn parse(draft: &ExternalCertificateDraft, today: NaiveDate) -> Result<Self, Violations> {
        let mut v = Violations::new();
        let kind = v.keep("/kind", parse_code::<TrainingKind>(&draft.kind));
        if kind.is_some_and(|kind| !kind.may_be_external()) {
            v.add("/kind", &NOT_EXTERNAL);
        }
        let issuer = v.keep("/issuer", DisplayName::parse(&draft.issuer));
        let number = v.keep("/number", ShortText::parse(&draft.number));
        let issued_on = v.keep("/issued_on", parse_date(&draft.issued_on));
        if issued_on.is_some_and(|date| date > today) {
            v.add("/issued_on", &DATE_IN_FUTURE);
        }
        let expires_on = draft
            .expires_on
            .as_deref()
            .and_then(|text| v.keep("/expires_on", parse_date(text)));
        if issued_on
            .zip(expires_on)
            .is_some_and(|(first, last)| last < first)
        {
            v.add("/expires_on", &EXPIRES_BEFORE_ISSUE);
        }
        match (kind, issuer, number, issued_on) {
            (Some(kind), Some(issuer), Some(number), Some(issued_on)) if v.is_empty() => Ok(Self {
                kind,
                issuer,
                number,
                issued_on,
                expires_on,
            }),
            (_, _, _, _) => Err(v),
        }
    }
}
