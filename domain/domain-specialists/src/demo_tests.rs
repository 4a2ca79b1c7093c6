//! The demonstration data obeys every rule of this context.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain_shared::{Belfiore, Code, Id, TextValue, Version};
use serde::{Deserialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    Assignment, AssignmentDraft, AssignmentTerms, Attendance, AttendanceDraft, AttendanceOutcome,
    AttendanceRecord, Certificate, CertificateState, Course, CourseDraft, CourseStatus,
    CourseTerms, Edition, EditionDraft, EditionStatus, EditionTerms, ExternalCertificateDraft,
    NewExternalCertificate, Readiness, Specialist, SpecialistDraft, SpecialistProfile,
    SpecialistRole, SpecialistStatus, TrainingKind, enrol, issue,
};

/// First-level service categories; the order stands in for their identifiers.
const CATEGORIES: [&str; 9] = [
    "purchasing-power",
    "health-and-well-being",
    "person-and-family",
    "time-saving",
    "employment",
    "education-and-training",
    "leisure",
    "territory-and-community",
    "housing",
];
const NETWORKS: [&str; 4] = ["ancos", "anap", "inapa", "welfare-insieme"];
/// Reggio di Calabria, Foggia and Messina: the desks still without two ready specialists.
const NOT_READY: [&str; 3] = ["H224", "D643", "F158"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CourseFile {
    courses: Vec<CourseRecord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CourseRecord {
    status: CourseStatus,
    course: CourseDraft,
    editions: Vec<EditionRecord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditionRecord {
    key: String,
    status: EditionStatus,
    edition: EditionDraft,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecialistFile {
    specialists: Vec<SpecialistRecord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecialistRecord {
    network: String,
    status: SpecialistStatus,
    profile: SpecialistDraft,
    assignments: Vec<AssignmentRecord>,
    attendances: Vec<AttendanceRow>,
    external_certificates: Vec<ExternalCertificateDraft>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AssignmentRecord {
    municipality: String,
    role: String,
    from: String,
    until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AttendanceRow {
    edition: String,
    hours_attended: i64,
    outcome: String,
    certificate_issued_on: Option<NaiveDate>,
}

fn load<T: DeserializeOwned>(name: &str) -> T {
    let path = format!(
        "{}/../../persistence/data/demo/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn id<K>(number: usize) -> Id<K> {
    Id::new(Uuid::from_u128(number as u128 + 1))
}

/// Days on which the data is meant to be loaded start here.
fn today() -> NaiveDate {
    "2026-11-21".parse().unwrap()
}

/// The editions by key, each with its course and the status it has in the end.
fn courses() -> BTreeMap<String, (Course, Edition, EditionStatus)> {
    let file: CourseFile = load("courses.json");
    let mut editions = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    for (at, record) in file.courses.into_iter().enumerate() {
        let terms = CourseTerms::parse(&record.course).unwrap();
        kinds.insert(terms.kind);
        let course = Course {
            id: id(at),
            version: Version::FIRST,
            network_id: id(0),
            status: record.status,
            terms,
        };
        for row in record.editions {
            let terms = EditionTerms::parse(&row.edition, &course)
                .unwrap_or_else(|v| panic!("{}: {v:?}", row.key));
            let edition = Edition::new(id(editions.len()), &course, terms).unwrap();
            let known = editions.insert(row.key.clone(), (course.clone(), edition, row.status));
            assert!(known.is_none(), "{} is there twice", row.key);
        }
    }
    assert_eq!(kinds.len(), TrainingKind::ALL.len());
    editions
}

/// An edition brought step by step to a status, as far as its dates allow.
fn brought_to(edition: Edition, status: EditionStatus) -> Edition {
    let change = |edition: Edition, to| edition.change_status(to, today()).unwrap();
    match status {
        EditionStatus::Planned => edition,
        EditionStatus::Running | EditionStatus::Cancelled => change(edition, status),
        EditionStatus::Completed => change(change(edition, EditionStatus::Running), status),
    }
}

fn specialist(at: usize, record: &SpecialistRecord) -> Specialist {
    assert!(
        NETWORKS.contains(&record.network.as_str()),
        "{}",
        record.network
    );
    let mut draft = record.profile.clone();
    for code in &mut draft.expertise {
        let place = CATEGORIES.iter().position(|known| known == code);
        *code = id::<()>(place.unwrap_or_else(|| panic!("{code}"))).to_string();
    }
    Specialist {
        id: id(at),
        version: Version::FIRST,
        network_id: id(0),
        user_id: None,
        status: record.status,
        profile: SpecialistProfile::parse(&draft)
            .unwrap_or_else(|v| panic!("{}: {v:?}", draft.family_name)),
    }
}

fn assign(specialist: &Specialist, rows: &[AssignmentRecord]) -> Vec<Assignment> {
    let mut assignments = Vec::new();
    for row in rows {
        Belfiore::parse(&row.municipality).unwrap();
        let bytes = row
            .municipality
            .bytes()
            .fold(0, |sum, byte| sum * 256 + usize::from(byte));
        let draft = AssignmentDraft {
            point_id: id::<()>(bytes).to_string(),
            role: row.role.clone(),
            from: row.from.clone(),
            until: row.until.clone(),
        };
        let terms = AssignmentTerms::parse(&draft).unwrap();
        assignments
            .push(Assignment::new(id(assignments.len()), specialist, terms, &assignments).unwrap());
    }
    assignments
}

/// The certificates of a specialist, after enrolling and recording everything.
fn train(
    specialist: &Specialist,
    record: &SpecialistRecord,
    editions: &BTreeMap<String, (Course, Edition, EditionStatus)>,
    enrolled: &mut Vec<Attendance>,
) -> Vec<Certificate> {
    let mut held = Vec::new();
    for row in &record.attendances {
        let (course, edition, status) = &editions[&row.edition];
        let seat = enrol(edition, specialist.id, enrolled).unwrap();
        enrolled.push(seat);
        let draft = AttendanceDraft {
            hours_attended: row.hours_attended,
            outcome: row.outcome.clone(),
        };
        let record = AttendanceRecord::parse(&draft, course).unwrap();
        let edition = brought_to(edition.clone(), *status);
        if record.outcome() == AttendanceOutcome::Enrolled {
            continue;
        }
        let attendance = seat.record(&edition, record).unwrap();
        if let Some(on) = row.certificate_issued_on {
            let subject = (course, &edition, &attendance);
            held.push(issue(id(held.len()), subject, &held, on, today()).unwrap());
        }
    }
    for draft in &record.external_certificates {
        held.push(
            NewExternalCertificate::parse(draft, today())
                .unwrap()
                .of(id(held.len()), specialist.id),
        );
    }
    held
}

#[test]
fn the_demonstration_specialists_obey_the_rules() {
    let editions = courses();
    let file: SpecialistFile = load("specialists.json");
    assert_eq!(file.specialists.len(), 52);
    let mut emails = BTreeSet::new();
    let mut enrolled = Vec::new();
    let mut states = BTreeSet::new();
    let mut desks: BTreeMap<&str, Vec<Readiness>> = BTreeMap::new();
    for (at, record) in file.specialists.iter().enumerate() {
        let person = specialist(at, record);
        assert!(person.profile.email.as_str().ends_with("@example.org"));
        assert!(emails.insert(person.profile.email.clone()));
        let assignments = assign(&person, &record.assignments);
        let certificates = train(&person, record, &editions, &mut enrolled);
        states.extend(
            certificates
                .iter()
                .map(|certificate| certificate.state(today())),
        );
        let readiness = Readiness::of(&person, &certificates, today());
        for (row, assignment) in record.assignments.iter().zip(assignments) {
            if assignment.active_on(today())
                && assignment.terms.role == SpecialistRole::WelfareSpecialist
            {
                desks.entry(&row.municipality).or_default().push(readiness);
            }
        }
    }
    for shown in [
        CertificateState::Valid,
        CertificateState::Expiring,
        CertificateState::Expired,
    ] {
        assert!(states.contains(&shown), "{}", shown.code());
    }
    assert_eq!(desks.len(), 26);
    for (municipality, staff) in desks {
        assert_eq!(staff.len(), 2, "{municipality}");
        let ready = staff.iter().filter(|readiness| readiness.counts()).count();
        assert_eq!(
            ready < 2,
            NOT_READY.contains(&municipality),
            "{municipality}"
        );
    }
}

#[test]
fn every_demonstration_edition_can_reach_its_status() {
    for (course, edition, status) in courses().into_values() {
        assert_eq!(edition.course_id, course.id);
        assert_eq!(brought_to(edition, status).status, status);
    }
}
