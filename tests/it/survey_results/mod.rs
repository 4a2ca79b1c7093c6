//! Results of survey campaigns: what is shown, what is not, exports, open answers.

mod coding;
mod exports;
mod reports;
mod tables;

use api::clock::new_id;
use chrono::NaiveDate;
use domain_accounts::{Action, GrantPlace, Permit, Role};
use domain_points::Point;
use domain_shared::{NetworkBodyId, PointId, SurveyCampaignId, TextValue as _, Version};
use domain_surveys::{
    Columns, Completeness, Definition, Form, InstanceId, RawAnswers, SurveyChannel, SurveyResponse,
    SurveyResponseStatus, SurveyReview, pack,
};
use persistence::surveys::{ResponseFacts, response_insert, survey_facts_put};
use serde_json::{Value, json};
use tests::{Person, TestApp, open_campaign, survey_definition, survey_plan};

/// A network with two points, and people who read results.
struct Stage {
    network: NetworkBodyId,
    points: [Point; 2],
    evaluator: Person,
    admin: Person,
}

/// A final response: point, category, channel, day, answers.
type Given = (PointId, &'static str, SurveyChannel, &'static str, Value);

impl Stage {
    fn set(app: &TestApp) -> Self {
        let world = app.world();
        let network = world.network();
        Self {
            points: [world.point(network), world.point(network)],
            evaluator: world.holder(Role::Evaluator, GrantPlace::Network(network)),
            admin: world.admin(network),
            network,
        }
    }

    /// An open campaign with these responses.
    fn running(&self, app: &TestApp, given: &[Given]) -> String {
        let world = app.world();
        let points: Vec<_> = self.points.iter().map(|point| point.id).collect();
        let plan = survey_plan(world.questionnaire(self.network), &points);
        let id = open_campaign(&self.evaluator.client, &plan);
        add(app, &id, given);
        id
    }

    fn close(&self, id: &str) {
        let path = format!("/survey-campaigns/{id}/closing");
        let _ = self
            .evaluator
            .client
            .send("POST", &path, &[("if-match", "*")], b"")
            .expect(200);
    }

    /// A closed campaign with these responses.
    fn finished(&self, app: &TestApp, given: &[Given]) -> String {
        let id = self.running(app, given);
        self.close(&id);
        id
    }

    /// So many responses that nothing but two at the second point by link is small.
    fn usual(&self) -> Vec<Given> {
        let [first, second] = [self.points[0].id, self.points[1].id];
        let yes = |grade: u8, text: &str| json!({"voto": grade, "usa": "si", "quante": grade, "note": text});
        let no = |grade: u8| json!({"voto": grade, "usa": "no"});
        let mut all = Vec::new();
        let mut add = |count: usize, given: Given| all.extend(vec![given; count]);
        add(
            20,
            (
                first,
                "elderly",
                SurveyChannel::Phone,
                "2026-11-10",
                yes(4, "Orari comodi"),
            ),
        );
        add(
            12,
            (first, "elderly", SurveyChannel::Phone, "2026-11-11", no(2)),
        );
        add(
            9,
            (
                first,
                "students",
                SurveyChannel::Desk,
                "2026-12-01",
                yes(5, "Personale gentile"),
            ),
        );
        add(
            8,
            (second, "students", SurveyChannel::Desk, "2026-12-02", no(2)),
        );
        add(
            15,
            (
                second,
                "elderly",
                SurveyChannel::Phone,
                "2026-12-03",
                yes(4, "Orari scomodi"),
            ),
        );
        add(
            2,
            (second, "elderly", SurveyChannel::Phone, "2026-12-03", no(5)),
        );
        all
    }
}

/// Puts final responses into a campaign, as if they had been submitted.
fn add(app: &TestApp, campaign: &str, given: &[Given]) {
    let definition: Definition = serde_json::from_value(survey_definition()).expect("a definition");
    let form = Form::compile(&definition).expect("a form");
    let columns = Columns::of(&definition, &form);
    let campaign: SurveyCampaignId = campaign.parse().expect("an identifier");
    let now = app.hub().clock.now();
    app.world().arrange(|unit| {
        let permit = Permit::system(Action::SurveyResponseWrite);
        for (point, category, channel, day, answers) in given {
            let raw: RawAnswers = serde_json::from_value(answers.clone()).expect("answers");
            let day: NaiveDate = day.parse().expect("a day");
            let checked = form
                .check(&RawAnswers::new(), &raw, Completeness::Complete, day)
                .expect("good answers");
            let instance: SurveyCampaignId = new_id();
            let response = SurveyResponse {
                id: new_id(),
                campaign_id: campaign,
                point_id: *point,
                category: domain_shared::StableCode::parse(category).expect("a code"),
                respondent_id: None,
                status: SurveyResponseStatus::Completed,
                review: SurveyReview::Received,
                channel: *channel,
                interviewer_id: None,
                language: domain_shared::LanguageTag::parse("it").expect("a language"),
                instance_id: InstanceId::parse(&instance.to_string()).expect("an instance"),
                answers: raw,
                consented_at: None,
                completed_at: Some(now),
                version: Version::FIRST,
                created_at: now,
                updated_at: now,
            };
            response_insert(unit.tx(), &permit, &response)?;
            let facts = ResponseFacts {
                campaign_id: campaign,
                response_id: response.id,
                point_id: *point,
                category: response.category.clone(),
                channel: *channel,
                completed_on: day,
                packed: pack(&columns, &form, &checked, day),
            };
            survey_facts_put(unit.tx(), &permit, &facts)?;
        }
        Ok(())
    });
}

/// The counts of the first list of a question, by code.
fn counts(answers: &Value) -> Vec<(String, Option<u64>)> {
    let list = answers["lists"][0]["counts"].as_array().expect("counts");
    let one = |count: &Value| {
        (
            count["code"].as_str().expect("a code").to_owned(),
            count["count"].as_u64(),
        )
    };
    list.iter().map(one).collect()
}

fn pair(code: &str, count: Option<u64>) -> (String, Option<u64>) {
    (code.to_owned(), count)
}
