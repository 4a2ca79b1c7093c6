//! A finished campaign with everything that counting its answers needs.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use domain_accounts::Action;
use domain_shared::{BoundedNumber as _, Locale, SurveyCampaignId, TextValue as _};
use domain_surveys::{
    AnswerTable, CampaignStatus, Column, ColumnChoice, ColumnCounts, ColumnKind, Packed,
    SurveyCampaign, Tally, pack_codes, protect,
};
use persistence::{
    AnyConnection,
    surveys::{Fact, SurveyPlace, answer_code_list, answer_coding_list, survey_places},
};

use super::groups::{Grouping, ResultLevel};
use crate::{
    http::Snapshot,
    hub::Hub,
    problem::{Outcome, Problem, ProblemCode},
    survey_campaigns::common::{campaign_of, target},
    survey_facts::FactCache,
    survey_forms::ReadyForm,
};

/// A question as results show it.
#[derive(Debug)]
pub(super) struct Question {
    /// Its place among those of the questionnaire.
    pub(super) place: usize,
    pub(super) column: Column,
    /// Whether its choices are codes that open answers were given.
    pub(super) is_coded: bool,
    /// Those codes, packed, by response.
    codes: HashMap<String, Vec<u8>>,
}

impl Question {
    /// What a response says to this question.
    pub(super) fn row<'a>(&'a self, fact: &'a Fact) -> Packed<'a> {
        if self.is_coded {
            Packed::new(self.codes.get(&fact.response_id).map_or(&[], Vec::as_slice))
        } else {
            Packed::new(&fact.packed)
        }
    }
}

/// A campaign that ended.
#[derive(Debug)]
pub(super) struct Survey {
    pub(super) campaign: SurveyCampaign,
    pub(super) places: Vec<SurveyPlace>,
    pub(super) questions: Vec<Question>,
    facts: Arc<FactCache>,
}

impl Survey {
    /// The campaign, if the caller may do this with its results and it is closed: two readings of a growing total would tell
    /// what came in between.
    ///
    /// # Errors
    /// 403, 404, 409 while it is not closed.
    pub(super) fn read(
        snapshot: &mut Snapshot<'_>,
        hub: &Hub,
        id: SurveyCampaignId,
        action: Action,
    ) -> Outcome<Self> {
        let campaign = campaign_of(snapshot.connection(), id)?;
        snapshot.authorize(action, &target(&campaign))?;
        Self::load(snapshot.connection(), hub, campaign)
    }

    /// The same for whoever was found to be allowed it.
    ///
    /// # Errors
    /// 409 while it is not closed.
    pub(super) fn load(
        connection: &mut AnyConnection,
        hub: &Hub,
        campaign: SurveyCampaign,
    ) -> Outcome<Self> {
        is_closed(&campaign)?;
        let id = campaign.id;
        let ready = hub.forms.of_campaign(connection, &campaign)?;
        let places = survey_places(connection, id)?;
        let questions = questions(connection, id, &ready)?;
        Ok(Self {
            campaign,
            places,
            questions,
            facts: Arc::clone(&hub.facts),
        })
    }

    /// The smallest count that the campaign shows.
    pub(super) fn smallest(&self) -> u32 {
        u32::from(self.campaign.content.smallest_cell.number())
    }

    /// A question by name.
    pub(super) fn question(&self, name: &str) -> Option<&Question> {
        self.questions.iter().find(|one| one.column.name == name)
    }

    /// The groups of a level.
    pub(super) fn grouping(&self, level: ResultLevel, locale: Locale) -> Grouping {
        Grouping::of(level, &self.campaign, &self.places, locale)
    }

    /// Gives what is counted of each response to `with`.
    pub(super) fn scan(
        &self,
        connection: &mut AnyConnection,
        with: impl FnMut(&Fact),
    ) -> Outcome<()> {
        let counted = self.facts.of_closed(connection, self.campaign.id)?;
        counted.scan(connection, with)
    }

    /// Counts the answers to questions by several groupings, reading every response once for all of them. By grouping, then by
    /// question.
    fn count_by(
        &self,
        connection: &mut AnyConnection,
        questions: &[&Question],
        groupings: &[&Grouping],
    ) -> Outcome<Vec<Vec<Vec<ColumnCounts>>>> {
        let mut tallies: Vec<Vec<Tally<'_>>> = Vec::new();
        for one in questions {
            let sizes = groupings.iter().map(|grouping| grouping.groups.len());
            tallies.push(sizes.map(|size| Tally::new(&one.column, size)).collect());
        }
        self.scan(connection, |fact| {
            let groups = groupings.iter().map(|grouping| grouping.of_fact(fact));
            let groups: Vec<usize> = groups.collect();
            for (question, tallies) in questions.iter().zip(&mut tallies) {
                let row = question.row(fact);
                for (group, tally) in groups.iter().zip(tallies) {
                    tally.add(*group, row);
                }
            }
        })?;
        let mut by_grouping: Vec<Vec<Vec<ColumnCounts>>> = vec![Vec::new(); groupings.len()];
        for tallies in tallies {
            let parts = tallies.into_iter().zip(groupings).zip(&mut by_grouping);
            for ((tally, grouping), counts) in parts {
                counts.push(tally.finish(&grouping.groups));
            }
        }
        Ok(by_grouping)
    }

    /// What is shown of questions by groups.
    pub(super) fn tables(
        &self,
        connection: &mut AnyConnection,
        questions: &[&Question],
        grouping: &Grouping,
    ) -> Outcome<Vec<AnswerTable>> {
        let all = self.tables_by(connection, questions, &[grouping])?;
        Ok(all.into_iter().next().unwrap_or_default())
    }

    /// What is shown of questions by several groupings, reading every response once for all of them. By grouping, then by
    /// question.
    pub(super) fn tables_by(
        &self,
        connection: &mut AnyConnection,
        questions: &[&Question],
        groupings: &[&Grouping],
    ) -> Outcome<Vec<Vec<AnswerTable>>> {
        let counts = self.count_by(connection, questions, groupings)?;
        let shown = counts.iter().zip(groupings).map(|(counts, grouping)| {
            let both = questions.iter().zip(counts);
            let shown = both.map(|(one, counts)| {
                protect(&one.column, counts, &grouping.groups, self.smallest())
            });
            shown.collect()
        });
        Ok(shown.collect())
    }
}

/// Refuses before a campaign ended.
///
/// # Errors
/// 409 while it is not closed.
pub(super) fn is_closed(campaign: &SurveyCampaign) -> Outcome<()> {
    if campaign.status == CampaignStatus::Closed {
        Ok(())
    } else {
        Err(Problem::new(ProblemCode::ResultsNotReady))
    }
}

/// The questions of a campaign; open ones that have codes as choices of several.
fn questions(
    connection: &mut AnyConnection,
    id: SurveyCampaignId,
    ready: &ReadyForm,
) -> Outcome<Vec<Question>> {
    let mut codes: BTreeMap<String, Vec<ColumnChoice>> = BTreeMap::new();
    for one in answer_code_list(connection, id)? {
        let label = [("it".to_owned(), one.label.as_str().to_owned())].into();
        let code = one.code.as_str().to_owned();
        codes
            .entry(one.question)
            .or_default()
            .push(ColumnChoice { code, label });
    }
    let mut given: HashMap<String, HashMap<String, Vec<String>>> = HashMap::new();
    if !codes.is_empty() {
        for (response, question, code) in answer_coding_list(connection, id)? {
            given
                .entry(question)
                .or_default()
                .entry(response)
                .or_default()
                .push(code);
        }
    }
    let question = |(place, column): (usize, &Column)| {
        let codes = codes
            .remove(&column.name)
            .filter(|_| column.kind == ColumnKind::Open);
        let is_coded = codes.is_some();
        let column = codes.map_or_else(|| column.clone(), |codes| column.coded(codes));
        let given = given.remove(&column.name).unwrap_or_default();
        let packed = given.into_iter().map(|(response, codes)| {
            let codes = pack_codes(&column, codes.iter().map(String::as_str));
            (response, codes)
        });
        Question {
            place,
            codes: packed.collect(),
            is_coded,
            column,
        }
    };
    Ok(ready.columns.iter().enumerate().map(question).collect())
}
