//! Courses, their editions and who attends them.

mod attendances;
mod courses;
mod editions;

pub use attendances::{
    Attendee, attendance_find, attendance_insert, attendance_list, attendance_update,
    attendances_of, attendees_count,
};
pub use courses::{CourseFilter, course_find, course_insert, course_list, course_update};
pub use editions::{EditionFilter, edition_find, edition_insert, edition_list, edition_update};
