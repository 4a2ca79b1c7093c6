//! What clients send about links.

use chrono::{DateTime, Utc};
use domain_shared::{
    LanguageTag, PointId, StableCode, SurveyRespondentId, TextValue as _, Violation, Violations,
    messages,
};
use domain_surveys::RawAnswers;
use persistence::surveys::LinkFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    survey_responses::schema::SurveyAnswers,
    wire::{
        InstantField, LanguageTagField, PointIdField, StableCodeField, SurveyRespondentIdField,
        read_instant,
    },
};

/// Most links made at once.
const MOST_AT_ONCE: u16 = 500;

domain_shared::define_messages! {
    /// Something that the named respondent says.
    FOLLOWS_FROM_RESPONDENT = "follows_from_respondent",
        "Se è indicata la persona, punto e categoria sono i suoi e il collegamento è uno.",
        "Where the respondent is named, point and category are theirs, and there is one link.";
    /// A time that is over.
    EXPIRES_IN_PAST = "expires_in_past",
        "La scadenza deve essere nel futuro.",
        "The expiry must be in the future.";
}

/// Links to make.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "point_id": "01930000-0000-7000-8000-000000000000", "category": "elderly", "count": 20
}))]
pub(super) struct NewSurveyLinksInput {
    /// The point the answers count for; needed unless a respondent is named.
    point_id: Option<PointIdField>,
    /// The category the answers count for; needed unless a respondent is named.
    category: Option<StableCodeField>,
    /// Whom the link is for.
    respondent_id: Option<SurveyRespondentIdField>,
    /// How many; one without.
    #[schema(minimum = 1, maximum = 500)]
    count: Option<i64>,
    /// When they stop working; at the end of the campaign without.
    expires_at: Option<InstantField>,
}

/// Whom links are for.
#[derive(Debug, Clone)]
pub(super) enum For {
    /// Somebody on the list.
    Respondent(SurveyRespondentId),
    /// Anybody of a category at a point.
    Anybody(PointId, StableCode),
}

/// What was read of a [`NewSurveyLinksInput`].
#[derive(Debug, Clone)]
pub(super) struct NewLinks {
    pub(super) whom: For,
    pub(super) count: usize,
    pub(super) expires_at: Option<DateTime<Utc>>,
}

impl NewSurveyLinksInput {
    /// Reads it.
    pub(super) fn read(self, now: DateTime<Utc>) -> Result<NewLinks, Violations> {
        let mut wrong = Violations::new();
        let category = self.category.as_ref();
        let category = category.and_then(|one| wrong.keep("/category", one.parse()));
        let count = self.count.unwrap_or(1);
        let most = i64::from(MOST_AT_ONCE);
        if !(1..=most).contains(&count) {
            let range = Violation::new("/count", &messages::OUT_OF_RANGE);
            wrong.push(range.with("min", &1).with("max", &most));
        }
        let expires_at = self.expires_at.as_ref();
        let expires_at = expires_at.and_then(|at| wrong.keep("/expires_at", read_instant(at)));
        if expires_at.is_some_and(|at| at <= now) {
            wrong.add("/expires_at", &EXPIRES_IN_PAST);
        }
        let has_respondent = self.respondent_id.is_some();
        for (pointer, is_there) in [
            ("/point_id", self.point_id.is_some()),
            ("/category", self.category.is_some()),
        ] {
            match (has_respondent, is_there) {
                (true, true) => wrong.add(pointer, &FOLLOWS_FROM_RESPONDENT),
                (false, false) => wrong.add(pointer, &messages::REQUIRED),
                (true, false) | (false, true) => {}
            }
        }
        if has_respondent && count > 1 {
            wrong.add("/count", &FOLLOWS_FROM_RESPONDENT);
        }
        let whom = match (self.respondent_id, self.point_id, category) {
            (Some(respondent), ..) => Some(For::Respondent(respondent.0)),
            (None, Some(point), Some(category)) => Some(For::Anybody(point.0, category)),
            (None, ..) => None,
        };
        match (whom, usize::try_from(count)) {
            (Some(whom), Ok(count)) if wrong.is_empty() => Ok(NewLinks {
                whom,
                count,
                expires_at,
            }),
            (..) => Err(wrong),
        }
    }
}

/// Which links to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LinkParams {
    /// Only those for these points.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<PointIdField>>, max_items = 50)]
    point: Vec<PointIdField>,
    /// Only those for this respondent.
    #[param(inline, value_type = Option<SurveyRespondentIdField>)]
    respondent: Option<SurveyRespondentIdField>,
    /// Only those that were used, or only the others.
    #[param(example = false)]
    used: Option<bool>,
}

impl From<LinkParams> for LinkFilter {
    fn from(params: LinkParams) -> Self {
        Self {
            points: params.point.into_iter().map(|one| one.0).collect(),
            respondent: params.respondent.map(|one| one.0),
            used: params.used,
        }
    }
}

/// Answers that somebody gives by themselves.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"language": "it", "consent": true, "answers": {"eta": 71, "categoria": "anziano"}}))]
pub(super) struct SurveyLinkAnswersInput {
    /// In which language; Italian without.
    language: Option<LanguageTagField>,
    /// Whether they agree to the text of the campaign; no without.
    consent: Option<bool>,
    /// The answers.
    #[serde(default)]
    #[schema(required = true)]
    answers: SurveyAnswers,
}

/// What was read of a [`SurveyLinkAnswersInput`].
#[derive(Debug, Clone, Serialize)]
pub(super) struct Given {
    pub(super) language: LanguageTag,
    pub(super) consent: bool,
    pub(super) answers: RawAnswers,
}

impl SurveyLinkAnswersInput {
    /// Reads it.
    pub(super) fn read(self) -> Result<Given, Violations> {
        let mut wrong = Violations::new();
        let language = self.language.map_or("it".to_owned(), String::from);
        let language = wrong.keep("/language", LanguageTag::parse(&language));
        let consent = self.consent.unwrap_or_default();
        let answers = self.answers.0;
        language
            .map(|language| Given {
                language,
                consent,
                answers,
            })
            .ok_or(wrong)
    }
}
