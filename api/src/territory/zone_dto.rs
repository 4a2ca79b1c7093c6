//! What zones look like on the wire.

use domain_shared::Belfiore;
use domain_territory::{Zone, ZoneDraft};
use persistence::territory::ZoneFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::dto::MunicipalityCodeField;
use crate::wire::{
    BelfioreField, DisplayNameField, Ident, ShortTextField, StableCodeField, Text, ZoneIdField,
    optional,
};

/// What can be changed of a zone.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"name": "Municipio 1 – Centro storico", "note": "Dentro la cerchia dei Bastioni"}))]
pub(super) struct ZoneInput {
    /// Name for people.
    name: DisplayNameField,
    /// Remark, for example which streets belong to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<ShortTextField>,
}

impl ZoneInput {
    /// The draft of this zone as it is to become.
    pub(super) fn of(self, zone: &Zone) -> ZoneDraft {
        ZoneDraft {
            municipality: Text::of(&zone.municipality).into(),
            code: Text::of(&zone.code).into(),
            name: self.name.into(),
            note: self.note.map(Into::into),
        }
    }
}

impl From<&Zone> for ZoneInput {
    fn from(zone: &Zone) -> Self {
        Self {
            name: Text::of(&zone.name),
            note: optional(zone.note.as_ref()),
        }
    }
}

/// A new zone.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"municipality": "H501", "code": "municipio-8", "name": "Municipio VIII – Appia Antica"}))]
pub(super) struct NewZoneInput {
    /// The municipality it is part of, which must exist, by any code. Fixed once it is made.
    municipality: MunicipalityCodeField,
    /// Code, unique within the municipality. Fixed once it is made.
    code: StableCodeField,
    /// Everything else.
    #[serde(flatten)]
    zone: ZoneInput,
}

impl From<NewZoneInput> for ZoneDraft {
    fn from(input: NewZoneInput) -> Self {
        Self {
            municipality: input.municipality.into(),
            code: input.code.into(),
            name: input.zone.name.into(),
            note: input.zone.note.map(Into::into),
        }
    }
}

/// A zone inside a municipality (*municipio*, *zona*).
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "0199a000-00a1-7000-8000-000000000001", "municipality": "F205", "code": "municipio-1", "name": "Municipio 1 – Centro storico"}))]
pub(super) struct ZoneView {
    /// Identifier.
    id: ZoneIdField,
    /// The municipality it is part of, by cadastral code.
    municipality: BelfioreField,
    /// Code, unique within the municipality.
    code: StableCodeField,
    /// Name for people.
    name: DisplayNameField,
    /// Remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<ShortTextField>,
}

impl From<&Zone> for ZoneView {
    fn from(zone: &Zone) -> Self {
        Self {
            id: Ident(zone.id),
            municipality: Text::of(&zone.municipality),
            code: Text::of(&zone.code),
            name: Text::of(&zone.name),
            note: optional(zone.note.as_ref()),
        }
    }
}

/// Which zones to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ZoneParams {
    /// Only those of these municipalities, by cadastral code.
    #[serde(default)]
    #[param(value_type = Option<Vec<BelfioreField>>, max_items = 50)]
    municipality: Vec<Belfiore>,
}

impl From<ZoneParams> for ZoneFilter {
    fn from(params: ZoneParams) -> Self {
        Self {
            municipalities: params.municipality,
        }
    }
}
