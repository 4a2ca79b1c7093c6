//! Which points to list.

use chrono::{DateTime, Utc};
use domain_shared::{AssociationKind, Belfiore, NetworkBodyKind, ProvinceCode, RegionCode};
use persistence::points::{Near, OpenFilter, PointFilter};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    problem::Outcome,
    wire::{
        self, AssociationIdField, BelfioreField, Ident, NearField, NetworkBodyIdField,
        PointPhaseField, PointStatusField, ProvinceCodeField, RegionCodeField,
    },
};

/// Kilometres around `near` when the caller does not say.
const DEFAULT_RADIUS_KM: f64 = 50.0;

/// Which points to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::points) struct PointParams {
    /// Only those in these regions, by ISTAT code.
    #[serde(default)]
    #[param(value_type = Option<Vec<RegionCodeField>>, max_items = 50)]
    region: Vec<RegionCode>,
    /// Only those in these provinces, by ISTAT code.
    #[serde(default)]
    #[param(value_type = Option<Vec<ProvinceCodeField>>, max_items = 50)]
    province: Vec<ProvinceCode>,
    /// Only those in these municipalities, by cadastral code.
    #[serde(default)]
    #[param(value_type = Option<Vec<BelfioreField>>, max_items = 50)]
    municipality: Vec<Belfiore>,
    /// Only those of these phases.
    #[serde(default)]
    #[param(value_type = Option<Vec<PointPhaseField>>, max_items = 10)]
    phase: Vec<PointPhaseField>,
    /// Only those in these states; every state when left out.
    #[serde(default)]
    #[param(value_type = Option<Vec<PointStatusField>>, max_items = 10)]
    status: Vec<PointStatusField>,
    /// Only those of these networks, named by their root bodies.
    #[serde(default)]
    #[param(value_type = Option<Vec<NetworkBodyIdField>>, max_items = 50)]
    network_id: Vec<Ident<NetworkBodyKind>>,
    /// Only those hosted by these associations.
    #[serde(default)]
    #[param(value_type = Option<Vec<AssociationIdField>>, max_items = 50)]
    association_id: Vec<Ident<AssociationKind>>,
    /// Only those that are open at this moment (`true`), or those that are not (`false`).
    open_now: Option<bool>,
    /// Only those around this place, nearest first; the list is then not by name.
    #[param(value_type = Option<NearField>, inline)]
    near: Option<wire::Near>,
    /// How far from `near`, in kilometres.
    #[param(minimum = 1, maximum = 200, default = 50, example = 50)]
    radius_km: Option<f64>,
}

impl PointParams {
    /// The filter at an instant.
    ///
    /// # Errors
    /// 400 for a radius around nothing.
    pub(in crate::points) fn filter_at(self, now: DateTime<Utc>) -> Outcome<PointFilter> {
        let circle = wire::Near::with_radius(self.near, self.radius_km)?;
        Ok(PointFilter {
            regions: self.region,
            provinces: self.province,
            municipalities: self.municipality,
            phases: self.phase.into_iter().map(|phase| phase.0).collect(),
            statuses: self.status.into_iter().map(|status| status.0).collect(),
            networks: self.network_id.into_iter().map(|id| id.0).collect(),
            associations: self.association_id.into_iter().map(|id| id.0).collect(),
            near: circle.map(|(center, radius_km)| Near {
                center,
                radius_km: radius_km.unwrap_or(DEFAULT_RADIUS_KM),
            }),
            open: self.open_now.map(|open| OpenFilter { open, at: now }),
        })
    }
}
