//! Training: courses, editions, attendances, and the certificates they lead to.

mod attendances;
mod certificates;
mod courses;
mod dto;
mod editions;
mod status;

use domain_accounts::Target;
use domain_shared::{CourseId, EditionId};
use domain_specialists::{Course, Edition};
use persistence::{
    AnyConnection,
    training::{course_find, edition_find},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::problem::{Outcome, Problem};

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(courses::list_training_courses)
        .service(courses::create_training_course)
        .service(courses::find_training_course)
        .service(courses::update_training_course)
        .service(courses::retire_training_course)
        .service(editions::list_training_editions)
        .service(editions::create_training_edition)
        .service(editions::find_training_edition)
        .service(editions::update_training_edition)
        .service(status::begin_training_edition)
        .service(status::complete_training_edition)
        .service(status::cancel_training_edition)
        .service(attendances::list_attendances)
        .service(attendances::enrol_specialist)
        .service(attendances::find_attendance)
        .service(attendances::update_attendance)
        .service(certificates::issue_certificate);
}

/// The course with this identifier, or 404.
fn course_of(connection: &mut AnyConnection, id: CourseId) -> Outcome<Course> {
    course_find(connection, id)?.ok_or_else(Problem::not_found)
}

/// This edition of a course, or 404.
fn edition_of(connection: &mut AnyConnection, course: CourseId, id: EditionId) -> Outcome<Edition> {
    edition_find(connection, course, id)?.ok_or_else(Problem::not_found)
}

/// Where a course and everything below it belongs.
fn target(course: &Course) -> Target {
    Target::private_in(course.network_id)
}
