//! What the list of service categories is filtered by.

use domain_categories::CategoryStatus;
use domain_shared::{ServiceCategoryKind, messages, text_value};
use serde::Deserialize;
use utoipa::IntoParams;

use super::dto::CategoryStatusField;
use crate::wire::{Ident, ServiceCategoryIdField, Text};

/// A crosswalk to filter by.
pub(super) type CrosswalkTermField = Text<CrosswalkTerm>;

text_value! {
    /// A vocabulary and a code in it, separated by a colon.
    CrosswalkTerm {
        min: 3, max: 200, multiline: false, pattern: Some("^[^:]+:.+$"), format: None,
        example: "cofog-2009:10.2",
        description: "A vocabulary and a code in it, separated by a colon.",
        check: |text| match text.split_once(':') {
            Some((scheme, code)) if !scheme.is_empty() && !code.is_empty() => Ok(text),
            Some(_) | None => Err(&messages::INVALID_FORMAT),
        },
    }
}

/// Which service categories to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ServiceCategoryParams {
    /// Only those right below these.
    #[serde(default)]
    #[param(value_type = Option<Vec<ServiceCategoryIdField>>, max_items = 50)]
    pub(super) parent_id: Vec<Ident<ServiceCategoryKind>>,
    /// Only those of this level, 1 at the top.
    #[param(minimum = 1, maximum = 4, example = 1)]
    pub(super) level: Option<i32>,
    /// Only those in these states; `active` without it.
    #[serde(default)]
    #[param(value_type = Option<Vec<CategoryStatusField>>, max_items = 2)]
    pub(super) status: Vec<CategoryStatus>,
    /// Beginning of a name or synonym in any language, or of a word in it; accents, case and
    /// punctuation do not matter.
    #[param(min_length = 1, max_length = 100, example = "badant")]
    pub(super) q: Option<String>,
    /// Only those that mean the same as these: a vocabulary and a code in it, separated by a colon.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<CrosswalkTermField>>, max_items = 50)]
    pub(super) crosswalk: Vec<String>,
}
