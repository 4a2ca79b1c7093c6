//! Responses: submissions, identity, quotas, batches, review, anonymity.

mod anonymity;
mod batches;
mod identity;
mod quotas;
mod races;
mod reviews;
mod roles;

use domain_accounts::{GrantPlace, Role};
use domain_points::Point;
use domain_shared::NetworkBodyId;
use serde_json::{Value, json};
use tests::{Client, Person, Reply, TestApp, open_campaign, survey_answers, survey_plan};

/// A network with two points and an open campaign at both, and their people.
struct Stage {
    network: NetworkBodyId,
    points: [Point; 2],
    campaign: String,
    specialist: Person,
    coordinator: Person,
    admin: Person,
}

impl Stage {
    fn set(app: &TestApp) -> Self {
        Self::with(app, |_| {})
    }

    /// As [`Self::set`], with the plan of the campaign changed.
    fn with(app: &TestApp, change: impl FnOnce(&mut Value)) -> Self {
        let world = app.world();
        let network = world.network();
        let points = [world.point(network), world.point(network)];
        let at_point = GrantPlace::Point(network, points[0].id);
        let admin = world.admin(network);
        let questionnaire = world.questionnaire(network);
        let mut plan = survey_plan(questionnaire, &[points[0].id, points[1].id]);
        change(&mut plan);
        Self {
            campaign: open_campaign(&admin.client, &plan),
            specialist: world.holder(Role::Specialist, at_point),
            coordinator: world.holder(Role::PointCoordinator, at_point),
            admin,
            network,
            points,
        }
    }

    fn path(&self, rest: &str) -> String {
        format!("/survey-campaigns/{}/{rest}", self.campaign)
    }

    /// A complete submission at the first point.
    fn submission(&self) -> Value {
        json!({
            "instance_id": instance(), "point_id": self.points[0].id, "category": "elderly", "channel": "desk",
            "consent": true, "complete": true, "answers": survey_answers(),
        })
    }

    /// As [`Self::submission`], changed.
    fn submission_with(&self, change: impl FnOnce(&mut Value)) -> Value {
        let mut submission = self.submission();
        change(&mut submission);
        submission
    }

    fn submit(&self, client: &Client, submission: &Value) -> Reply {
        client.post(&self.path("responses"), submission)
    }

    /// Identifier of a new respondent of the first point.
    fn respondent(&self) -> String {
        let body = json!({"point_id": self.points[0].id, "category": "elderly", "contact": {"family_name": "Conti", "phone": "0547 123456"}});
        self.specialist
            .client
            .post(&self.path("respondents"), &body)
            .expect(201)
            .text_at("/id")
    }

    /// A complete submission of a respondent.
    fn submission_of(&self, respondent: &str) -> Value {
        self.submission_with(|submission| {
            let members = submission.as_object_mut().expect("an object");
            members.remove("point_id");
            members.remove("category");
            submission["respondent_id"] = json!(respondent);
        })
    }

    /// How many are completed and begun in all, and in the slot of elderly people at the first point.
    fn counts(&self) -> (i64, i64, i64) {
        let progress = self
            .admin
            .client
            .get(&self.path("progress"))
            .expect(200)
            .json();
        let points = progress["points"].as_array().expect("points").clone();
        let point = points
            .iter()
            .find(|point| point["point_id"] == json!(self.points[0].id));
        let slot = &point.expect("the point")["slots"][0];
        let number = |value: &Value| value.as_i64().expect("a number");
        (
            number(&progress["completed"]),
            number(&progress["partial"]),
            number(&slot["completed"]),
        )
    }
}

/// A fresh instance identifier.
fn instance() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Pointers and codes as they are expected.
fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = expected.iter();
    pairs
        .map(|(one, two)| ((*one).to_owned(), (*two).to_owned()))
        .collect()
}

/// A submission in place of another one, changed.
fn edit_of(other: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut edit = other.clone();
    edit["deprecated_id"] = other["instance_id"].clone();
    edit["instance_id"] = json!(instance());
    change(&mut edit);
    edit
}
