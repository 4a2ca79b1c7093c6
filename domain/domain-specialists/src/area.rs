//! The part of the country a training is for.

use domain_shared::{ShortText, TextValue, Violations, messages, text_value};
use serde::{Deserialize, Serialize};

use crate::read;

/// Most regions of one area: all of them.
pub const MAX_AREA_REGIONS: usize = 20;

text_value! {
    /// The ISTAT code of one of the twenty regions.
    TrainingRegion {
        min: 2, max: 2, multiline: false, pattern: Some("^(0[1-9]|1[0-9]|20)$"), format: None,
        example: "08",
        description: "ISTAT code of a region, two digits.",
        check: |text| {
            let digits = text.bytes().all(|b| b.is_ascii_digit());
            if digits && text.parse::<u8>().is_ok_and(|code| (1..=20).contains(&code)) {
                Ok(text)
            } else {
                Err(&messages::INVALID_FORMAT)
            }
        },
    }
}

/// A geographic area: how people call it and, where it follows them, its regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Name, for example `Nord-ovest`.
    pub name: ShortText,
    /// Its regions, without repetition; empty when the area does not follow region borders.
    #[serde(default)]
    pub region_codes: Vec<TrainingRegion>,
}

/// An area as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AreaDraft {
    /// Name.
    pub name: String,
    /// ISTAT codes of its regions.
    pub region_codes: Vec<String>,
}

impl AreaDraft {
    /// The valid area.
    ///
    /// # Errors
    /// Every mistake, by JSON Pointer.
    pub fn read(&self) -> Result<Area, Violations> {
        let mut v = Violations::new();
        let name = v.keep("/name", ShortText::parse(&self.name));
        let region_codes = read::list(
            &mut v,
            "/region_codes",
            &self.region_codes,
            MAX_AREA_REGIONS,
            TrainingRegion::parse,
        );
        match name {
            Some(name) if v.is_empty() => Ok(Area { name, region_codes }),
            Some(_) | None => Err(v),
        }
    }

    /// The valid area that sits at `/area` of a larger draft.
    pub(crate) fn read_into(&self, violations: &mut Violations) -> Option<Area> {
        match self.read() {
            Ok(area) => Some(area),
            Err(part) => {
                violations.absorb("/area", part);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twenty_regions() {
        let good = (0..100)
            .filter(|code| TrainingRegion::parse(&format!("{code:02}")).is_ok())
            .count();
        assert_eq!(good, 20);
        assert!(TrainingRegion::parse("+1").is_err());
        assert!(TrainingRegion::parse(TrainingRegion::EXAMPLE).is_ok());
    }
}
