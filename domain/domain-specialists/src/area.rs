//! The part of the country a training is for.

use domain_shared::{RegionCode, ShortText, TextValue, Violations};
use serde::{Deserialize, Serialize};

/// Most regions of one area: all of them.
pub const MAX_AREA_REGIONS: usize = 20;

/// A geographic area: how people call it and, where it follows them, its regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingArea {
    /// Name, for example `Nord-ovest`.
    pub name: ShortText,
    /// Its regions, without repetition; empty when the area does not follow region borders.
    #[serde(default)]
    pub region_codes: Vec<RegionCode>,
}

/// An area as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrainingAreaDraft {
    /// Name.
    pub name: String,
    /// ISTAT codes of its regions.
    pub region_codes: Vec<String>,
}

impl TrainingArea {
    /// The valid area.
    ///
    /// # Errors
    /// Every mistake, by JSON Pointer.
    pub fn parse(draft: &TrainingAreaDraft) -> Result<Self, Violations> {
        let mut v = Violations::new();
        let name = v.keep("/name", ShortText::parse(&draft.name));
        let region_codes = v.keep_list(
            "/region_codes",
            &draft.region_codes,
            MAX_AREA_REGIONS,
            RegionCode::parse,
        );
        match name {
            Some(name) if v.is_empty() => Ok(Self { name, region_codes }),
            Some(_) | None => Err(v),
        }
    }
}
