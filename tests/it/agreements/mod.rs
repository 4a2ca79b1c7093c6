//! Agreements: writing, review, the other side's answers, signatures, the end, and what follows.

mod dates;
mod files;
mod history;
mod life;
mod listing;
mod overlaps;
mod races;
mod roles;
mod successors;
mod use_of_parties;
mod writing;

use domain_accounts::{GrantPlace, Role};
use domain_points::Point;
use domain_providers::Provider;
use domain_shared::{NetworkBodyId, TextValue as _};
use serde_json::{Value, json};
use tests::{Client, Person, Reply, TestApp};

/// A network with a point, a provider, a template, and their people.
struct Stage {
    network: NetworkBodyId,
    point: Point,
    provider: Provider,
    template: String,
    coordinator: Person,
    editor: Person,
    manager: Person,
    reviewer: Person,
    admin: Person,
}

impl Stage {
    fn set(app: &TestApp) -> Self {
        let world = app.world();
        let network = world.network();
        let (point, provider) = (world.point(network), world.provider(network));
        let at_point = GrantPlace::Point(network, point.id);
        let at_provider = GrantPlace::Provider(network, provider.id);
        let admin = world.admin(network);
        Self {
            template: template(&admin.client, network),
            coordinator: world.holder(Role::PointCoordinator, at_point),
            editor: world.holder(Role::ProviderEditor, at_provider),
            manager: world.holder(Role::ProviderManager, at_provider),
            reviewer: world.holder(Role::Reviewer, GrantPlace::Network(network)),
            admin,
            network,
            point,
            provider,
        }
    }

    /// Everything an agreement of the point with the provider says, for the year 2027.
    fn content(&self) -> Value {
        json!({
            "title": "Convenzione con l'ente", "kind": "service_convention",
            "template": {"template_id": self.template, "number": 1},
            "parties": [
                {"side": "network", "kind": "point", "id": self.point.id},
                {"side": "counterpart", "kind": "provider", "id": self.provider.id},
            ],
            "signatories": [
                {"party": 0, "given_name": "Anna", "family_name": "Bianchi", "capacity": "Coordinatrice"},
                {"party": 1, "given_name": "Lucia", "family_name": "Fabbri", "capacity": "Legale rappresentante"},
            ],
            "benefits": [{"kind": "percentage", "percentage": "10", "audience": "member"}],
            "validity": {"from": "2027-01-01", "until": "2027-12-31"},
            "values": {"servizio": "assistenza domiciliare"},
        })
    }

    /// As [`Self::content`], changed.
    fn content_with(&self, change: impl FnOnce(&mut Value)) -> Value {
        let mut content = self.content();
        change(&mut content);
        content
    }

    /// The name the provider has in the register.
    fn provider_name(&self) -> String {
        self.provider.profile.legal_name.as_str().to_owned()
    }

    /// Identifier of a new draft that an administrator wrote.
    fn draft(&self, content: &Value) -> String {
        let made = self.admin.client.post("/agreements", content).expect(201);
        made.text_at("/id")
    }

    /// Identifier of a new agreement that waits for the other side.
    fn sent(&self, content: &Value) -> String {
        let id = self.draft(content);
        let _ = any(&self.admin.client, &id, "review-submission", NOTHING).expect(200);
        let _ = any(&self.admin.client, &id, "sending", NOTHING).expect(200);
        id
    }

    /// Identifier of a new agreement that everybody signed on a day.
    fn signed(&self, content: &Value, day: &str) -> String {
        let id = self.sent(content);
        self.sign(&id, day);
        id
    }

    /// The provider accepts, and all parties sign.
    fn sign(&self, id: &str, day: &str) {
        let _ = any(&self.editor.client, id, "acceptance", NOTHING).expect(200);
        for party in [0, 1] {
            let body = json!({"party": party, "signed_on": day});
            let _ = any(&self.admin.client, id, "signatures", body).expect(200);
        }
    }

    /// The agreement as an administrator sees it.
    fn read(&self, id: &str) -> Reply {
        self.admin
            .client
            .get(&format!("/agreements/{id}"))
            .expect(200)
    }
}

/// An active template of a network, for agreements with providers.
fn template(admin: &Client, network: NetworkBodyId) -> String {
    let body = json!({
        "network_id": network, "kind": "service_convention", "name": "Convenzione",
        "content": {
            "title": "Convenzione per {{servizio}}",
            "opening": "Tra {{rete}} e {{ente}} si conviene quanto segue.",
            "clauses": [
                {"code": "oggetto", "heading": "Oggetto", "text": "L'ente eroga {{servizio}} ai soci."},
                {"code": "pagamenti", "heading": "Pagamenti", "text": "Si paga entro trenta giorni."},
                {"code": "recesso", "heading": "Recesso", "text": "Ciascuno può recedere.", "optional": true},
            ],
            "placeholders": [
                {"code": "rete", "label": "Rete", "kind": "party", "side": "network"},
                {"code": "ente", "label": "Ente", "kind": "party", "side": "counterpart"},
                {"code": "servizio", "label": "Servizio", "kind": "text"},
            ],
        },
    });
    let made = admin.post("/agreement-templates", &body).expect(201);
    let id = made.text_at("/id");
    let path = format!("/agreement-templates/{id}/versions/1/activation");
    let _ = admin
        .send("POST", &path, &[("if-match", "*")], b"")
        .expect(200);
    id
}

/// No body.
const NOTHING: Value = Value::Null;

/// A reason.
fn because() -> Value {
    json!({"reason": "Lo sconto non corrisponde a quanto concordato."})
}

/// Takes a step with an agreement in the version behind an ETag.
#[expect(
    clippy::needless_pass_by_value,
    reason = "bodies are written where they are sent"
)]
fn step(client: &Client, id: &str, name: &str, etag: &str, body: Value) -> Reply {
    let path = format!("/agreements/{id}/{name}");
    let headers = [("content-type", "application/json"), ("if-match", etag)];
    let text = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    client.send("POST", &path, &headers, text.as_bytes())
}

/// Takes a step with an agreement in whatever version.
fn any(client: &Client, id: &str, name: &str, body: Value) -> Reply {
    step(client, id, name, "*", body)
}

/// Pointers and codes as they are expected.
fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = expected.iter();
    pairs
        .map(|(one, two)| ((*one).to_owned(), (*two).to_owned()))
        .collect()
}
