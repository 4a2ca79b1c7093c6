//! Looking after agreements: what is due, reminders, calendar feeds, what agreements cover.

mod coverage;
mod demo;
mod due;
mod feeds;
mod reminders;

use domain_accounts::{GrantPlace, Role};
use domain_agreements::{AgreementDraft, PeriodDraft, RenewalDraft};
use domain_points::Point;
use domain_providers::Provider;
use domain_shared::{AgreementId, NetworkBodyId};
use tests::{Person, TestApp, World};

/// A network with a point, an accredited provider, and who looks after them.
struct Care<'a> {
    world: World<'a>,
    network: NetworkBodyId,
    point: Point,
    provider: Provider,
    admin: Person,
    coordinator: Person,
    manager: Person,
}

impl<'a> Care<'a> {
    fn new(app: &'a TestApp) -> Self {
        let world = app.world();
        let network = world.network();
        let point = world.point(network);
        let provider = world.accredited_provider(network);
        let at_point = GrantPlace::Point(network, point.id);
        let of_provider = GrantPlace::Provider(network, provider.id);
        Self {
            admin: world.admin(network),
            coordinator: world.holder(Role::PointCoordinator, at_point),
            manager: world.holder(Role::ProviderManager, of_provider),
            world,
            network,
            point,
            provider,
        }
    }

    /// An agreement of the point with the provider, with its draft changed.
    fn agreement(&self, change: impl FnOnce(&mut AgreementDraft)) -> AgreementId {
        self.world
            .signed_agreement(&self.point, &self.provider, change)
    }

    /// One from the beginning of 2026 until a day.
    fn until(&self, title: &str, last: &str) -> AgreementId {
        self.agreement(|draft| {
            title.clone_into(&mut draft.title);
            draft.validity = Some(days("2026-01-01", last));
        })
    }
}

fn days(from: &str, until: &str) -> PeriodDraft {
    PeriodDraft {
        from: from.to_owned(),
        until: Some(until.to_owned()),
    }
}

/// Goes on for a year at a time unless notice is given sixty days before.
fn renewed_yearly(draft: &mut AgreementDraft) {
    draft.renewal = Some(RenewalDraft {
        months: 12,
        times: None,
    });
    draft.notice_days = Some(60);
}
