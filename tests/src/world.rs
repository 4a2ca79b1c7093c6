//! Networks, bodies and people to test with.

mod agreements;
mod surveys;

use std::sync::atomic::{AtomicU32, Ordering};

use api::{auth::hash_password, clock::new_id, http::UnitOfWork, problem::Outcome};
use domain_accounts::{Action, Grant, GrantPlace, LocaleCode, Permit, Role, User, UserStatus};
use domain_cards::{Card, CardContent, CardState};
use domain_network::{
    Association, AssociationDraft, AssociationProfile, NetworkBody, NetworkBodyDraft,
    NetworkBodyProfile,
};
use domain_points::{Point, PointDraft, PointPhase, PointProfile, PointStatus};
use domain_providers::{
    Accreditation, AccreditationStatus, Provider, ProviderContactsDraft, ProviderDraft,
    ProviderProfile, Registration,
};
use domain_shared::{
    AddressDraft, EmailAddress, NetworkBodyId, Period, PersonName, TaxCode, TextValue as _, UserId,
    Version,
};
use persistence::{
    accounts::{
        GrantRecord, SessionRecord, grant_insert, password_set, session_insert, user_insert,
    },
    cards::{card_find, card_insert},
    network::{association_insert, network_body_insert},
    points::point_insert,
    providers::{provider_insert, provider_state_update},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

pub use agreements::party;
pub use surveys::{open_campaign, survey_answers, survey_definition, survey_plan};

use crate::{Client, TestApp};

/// Makes things to test with. What HTTP can make is better made over HTTP; this is for the ground
/// below it: networks and signed-in people.
#[derive(Debug)]
pub struct World<'a> {
    app: &'a TestApp,
}

/// A signed-in person.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub id: UserId,
    /// Its e-mail address.
    pub email: String,
    /// A client with the person's access token.
    pub client: Client,
}

impl<'a> World<'a> {
    pub(crate) const fn new(app: &'a TestApp) -> Self {
        Self { app }
    }

    /// A number no other name of this run has.
    #[expect(clippy::unused_self, reason = "reads better where it is used")]
    fn next(&self) -> u32 {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        NUMBER.fetch_add(1, Ordering::Relaxed)
    }

    /// Does something as the system, in one transaction.
    ///
    /// # Panics
    /// When it fails.
    pub fn arrange<T>(&self, mut work: impl FnMut(&mut UnitOfWork<'_, '_>) -> Outcome<T>) -> T {
        let hub = self.app.hub();
        let now = hub.clock.now();
        hub.db
            .write(|tx| {
                tx.bookkeeping();
                work(&mut UnitOfWork::of_system(
                    tx,
                    now,
                    hub.config.public_url.clone(),
                ))
            })
            .unwrap_or_else(|problem: api::problem::Problem| {
                panic!("{problem}: {:?}", problem.log_text())
            })
    }

    /// A network: a root body.
    #[must_use]
    pub fn network(&self) -> NetworkBodyId {
        self.body(None)
    }

    /// A body, a root one or within a network.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn body(&self, parent: Option<NetworkBodyId>) -> NetworkBodyId {
        let number = self.next();
        let draft = NetworkBodyDraft {
            code: format!("ente-{number}"),
            name: format!("Ente {number}"),
            ..NetworkBodyDraft::default()
        };
        let profile = NetworkBodyProfile::parse(&draft).expect("a valid body");
        let body = NetworkBody {
            id: new_id(),
            version: Version::FIRST,
            parent,
            profile,
        };
        self.arrange(|unit| {
            let (permit, now) = (Permit::system(Action::NetworkBodyWrite), unit.now());
            Ok(network_body_insert(unit.tx(), &permit, &body, now)?)
        });
        body.id
    }

    /// An association of a root body, seated in Cesena.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn association(&self, network: NetworkBodyId) -> Association {
        let draft = AssociationDraft {
            name: format!("Associazione {}", self.next()),
            municipality: "C573".to_owned(),
            ..AssociationDraft::default()
        };
        let profile = AssociationProfile::parse(&draft).expect("a valid association");
        let association = Association {
            id: new_id(),
            version: Version::FIRST,
            network_body_id: network,
            network_id: network,
            profile,
        };
        self.arrange(|unit| {
            let (permit, now) = (Permit::system(Action::AssociationWrite), unit.now());
            Ok(association_insert(unit.tx(), &permit, &association, now)?)
        });
        association
    }

    /// A planned point in Cesena of a root body, hosted by an association of its own. Closed on
    /// Sundays, open from nine to one on other days.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn point(&self, network: NetworkBodyId) -> Point {
        self.point_with(network, PointStatus::Planned, |_| {})
    }

    /// As [`Self::point`], in another state and with the draft of its profile changed.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn point_with(
        &self,
        network: NetworkBodyId,
        status: PointStatus,
        change: impl FnOnce(&mut PointDraft),
    ) -> Point {
        let mut draft = point_draft(&format!("Welf@re Point {}", self.next()));
        change(&mut draft);
        let now = self.app.hub().clock.now();
        let point = Point {
            id: new_id(),
            version: Version::FIRST,
            network_id: network,
            association_id: self.association(network).id,
            phase: PointPhase::Research,
            status,
            profile: PointProfile::parse(&draft).expect("a valid point"),
            created_at: now,
            updated_at: now,
        };
        self.arrange(|unit| {
            let permit = Permit::system(Action::PointManage);
            Ok(point_insert(unit.tx(), &permit, &point)?)
        });
        point
    }

    /// A signed-in holder of a role at a place.
    ///
    /// # Panics
    /// When the role does not fit the place.
    #[must_use]
    pub fn holder(&self, role: Role, place: GrantPlace) -> Person {
        let person = self.person(Some(place.network()));
        let record = GrantRecord {
            id: new_id(),
            user_id: person.id,
            grant: Grant::new(role, place).expect("the role fits the place"),
            version: Version::FIRST,
            created_at: self.app.hub().clock.now(),
        };
        self.arrange(|unit| {
            let permit = Permit::system(Action::UserWrite);
            Ok(grant_insert(unit.tx(), &permit, &record)?)
        });
        person
    }

    /// A signed-in network administrator.
    #[must_use]
    pub fn admin(&self, network: NetworkBodyId) -> Person {
        self.holder(Role::NetworkAdmin, GrantPlace::Network(network))
    }

    /// Gives a person a password. Hashing is slow by design, so only tests that sign in do this.
    ///
    /// # Panics
    /// When it cannot be stored.
    pub fn set_password(&self, person: &Person, password: &str) {
        let hash = hash_password(&SecretString::from(password)).expect("a hash");
        self.arrange(|unit| {
            let (permit, now) = (Permit::system(Action::UserWrite), unit.now());
            Ok(password_set(
                unit.tx(),
                &permit,
                person.id,
                &hash,
                false,
                now,
            )?)
        });
    }

    /// A signed-in person without any role, and without a password.
    ///
    /// # Panics
    /// When the account cannot be made.
    #[must_use]
    pub fn person(&self, network: Option<NetworkBodyId>) -> Person {
        let hub = self.app.hub();
        let now = hub.clock.now();
        let email = format!(
            "persona-{}-{}@example.org",
            self.next(),
            uuid::Uuid::now_v7().simple()
        );
        let user = User {
            id: new_id(),
            network_id: network,
            email: EmailAddress::parse(&email).expect("a valid address"),
            given_name: PersonName::parse("Anna").expect("a valid name"),
            family_name: PersonName::parse("Bianchi").expect("a valid name"),
            locale: LocaleCode::It,
            status: UserStatus::Active,
            must_change_password: false,
            last_login_at: None,
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
        };
        self.arrange(|unit| {
            Ok(user_insert(
                unit.tx(),
                &Permit::system(Action::UserWrite),
                &user,
            )?)
        });
        Person {
            id: user.id,
            email,
            client: self.session(user.id),
        }
    }

    /// A client with a fresh access token of an account.
    ///
    /// # Panics
    /// When there is no such account.
    #[must_use]
    pub fn session(&self, user: UserId) -> Client {
        let hub = self.app.hub();
        let now = hub.clock.now();
        let session = SessionRecord {
            id: new_id(),
            user_id: user,
            client: "test".to_owned(),
            created_at: now,
            last_used_at: now,
            expires_at: now + chrono::Duration::days(365),
        };
        self.arrange(|unit| {
            Ok(session_insert(
                unit.tx(),
                &session,
                &session.id.to_string(),
            )?)
        });
        let (token, _) = hub.keys.issue(user, session.id, now).expect("a token");
        self.app.client(token.expose_secret())
    }

    /// A provider of a network, seated in Cesena, its registration approved.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn provider(&self, network: NetworkBodyId) -> Provider {
        let number = self.next();
        let draft = ProviderDraft {
            kind: "third_sector".to_owned(),
            legal_form: "social_promotion_association".to_owned(),
            legal_name: format!("Ente {number} APS"),
            tax_code: tax_code(100_000 + number),
            contacts: ProviderContactsDraft {
                email: Some(format!("ente-{number}@example.org")),
                contact_person: Some("Lucia Fabbri".to_owned()),
                ..ProviderContactsDraft::default()
            },
            legal_seat: Some(AddressDraft {
                street: "Viale Europa 20".to_owned(),
                postal_code: "47521".to_owned(),
                municipality: "C573".to_owned(),
                notes: None,
            }),
            ..ProviderDraft::default()
        };
        let now = self.app.hub().clock.now();
        let provider = Provider {
            id: new_id(),
            network_id: network,
            profile: ProviderProfile::parse(&draft).expect("a valid provider"),
            applicant: None,
            registration: Registration::by_the_network(None, now),
            accreditation: Accreditation::NONE,
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
        };
        self.arrange(|unit| {
            let permit = Permit::system(Action::ProviderRegister);
            Ok(provider_insert(unit.tx(), &permit, &provider)?)
        });
        provider
    }

    /// As [`Self::provider`], accredited for this year and the next.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn accredited_provider(&self, network: NetworkBodyId) -> Provider {
        let before = self.provider(network);
        let day = |text: &str| text.parse().expect("a day");
        let period = Period::new(day("2026-01-01"), Some(day("2027-12-31"))).expect("a period");
        let accredited = AccreditationStatus::Accredited;
        let accreditation = Accreditation::from_stored(accredited, Some(period), None);
        let after = Provider {
            accreditation: accreditation.expect("an accreditation"),
            version: before.version.next(),
            ..before.clone()
        };
        self.arrange(|unit| {
            let permit = Permit::system(Action::ProviderDecide);
            Ok(provider_state_update(
                unit.tx(),
                &permit,
                before.version,
                &after,
            )?)
        });
        after
    }

    /// A complete draft of a card of a provider, with a title of its own.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn card(&self, provider: &Provider) -> Card {
        self.card_with(provider, |_| {})
    }

    /// As [`Self::card`], with what it says changed.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn card_with(&self, provider: &Provider, change: impl FnOnce(&mut Value)) -> Card {
        let mut content = card_content();
        content["title"] = json!({"it": format!("Servizio numero {}", self.next())});
        change(&mut content);
        let content: CardContent = serde_json::from_value(content).expect("a valid card");
        let now = self.app.hub().clock.now();
        let card = Card {
            id: new_id(),
            provider_id: provider.id,
            network_id: provider.network_id,
            external_id: None,
            state: CardState::NEW,
            draft: Some(content),
            revision: None,
            submitted_at: None,
            claim: None,
            verification: None,
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
        };
        self.arrange(|unit| {
            let permit = Permit::system(Action::CardWrite);
            Ok(card_insert(unit.tx(), &permit, &card)?)
        });
        card
    }

    /// A card that waits for review, submitted by an administrator of the network.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn submitted_card(&self, provider: &Provider) -> Card {
        self.card_after(&self.card(provider), &["submission"])
    }

    /// A published card, submitted and published by an administrator of the network.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn published_card(&self, provider: &Provider) -> Card {
        self.published_card_with(provider, |_| {})
    }

    /// As [`Self::published_card`], with what it says changed.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn published_card_with(
        &self,
        provider: &Provider,
        change: impl FnOnce(&mut Value),
    ) -> Card {
        let card = self.card_with(provider, change);
        self.card_after(&card, &["submission", "publication"])
    }

    /// A card after an administrator of its network took steps with it that need no reason.
    ///
    /// # Panics
    /// When one of them is refused.
    #[must_use]
    pub fn card_after(&self, card: &Card, steps: &[&str]) -> Card {
        let admin = self.admin(card.network_id).client;
        for step in steps {
            let path = format!("/cards/{}/{step}", card.id);
            let _ = admin
                .send("POST", &path, &[("if-match", "*")], b"")
                .expect(200);
        }
        self.arrange(|unit| Ok(card_find(unit.connection(), card.id)?))
            .expect("the card")
    }
}

/// Everything a service card in Cesena says, complete but for files, as clients send it.
///
/// # Panics
/// When the example is no JSON.
#[must_use]
pub fn card_content() -> Value {
    let full = include_str!("../../domain/domain-cards/tests/complete_card.json");
    let mut content: Value = serde_json::from_str(full).expect("JSON");
    if let Some(members) = content.as_object_mut() {
        members.remove("images");
        members.remove("attachments");
    }
    content
}

/// A valid point in Cesena.
fn point_draft(name: &str) -> PointDraft {
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
    ];
    let weekly: Vec<_> = days
        .iter()
        .map(|day| json!({"weekday": day, "opens": "09:00", "closes": "13:00"}))
        .collect();
    serde_json::from_value(json!({
        "name": name,
        "address": {"street": "Via Ilaria Alpi 49", "postal_code": "47521", "municipality": "C573"},
        "coordinates": {"lat": 44.1391, "lon": 12.2431},
        "opening_hours": {"weekly": weekly},
        "access_modes": ["in_person"],
        "languages": ["it"],
    }))
    .expect("the form of a point")
}

/// The tax code of a body that does not exist, another one for every number.
#[must_use]
pub fn tax_code(number: u32) -> String {
    (0..10)
        .map(|check| format!("{number:07}001{check}"))
        .find(|code| TaxCode::parse(code).is_ok())
        .expect("one check digit fits")
}
