//! Specialists with their assignments, attendances and certificates.
//!
//! The stored values are built directly: rules about today would refuse a past that was allowed
//! when it was the present.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain_accounts::{Action, Permit};
use domain_shared::{
    Belfiore, DisplayName, Period, PointId, ServiceCategoryId, ShortText, TextValue, Version,
};
use domain_specialists::{
    Assignment, AssignmentTerms, Attendance, AttendanceOutcome, AttendanceRecord, Certificate,
    CertificateSource, Specialist, SpecialistDraft, SpecialistProfile, SpecialistRole,
    SpecialistStatus, TrainingKind, expiry_date,
};
use persistence::{
    categories::category_tree,
    specialists::{assignment_insert, certificate_insert, point_at_find, specialist_insert},
    training::attendance_insert,
};
use serde::Deserialize;

use super::{
    read,
    training::{Held, network},
};
use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem},
};

#[derive(Deserialize)]
struct SpecialistFile {
    specialists: Vec<SpecialistRecord>,
}

#[derive(Deserialize)]
struct SpecialistRecord {
    status: SpecialistStatus,
    profile: SpecialistDraft,
    assignments: Vec<AssignmentRecord>,
    attendances: Vec<AttendanceRow>,
    external_certificates: Vec<CertificateRecord>,
}

#[derive(Deserialize)]
struct AssignmentRecord {
    municipality: Belfiore,
    role: SpecialistRole,
    #[serde(flatten)]
    period: Period,
}

#[derive(Deserialize)]
struct AttendanceRow {
    edition: String,
    hours_attended: u16,
    outcome: AttendanceOutcome,
    certificate_issued_on: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct CertificateRecord {
    kind: TrainingKind,
    issuer: DisplayName,
    number: ShortText,
    issued_on: NaiveDate,
    expires_on: Option<NaiveDate>,
}

/// Loads the specialists, each with everything noted of them.
pub(super) fn load(
    unit: &mut UnitOfWork<'_, '_>,
    editions: &BTreeMap<String, Held>,
) -> Outcome<()> {
    let file: SpecialistFile = read(
        "specialists",
        include_str!("../../../persistence/data/demo/specialists.json"),
    )?;
    let categories = categories(unit)?;
    let network_id = network(unit)?;
    for record in file.specialists {
        let profile = profile(record.profile, &categories)?;
        let specialist = Specialist {
            id: unit.new_id(),
            version: Version::FIRST,
            network_id,
            user_id: None,
            status: record.status,
            profile,
        };
        let permit = Permit::system(Action::SpecialistCreate);
        let now = unit.now();
        specialist_insert(unit.tx(), &permit, &specialist, now)?;
        for row in record.assignments {
            assign(unit, &specialist, &row)?;
        }
        for row in record.attendances {
            attend(unit, &specialist, &row, editions)?;
        }
        for row in record.external_certificates {
            let source = CertificateSource::External {
                issuer: row.issuer,
                number: row.number,
            };
            let days = (row.issued_on, row.expires_on);
            certify(unit, &specialist, row.kind, source, days)?;
        }
    }
    Ok(())
}

/// The categories by code.
fn categories(unit: &mut UnitOfWork<'_, '_>) -> Outcome<BTreeMap<String, ServiceCategoryId>> {
    let tree = category_tree(unit.connection())?;
    Ok(tree
        .iter()
        .map(|category| (category.code.as_str().to_owned(), category.id))
        .collect())
}

/// The profile, whose expertise the file names by the codes of categories.
fn profile(
    mut draft: SpecialistDraft,
    categories: &BTreeMap<String, ServiceCategoryId>,
) -> Outcome<SpecialistProfile> {
    for code in &mut draft.expertise {
        let id = categories
            .get(code)
            .ok_or_else(|| Problem::internal(format!("demo category {code}")))?;
        *code = id.to_string();
    }
    Ok(SpecialistProfile::parse(&draft)?)
}

fn assign(
    unit: &mut UnitOfWork<'_, '_>,
    specialist: &Specialist,
    row: &AssignmentRecord,
) -> Outcome<()> {
    let network = specialist.network_id;
    let point_id: PointId = point_at_find(unit.connection(), network, &row.municipality)?
        .ok_or_else(|| Problem::internal("demo assignment without its point"))?;
    let assignment = Assignment {
        id: unit.new_id(),
        version: Version::FIRST,
        specialist_id: specialist.id,
        terms: AssignmentTerms {
            point_id,
            role: row.role,
            period: row.period,
        },
    };
    let permit = Permit::system(Action::StaffWrite);
    let now = unit.now();
    Ok(assignment_insert(
        unit.tx(),
        &permit,
        network,
        &assignment,
        now,
    )?)
}

fn attend(
    unit: &mut UnitOfWork<'_, '_>,
    specialist: &Specialist,
    row: &AttendanceRow,
    editions: &BTreeMap<String, Held>,
) -> Outcome<()> {
    let held = editions
        .get(&row.edition)
        .ok_or_else(|| Problem::internal(format!("demo edition {}", row.edition)))?;
    let record = AttendanceRecord::from_stored(row.hours_attended, row.outcome)
        .ok_or_else(|| Problem::internal("demo attendance"))?;
    let attendance = Attendance {
        version: Version::FIRST,
        edition_id: held.id,
        specialist_id: specialist.id,
        record,
    };
    let permit = Permit::system(Action::TrainingWrite);
    let now = unit.now();
    attendance_insert(unit.tx(), &permit, &attendance, now)?;
    let Some(issued_on) = row.certificate_issued_on else {
        return Ok(());
    };
    let terms = &held.course.terms;
    let days = (issued_on, expiry_date(issued_on, terms.validity_months));
    let source = CertificateSource::Edition(held.id);
    certify(unit, specialist, terms.kind, source, days)
}

fn certify(
    unit: &mut UnitOfWork<'_, '_>,
    specialist: &Specialist,
    kind: TrainingKind,
    source: CertificateSource,
    (issued_on, expires_on): (NaiveDate, Option<NaiveDate>),
) -> Outcome<()> {
    let certificate = Certificate {
        id: unit.new_id(),
        version: Version::FIRST,
        specialist_id: specialist.id,
        kind,
        source,
        issued_on,
        expires_on,
        revocation: None,
    };
    let permit = Permit::system(Action::TrainingWrite);
    let network = specialist.network_id;
    let now = unit.now();
    Ok(certificate_insert(
        unit.tx(),
        &permit,
        network,
        &certificate,
        now,
    )?)
}
