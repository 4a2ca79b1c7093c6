//! Training courses and their editions.

use std::collections::BTreeMap;

use domain_accounts::{Action, Permit};
use domain_shared::{EditionId, NetworkBodyId, Version};
use domain_specialists::{Course, CourseStatus, CourseTerms, Edition, EditionStatus, EditionTerms};
use persistence::{
    network::network_find_by_code,
    training::{course_insert, edition_insert},
};
use serde::Deserialize;

use super::read;
use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem},
};

/// Code of the network all of it belongs to.
const NETWORK: &str = "confartigianato-persone";

#[derive(Deserialize)]
struct CourseFile {
    courses: Vec<CourseRecord>,
}

#[derive(Deserialize)]
struct CourseRecord {
    status: CourseStatus,
    course: CourseTerms,
    editions: Vec<EditionRecord>,
}

#[derive(Deserialize)]
struct EditionRecord {
    key: String,
    status: EditionStatus,
    edition: EditionTerms,
}

/// An edition as attendances refer to it.
pub(super) struct Held {
    pub(super) id: EditionId,
    pub(super) course: Course,
}

/// The network of the courses and specialists of the demonstration.
pub(super) fn network(unit: &mut UnitOfWork<'_, '_>) -> Outcome<NetworkBodyId> {
    network_find_by_code(unit.connection(), NETWORK)?
        .map(|body| body.id)
        .ok_or_else(|| Problem::internal("demo training: its network is missing"))
}

/// Loads the courses with their editions, and answers with the latter by key.
pub(super) fn load(unit: &mut UnitOfWork<'_, '_>) -> Outcome<BTreeMap<String, Held>> {
    let now = unit.now();
    let permit = Permit::system(Action::TrainingWrite);
    let file: CourseFile = read(
        "courses",
        include_str!("../../../persistence/data/demo/courses.json"),
    )?;
    let network_id = network(unit)?;
    let mut held = BTreeMap::new();
    for record in file.courses {
        let course = Course {
            id: unit.new_id(),
            version: Version::FIRST,
            network_id,
            status: record.status,
            terms: record.course,
        };
        course_insert(unit.tx(), &permit, &course, now)?;
        for row in record.editions {
            let edition = Edition {
                id: unit.new_id(),
                version: Version::FIRST,
                course_id: course.id,
                status: row.status,
                terms: row.edition,
            };
            edition_insert(unit.tx(), &permit, network_id, &edition, now)?;
            let (id, course) = (edition.id, course.clone());
            held.insert(row.key, Held { id, course });
        }
    }
    Ok(held)
}
