//! Zones inside a municipality (*municipi*, *zone*).

use domain_shared::{
    Belfiore, DisplayName, Message, ShortText, StableCode, TextValue, Version, Violations, ZoneId,
    messages as shared,
};
use serde::Deserialize;

use crate::{Municipality, MunicipalityRef, MunicipalityStatus};

/// A zone inside a municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Identifier.
    pub id: ZoneId,
    /// The municipality it is part of; never changes.
    pub municipality: Belfiore,
    /// Code, unique within the municipality; never changes.
    pub code: StableCode,
    /// Name for people, in the language of the place.
    pub name: DisplayName,
    /// Remark, for example which streets belong to it.
    pub note: Option<ShortText>,
    /// How often it was written.
    pub version: Version,
}

/// A zone as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ZoneDraft {
    /// Any code of the municipality, see [`MunicipalityRef`].
    pub municipality: String,
    /// Code, see [`StableCode`].
    pub code: String,
    /// Name.
    pub name: String,
    /// Remark; blank counts as none.
    pub note: Option<String>,
}

/// What a zone says, checked, before it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneProfile {
    municipality: Belfiore,
    code: StableCode,
    name: DisplayName,
    note: Option<ShortText>,
}

/// The messages of the zones.
pub mod messages {
    use domain_shared::Message;

    /// The municipality of a zone no longer exists.
    pub static MUNICIPALITY_SUPPRESSED: Message = Message {
        code: "municipality_suppressed",
        it: "Il comune è soppresso: le zone appartengono a comuni esistenti.",
        en: "The municipality is suppressed: zones belong to existing municipalities.",
    };
    /// The code of a zone was to change.
    pub static ZONE_CODE_FIXED: Message = Message {
        code: "zone_code_fixed",
        it: "Il codice di una zona non può cambiare.",
        en: "The code of a zone cannot change.",
    };
    /// The municipality of a zone was to change.
    pub static ZONE_MUNICIPALITY_FIXED: Message = Message {
        code: "zone_municipality_fixed",
        it: "Una zona non può passare a un altro comune.",
        en: "A zone cannot move to another municipality.",
    };
}

/// The cadastral code of the municipality a reference was resolved to.
fn usable(reference: &str, resolved: Option<&Municipality>) -> Result<Belfiore, &'static Message> {
    let reference = MunicipalityRef::parse(reference)?;
    let municipality = resolved
        .filter(|municipality| municipality.answers_to(&reference))
        .ok_or(&shared::UNKNOWN_REFERENCE)?;
    match municipality.status() {
        MunicipalityStatus::Active => Ok(municipality.belfiore.clone()),
        MunicipalityStatus::Suppressed => Err(&messages::MUNICIPALITY_SUPPRESSED),
    }
}

impl ZoneProfile {
    /// Checks everything; `municipality` is what the reference was resolved to, if anything.
    ///
    /// # Errors
    /// All the mistakes, at `/municipality`, `/code`, `/name` and `/note`.
    pub fn parse(
        draft: &ZoneDraft,
        municipality: Option<&Municipality>,
    ) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let municipality =
            violations.keep("/municipality", usable(&draft.municipality, municipality));
        let code = violations.keep("/code", StableCode::parse(&draft.code));
        let name = violations.keep("/name", DisplayName::parse(&draft.name));
        let note = draft
            .note
            .as_deref()
            .filter(|note| !note.trim().is_empty())
            .and_then(|note| violations.keep("/note", ShortText::parse(note)));
        match (municipality, code, name) {
            (Some(municipality), Some(code), Some(name)) if violations.is_empty() => Ok(Self {
                municipality,
                code,
                name,
                note,
            }),
            _ => Err(violations),
        }
    }
}

impl ZoneProfile {
    /// The municipality the zone is to be part of.
    #[must_use]
    pub const fn municipality(&self) -> &Belfiore {
        &self.municipality
    }

    /// The code of the zone, to be looked up among those of the municipality.
    #[must_use]
    pub const fn code(&self) -> &StableCode {
        &self.code
    }

    /// The new zone with this identifier. `code_taken` says whether its municipality already has one
    /// with the same code.
    ///
    /// # Errors
    /// At `/code`, when it is taken.
    pub fn create(self, id: ZoneId, code_taken: bool) -> Result<Zone, Violations> {
        let mut violations = Violations::new();
        if code_taken {
            violations.add("/code", &shared::ALREADY_TAKEN);
        }
        violations.into_result().map(|()| Zone {
            id,
            municipality: self.municipality,
            code: self.code,
            name: self.name,
            note: self.note,
            version: Version::FIRST,
        })
    }
}

impl Zone {
    /// The zone with the name and remark of a profile, one version on.
    ///
    /// # Errors
    /// At `/municipality` and `/code`, when the profile would change them.
    pub fn revise(&self, profile: ZoneProfile) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        if profile.municipality != self.municipality {
            violations.add("/municipality", &messages::ZONE_MUNICIPALITY_FIXED);
        }
        if profile.code != self.code {
            violations.add("/code", &messages::ZONE_CODE_FIXED);
        }
        violations.into_result().map(|()| Self {
            name: profile.name,
            note: profile.note,
            version: self.version.next(),
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::unit::tests::municipality;

    fn input() -> ZoneDraft {
        ZoneDraft {
            municipality: "015146".to_owned(),
            code: "municipio-1".to_owned(),
            name: "Municipio 1 – Centro storico".to_owned(),
            note: Some("  ".to_owned()),
        }
    }

    fn milan() -> Municipality {
        municipality("F205", "015146", &[], None)
    }

    fn mistakes(violations: &Violations) -> Vec<(&str, &str)> {
        violations
            .iter()
            .map(|v| (v.pointer.as_str(), v.message.code))
            .collect()
    }

    #[test]
    fn a_good_zone_is_made_and_revised() {
        let draft = ZoneProfile::parse(&input(), Some(&milan())).unwrap();
        let zone = draft.create(ZoneId::new(Uuid::nil()), false).unwrap();
        assert_eq!(zone.municipality.as_str(), "F205");
        assert_eq!(zone.note, None);

        let renamed = ZoneDraft {
            municipality: "F205".to_owned(),
            name: "Municipio 1".to_owned(),
            ..input()
        };
        let revised = zone
            .revise(ZoneProfile::parse(&renamed, Some(&milan())).unwrap())
            .unwrap();
        assert_eq!(revised.name.as_str(), "Municipio 1");
        assert_eq!(revised.version, Version::FIRST.next());
    }

    #[test]
    fn every_mistake_is_told() {
        let bad = ZoneDraft {
            municipality: "Milano".to_owned(),
            code: "Municipio 1".to_owned(),
            name: String::new(),
            note: Some("x".repeat(121)),
        };
        assert_eq!(
            mistakes(&ZoneProfile::parse(&bad, None).unwrap_err()),
            [
                ("/municipality", "invalid_format"),
                ("/code", "invalid_format"),
                ("/name", "required"),
                ("/note", "too_long"),
            ]
        );
    }

    #[test]
    fn the_municipality_exists_and_is_the_one_named() {
        let gone = municipality("F205", "015146", &[], Some(1950));
        let other = municipality("C573", "040007", &[], None);
        for (resolved, code) in [
            (None, "unknown_reference"),
            (Some(&other), "unknown_reference"),
            (Some(&gone), "municipality_suppressed"),
        ] {
            let violations = ZoneProfile::parse(&input(), resolved).unwrap_err();
            assert_eq!(mistakes(&violations), [("/municipality", code)]);
        }
    }

    #[test]
    fn code_and_municipality_stay() {
        let draft = ZoneProfile::parse(&input(), Some(&milan())).unwrap();
        let id = ZoneId::new(Uuid::nil());
        let taken = draft.clone().create(id, true).unwrap_err();
        assert_eq!(mistakes(&taken), [("/code", "already_taken")]);

        let elsewhere = ZoneDraft {
            municipality: "C573".to_owned(),
            code: "centro".to_owned(),
            ..input()
        };
        let other = municipality("C573", "040007", &[], None);
        let moved = ZoneProfile::parse(&elsewhere, Some(&other)).unwrap();
        let violations = draft.create(id, false).unwrap().revise(moved).unwrap_err();
        assert_eq!(
            mistakes(&violations),
            [
                ("/municipality", "zone_municipality_fixed"),
                ("/code", "zone_code_fixed")
            ]
        );
    }
}
