//! Which answers results are asked of.

use domain_shared::{Code as _, Message, Violation, messages};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    groups::{Grouping, ResultLevel},
    survey::Survey,
};
use crate::{
    problem::{Outcome, ParameterMistake, Problem},
    wire::{PointIdField, ProvinceCodeField, RegionCodeField, StableCodeField, SurveyChannelField},
};

domain_shared::define_messages! {
    /// More than one group asked for.
    ONE_GROUP_ONLY = "one_group_only",
        "Si può filtrare per un solo gruppo alla volta.",
        "Only one group can be asked for at a time.";
    /// A question that cannot be compared by.
    NOT_A_DIVISION = "not_a_division",
        "Si può confrontare solo per territorio, categoria, canale, mese, o per una domanda a scelta singola o a scala.",
        "Answers can be compared only by place, category, channel, month, or a single choice or scale.";
}

/// The answers of one group only; at most one of these.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct GroupParams {
    /// Only answers at this point.
    #[param(inline, value_type = Option<PointIdField>)]
    pub(super) point: Option<PointIdField>,
    /// Only answers in this province.
    #[param(inline, value_type = Option<ProvinceCodeField>)]
    pub(super) province: Option<ProvinceCodeField>,
    /// Only answers in this region.
    #[param(inline, value_type = Option<RegionCodeField>)]
    pub(super) region: Option<RegionCodeField>,
    /// Only answers of this category of respondents.
    #[param(inline, value_type = Option<StableCodeField>)]
    pub(super) category: Option<StableCodeField>,
    /// Only answers given in this way.
    #[param(inline, value_type = Option<SurveyChannelField>)]
    pub(super) channel: Option<SurveyChannelField>,
    /// Only answers of this month.
    #[param(pattern = "^[0-9]{4}-[0-9]{2}$", max_length = 7, example = "2026-11")]
    pub(super) month: Option<String>,
}

/// The one group that is asked for, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Narrowing {
    pub(super) level: ResultLevel,
    pub(super) code: String,
}

pub(super) fn wrong(parameter: &str, message: &'static Message) -> Problem {
    Problem::invalid_parameters(vec![ParameterMistake {
        parameter: parameter.to_owned(),
        violation: Violation::new("", message),
    }])
}

impl GroupParams {
    /// The group that is asked for.
    ///
    /// # Errors
    /// 400 for more than one.
    pub(super) fn narrowing(self) -> Outcome<Option<Narrowing>> {
        let named = [
            (ResultLevel::Point, self.point.map(|one| one.0.to_string())),
            (ResultLevel::Province, self.province.map(String::from)),
            (ResultLevel::Region, self.region.map(String::from)),
            (ResultLevel::Category, self.category.map(String::from)),
            (
                ResultLevel::Channel,
                self.channel.map(|one| one.0.code().to_owned()),
            ),
            (ResultLevel::Month, self.month),
        ];
        let mut found = named
            .into_iter()
            .filter_map(|(level, code)| Some(Narrowing { level, code: code? }));
        let first = found.next();
        match found.next() {
            Some(second) => Err(wrong(second.level.code(), &ONE_GROUP_ONLY)),
            None => Ok(first),
        }
    }
}

/// The groups to protect, and the one that is shown.
///
/// # Errors
/// 400 for a group that the campaign does not have.
pub(super) fn narrowed(
    survey: &Survey,
    narrowing: Option<&Narrowing>,
    locale: domain_shared::Locale,
) -> Outcome<(Grouping, usize)> {
    let Some(narrowing) = narrowing else {
        return Ok((Grouping::none(), 0));
    };
    let grouping = survey.grouping(narrowing.level, locale);
    let found = grouping.find(narrowing.level, &narrowing.code);
    let group = found.ok_or_else(|| wrong(narrowing.level.code(), &messages::UNKNOWN_REFERENCE))?;
    Ok((grouping, group))
}
