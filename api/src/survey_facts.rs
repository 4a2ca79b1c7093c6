//! What results count of closed campaigns, kept in memory: once a campaign is closed it hardly changes.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::NaiveDate;
use domain_shared::SurveyCampaignId;
use persistence::{
    AnyConnection,
    surveys::{Fact, survey_facts_scan, survey_result_stamp},
};
use uuid::Uuid;

use crate::problem::{Outcome, Problem};

/// Most bytes kept of all campaigns: some 350,000 responses of sixty questions.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Facts of campaigns that were asked for last.
#[derive(Default)]
pub struct FactCache(Mutex<Kept>);

impl std::fmt::Debug for FactCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FactCache").finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Kept {
    /// Whoever was asked for last stands last.
    campaigns: VecDeque<Entry>,
    bytes: usize,
}

struct Entry {
    campaign: SurveyCampaignId,
    stamp: i32,
    /// Nothing of a campaign that is too large to be kept.
    facts: Option<Arc<Facts>>,
}

impl Entry {
    fn bytes(&self) -> usize {
        self.facts.as_ref().map_or(0, |facts| facts.bytes())
    }

    fn counted(&self) -> CountedFacts {
        let facts = self.facts.as_ref().map(Arc::clone);
        facts.map_or(CountedFacts::Stored(self.campaign), CountedFacts::Kept)
    }
}

/// What is counted of a closed campaign.
#[derive(Debug)]
pub(crate) enum CountedFacts {
    /// In memory.
    Kept(Arc<Facts>),
    /// Too many for that: to be read from the database.
    Stored(SurveyCampaignId),
}

impl CountedFacts {
    /// Gives each response to `with`, by identifier.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) fn scan(
        &self,
        connection: &mut AnyConnection,
        with: impl FnMut(&Fact),
    ) -> Outcome<()> {
        match self {
            Self::Kept(facts) => facts.scan(with),
            Self::Stored(campaign) => survey_facts_scan(connection, *campaign, with)?,
        }
        Ok(())
    }
}

impl FactCache {
    /// What is counted of a campaign as it is in the transaction of this connection. Only for campaigns that are closed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) fn of_closed(
        &self,
        connection: &mut AnyConnection,
        campaign: SurveyCampaignId,
    ) -> Outcome<CountedFacts> {
        let stamp = survey_result_stamp(connection, campaign)?.facts;
        if let Some(known) = self.kept(|kept| kept.find(campaign, stamp)) {
            return Ok(known);
        }
        let facts = Facts::read(connection, campaign, MOST_BYTES)?.map(Arc::new);
        let entry = Entry {
            campaign,
            stamp,
            facts,
        };
        let counted = entry.counted();
        self.kept(|kept| kept.keep(entry));
        Ok(counted)
    }

    fn kept<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    fn find(&mut self, campaign: SurveyCampaignId, stamp: i32) -> Option<CountedFacts> {
        let is_it = |one: &Entry| one.campaign == campaign && one.stamp == stamp;
        let place = self.campaigns.iter().position(is_it)?;
        let entry = self.campaigns.remove(place)?;
        let counted = entry.counted();
        self.campaigns.push_back(entry);
        Some(counted)
    }

    fn keep(&mut self, entry: Entry) {
        self.campaigns.retain(|one| one.campaign != entry.campaign);
        self.campaigns.push_back(entry);
        self.bytes = self.campaigns.iter().map(Entry::bytes).sum();
        while self.bytes > MOST_BYTES || self.campaigns.len() > 256 {
            let Some(oldest) = self.campaigns.pop_front() else {
                return;
            };
            self.bytes -= oldest.bytes();
        }
    }
}

#[derive(Debug)]
struct Row {
    response: Uuid,
    completed_on: NaiveDate,
    /// Numbers of names.
    point: u32,
    category: u32,
    channel: u32,
    /// Where the packed answers end that begin where those of the row before end.
    end: u32,
}

/// What is counted of the responses of a campaign, by identifier.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    rows: Vec<Row>,
    names: Vec<String>,
    packed: Vec<u8>,
}

/// Names by number.
#[derive(Default)]
struct Names(HashMap<String, u32>);

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.0.get(name) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(name.to_owned(), number);
        number
    }

    fn in_order(self) -> Vec<String> {
        let mut names: Vec<_> = self.0.into_iter().collect();
        names.sort_unstable_by_key(|(_, number)| *number);
        names.into_iter().map(|(name, _)| name).collect()
    }
}

impl Facts {
    /// Reads what is counted of a campaign, unless it is more than so many bytes.
    fn read(
        connection: &mut AnyConnection,
        campaign: SurveyCampaignId,
        most: usize,
    ) -> Outcome<Option<Self>> {
        let (mut facts, mut names, mut is_broken) = (Self::default(), Names::default(), false);
        survey_facts_scan(connection, campaign, |fact| {
            if facts.bytes() > most {
                return;
            }
            let Ok(response) = Uuid::parse_str(&fact.response_id) else {
                is_broken = true;
                return;
            };
            facts.packed.extend_from_slice(&fact.packed);
            facts.rows.push(Row {
                response,
                completed_on: fact.completed_on,
                point: names.number(&fact.point_id),
                category: names.number(&fact.category),
                channel: names.number(&fact.channel),
                end: u32::try_from(facts.packed.len()).unwrap_or(u32::MAX),
            });
        })?;
        if is_broken {
            return Err(Problem::internal(format!(
                "facts of {campaign} name something that is no response"
            )));
        }
        if facts.bytes() > most {
            return Ok(None);
        }
        facts.names = names.in_order();
        facts.rows.shrink_to_fit();
        facts.packed.shrink_to_fit();
        Ok(Some(facts))
    }

    fn bytes(&self) -> usize {
        self.packed.len() + self.rows.len() * size_of::<Row>()
    }

    fn scan(&self, mut with: impl FnMut(&Fact)) {
        let mut fact = Fact {
            response_id: String::new(),
            point_id: String::new(),
            category: String::new(),
            channel: String::new(),
            completed_on: NaiveDate::default(),
            packed: Vec::new(),
        };
        let name = |own: &mut String, number: u32| {
            let name = usize::try_from(number)
                .ok()
                .and_then(|at| self.names.get(at));
            own.clear();
            own.push_str(name.map_or("", String::as_str));
        };
        let mut start = 0;
        let mut text = Uuid::encode_buffer();
        for row in &self.rows {
            let end = usize::try_from(row.end).unwrap_or(usize::MAX);
            fact.response_id.clear();
            fact.response_id
                .push_str(row.response.hyphenated().encode_lower(&mut text));
            name(&mut fact.point_id, row.point);
            name(&mut fact.category, row.category);
            name(&mut fact.channel, row.channel);
            fact.completed_on = row.completed_on;
            fact.packed.clear();
            fact.packed
                .extend_from_slice(self.packed.get(start..end).unwrap_or_default());
            start = end;
            with(&fact);
        }
    }
}
