//! Survey campaigns: planning, opening, changing, closing, progress.

mod life;
mod writing;

use domain_accounts::{GrantPlace, Role};
use domain_points::Point;
use domain_shared::{NetworkBodyId, QuestionnaireId};
use serde_json::Value;
use tests::{Client, Person, Reply, TestApp, survey_plan};

/// A network with two points, a questionnaire, and their people.
struct Stage {
    network: NetworkBodyId,
    points: [Point; 2],
    questionnaire: QuestionnaireId,
    specialist: Person,
    evaluator: Person,
    admin: Person,
}

impl Stage {
    fn set(app: &TestApp) -> Self {
        let world = app.world();
        let network = world.network();
        let points = [world.point(network), world.point(network)];
        let at_point = GrantPlace::Point(network, points[0].id);
        Self {
            questionnaire: world.questionnaire(network),
            specialist: world.holder(Role::Specialist, at_point),
            evaluator: world.holder(Role::Evaluator, GrantPlace::Network(network)),
            admin: world.admin(network),
            network,
            points,
        }
    }

    /// A plan at both points.
    fn plan(&self) -> Value {
        let points: Vec<_> = self.points.iter().map(|point| point.id).collect();
        survey_plan(self.questionnaire, &points)
    }

    /// A new draft.
    fn draft(&self) -> Reply {
        self.evaluator
            .client
            .post("/survey-campaigns", &self.plan())
            .expect(201)
    }
}

/// The path of a campaign.
fn path(id: &str) -> String {
    format!("/survey-campaigns/{id}")
}

/// Takes a step with a campaign.
fn step(client: &Client, id: &str, name: &str, etag: &str) -> Reply {
    let path = format!("/survey-campaigns/{id}/{name}");
    client.send("POST", &path, &[("if-match", etag)], b"")
}

/// Pointers and codes as they are expected.
fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = expected.iter();
    pairs
        .map(|(one, two)| ((*one).to_owned(), (*two).to_owned()))
        .collect()
}
