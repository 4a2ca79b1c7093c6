//! Whole numbers of the training.

use domain_shared::bounded_numbers;

bounded_numbers! {
    /// Days of lessons of a course; two or three are usual.
    DurationDays = 1..=30;
    /// Hours of lessons of a course.
    Hours = 1..=240;
    /// Months for which a certificate is valid.
    ValidityMonths = 1..=120;
    /// Seats of an edition.
    Capacity = 1..=500;
}
