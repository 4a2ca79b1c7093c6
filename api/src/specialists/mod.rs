//! Specialists, their assignments and certificates.

mod accounts;
mod assignments;
mod certificates;
mod dto;
mod people;
mod refusal;
mod status;

use chrono::{DateTime, NaiveDate, Utc};
use domain_accounts::{Action, Permit, Target};
use domain_shared::{PointId, SpecialistId, civil_date};
use domain_specialists::Specialist;
use persistence::{
    AnyConnection,
    specialists::{SpecialistToday, specialist_find, specialists_today},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem},
};

pub(crate) use certificates::record_certificate;
pub(crate) use dto::CertificateView;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(people::list_specialists)
        .service(people::create_specialist)
        .service(people::find_specialist)
        .service(people::update_specialist)
        .service(people::remove_specialist)
        .service(status::begin_specialist_leave)
        .service(status::activate_specialist)
        .service(status::deactivate_specialist)
        .service(accounts::link_specialist_account)
        .service(accounts::unlink_specialist_account)
        .service(assignments::list_assignments)
        .service(assignments::create_assignment)
        .service(assignments::find_assignment)
        .service(assignments::end_assignment)
        .service(assignments::remove_assignment)
        .service(certificates::list_certificates)
        .service(certificates::register_certificate)
        .service(certificates::find_certificate)
        .service(certificates::revoke_certificate);
}

/// A specialist with what is true of them today.
pub(crate) struct Known {
    pub(crate) specialist: Specialist,
    pub(crate) state: SpecialistToday,
    pub(crate) today: NaiveDate,
}

impl Known {
    /// The specialist with this identifier, or 404.
    pub(crate) fn of(
        connection: &mut AnyConnection,
        id: SpecialistId,
        now: DateTime<Utc>,
    ) -> Outcome<Self> {
        let specialist = specialist_find(connection, id)?.ok_or_else(Problem::not_found)?;
        let today = civil_date(now);
        let state = specialists_today(connection, &[id], today)?
            .remove(&id)
            .unwrap_or_default();
        Ok(Self {
            specialist,
            state,
            today,
        })
    }

    /// The specialist with this identifier whom the caller may read, or 404. Everything below a
    /// specialist begins here, so that refusals after it can be frank.
    pub(crate) fn readable(unit: &mut UnitOfWork<'_, '_>, id: SpecialistId) -> Outcome<Self> {
        let now = unit.now();
        let known = Self::of(unit.connection(), id, now)?;
        let _: Permit = unit.authorize(Action::SpecialistRead, &known.target())?;
        Ok(known)
    }

    /// Where the person belongs today.
    pub(crate) fn target(&self) -> Target {
        Target::private_in(self.specialist.network_id)
            .at_points(self.state.points.iter().copied())
            .about(self.specialist.user_id)
    }

    /// Where something belongs that is about a person whom the caller may read.
    fn part(&self, point: Option<PointId>) -> Target {
        Target::public_in(self.specialist.network_id).at_points(point)
    }
}
