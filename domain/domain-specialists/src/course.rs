//! Training courses.

use domain_shared::{
    CourseId, DisplayName, I18nText, StableCode, TextValue, Version, Violations, codes,
};
use serde::{Deserialize, Serialize};

use crate::{Area, AreaDraft, DurationDays, Hours, ValidityMonths, read};

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

/// What a course says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseTerms {
    /// Stable code, unique among courses.
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
    pub area: Area,
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
    /// Whether it is still given.
    pub status: CourseStatus,
    /// What it is.
    pub terms: CourseTerms,
}

/// A course as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CourseDraft {
    /// Stable code.
    pub code: String,
    /// Title in Italian and, if translated, in English.
    pub title: TitleDraft,
    /// Code of [`TrainingKind`].
    pub kind: String,
    /// Days of lessons.
    pub duration_days: i64,
    /// Hours of lessons.
    pub hours: i64,
    /// Where it is given.
    pub area: AreaDraft,
    /// Months of validity of the certificate.
    pub validity_months: Option<i64>,
}

/// A title as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TitleDraft {
    /// Italian.
    pub it: String,
    /// English.
    pub en: Option<String>,
}

impl CourseDraft {
    /// The valid terms.
    ///
    /// # Errors
    /// Every mistake, by JSON Pointer.
    pub fn read(&self) -> Result<CourseTerms, Violations> {
        let mut v = Violations::new();
        let code = v.keep("/code", StableCode::parse(&self.code));
        let it = v.keep("/title/it", DisplayName::parse(&self.title.it));
        let en = read::optional_text(&mut v, "/title/en", self.title.en.as_deref());
        let kind = v.keep("/kind", read::code(&self.kind));
        let duration_days = read::number(&mut v, "/duration_days", self.duration_days);
        let hours = read::number(&mut v, "/hours", self.hours);
        let area = self.area.read_into(&mut v);
        let validity_months = self
            .validity_months
            .and_then(|months| read::number(&mut v, "/validity_months", months));
        match (code, it, kind, duration_days, hours, area) {
            (Some(code), Some(it), Some(kind), Some(duration_days), Some(hours), Some(area))
                if v.is_empty() =>
            {
                Ok(CourseTerms {
                    code,
                    title: I18nText { it, en },
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
