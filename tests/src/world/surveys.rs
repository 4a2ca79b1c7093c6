//! Questionnaires and campaigns to test with.

use api::clock::new_id;
use domain_accounts::{Action, Permit};
use domain_shared::{
    BoundedNumber as _, DefinitionNumber, DefinitionStatus, NetworkBodyId, PointId,
    QuestionnaireId, StableCode, TextValue as _, Version,
};
use domain_surveys::{Definition, Form, Questionnaire, QuestionnaireVersion};
use persistence::surveys::{questionnaire_insert, questionnaire_version_insert};
use serde_json::{Value, json};

use super::World;
use crate::Client;

impl World<'_> {
    /// A questionnaire of a network with an active first version: [`survey_definition`].
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn questionnaire(&self, network: NetworkBodyId) -> QuestionnaireId {
        self.questionnaire_with(network, DefinitionStatus::Active, &survey_definition())
    }

    /// As [`Self::questionnaire`], with a version in another state that asks something else.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn questionnaire_with(
        &self,
        network: NetworkBodyId,
        status: DefinitionStatus,
        definition: &Value,
    ) -> QuestionnaireId {
        let definition: Definition =
            serde_json::from_value(definition.clone()).expect("a definition");
        Form::compile(&definition).expect("a definition that fits together");
        let title = definition.title.best().expect("a title").clone();
        let number = DefinitionNumber::from_number(1).expect("a number");
        let now = self.app.hub().clock.now();
        let is_active = status == DefinitionStatus::Active;
        let questionnaire = Questionnaire {
            id: new_id(),
            network_id: network,
            code: StableCode::parse(&format!("questionario-{}", self.next())).expect("a code"),
            title,
            last: number,
            active: is_active.then_some(number),
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
        };
        let version = QuestionnaireVersion {
            questionnaire_id: questionnaire.id,
            number,
            status,
            definition,
            created_at: now,
            activated_at: is_active.then_some(now),
            retired_at: None,
        };
        self.arrange(|unit| {
            let permit = Permit::system(Action::QuestionnaireWrite);
            questionnaire_insert(unit.tx(), &permit, &questionnaire)?;
            Ok(questionnaire_version_insert(unit.tx(), &permit, &version)?)
        });
        questionnaire.id
    }
}

/// What a short questionnaire asks: a scale, a choice with another question depending on it, and an open question.
#[must_use]
pub fn survey_definition() -> Value {
    json!({
        "title": {"it": "Accesso ai servizi", "en": "Access to services"},
        "introduction": {"it": "Bastano pochi minuti."},
        "items": [
            {"name": "voto", "type": "range", "label": {"it": "Quanto è soddisfatto?"}, "required": true, "scale": {"from": 1.0, "to": 5.0}},
            {"name": "usa", "type": "select_one", "label": {"it": "Usa i servizi?"}, "required": true, "choices": "si_no"},
            {"name": "quante", "type": "integer", "label": {"it": "Quante volte al mese?"}, "required": true,
             "relevant": "${usa} = 'si'", "constraint": ". >= 0 and . <= 31"},
            {"name": "doppio", "type": "calculate", "calculation": "${voto} * 2"},
            {"name": "note", "type": "text", "label": {"it": "Altro da dire?"}},
        ],
        "choices": {"si_no": [
            {"code": "si", "label": {"it": "Sì"}},
            {"code": "no", "label": {"it": "No"}},
        ]},
    })
}

/// Complete answers to [`survey_definition`].
#[must_use]
pub fn survey_answers() -> Value {
    json!({"voto": 4, "usa": "si", "quante": 3, "note": "Orari comodi."})
}

/// A plan of a campaign for November and December 2026 at points, where every category is asked without quotas.
#[must_use]
pub fn survey_plan(questionnaire: QuestionnaireId, points: &[PointId]) -> Value {
    let points = points.iter().map(|id| json!({"point_id": id}));
    json!({
        "questionnaire_id": questionnaire, "title": "Indagine sull'accesso ai servizi",
        "first_day": "2026-11-01", "last_day": "2026-12-31", "channels": ["phone", "desk", "link"],
        "categories": [
            {"code": "elderly", "label": {"it": "Anziani"}},
            {"code": "students", "label": {"it": "Studenti"}},
        ],
        "consent": {"text": {"it": "Acconsento."}, "required": true},
        "points": points.collect::<Vec<_>>(),
    })
}

/// Plans a campaign and opens it; answers its identifier.
///
/// # Panics
/// When it is refused.
#[must_use]
pub fn open_campaign(admin: &Client, plan: &Value) -> String {
    let id = admin
        .post("/survey-campaigns", plan)
        .expect(201)
        .text_at("/id");
    let path = format!("/survey-campaigns/{id}/opening");
    let _ = admin
        .send("POST", &path, &[("if-match", "*")], b"")
        .expect(200);
    id
}
