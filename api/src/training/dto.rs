//! Training on the wire.

use chrono::NaiveDate;
use domain_shared::{
    BoundedNumber as _, Code as _, I18nText, NetworkBodyKind, SpecialistId, Violations, parse_date,
};
use domain_specialists::{
    AttendanceDraft, AttendanceOutcome, Course, CourseDraft, CourseStatus, Edition, EditionDraft,
    EditionStatus, TrainingArea, TrainingAreaDraft, TrainingKind, ValidityMonths, Venue,
};
use persistence::training::{Attendee, CourseFilter, EditionFilter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::wire::{
    AttendanceOutcomeField, BelfioreField, Coded, CourseIdField, CourseStatusField,
    DisplayNameField, EditionIdField, EditionStatusField, Ident, NetworkBodyIdField,
    PersonNameField, RegionCodeField, ShortTextField, SpecialistIdField, StableCodeField, Text,
    TrainingKindField, optional,
};

/// A title in Italian and, if translated, in English.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub(super) struct CourseTitle {
    /// In Italian.
    it: DisplayNameField,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<DisplayNameField>,
}

/// The part of the country a training is for.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub(super) struct TrainingAreaPart {
    /// What people call it.
    name: ShortTextField,
    /// ISTAT codes of its regions; empty when it does not follow region borders.
    #[serde(default)]
    #[schema(max_items = 20)]
    region_codes: Vec<RegionCodeField>,
}

impl From<TrainingAreaPart> for TrainingAreaDraft {
    fn from(input: TrainingAreaPart) -> Self {
        Self {
            name: input.name.into(),
            region_codes: input.region_codes.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<&TrainingArea> for TrainingAreaPart {
    fn from(area: &TrainingArea) -> Self {
        Self {
            name: Text::of(&area.name),
            region_codes: area.region_codes.iter().map(Text::of).collect(),
        }
    }
}

/// What can be written of a course.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "code": "welfare-specialist-base",
    "title": {"it": "Corso base per Welf@re Specialist", "en": "Welfare specialist base course"},
    "kind": "welfare_specialist_base", "duration_days": 3, "hours": 24,
    "area": {"name": "Nord-ovest", "region_codes": ["01", "02", "03", "07"]}, "validity_months": 36
}))]
pub(super) struct CourseInput {
    /// Stable code, unique among the courses of the network.
    code: StableCodeField,
    /// Title.
    title: CourseTitle,
    /// What it trains for.
    kind: TrainingKindField,
    /// Days of lessons.
    #[schema(minimum = 1, maximum = 30)]
    duration_days: i32,
    /// Hours of lessons.
    #[schema(minimum = 1, maximum = 240)]
    hours: i32,
    /// Where it is given.
    area: TrainingAreaPart,
    /// Months for which its certificate is valid; without them it never expires.
    #[schema(minimum = 1, maximum = 120)]
    validity_months: Option<i32>,
}

impl From<CourseInput> for CourseDraft {
    fn from(input: CourseInput) -> Self {
        Self {
            code: input.code.into(),
            title: I18nText {
                it: input.title.it.into(),
                en: input.title.en.map(Into::into),
            },
            kind: input.kind.0.code().to_owned(),
            duration_days: input.duration_days.into(),
            hours: input.hours.into(),
            area: input.area.into(),
            validity_months: input.validity_months.map(Into::into),
        }
    }
}

/// A new course.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "network_id": "01930000-0000-7000-8000-000000000000", "code": "financial-education-coach",
    "title": {"it": "Coach di educazione finanziaria"}, "kind": "financial_education_coach",
    "duration_days": 3, "hours": 21, "area": {"name": "Tutto il territorio nazionale"},
    "validity_months": 24
}))]
pub(super) struct NewCourseInput {
    /// The network that gives it, named by its root body. Fixed once it is made.
    pub(super) network_id: NetworkBodyIdField,
    /// Everything else.
    #[serde(flatten)]
    pub(super) course: CourseInput,
}

/// A training course.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CourseView {
    /// Identifier.
    id: CourseIdField,
    /// The network that gives it.
    network_id: NetworkBodyIdField,
    /// Whether it is still given.
    status: CourseStatusField,
    /// Stable code.
    code: StableCodeField,
    /// Title.
    title: CourseTitle,
    /// What it trains for.
    kind: TrainingKindField,
    /// Days of lessons.
    #[schema(minimum = 1, maximum = 30)]
    duration_days: u16,
    /// Hours of lessons; a certificate asks for 80 % of them.
    #[schema(minimum = 1, maximum = 240)]
    hours: u16,
    /// Where it is given.
    area: TrainingAreaPart,
    /// Months for which its certificate is valid; absent when it never expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 120)]
    validity_months: Option<u16>,
}

impl From<&Course> for CourseView {
    fn from(course: &Course) -> Self {
        let terms = &course.terms;
        Self {
            id: Ident(course.id),
            network_id: Ident(course.network_id),
            status: Coded(course.status),
            code: Text::of(&terms.code),
            title: CourseTitle {
                it: Text::of(&terms.title.it),
                en: optional(terms.title.en.as_ref()),
            },
            kind: Coded(terms.kind),
            duration_days: terms.duration_days.number(),
            hours: terms.hours.number(),
            area: TrainingAreaPart::from(&terms.area),
            validity_months: terms.validity_months.map(ValidityMonths::number),
        }
    }
}

/// Which courses to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CourseParams {
    /// Only those of this network, named by its root body.
    #[param(value_type = Option<NetworkBodyIdField>)]
    network_id: Option<Ident<NetworkBodyKind>>,
    /// Only those that train for one of these.
    #[serde(default)]
    #[param(value_type = Option<Vec<TrainingKindField>>, max_items = 10)]
    kind: Vec<Coded<TrainingKind>>,
    /// Only those in these states.
    #[serde(default)]
    #[param(value_type = Option<Vec<CourseStatusField>>, max_items = 10)]
    status: Vec<Coded<CourseStatus>>,
}

impl From<CourseParams> for CourseFilter {
    fn from(params: CourseParams) -> Self {
        Self {
            network_id: params.network_id.map(|id| id.0),
            kinds: params.kind.into_iter().map(|code| code.0).collect(),
            statuses: params.status.into_iter().map(|code| code.0).collect(),
        }
    }
}

/// What can be written of an edition. It is held either in a municipality or online.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "from": "2026-12-14", "until": "2026-12-16", "municipality": "F839",
    "area": {"name": "Sud", "region_codes": ["15", "16", "17", "18"]},
    "trainers": ["Ilda Brennero"], "capacity": 25
}))]
pub(super) struct EditionInput {
    /// First day of lessons.
    #[schema(value_type = NaiveDate, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    from: String,
    /// Last day of lessons.
    #[schema(value_type = NaiveDate, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    until: String,
    /// Municipality it is held in, by cadastral code.
    municipality: Option<BelfioreField>,
    /// Whether it is held online.
    #[serde(default)]
    online: bool,
    /// For which part of the country.
    area: TrainingAreaPart,
    /// Full names of the trainers.
    #[serde(default)]
    #[schema(max_items = 20)]
    trainers: Vec<PersonNameField>,
    /// Seats.
    #[schema(minimum = 1, maximum = 500)]
    capacity: i32,
}

impl From<EditionInput> for EditionDraft {
    fn from(input: EditionInput) -> Self {
        Self {
            from: input.from,
            until: input.until,
            municipality: input.municipality.map(Into::into),
            online: input.online,
            area: input.area.into(),
            trainers: input.trainers.into_iter().map(Into::into).collect(),
            capacity: input.capacity.into(),
        }
    }
}

/// One edition of a course.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EditionView {
    /// Identifier.
    id: EditionIdField,
    /// The course.
    course_id: CourseIdField,
    /// How far it is.
    status: EditionStatusField,
    /// First day of lessons.
    from: NaiveDate,
    /// Last day of lessons.
    until: NaiveDate,
    /// Municipality it is held in, by cadastral code.
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<BelfioreField>,
    /// Whether it is held online.
    online: bool,
    /// For which part of the country.
    area: TrainingAreaPart,
    /// Full names of the trainers.
    #[schema(max_items = 20)]
    trainers: Vec<PersonNameField>,
    /// Seats.
    #[schema(minimum = 1, maximum = 500)]
    capacity: u16,
    /// Seats taken.
    #[schema(minimum = 0, maximum = 500)]
    enrolled: i64,
}

impl EditionView {
    pub(super) fn of(edition: &Edition, enrolled: i64) -> Self {
        let terms = &edition.terms;
        let (municipality, online) = match &terms.venue {
            Venue::Municipality(code) => (Some(Text::of(code)), false),
            Venue::Online => (None, true),
        };
        Self {
            id: Ident(edition.id),
            course_id: Ident(edition.course_id),
            status: Coded(edition.status),
            from: terms.period.from(),
            until: terms.last_day(),
            municipality,
            online,
            area: TrainingAreaPart::from(&terms.area),
            trainers: terms.trainers.iter().map(Text::of).collect(),
            capacity: terms.capacity.number(),
            enrolled,
        }
    }
}

/// Which editions to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EditionParams {
    /// Only those in these states.
    #[serde(default)]
    #[param(value_type = Option<Vec<EditionStatusField>>, max_items = 10)]
    status: Vec<Coded<EditionStatus>>,
}

impl From<EditionParams> for EditionFilter {
    fn from(params: EditionParams) -> Self {
        Self {
            statuses: params.status.into_iter().map(|code| code.0).collect(),
        }
    }
}

/// Who gets a seat.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"specialist_id": "01930000-0000-7000-8000-000000000000"}))]
pub(super) struct EnrolmentInput {
    /// The specialist, of the network that gives the course.
    pub(super) specialist_id: SpecialistIdField,
}

/// What happened in the edition.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"hours_attended": 21, "outcome": "passed"}))]
pub(super) struct AttendanceInput {
    /// Hours attended; 0 exactly for whoever did not take part.
    #[schema(minimum = 0, maximum = 240)]
    hours_attended: i32,
    /// How it went.
    outcome: AttendanceOutcomeField,
}

impl From<AttendanceInput> for AttendanceDraft {
    fn from(input: AttendanceInput) -> Self {
        Self {
            hours_attended: input.hours_attended.into(),
            outcome: input.outcome.0.code().to_owned(),
        }
    }
}

/// The attendance of a specialist.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AttendanceView {
    /// The edition.
    edition_id: EditionIdField,
    /// The specialist.
    specialist_id: SpecialistIdField,
    /// Given name.
    given_name: PersonNameField,
    /// Family name.
    family_name: PersonNameField,
    /// Hours attended.
    #[schema(minimum = 0, maximum = 240)]
    hours_attended: u16,
    /// How it went.
    outcome: AttendanceOutcomeField,
}

impl From<&Attendee> for AttendanceView {
    fn from(attendee: &Attendee) -> Self {
        let attendance = &attendee.attendance;
        Self {
            edition_id: Ident(attendance.edition_id),
            specialist_id: Ident(attendance.specialist_id),
            given_name: Text::of(&attendee.given_name),
            family_name: Text::of(&attendee.family_name),
            hours_attended: attendance.record.hours(),
            outcome: Coded(attendance.record.outcome()),
        }
    }
}

/// Which attendances to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AttendanceParams {
    /// Only those that went so.
    #[serde(default)]
    #[param(value_type = Option<Vec<AttendanceOutcomeField>>, max_items = 10)]
    outcome: Vec<Coded<AttendanceOutcome>>,
}

impl AttendanceParams {
    pub(super) fn outcomes(self) -> Vec<AttendanceOutcome> {
        self.outcome.into_iter().map(|code| code.0).collect()
    }
}

/// A certificate to issue.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"specialist_id": "01930000-0000-7000-8000-000000000000", "issued_on": "2026-03-12"}))]
pub(super) struct IssueInput {
    /// Who passed.
    specialist_id: SpecialistIdField,
    /// First day on which it counts: between the end of the edition and today.
    #[schema(value_type = NaiveDate, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    issued_on: String,
}

impl IssueInput {
    /// Whose it is and since when it counts.
    pub(super) fn parse(&self) -> Result<(SpecialistId, NaiveDate), Violations> {
        let mut wrong = Violations::new();
        match wrong.keep("/issued_on", parse_date(&self.issued_on)) {
            Some(issued_on) => Ok((self.specialist_id.0, issued_on)),
            None => Err(wrong),
        }
    }
}
