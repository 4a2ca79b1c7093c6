//! What is planned of a campaign: read with every mistake, and changed while it runs.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain_shared::{
    BoundedNumber as _, Code as _, DisplayName, LocalText, LocalTextDraft, LongText,
    PERIOD_ENDS_BEFORE_START, ShortText, StableCode, TextValue, Violations, messages, parse_code,
    parse_date,
};
use serde::{Deserialize, Serialize};

use super::{
    content::{
        CampaignContent, Consent, ConsentDraft, MAX_CATEGORIES, RespondentCategory,
        RespondentCategoryDraft, SmallestCell, SurveyChannel,
    },
    quota::{Known, PointQuota, PointQuotaDraft, QuotaCap},
};

/// Most points of a campaign.
pub const MAX_CAMPAIGN_POINTS: usize = 500;
/// The smallest cell where nothing else is said.
const USUAL_CELL: i64 = 5;

domain_shared::define_messages! {
    /// Something that stays as it is while answers are taken.
    FIXED_ONCE_OPEN = "fixed_once_open",
        "Non si può cambiare dopo l'apertura: i dati raccolti devono restare confrontabili.",
        "It cannot be changed once the campaign is open: what was collected must stay comparable.";
    /// A cap that is lower than it was.
    CAP_LOWERED = "cap_lowered",
        "A campagna aperta il massimo si può solo alzare o togliere.",
        "While the campaign is open a cap can only be raised or removed.";
}

/// What is planned of a campaign, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct CampaignDraft {
    /// Title.
    pub title: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// First day on which answers are taken.
    pub first_day: String,
    /// Last day on which answers are taken.
    pub last_day: String,
    /// How answers are given.
    pub channels: Vec<String>,
    /// Categories of respondents.
    pub categories: Vec<RespondentCategoryDraft>,
    /// What whoever answers agrees to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentDraft>,
    /// Whether nothing is kept that links an answer to a person.
    pub anonymous: bool,
    /// The smallest number of people that results may show; 5 without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smallest_cell: Option<i64>,
    /// Where it runs.
    pub points: Vec<PointQuotaDraft>,
}

/// What is planned of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignPlan {
    /// Title.
    pub title: DisplayName,
    /// First day on which answers are taken.
    pub first_day: NaiveDate,
    /// Last day on which answers are taken.
    pub last_day: NaiveDate,
    /// Whether nothing is kept that links an answer to a person.
    pub anonymous: bool,
    /// What else is said of it.
    pub content: CampaignContent,
    /// Where it runs, at least one point.
    pub points: Vec<PointQuota>,
}

impl CampaignPlan {
    /// Reads a plan; pointers start at it (`/points/0/slots/1/cap`).
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &CampaignDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let title = wrong.keep("/title", DisplayName::parse(&draft.title));
        let first_day = wrong.keep("/first_day", parse_date(&draft.first_day));
        let last_day = wrong.keep("/last_day", parse_date(&draft.last_day));
        if first_day
            .zip(last_day)
            .is_some_and(|(first, last)| last < first)
        {
            wrong.add("/last_day", &PERIOD_ENDS_BEFORE_START);
        }
        let content = read_content(draft, &mut wrong);
        let categories = content.as_ref().map(|one| one.categories.as_slice());
        let points = read_points(draft, categories.unwrap_or_default(), &mut wrong);
        match (title, first_day, last_day, content) {
            (Some(title), Some(first_day), Some(last_day), Some(content)) if wrong.is_empty() => {
                Ok(Self {
                    title,
                    first_day,
                    last_day,
                    anonymous: draft.anonymous,
                    content,
                    points,
                })
            }
            (..) => Err(wrong),
        }
    }
}

impl From<&CampaignPlan> for CampaignDraft {
    fn from(plan: &CampaignPlan) -> Self {
        let content = &plan.content;
        Self {
            title: plan.title.as_str().to_owned(),
            description: content
                .description
                .as_ref()
                .map(|text| text.as_str().to_owned()),
            first_day: plan.first_day.to_string(),
            last_day: plan.last_day.to_string(),
            channels: content
                .channels
                .iter()
                .map(|channel| channel.code().to_owned())
                .collect(),
            categories: content
                .categories
                .iter()
                .map(|one| RespondentCategoryDraft {
                    code: one.code.as_str().to_owned(),
                    label: typed(&one.label),
                })
                .collect(),
            consent: content.consent.as_ref().map(|consent| ConsentDraft {
                text: typed(&consent.text),
                required: consent.required,
            }),
            anonymous: plan.anonymous,
            smallest_cell: Some(i64::from(content.smallest_cell.number())),
            points: plan.points.iter().map(PointQuotaDraft::from).collect(),
        }
    }
}

/// The languages of a text, as they are typed.
fn typed<T: TextValue>(text: &LocalText<T>) -> LocalTextDraft {
    text.iter()
        .map(|(tag, text)| (tag.to_owned(), text.as_str().to_owned()))
        .collect()
}

fn read_content(draft: &CampaignDraft, wrong: &mut Violations) -> Option<CampaignContent> {
    let description = draft.description.as_deref();
    let description = wrong.keep_optional("/description", description, LongText::parse);
    let most = SurveyChannel::ALL_COUNT;
    let channels = wrong.keep_required_list("/channels", &draft.channels, most, parse_code);
    if draft.categories.is_empty() {
        wrong.add("/categories", &messages::REQUIRED);
    }
    let categories = wrong.keep_parts(
        "/categories",
        &draft.categories,
        MAX_CATEGORIES,
        read_category,
    );
    let mut seen = BTreeSet::new();
    for (index, category) in &categories {
        if !seen.insert(&category.code) {
            wrong.add(format!("/categories/{index}/code"), &messages::DUPLICATE);
        }
    }
    let consent = draft.consent.as_ref();
    let consent = consent.map(|consent| wrong.keep_part("/consent", read_consent(consent)));
    let cell = draft.smallest_cell.unwrap_or(USUAL_CELL);
    let smallest_cell: Option<SmallestCell> = wrong.keep_number("/smallest_cell", cell);
    Some(CampaignContent {
        description,
        channels,
        categories: categories.into_iter().map(|(_, one)| one).collect(),
        consent: consent.flatten(),
        smallest_cell: smallest_cell?,
    })
}

fn read_category(draft: &RespondentCategoryDraft) -> Result<RespondentCategory, Violations> {
    let mut wrong = Violations::new();
    let code = wrong.keep("/code", StableCode::parse(&draft.code));
    if draft.label.is_empty() {
        wrong.add("/label", &messages::REQUIRED);
    }
    let label: Option<LocalText<ShortText>> = wrong.keep_local("/label", &draft.label);
    match (code, label) {
        (Some(code), Some(label)) => Ok(RespondentCategory { code, label }),
        (..) => Err(wrong),
    }
}

fn read_consent(draft: &ConsentDraft) -> Result<Consent, Violations> {
    let mut wrong = Violations::new();
    if draft.text.is_empty() {
        wrong.add("/text", &messages::REQUIRED);
    }
    let text = wrong.keep_local("/text", &draft.text);
    let required = draft.required;
    text.map(|text| Consent { text, required }).ok_or(wrong)
}

fn read_points(
    draft: &CampaignDraft,
    categories: &[RespondentCategory],
    wrong: &mut Violations,
) -> Vec<PointQuota> {
    if draft.points.is_empty() {
        wrong.add("/points", &messages::REQUIRED);
    }
    let typed = draft.categories.iter().map(|one| one.code.trim());
    let known = Known {
        typed: typed.collect(),
        read: categories,
    };
    let parse = |point: &PointQuotaDraft| PointQuota::parse(point, &known);
    let points = wrong.keep_parts("/points", &draft.points, MAX_CAMPAIGN_POINTS, parse);
    let mut seen = BTreeSet::new();
    for (index, point) in &points {
        if !seen.insert(point.point_id) {
            wrong.add(format!("/points/{index}/point_id"), &messages::DUPLICATE);
        }
    }
    points.into_iter().map(|(_, point)| point).collect()
}

impl SurveyChannel {
    /// How many channels there are.
    const ALL_COUNT: usize = <Self as domain_shared::Code>::ALL.len();
}

/// Whether a plan can take the place of the one a campaign was opened with; pointers start at the plan.
///
/// # Errors
/// What would make answers incomparable: consent, anonymity, the first day and the smallest cell stay, points and
/// categories are only added, caps are only raised.
pub fn amended(before: &CampaignPlan, after: &CampaignPlan) -> Result<(), Violations> {
    let mut wrong = Violations::new();
    let mut fixed = |pointer: &str, is_same: bool| {
        if !is_same {
            wrong.add(pointer, &FIXED_ONCE_OPEN);
        }
    };
    fixed("/first_day", before.first_day == after.first_day);
    fixed("/anonymous", before.anonymous == after.anonymous);
    fixed("/consent", before.content.consent == after.content.consent);
    let cells = (before.content.smallest_cell, after.content.smallest_cell);
    fixed("/smallest_cell", cells.0 == cells.1);
    let mut categories = before.content.categories.iter();
    let stay = categories.all(|one| after.content.has_category(&one.code));
    fixed("/categories", stay);
    for point in &before.points {
        let mut points = after.points.iter().enumerate();
        match points.find(|(_, one)| one.point_id == point.point_id) {
            Some((index, now)) => {
                point_amended(&format!("/points/{index}"), point, now, &mut wrong);
            }
            None => wrong.add("/points", &FIXED_ONCE_OPEN),
        }
    }
    wrong.into_result()
}

fn point_amended(pointer: &str, before: &PointQuota, after: &PointQuota, wrong: &mut Violations) {
    let is_lower = |before: Option<QuotaCap>, after: Option<QuotaCap>| match (before, after) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(before), Some(after)) => after < before,
    };
    if is_lower(before.quota.cap, after.quota.cap) {
        wrong.add(format!("{pointer}/cap"), &CAP_LOWERED);
    }
    for slot in &before.slots {
        let mut slots = after.slots.iter().enumerate();
        match slots.find(|(_, one)| one.category == slot.category) {
            None => wrong.add(format!("{pointer}/slots"), &FIXED_ONCE_OPEN),
            Some((index, now)) if is_lower(slot.quota.cap, now.quota.cap) => {
                wrong.add(format!("{pointer}/slots/{index}/cap"), &CAP_LOWERED);
            }
            Some(_) => {}
        }
    }
}
