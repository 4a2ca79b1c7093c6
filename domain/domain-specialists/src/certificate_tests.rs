//! Certificates: earning, expiry, revocation, readiness.

use chrono::{Datelike, Days};
use domain_shared::{BoundedNumber, Reason, TextValue};
use proptest::prelude::*;

use crate::{
    Attendance, AttendanceOutcome, Certificate, CertificateSource, CertificateState,
    EXPIRING_WITHIN_DAYS, Edition, EditionStatus, ExternalCertificateDraft, NewExternalCertificate,
    Readiness, Refusal, Revocation, TrainingKind, ValidityMonths, expiry_date, issue,
    specialist::tests::specialist,
    training_complete,
    training_tests::{attendance, course, day, edition, id},
};

fn certificate() -> Certificate {
    issue(
        id(30),
        (
            &course(),
            &edition(EditionStatus::Completed),
            &attendance(16, AttendanceOutcome::Passed),
        ),
        &[],
        day("2026-03-04"),
        day("2026-03-10"),
    )
    .unwrap()
}

fn revoked_on(on: &str) -> Revocation {
    Revocation {
        on: day(on),
        reason: Reason::parse("Rilasciato per errore.").unwrap(),
    }
}

#[test]
fn a_certificate_is_earned() {
    let completed = edition(EditionStatus::Completed);
    let passed = attendance(16, AttendanceOutcome::Passed);
    let try_issue =
        |edition: &Edition, attendance: &Attendance, held: &[Certificate], on, today| {
            issue(
                id(31),
                (&course(), edition, attendance),
                held,
                day(on),
                day(today),
            )
        };
    let (on, today) = ("2026-03-04", "2026-03-10");
    let issued = try_issue(&completed, &passed, &[], on, today).unwrap();
    assert_eq!(issued.kind, TrainingKind::WelfareSpecialistBase);
    assert_eq!(issued.expires_on, Some(day("2028-03-04")));

    let running = edition(EditionStatus::Running);
    assert_eq!(
        try_issue(&running, &passed, &[], on, today),
        Err(Refusal::EditionNotCompleted)
    );
    let failed = attendance(20, AttendanceOutcome::Failed);
    assert_eq!(
        try_issue(&completed, &failed, &[], on, today),
        Err(Refusal::NotPassed)
    );
    let missed = attendance(15, AttendanceOutcome::Passed);
    assert_eq!(
        try_issue(&completed, &missed, &[], on, today),
        Err(Refusal::AttendanceTooLow)
    );
    for held in [
        certificate(),
        certificate().revoke(revoked_on(on), day(today)).unwrap(),
    ] {
        assert_eq!(
            try_issue(&completed, &passed, &[held], on, today),
            Err(Refusal::AlreadyCertified)
        );
    }
    let colleague = Certificate {
        specialist_id: id(99),
        ..certificate()
    };
    assert!(try_issue(&completed, &passed, &[colleague], on, today).is_ok());
    for (on, today) in [("2026-03-03", "2026-03-10"), ("2026-03-11", "2026-03-10")] {
        assert_eq!(
            try_issue(&completed, &passed, &[], on, today),
            Err(Refusal::InvalidIssueDate)
        );
    }
    let elsewhere = Attendance {
        edition_id: id(21),
        ..passed
    };
    assert_eq!(
        try_issue(&completed, &elsewhere, &[], on, today),
        Err(Refusal::NotThisEdition)
    );
}

#[test]
fn the_state_follows_the_day() {
    let issued = certificate();
    let last_day = issued.expires_on.unwrap();
    let near = last_day - Days::new(EXPIRING_WITHIN_DAYS);
    assert_eq!(
        issued.state(near.pred_opt().unwrap()),
        CertificateState::Valid
    );
    assert_eq!(issued.state(near), CertificateState::Expiring);
    assert_eq!(issued.state(last_day), CertificateState::Expiring);
    assert!(issued.holds_on(last_day));
    assert_eq!(
        issued.state(last_day.succ_opt().unwrap()),
        CertificateState::Expired
    );
    assert!(!issued.holds_on(last_day.succ_opt().unwrap()));

    let today = day("2026-06-01");
    let refused = |on| issued.clone().revoke(revoked_on(on), today);
    assert_eq!(refused("2026-03-03"), Err(Refusal::InvalidRevocationDate));
    assert_eq!(refused("2026-06-02"), Err(Refusal::InvalidRevocationDate));
    let revoked = refused("2026-06-01").unwrap();
    assert_eq!(revoked.state(day("2026-05-31")), CertificateState::Valid);
    assert_eq!(revoked.state(today), CertificateState::Revoked);
    assert!(!revoked.holds_on(today));
    assert_eq!(
        revoked.revoke(revoked_on("2026-06-01"), today),
        Err(Refusal::AlreadyRevoked)
    );
}

#[test]
fn external_certificates_are_of_external_kinds() {
    let today = day("2026-06-01");
    let good = ExternalCertificateDraft {
        kind: "uni_11402".into(),
        issuer: "Ente di certificazione Esempio".into(),
        number: "EF-0042".into(),
        issued_on: "2025-05-01".into(),
        expires_on: None,
    };
    let certificate = NewExternalCertificate::parse(&good, today)
        .unwrap()
        .of(id(32), id(1));
    assert!(matches!(
        certificate.source,
        CertificateSource::External { .. }
    ));
    assert_eq!(
        certificate.state(day("2099-01-01")),
        CertificateState::Valid
    );
    let wrong = ExternalCertificateDraft {
        kind: "welfare_specialist_base".into(),
        issued_on: "2026-06-02".into(),
        expires_on: Some("2026-06-01".into()),
        ..good
    };
    let codes: Vec<_> = NewExternalCertificate::parse(&wrong, today)
        .unwrap_err()
        .into_iter()
        .map(|v| v.message.code)
        .collect();
    assert_eq!(
        codes,
        ["not_external", "date_in_future", "expires_before_issue"]
    );
}

#[test]
fn readiness_asks_for_presence_and_own_training() {
    let today = day("2026-06-01");
    let held = [certificate()];
    assert!(Readiness::of(&specialist(), &held, today).counts());
    let colleague = [Certificate {
        specialist_id: id(99),
        ..certificate()
    }];
    assert!(!Readiness::of(&specialist(), &colleague, today).trained);
    let away = specialist()
        .change_status(crate::SpecialistStatus::OnLeave)
        .unwrap();
    let readiness = Readiness::of(&away, &held, today);
    assert!(readiness.trained && !readiness.active && !readiness.counts());
    let update = [Certificate {
        kind: TrainingKind::WelfareSpecialistUpdate,
        ..certificate()
    }];
    assert!(!training_complete(&update, today));
    assert!(
        !training_complete(&held, day("2026-03-03")),
        "not before it is issued"
    );
}

#[test]
fn a_missing_day_becomes_the_end_of_the_month() {
    let after = |from: &str, months| expiry_date(day(from), ValidityMonths::from_number(months));
    assert_eq!(after("2024-02-29", 12), Some(day("2025-02-28")));
    assert_eq!(after("2024-02-29", 48), Some(day("2028-02-29")));
    assert_eq!(after("2026-01-31", 1), Some(day("2026-02-28")));
    assert_eq!(after("2026-02-28", 1), Some(day("2026-03-28")));
    assert_eq!(expiry_date(day("2026-01-31"), None), None);
}

proptest! {
    /// Against the calendar counted by hand: the month that many after, and the day of the issue
    /// or, where that month has no such day, its last one.
    #[test]
    fn expiry_counts_months(offset in 0u64..20_000, months in 1i64..=120) {
        let issued_on = day("2000-01-01") + Days::new(offset);
        let expiry = expiry_date(issued_on, ValidityMonths::from_number(months)).unwrap();
        let month_number = i64::from(issued_on.year()) * 12 + i64::from(issued_on.month0()) + months;
        prop_assert_eq!(i64::from(expiry.year()) * 12 + i64::from(expiry.month0()), month_number);
        let wanted = (1..=issued_on.day()).rev().find(|day| expiry.with_day(*day).is_some());
        prop_assert_eq!(Some(expiry.day()), wanted);
        prop_assert!(expiry > issued_on);
    }

    #[test]
    fn a_later_issue_never_expires_earlier(offset in 0u64..20_000, months in 1i64..=120) {
        let first = day("2000-01-01") + Days::new(offset);
        let validity = ValidityMonths::from_number(months);
        prop_assert!(expiry_date(first, validity) <= expiry_date(first + Days::new(1), validity));
    }

    /// A certificate counts exactly on the days on which it is valid or expiring.
    #[test]
    fn state_and_validity_agree(offset in 0u64..1500, revoked in prop::option::of(0u64..800)) {
        let mut held = certificate();
        held.revocation = revoked.map(|days| Revocation {
            on: held.issued_on + Days::new(days), ..revoked_on("2026-03-04")
        });
        let today = held.issued_on + Days::new(offset);
        let counts = match held.state(today) {
            CertificateState::Valid | CertificateState::Expiring => true,
            CertificateState::Expired | CertificateState::Revoked => false,
        };
        prop_assert_eq!(held.holds_on(today), counts);
    }
}
