//! Work that takes longer than a request: how far it is, and what it says in the end.

use serde::{Deserialize, Serialize};

use crate::{InvalidTransition, Locale, Violation, codes};

codes! {
    /// How far a job is.
    pub enum JobStatus {
        /// Waiting for a worker.
        Queued = "queued", "in attesa", "queued";
        /// At work.
        Running = "running", "in corso", "running";
        /// Finished; single parts may have failed.
        Done = "done", "conclusa", "done";
        /// Given up.
        Failed = "failed", "non riuscita", "failed";
        /// Cancelled by somebody.
        Cancelled = "cancelled", "annullata", "cancelled";
    }
}

codes! {
    /// A step in the life of a job.
    pub enum JobStep {
        /// A worker takes it, or takes it up again.
        Start = "start", "avvia", "start";
        /// It is finished.
        Finish = "finish", "concludi", "finish";
        /// It is given up.
        Fail = "fail", "interrompi", "fail";
        /// Somebody cancels it.
        Cancel = "cancel", "annulla", "cancel";
    }
}

impl JobStatus {
    /// The steps that can be taken.
    #[must_use]
    pub const fn allowed(self) -> &'static [JobStep] {
        match self {
            Self::Queued => &[JobStep::Start, JobStep::Cancel],
            Self::Running => &[
                JobStep::Start,
                JobStep::Finish,
                JobStep::Fail,
                JobStep::Cancel,
            ],
            Self::Done | Self::Failed | Self::Cancelled => &[],
        }
    }

    /// Where a job stands after a step.
    ///
    /// # Errors
    /// [`InvalidTransition`] when the step is not among the allowed ones.
    pub fn after(self, step: JobStep) -> Result<Self, InvalidTransition<Self, JobStep>> {
        if !self.allowed().contains(&step) {
            return Err(InvalidTransition {
                from: self,
                allowed: self.allowed(),
            });
        }
        Ok(match step {
            JobStep::Start => Self::Running,
            JobStep::Finish => Self::Done,
            JobStep::Fail => Self::Failed,
            JobStep::Cancel => Self::Cancelled,
        })
    }

    /// Whether nothing more happens to it.
    #[must_use]
    pub const fn is_over(self) -> bool {
        self.allowed().is_empty()
    }
}

/// A sentence for people that is kept in both languages, because nobody knows yet who reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Stable code.
    pub code: String,
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
}

impl Note {
    /// What a violation says, in both languages.
    #[must_use]
    pub fn of(violation: &Violation) -> Self {
        Self {
            code: violation.message.code.to_owned(),
            it: violation.text(Locale::Italian),
            en: violation.text(Locale::English),
        }
    }

    /// The sentence in a language.
    #[must_use]
    pub fn text(&self, locale: Locale) -> &str {
        match locale {
            Locale::Italian => &self.it,
            Locale::English => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code as _;

    #[test]
    fn what_is_over_stays_over() {
        for status in JobStatus::ALL {
            for step in JobStep::ALL {
                assert_eq!(
                    status.after(*step).is_ok(),
                    status.allowed().contains(step),
                    "{status:?} {step:?}"
                );
                if status.is_over() {
                    assert!(status.after(*step).is_err());
                }
            }
        }
        assert_eq!(
            JobStatus::Running.after(JobStep::Start),
            Ok(JobStatus::Running),
            "a lost job is taken up again"
        );
    }
}
