//! Service cards: writing, review, publication, history.

mod bulk;
mod history;
mod life;
mod listing;
mod suspects;
mod writing;

use domain_accounts::{GrantPlace, Role};
use domain_providers::Provider;
use domain_shared::NetworkBodyId;
use serde_json::Value;
use tests::{Client, Person, Reply, TestApp};

/// A provider with its people, and those of its network.
struct Stage {
    network: NetworkBodyId,
    provider: Provider,
    editor: Person,
    manager: Person,
    reviewer: Person,
    admin: Person,
}

impl Stage {
    fn set(app: &TestApp) -> Self {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network);
        let place = GrantPlace::Provider(network, provider.id);
        Self {
            editor: world.holder(Role::ProviderEditor, place),
            manager: world.holder(Role::ProviderManager, place),
            reviewer: world.holder(Role::Reviewer, GrantPlace::Network(network)),
            admin: world.admin(network),
            network,
            provider,
        }
    }

    /// An editor of another provider of the network.
    fn stranger(&self, app: &TestApp) -> Person {
        let world = app.world();
        let other = world.provider(self.network);
        world.holder(
            Role::ProviderEditor,
            GrantPlace::Provider(self.network, other.id),
        )
    }
}

/// A body for the steps that must be explained.
const REASON: &[u8] = br#"{"reason": "Il prezzo non corrisponde alla carta dei servizi."}"#;

/// Takes a step with a card in the version behind an ETag.
fn step(client: &Client, id: &str, step: &str, etag: &str) -> Reply {
    let body = match step {
        "change-request" | "suspension" | "archiving" => REASON,
        _ => b"",
    };
    let path = format!("/cards/{id}/{step}");
    let headers = [("content-type", "application/json"), ("if-match", etag)];
    client.send("POST", &path, &headers, body)
}

/// Takes a step with a card in whatever version.
fn any(client: &Client, id: &str, name: &str) -> Reply {
    step(client, id, name, "*")
}

/// The steps an answer says are allowed.
fn allowed(reply: &Reply) -> Value {
    reply.json()["allowed"].clone()
}
