//! The review of cards: queue, claims, comments, rules of verification, reminders.

mod claims;
mod comments;
mod queue;
mod reminders;
mod rules;

use api::clock::new_id;
use chrono::{DateTime, NaiveDate, Utc};
use domain_accounts::{Action, GrantPlace, Permit, Role};
use domain_cards::{
    Card, CardContent, CardDraft, CardRevision, CardState, DraftStatus, PublicWindow, Publication,
    RevisionNumber, Verification,
};
use domain_providers::Provider;
use domain_shared::{BoundedNumber as _, FileId, NetworkBodyId, Version};
use persistence::{
    cards::{card_insert, card_update, revision_insert},
    services::{PublicService, ServiceDocument, services_put},
};
use serde_json::{Value, json};
use tests::{Person, TestApp, World};

/// A network with a provider, its editor and a reviewer.
pub(crate) struct Desk<'a> {
    pub(crate) world: World<'a>,
    pub(crate) network: NetworkBodyId,
    pub(crate) provider: Provider,
    pub(crate) editor: Person,
    pub(crate) reviewer: Person,
}

/// What a card of a test is like.
pub(crate) struct Sample {
    title: String,
    publication: Publication,
    draft: Option<DraftStatus>,
    submitted_at: Option<DateTime<Utc>>,
    verified_on: Option<NaiveDate>,
}

impl Sample {
    /// A card that was never published and waits for review.
    pub(crate) fn submitted(title: &str, at: &str) -> Self {
        Self {
            title: title.to_owned(),
            publication: Publication::Unpublished,
            draft: Some(DraftStatus::Submitted),
            submitted_at: Some(at.parse().expect("an instant")),
            verified_on: None,
        }
    }

    /// A card being written.
    pub(crate) fn draft(title: &str) -> Self {
        Self {
            draft: Some(DraftStatus::Draft),
            submitted_at: None,
            ..Self::submitted(title, "2026-11-20T08:00:00Z")
        }
    }

    /// A published card, last verified on a day.
    pub(crate) fn published(title: &str, verified_on: &str) -> Self {
        Self {
            publication: Publication::Published,
            draft: None,
            submitted_at: None,
            verified_on: Some(verified_on.parse().expect("a day")),
            ..Self::submitted(title, "2026-11-20T08:00:00Z")
        }
    }

    /// The same card, out of use.
    pub(crate) fn archived(self) -> Self {
        Self {
            publication: Publication::Archived,
            draft: None,
            ..self
        }
    }
}

/// What a complete card says, without files.
pub(crate) fn content(title: &str) -> CardContent {
    let complete = include_str!("../../../domain/domain-cards/tests/complete_card.json");
    let mut value: Value = serde_json::from_str(complete).expect("JSON");
    value["title"] = json!({"it": title});
    value["images"] = json!([]);
    value["attachments"] = json!([]);
    let draft: CardDraft = serde_json::from_value(value).expect("the form of a card");
    CardContent::parse(&draft).expect("a valid card")
}

impl<'a> Desk<'a> {
    pub(crate) fn new(app: &'a TestApp) -> Self {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network);
        let place = GrantPlace::Provider(network, provider.id);
        Self {
            editor: world.holder(Role::ProviderEditor, place),
            reviewer: world.holder(Role::Reviewer, GrantPlace::Network(network)),
            world,
            network,
            provider,
        }
    }

    /// A card of the desk's provider.
    pub(crate) fn card(&self, sample: &Sample) -> Card {
        self.card_of(&self.provider, sample)
    }

    /// A card of a provider of the desk's network.
    pub(crate) fn card_of(&self, provider: &Provider, sample: &Sample) -> Card {
        self.card_with(provider, sample, &content(&sample.title))
    }

    /// A card of a provider that says this.
    pub(crate) fn card_with(
        &self,
        provider: &Provider,
        sample: &Sample,
        content: &CardContent,
    ) -> Card {
        let at: DateTime<Utc> = "2026-01-02T09:00:00Z".parse().expect("an instant");
        let first = RevisionNumber::from_number(1).expect("a number");
        let was_published = sample.publication != Publication::Unpublished;
        let card = Card {
            id: new_id(),
            provider_id: provider.id,
            network_id: provider.network_id,
            external_id: None,
            state: CardState {
                publication: sample.publication,
                draft: sample.draft,
            },
            draft: sample.draft.map(|_| content.clone()),
            revision: was_published.then_some(first),
            submitted_at: sample.submitted_at,
            claim: None,
            verification: sample.verified_on.map(|on| Verification { on, by: None }),
            version: Version::FIRST,
            created_at: at,
            updated_at: at,
        };
        self.world.arrange(|unit| {
            let permit = Permit::system(Action::CardWrite);
            card_insert(unit.tx(), &permit, &card)?;
            if was_published {
                let revision = CardRevision {
                    card_id: card.id,
                    number: first,
                    content: content.clone(),
                    published_at: at,
                    published_by: None,
                };
                revision_insert(unit.tx(), &permit, &revision)?;
            }
            Ok(card_update(
                unit.tx(),
                &permit,
                card.version,
                &card,
                Some(content),
            )?)
        });
        card
    }

    /// Puts a card into the public view, with the files it shows.
    pub(crate) fn show(&self, card: &Card, files: &[FileId]) {
        let document = ServiceDocument {
            service: PublicService {
                card_id: card.id,
                provider_id: card.provider_id,
                network_id: card.network_id,
                revision: card.revision.expect("a published card"),
                window: PublicWindow::default(),
                announced: true,
                change_number: 1,
                published_at: card.created_at,
                verified_on: None,
                document: "{}".to_owned(),
                summary: "{}".to_owned(),
            },
            files: files.to_vec(),
            categories: Vec::new(),
        };
        self.world
            .arrange(|unit| Ok(services_put(unit.tx(), std::slice::from_ref(&document))?));
    }

    /// Another reviewer of the network.
    pub(crate) fn colleague(&self) -> Person {
        let place = GrantPlace::Network(self.network);
        self.world.holder(Role::Reviewer, place)
    }
}
