//! Survey campaigns with synthetic answers: one that ended, one that runs.

mod answers;

use std::collections::BTreeMap;

use answers::{Dice, Recipe, Ways};
use chrono::{DateTime, Duration, Utc};
use domain_accounts::{Action, Permit, Scope};
use domain_shared::{
    Code as _, LanguageTag, LocalTextDraft, NetworkBodyId, PointId, StableCode, SurveyCampaignId,
    TextValue as _, Version, Violations, civil_date,
};
use domain_surveys::{
    CampaignDraft, CampaignPlan, CampaignStatus, Completeness, ConsentDraft, Disposition,
    InstanceId, PointQuotaDraft, RawAnswers, Respondent, RespondentCategoryDraft,
    RespondentContact, RespondentContactDraft, SlotQuotaDraft, SurveyCampaign, SurveyChannel,
    SurveyResponse, SurveyResponseStatus, SurveyReview, as_given,
};
use persistence::{
    PageRequest,
    network::network_find_by_code,
    surveys::{
        QuestionnaireFilter, campaign_insert, campaign_quotas_write, points_of_network,
        questionnaire_list, respondent_insert,
    },
};
use serde::Deserialize;

use super::read;
use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem},
    survey_forms::{FormCache, ReadyForm},
    survey_responses::{lay_in, time_of},
};

#[derive(Deserialize)]
struct File {
    campaigns: Vec<CampaignRecord>,
}

/// A campaign; days are counted from the day of filling.
#[derive(Deserialize)]
struct CampaignRecord {
    id: SurveyCampaignId,
    /// Code of the root of its network.
    network: String,
    /// Code of the questionnaire; its active version is asked.
    questionnaire: String,
    status: CampaignStatus,
    title: String,
    description: String,
    first_day: i64,
    last_day: i64,
    /// Weights of the channels.
    channels: BTreeMap<String, u32>,
    consent: Option<String>,
    anonymous: bool,
    /// How many answers each point needs.
    minimum: i64,
    /// At most so many more does a point have.
    extra: u64,
    /// How many points, the last ones, have not asked anybody yet.
    #[serde(default)]
    behind: usize,
    categories: Vec<CategoryRecord>,
    #[serde(flatten)]
    recipe: Recipe,
}

#[derive(Deserialize)]
struct CategoryRecord {
    code: StableCode,
    label: LocalTextDraft,
    minimum: i64,
    cap: Option<i64>,
    weight: u32,
    #[serde(default)]
    fixed: BTreeMap<String, String>,
    #[serde(default)]
    numbers: BTreeMap<String, (i64, i64)>,
}

#[derive(Deserialize)]
struct PointName {
    id: PointId,
}

/// Loads the campaigns with their answers.
pub(super) fn load(unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
    let text = include_str!("../../../../persistence/data/demo/surveys.json");
    let file: File = read("surveys", text)?;
    for record in &file.campaigns {
        let made = Made::of(unit, record)?;
        made.fill(unit)?;
    }
    Ok(())
}

/// A campaign that was planned, on its way to its answers.
struct Made<'a> {
    record: &'a CampaignRecord,
    campaign: SurveyCampaign,
    ready: std::sync::Arc<ReadyForm>,
    points: Vec<PointId>,
    now: DateTime<Utc>,
}

fn wrong(what: &str, violations: &Violations) -> Problem {
    Problem::internal(format!("demo survey, {what}: {violations}"))
}

impl<'a> Made<'a> {
    fn of(unit: &mut UnitOfWork<'_, '_>, record: &'a CampaignRecord) -> Outcome<Self> {
        let now = unit.now();
        let lost = |what: &str| Problem::internal(format!("demo survey without its {what}"));
        let network = network_find_by_code(unit.connection(), &record.network)?;
        let network = network.ok_or_else(|| lost("network"))?.id;
        let points = points_of(unit, network)?;
        let scope = Scope {
            networks: vec![network],
            ..Scope::default()
        };
        let filter = QuestionnaireFilter {
            codes: vec![
                StableCode::parse(&record.questionnaire).map_err(|_| lost("questionnaire"))?,
            ],
            ..QuestionnaireFilter::default()
        };
        let page = PageRequest {
            limit: 1,
            after: None,
        };
        let found = questionnaire_list(unit.connection(), &scope, &filter, &page)?;
        let questionnaire = found.items.into_iter().next();
        let questionnaire = questionnaire.ok_or_else(|| lost("questionnaire"))?;
        let plan = CampaignPlan::parse(&record.plan(now, &points))
            .map_err(|violations| wrong(&record.title, &violations))?;
        let written = now + Duration::days(record.first_day - 10);
        let campaign = SurveyCampaign {
            id: record.id,
            network_id: network,
            questionnaire_id: questionnaire.id,
            questionnaire_number: questionnaire.active.ok_or_else(|| lost("version"))?,
            status: record.status,
            title: plan.title.clone(),
            anonymous: plan.anonymous,
            first_day: plan.first_day,
            last_day: plan.last_day,
            content: plan.content.clone(),
            version: Version::FIRST,
            created_at: written,
            updated_at: written,
        };
        let permit = Permit::system(Action::SurveyCampaignWrite);
        campaign_insert(unit.tx(), &permit, &campaign)?;
        campaign_quotas_write(unit.tx(), &permit, campaign.id, &plan.points)?;
        let ready = FormCache::default().of_campaign(unit.connection(), &campaign)?;
        Ok(Self {
            record,
            campaign,
            ready,
            points,
            now,
        })
    }

    /// Lets people answer at every point but those that are behind.
    fn fill(&self, unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
        let asking = self.points.len().saturating_sub(self.record.behind);
        for (place, point) in self.points.iter().enumerate() {
            let mut dice = Dice::new(u64::try_from(place).unwrap_or(0) + 1);
            for category in self.record.people_of(&mut dice) {
                let respondent = self.listed(unit, *point, category, place < asking)?;
                if place < asking {
                    self.answer(unit, (*point, category), respondent.as_ref(), &mut dice)?;
                }
            }
        }
        Ok(())
    }

    /// Puts somebody on the list, where the campaign has one.
    fn listed(
        &self,
        unit: &mut UnitOfWork<'_, '_>,
        point: PointId,
        category: &CategoryRecord,
        answered: bool,
    ) -> Outcome<Option<Respondent>> {
        if self.campaign.anonymous {
            return Ok(None);
        }
        let draft = RespondentContactDraft {
            family_name: Some("Persona inventata".to_owned()),
            note: Some(format!(
                "{} (demo)",
                category.label.get("it").map_or("", String::as_str)
            )),
            ..RespondentContactDraft::default()
        };
        let contact = RespondentContact::parse(&draft)
            .map_err(|violations| wrong("respondent", &violations))?;
        let (disposition, attempts, next) = if answered {
            (Disposition::Completed, 1, None)
        } else {
            (Disposition::Queued, 0, Some(self.now + Duration::days(1)))
        };
        let respondent = Respondent {
            id: crate::clock::new_id(),
            campaign_id: self.campaign.id,
            point_id: point,
            category: category.code.clone(),
            disposition,
            contact,
            attempts,
            next_call_at: next,
            version: Version::FIRST,
            erased_at: None,
            created_by: None,
            created_at: self.campaign.created_at,
            updated_at: self.campaign.created_at,
        };
        let permit = Permit::system(Action::SurveyResponseWrite);
        respondent_insert(unit.tx(), &permit, &respondent)?;
        Ok(Some(respondent))
    }

    fn answer(
        &self,
        unit: &mut UnitOfWork<'_, '_>,
        (point, category): (PointId, &CategoryRecord),
        respondent: Option<&Respondent>,
        dice: &mut Dice,
    ) -> Outcome<()> {
        let until = self.record.last_day.min(0);
        let days = u64::try_from(until - self.record.first_day).unwrap_or(0);
        let after = i64::try_from(dice.below(days)).unwrap_or(0);
        let at = self.now + Duration::days(self.record.first_day + after);
        let ways = Ways {
            fixed: &category.fixed,
            numbers: &category.numbers,
        };
        let given = self
            .record
            .recipe
            .answers(&self.ready.definition, &ways, dice);
        let checked = self
            .ready
            .form
            .check(
                &given,
                &RawAnswers::new(),
                Completeness::Complete,
                civil_date(at),
            )
            .map_err(|violations| wrong(&self.record.title, &violations))?;
        let at = time_of(&self.campaign, at);
        let channel = SurveyChannel::ALL.iter().copied().filter_map(|channel| {
            let weight = self.record.channels.get(channel.code())?;
            Some((channel, *weight))
        });
        let channels: Vec<_> = channel.collect();
        let channel = dice.weighed(channels.iter().map(|(channel, weight)| (channel, *weight)));
        let text = |what: &'static str| {
            move |_| Problem::internal(format!("demo survey: {what} is not well-formed"))
        };
        let instance = crate::clock::new_id::<domain_shared::SurveyResponseKind>().to_string();
        let response = SurveyResponse {
            id: crate::clock::new_id(),
            campaign_id: self.campaign.id,
            point_id: point,
            category: category.code.clone(),
            respondent_id: respondent.map(|one| one.id),
            status: SurveyResponseStatus::Completed,
            review: SurveyReview::Approved,
            channel: *channel.ok_or_else(|| Problem::internal("demo survey without channel"))?,
            interviewer_id: None,
            language: LanguageTag::parse("it").map_err(text("a language"))?,
            instance_id: InstanceId::parse(&instance).map_err(text("an instance"))?,
            answers: as_given(checked.clone()),
            consented_at: self.record.consent.is_some().then_some(at),
            completed_at: Some(at),
            version: Version::FIRST,
            created_at: at,
            updated_at: at,
        };
        let permit = Permit::system(Action::SurveyResponseWrite);
        lay_in(unit, &permit, &self.ready, (&response, &checked))
    }
}

impl CampaignRecord {
    fn plan(&self, now: DateTime<Utc>, points: &[PointId]) -> CampaignDraft {
        let day = |days: i64| civil_date(now + Duration::days(days)).to_string();
        let slots = self.categories.iter().map(|category| SlotQuotaDraft {
            category: category.code.as_str().to_owned(),
            minimum: category.minimum,
            cap: category.cap,
        });
        let slots: Vec<_> = slots.collect();
        CampaignDraft {
            title: self.title.clone(),
            description: Some(self.description.clone()),
            first_day: day(self.first_day),
            last_day: day(self.last_day),
            channels: self.channels.keys().cloned().collect(),
            categories: self
                .categories
                .iter()
                .map(|category| RespondentCategoryDraft {
                    code: category.code.as_str().to_owned(),
                    label: category.label.clone(),
                })
                .collect(),
            consent: self.consent.as_ref().map(|text| ConsentDraft {
                text: LocalTextDraft::from([("it".to_owned(), text.clone())]),
                required: true,
            }),
            anonymous: self.anonymous,
            smallest_cell: None,
            points: points
                .iter()
                .map(|point| PointQuotaDraft {
                    point_id: point.to_string(),
                    minimum: self.minimum,
                    cap: None,
                    slots: slots.clone(),
                })
                .collect(),
        }
    }

    /// The categories of those who answer at a point: every minimum, then whoever comes.
    fn people_of(&self, dice: &mut Dice) -> Vec<&CategoryRecord> {
        let mut people: Vec<&CategoryRecord> = Vec::new();
        for category in &self.categories {
            let needed = usize::try_from(category.minimum).unwrap_or(0);
            people.extend(std::iter::repeat_n(category, needed));
        }
        let extra = dice.below(self.extra.saturating_add(1));
        let total =
            usize::try_from(self.minimum).unwrap_or(0) + usize::try_from(extra).unwrap_or(0);
        while people.len() < total {
            let all = self.categories.iter();
            let Some(one) = dice.weighed(all.map(|category| (category, category.weight))) else {
                break;
            };
            people.push(one);
        }
        people
    }
}

/// The points of the demonstration that are of a network, in the order of its file.
fn points_of(unit: &mut UnitOfWork<'_, '_>, network: NetworkBodyId) -> Outcome<Vec<PointId>> {
    let all: Vec<PointName> = read(
        "points",
        include_str!("../../../../persistence/data/demo/points.json"),
    )?;
    let ids: Vec<PointId> = all.into_iter().map(|one| one.id).collect();
    let own = points_of_network(unit.connection(), network, &ids)?;
    Ok(ids.into_iter().filter(|id| own.contains(id)).collect())
}
