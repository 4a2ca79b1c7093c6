//! The life of a training, from the course to the certificate.

use chrono::NaiveDate;
use domain_shared::{Id, Version};
use uuid::Uuid;

use crate::{
    Attendance, AttendanceDraft, AttendanceOutcome, AttendanceRecord, Course, CourseDraft,
    CourseStatus, CourseTerms, Edition, EditionDraft, EditionStatus, EditionTerms, Refusal, Venue,
    enrol, specialist::tests::specialist,
};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn id<K>(number: u128) -> Id<K> {
    Id::new(Uuid::from_u128(number))
}

fn course_draft() -> CourseDraft {
    serde_json::from_str(
        r#"{"code": "welfare-specialist-base", "title": {"it": "Corso base"},
            "kind": "welfare_specialist_base", "duration_days": 3, "hours": 20,
            "area": {"name": "Nord-est", "region_codes": ["04", "05"]}, "validity_months": 24}"#,
    )
    .unwrap()
}

pub(crate) fn course() -> Course {
    Course {
        id: id(10),
        version: Version::FIRST,
        network_id: id(2),
        status: CourseStatus::Active,
        terms: CourseTerms::parse(&course_draft()).unwrap(),
    }
}

fn edition_draft() -> EditionDraft {
    serde_json::from_str(
        r#"{"from": "2026-03-02", "until": "2026-03-04", "municipality": "G224",
            "area": {"name": "Nord-est"}, "trainers": ["Ilda Brennero"], "capacity": 2}"#,
    )
    .unwrap()
}

pub(crate) fn edition(status: EditionStatus) -> Edition {
    let terms = EditionTerms::parse(&edition_draft(), &course()).unwrap();
    Edition {
        status,
        ..Edition::new(id(20), &course(), terms).unwrap()
    }
}

pub(crate) fn attendance(hours: u16, outcome: AttendanceOutcome) -> Attendance {
    Attendance {
        version: Version::FIRST,
        edition_id: id(20),
        specialist_id: specialist().id,
        record: AttendanceRecord::from_stored(hours, outcome).unwrap(),
    }
}

#[test]
fn course_mistakes_are_all_reported() {
    let wrong = CourseDraft {
        code: "Not A Code".into(),
        duration_days: 31,
        hours: 0,
        validity_months: Some(0),
        ..CourseDraft::default()
    };
    let pointers: Vec<_> = CourseTerms::parse(&wrong)
        .unwrap_err()
        .into_iter()
        .map(|v| v.pointer)
        .collect();
    assert_eq!(
        pointers,
        [
            "/code",
            "/title/it",
            "/kind",
            "/duration_days",
            "/hours",
            "/area/name",
            "/validity_months"
        ]
    );
}

#[test]
fn an_edition_needs_room_for_its_lessons_and_one_venue() {
    let terms = EditionTerms::parse(&edition_draft(), &course()).unwrap();
    assert!(matches!(terms.venue, Venue::Municipality(_)));
    let wrong = EditionDraft {
        until: "2026-03-03".into(),
        online: true,
        trainers: vec!["Ilda Brennero".into(), "Ilda Brennero".into()],
        capacity: 0,
        ..edition_draft()
    };
    let codes: Vec<_> = EditionTerms::parse(&wrong, &course())
        .unwrap_err()
        .into_iter()
        .map(|v| (v.pointer, v.message.code))
        .collect();
    let expected = [
        ("/until", "edition_too_short"),
        ("/municipality", "one_venue"),
        ("/trainers/1", "duplicate"),
        ("/capacity", "out_of_range"),
    ];
    assert_eq!(
        codes,
        expected.map(|(pointer, code)| (pointer.to_owned(), code))
    );
}

#[test]
fn a_retired_course_opens_no_edition() {
    let retired = Course {
        status: CourseStatus::Retired,
        ..course()
    };
    let terms = EditionTerms::parse(&edition_draft(), &retired).unwrap();
    assert_eq!(
        Edition::new(id(20), &retired, terms),
        Err(Refusal::CourseRetired)
    );
}

#[test]
fn a_course_is_retired_once() {
    let retired = course().retire().unwrap();
    assert_eq!(retired.status, CourseStatus::Retired);
    assert!(retired.retire().unwrap_err().allowed_codes().is_empty());
}

#[test]
fn terms_are_kept_as_they_are_written() {
    let terms = EditionTerms::parse(&edition_draft(), &course()).unwrap();
    let kept = serde_json::to_value(&terms).unwrap();
    let draft: EditionDraft = serde_json::from_value(kept.clone()).unwrap();
    assert_eq!(draft, edition_draft());
    assert_eq!(serde_json::from_value::<EditionTerms>(kept).unwrap(), terms);
}

#[test]
fn an_edition_is_revised_while_it_takes_people() {
    let terms = edition(EditionStatus::Planned).terms;
    let revise = |status, enrolled| edition(status).revise(terms.clone(), enrolled);
    assert!(revise(EditionStatus::Running, 2).is_ok());
    assert_eq!(
        revise(EditionStatus::Planned, 3),
        Err(Refusal::CapacityTooSmall)
    );
    assert_eq!(
        revise(EditionStatus::Completed, 0),
        Err(Refusal::EditionClosed)
    );
}

#[test]
fn an_edition_runs_on_its_dates() {
    let planned = || edition(EditionStatus::Planned);
    let start = |today| planned().change_status(EditionStatus::Running, day(today));
    assert_eq!(start("2026-03-01"), Err(Refusal::EditionTooEarly));
    let running = start("2026-03-02").unwrap();
    let finish = |today| {
        running
            .clone()
            .change_status(EditionStatus::Completed, day(today))
    };
    assert_eq!(finish("2026-03-03"), Err(Refusal::EditionTooEarly));
    let completed = finish("2026-03-04").unwrap();
    let refusal = completed
        .change_status(EditionStatus::Cancelled, day("2026-03-05"))
        .unwrap_err();
    let Refusal::EditionTransition(refused) = refusal else {
        panic!("{refusal}")
    };
    assert!(refused.allowed_codes().is_empty());
    assert!(
        planned()
            .change_status(EditionStatus::Cancelled, day("2026-01-01"))
            .is_ok()
    );
}

#[test]
fn seats_are_given_once_and_while_there_are_any() {
    let planned = edition(EditionStatus::Planned);
    let first = enrol(&planned, id(1), &[]).unwrap();
    assert_eq!(
        enrol(&planned, id(1), &[first]),
        Err(Refusal::AlreadyEnrolled)
    );
    let second = enrol(&planned, id(2), &[first]).unwrap();
    assert_eq!(
        enrol(&planned, id(3), &[first, second]),
        Err(Refusal::EditionFull)
    );
    let elsewhere = Attendance {
        edition_id: id(21),
        ..second
    };
    assert!(enrol(&planned, id(3), &[first, elsewhere]).is_ok());
    let over = edition(EditionStatus::Completed);
    assert_eq!(enrol(&over, id(3), &[]), Err(Refusal::EnrolmentClosed));
}

#[test]
fn hours_and_outcome_agree() {
    let read = |hours_attended, outcome: &str| {
        let draft = AttendanceDraft {
            hours_attended,
            outcome: outcome.into(),
        };
        AttendanceRecord::parse(&draft, &course()).map_err(|violations| {
            violations
                .iter()
                .map(|v| v.message.code)
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(read(20, "passed").unwrap().hours(), 20);
    assert!(read(0, "absent").is_ok());
    assert_eq!(read(21, "passed"), Err(vec!["too_many_hours"]));
    assert_eq!(read(-1, "won"), Err(vec!["out_of_range", "unknown_code"]));
    assert_eq!(read(0, "passed"), Err(vec!["hours_contradict_outcome"]));
    assert_eq!(read(4, "absent"), Err(vec!["hours_contradict_outcome"]));
}

#[test]
fn attendance_is_recorded_once_lessons_have_begun() {
    let seat = enrol(&edition(EditionStatus::Planned), id(1), &[]).unwrap();
    let record = AttendanceRecord::from_stored(8, AttendanceOutcome::Attended).unwrap();
    let at = |status| seat.record(&edition(status), record);
    assert_eq!(at(EditionStatus::Planned), Err(Refusal::AttendanceClosed));
    assert_eq!(at(EditionStatus::Cancelled), Err(Refusal::AttendanceClosed));
    assert_eq!(at(EditionStatus::Running).unwrap().record, record);
    let other = Edition {
        id: id(21),
        ..edition(EditionStatus::Running)
    };
    assert_eq!(seat.record(&other, record), Err(Refusal::NotThisEdition));
}
