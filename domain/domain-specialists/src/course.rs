//! Training courses.

use domain_shared::{
    CourseId, DisplayName, I18nText, InvalidTransition, NetworkBodyId, StableCode, TextValue,
    Version, Violations, codes, parse_code,
};
use serde::{Deserialize, Serialize};

use crate::{DurationDays, Hours, TrainingArea, TrainingAreaDraft, ValidityMonths};

codes! {
    /// What a course trains for and a certificate proves.
    pub enum TrainingKind {
        /// The course that makes a *Welf@re Specialist*.
        WelfareSpecialistBase = "welfare_specialist_base",
            "corso base Welf@re Specialist", "welfare specialist, base course";
        /// Keeping a *Welf@re Specialist* up to date.
        WelfareSpecialistUpdate = "welfare_specialist_update",
            "aggiornamento Welf@re Specialist", "welfare specialist, update";
        /// Coaching households on money.
        FinancialEducationCoach = "financial_education_coach",
            "coach di educazione finanziaria", "financial education coach";
        /// Training people on money.
        FinancialEducationTrainer = "financial_education_trainer",
            "formatore di educazione finanziaria", "financial education trainer";
        /// The standard for financial education of citizens.
        Uni11402 = "uni_11402",
            "educazione finanziaria del cittadino (UNI 11402)", "financial education of citizens (UNI 11402)";
        /// Anything else.
        Other = "other", "altro", "other";
    }
}

impl TrainingKind {
    /// Whether a body outside the network may have issued the certificate.
    #[must_use]
    pub const fn may_be_external(self) -> bool {
        match self {
            Self::WelfareSpecialistBase | Self::WelfareSpecialistUpdate => false,
            Self::FinancialEducationCoach
            | Self::FinancialEducationTrainer
            | Self::Uni11402
            | Self::Other => true,
        }
    }
}

codes! {
    /// Whether a course is still given.
    pub enum CourseStatus {
        /// Editions can be opened.
        Active = "active", "attivo", "active";
        /// No new edition; the certificates it gave stay.
        Retired = "retired", "ritirato", "retired";
    }
}

impl CourseStatus {
    /// The states that can follow this one.
    #[must_use]
    pub const fn transitions(self) -> &'static [Self] {
        match self {
            Self::Active => &[Self::Retired],
            Self::Retired => &[],
        }
    }
}

/// What a course says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseTerms {
    /// Stable code, unique among the courses of a network.
    pub code: StableCode,
    /// Title.
    pub title: I18nText<DisplayName>,
    /// What it trains for.
    pub kind: TrainingKind,
    /// Days of lessons.
    pub duration_days: DurationDays,
    /// Hours of lessons.
    pub hours: Hours,
    /// Where it is given.
    pub area: TrainingArea,
    /// Months for which its certificate is valid; without them it never expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity_months: Option<ValidityMonths>,
}

/// A training course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Identifier.
    pub id: CourseId,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// The network that gives it, named by its root body.
    pub network_id: NetworkBodyId,
    /// Whether it is still given.
    pub status: CourseStatus,
    /// What it is.
    pub terms: CourseTerms,
}

impl Course {
    /// The course, no longer given.
    ///
    /// # Errors
    /// [`InvalidTransition`] when it is retired already.
    pub fn retire(self) -> Result<Self, InvalidTransition<CourseStatus>> {
        let to = CourseStatus::Retired;
        if self.status.transitions().contains(&to) {
            Ok(Self { status: to, ..self })
        } else {
            Err(InvalidTransition {
                from: self.status,
                allowed: self.status.transitions(),
            })
        }
    }
}

/// A course as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CourseDraft {
    /// Stable code.
    pub code: String,
    /// Title in Italian and, if translated, in English.
    pub title: I18nText<String>,
    /// Code of [`TrainingKind`].
    pub kind: String,
    /// Days of lessons.
    pub duration_days: i64,
    /// Hours of lessons.
    pub hours: i64,
    /// Where it is given.
    pub area: TrainingAreaDraft,
    /// Months of validity of the certificate.
    pub validity_months: Option<i64>,
}

impl CourseTerms {
    /// The valid terms.
    ///
    /// # Errors
    /// Every mistake, by JSON Pointer.
    pub fn parse(draft: &CourseDraft) -> Result<Self, Violations> {
        let mut v = Violations::new();
        let code = v.keep("/code", StableCode::parse(&draft.code));
        let title = v.keep_part("/title", I18nText::parse(&draft.title));
        let kind = v.keep("/kind", parse_code(&draft.kind));
        let duration_days = v.keep_number("/duration_days", draft.duration_days);
        let hours = v.keep_number("/hours", draft.hours);
        let area = v.keep_part("/area", TrainingArea::parse(&draft.area));
        let validity_months = draft
            .validity_months
            .and_then(|months| v.keep_number("/validity_months", months));
        match (code, title, kind, duration_days, hours, area) {
            (Some(code), Some(title), Some(kind), Some(duration_days), Some(hours), Some(area))
                if v.is_empty() =>
            {
                Ok(Self {
                    code,
                    title,
                    kind,
                    duration_days,
                    hours,
                    area,
                    validity_months,
                })
            }
            (_, _, _, _, _, _) => Err(v),
        }
    }
}
