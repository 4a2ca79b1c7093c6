//! On which days a published card is in the public view.

use chrono::NaiveDate;
use domain_shared::Period;

/// The days of the public view, bounds included; open where there is no bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PublicWindow {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub until: Option<NaiveDate>,
}

impl PublicWindow {
    /// The days that are also in a period.
    #[must_use]
    pub fn within(self, period: Period) -> Self {
        let later = self
            .from
            .map_or(period.from(), |from| from.max(period.from()));
        Self {
            from: Some(later),
            ..self
        }
        .until(period.until())
    }

    /// The days up to another last day, if there is one.
    #[must_use]
    pub fn until(self, last: Option<NaiveDate>) -> Self {
        let until = match (self.until, last) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self { until, ..self }
    }

    /// Whether a day lies within.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_bounds_hold() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let validity = Period::new(day("2026-03-01"), None).unwrap();
        let accreditation = Period::new(day("2026-01-01"), Some(day("2026-12-31"))).unwrap();
        let window = PublicWindow::default()
            .within(validity)
            .within(accreditation)
            .until(Some(day("2026-11-30")));
        assert_eq!(window.from, Some(day("2026-03-01")));
        assert_eq!(window.until, Some(day("2026-11-30")));
        assert!(!window.contains(day("2026-02-28")) && window.contains(day("2026-11-30")));
        assert!(PublicWindow::default().contains(day("2026-01-01")));
    }
}
