//! Questionnaires ready to check answers with, kept in memory: a version that was ever active does not change.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain_shared::{DefinitionNumber, QuestionnaireId};
use domain_surveys::{Definition, Form, SurveyCampaign};
use persistence::{AnyConnection, surveys::questionnaire_version_find};

use crate::problem::{Outcome, Problem};

/// Most questionnaires kept.
const MOST_KEPT: usize = 64;

type Key = (QuestionnaireId, DefinitionNumber);

/// A version of a questionnaire, ready to check answers with.
#[derive(Debug)]
pub struct ReadyForm {
    /// What is asked.
    pub definition: Definition,
    /// What checks answers.
    pub form: Form,
}

/// Questionnaires of campaigns that take answers.
#[derive(Debug, Default)]
pub struct FormCache(Mutex<HashMap<Key, Arc<ReadyForm>>>);

impl FormCache {
    /// What a campaign asks. Only for campaigns that were opened: their version does not change any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn of_campaign(
        &self,
        connection: &mut AnyConnection,
        campaign: &SurveyCampaign,
    ) -> Outcome<Arc<ReadyForm>> {
        let key = (campaign.questionnaire_id, campaign.questionnaire_number);
        if let Some(known) = self.kept(|kept| kept.get(&key).cloned()) {
            return Ok(known);
        }
        let ready = Arc::new(ready_form(connection, key)?);
        self.kept(|kept| {
            if kept.len() >= MOST_KEPT {
                kept.clear();
            }
            kept.insert(key, Arc::clone(&ready));
        });
        Ok(ready)
    }

    fn kept<T>(&self, work: impl FnOnce(&mut HashMap<Key, Arc<ReadyForm>>) -> T) -> T {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut kept)
    }
}

fn ready_form(connection: &mut AnyConnection, (id, number): Key) -> Outcome<ReadyForm> {
    let version = questionnaire_version_find(connection, id, number)?;
    let lost = || {
        Problem::internal(format!(
            "a campaign asks a version of {id} that is not there"
        ))
    };
    let definition = version.ok_or_else(lost)?.definition;
    let broken =
        |wrong| Problem::internal(format!("an active version of {id} does not fit: {wrong}"));
    let form = Form::compile(&definition).map_err(broken)?;
    Ok(ReadyForm { definition, form })
}
