//! Signed agreements to test with.

use api::{agreements::effects::bring_in_line, clock::new_id};
use domain_accounts::{Action, Permit};
use domain_agreements::{
    Agreement, AgreementContent, AgreementDraft, AgreementStatus, BenefitDraft, PartyDraft,
    PeriodDraft, SignatoryDraft,
};
use domain_points::Point;
use domain_providers::Provider;
use domain_shared::{AgreementId, NetworkBodyId, Version, civil_date};
use persistence::agreements::{agreement_find, agreement_insert, agreement_update};

use super::World;

impl World<'_> {
    /// A signed agreement of a point with a provider, on all services of the provider, for the years 2026 and
    /// 2027, with a discount of ten per cent for members, and with its draft changed.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn signed_agreement(
        &self,
        point: &Point,
        provider: &Provider,
        change: impl FnOnce(&mut AgreementDraft),
    ) -> AgreementId {
        let mut draft = AgreementDraft {
            title: format!("Convenzione numero {}", self.next()),
            kind: "service_convention".to_owned(),
            parties: vec![
                party("network", "point", &point.id),
                party("counterpart", "provider", &provider.id),
            ],
            signatories: [0, 1].map(signatory).into(),
            validity: Some(PeriodDraft {
                from: "2026-01-01".to_owned(),
                until: Some("2027-12-31".to_owned()),
            }),
            benefits: vec![BenefitDraft {
                kind: "percentage".to_owned(),
                percentage: Some("10".to_owned()),
                audience: "member".to_owned(),
                ..BenefitDraft::default()
            }],
            ..AgreementDraft::default()
        };
        change(&mut draft);
        self.stored_agreement(point.network_id, &draft)
    }

    fn stored_agreement(&self, network: NetworkBodyId, draft: &AgreementDraft) -> AgreementId {
        let now = self.app.hub().clock.now();
        let agreement = Agreement {
            id: new_id(),
            network_id: network,
            predecessor: None,
            status: AgreementStatus::Signed,
            content: AgreementContent::parse(draft).expect("a valid agreement"),
            revision: None,
            sent_at: Some(now),
            signed_on: Some(civil_date(now)),
            ended_on: None,
            superseded_from: None,
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
        };
        self.arrange(|unit| {
            let permit = Permit::system(Action::AgreementWrite);
            agreement_insert(unit.tx(), &permit, &agreement)?;
            bring_in_line(unit, &agreement)
        });
        agreement.id
    }

    /// Changes a stored agreement as its end or its replacement does.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn agreement_changed(&self, id: AgreementId, change: impl Fn(&mut Agreement)) {
        self.arrange(|unit| {
            let permit = Permit::system(Action::AgreementWrite);
            let mut agreement = agreement_find(unit.connection(), id)?.expect("the agreement");
            let read = agreement.version;
            change(&mut agreement);
            agreement.version = read.next();
            agreement_update(unit.tx(), &permit, read, &agreement)?;
            bring_in_line(unit, &agreement)
        });
    }
}

/// A party by its identifier.
#[must_use]
pub fn party(side: &str, kind: &str, id: &impl ToString) -> PartyDraft {
    PartyDraft {
        side: side.to_owned(),
        kind: kind.to_owned(),
        id: Some(id.to_string()),
        ..PartyDraft::default()
    }
}

fn signatory(party: i64) -> SignatoryDraft {
    SignatoryDraft {
        party,
        given_name: "Anna".to_owned(),
        family_name: "Bianchi".to_owned(),
        capacity: "Legale rappresentante".to_owned(),
    }
}
