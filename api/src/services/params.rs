//! Which services to list, and in what order.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};
use domain_cards::{DeliveryMode, Recipient};
use domain_shared::{
    AccessibilityFeature, Belfiore, LanguageTag, Message, Money, PointKind, PriceUnit,
    ProviderKind, ROME, StableCode, TextValue, Violation, civil_date, codes, is_public_holiday,
    messages, parse_date,
};
use persistence::services::Places;
use search::{AgreementFilter, Facet, Filters, Near, OpenAt, PlaceCover, PriceFilter, Sort};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::entry::{codes as codes_of, unit_number};
use crate::{
    problem::{Outcome, ParameterMistake, Problem},
    wire::{
        self, AccessibilityFeatureField, BelfioreField, Coded, DeliveryModeField, Ident,
        LanguageTagField, NearField, PointIdField, PriceUnitField, ProviderIdField, RecipientField,
        StableCodeField,
    },
};

/// Kilometres around `near` when the caller does not say.
const DEFAULT_RADIUS_KM: f64 = 20.0;

codes! {
    /// In which order services are listed.
    pub enum ServiceSort {
        /// Best match first.
        Relevance = "relevance", "pertinenza", "relevance";
        /// Nearest first.
        Distance = "distance", "distanza", "distance";
        /// Last published first.
        Newest = "newest", "più recenti", "newest";
        /// Shortest waiting first.
        WaitingTime = "waiting_time", "tempo di attesa", "waiting time";
        /// Cheapest first.
        Price = "price", "prezzo", "price";
    }
}

codes! {
    /// What the services found can be counted by.
    pub enum ServiceFacet {
        /// By category, those above included.
        Category = "category", "tipologia", "category";
        /// By province covered.
        Province = "province", "provincia", "province";
        /// By recipient.
        Recipient = "recipient", "destinatari", "recipient";
        /// By place of delivery.
        Delivery = "delivery", "luogo di erogazione", "delivery";
    }
}

/// The order of a list of services.
pub(super) type ServiceSortField = Coded<ServiceSort>;
/// What services are counted by.
pub(super) type ServiceFacetField = Coded<ServiceFacet>;

impl ServiceFacet {
    /// The facet of the index.
    pub(super) const fn of_index(self) -> Facet {
        match self {
            Self::Category => Facet::Category,
            Self::Province => Facet::Province,
            Self::Recipient => Facet::Recipient,
            Self::Delivery => Facet::Delivery,
        }
    }
}

/// Sorting by distance needs a place to measure from.
static DISTANCE_WITHOUT_PLACE: Message = Message {
    code: "distance_without_place",
    it: "L'ordinamento per distanza richiede il parametro near.",
    en: "Sorting by distance needs the parameter near.",
};

/// Which services to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ServiceParams {
    /// Words to look for, in Italian or English: stems, beginnings and small typos are understood.
    #[param(min_length = 1, max_length = 200, example = "assistenza anziani")]
    pub(super) q: Option<String>,
    /// Only those in these categories or below them, by code.
    #[serde(default)]
    #[param(value_type = Option<Vec<StableCodeField>>, max_items = 50)]
    category: Vec<StableCode>,
    /// Only those of these providers.
    #[serde(default)]
    #[param(value_type = Option<Vec<ProviderIdField>>, max_items = 50)]
    provider_id: Vec<Ident<ProviderKind>>,
    /// Only those these points can offer their citizens: those that cover the municipality of one of them.
    #[serde(default)]
    #[param(value_type = Option<Vec<PointIdField>>, max_items = 50)]
    point_id: Vec<Ident<PointKind>>,
    /// Only those that cover these municipalities, by cadastral code: themselves, a zone of theirs, their
    /// province, their region, or all of Italy.
    #[serde(default)]
    #[param(value_type = Option<Vec<BelfioreField>>, max_items = 50)]
    municipality: Vec<Belfiore>,
    /// Only those given at a place around this one.
    #[param(value_type = Option<NearField>, inline)]
    near: Option<wire::Near>,
    /// How far from `near`, in kilometres.
    #[param(minimum = 0.1, maximum = 500, default = 20, example = 20)]
    radius_km: Option<f64>,
    /// Only those for these people.
    #[serde(default)]
    #[param(value_type = Option<Vec<RecipientField>>, max_items = 30)]
    recipient: Vec<Coded<Recipient>>,
    /// Only those for people of this age.
    #[param(minimum = 0, maximum = 130, example = 78)]
    age: Option<u8>,
    /// Only those delivered here.
    #[serde(default)]
    #[param(value_type = Option<Vec<DeliveryModeField>>, max_items = 10)]
    delivery: Vec<Coded<DeliveryMode>>,
    /// Only those spoken in one of these languages.
    #[serde(default)]
    #[param(value_type = Option<Vec<LanguageTagField>>, max_items = 20)]
    language: Vec<LanguageTag>,
    /// Only those that cost nothing (`true`), or those that do not (`false`).
    free: Option<bool>,
    /// Only those with a price of at most this much in euro; free ones count as nothing.
    #[param(
        pattern = r"^[0-9]{1,7}(\.[0-9]{1,2})?$",
        max_length = 10,
        example = "20.00"
    )]
    max_price: Option<String>,
    /// The units the price is asked for; of any when left out.
    #[serde(default)]
    #[param(value_type = Option<Vec<PriceUnitField>>, max_items = 20)]
    unit: Vec<Coded<PriceUnit>>,
    /// Only those shared by several people (`true`), or those that are not (`false`).
    shared: Option<bool>,
    /// Only those with at most so many days from the first contact to the beginning.
    #[param(minimum = 0, maximum = 2000, example = 15)]
    max_waiting_days: Option<u16>,
    /// Only those open at this moment, with its zone.
    #[param(
        pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})$",
        max_length = 25,
        example = "2026-11-24T10:00:00Z"
    )]
    open_at: Option<String>,
    /// Only those open now (`true`).
    open_now: Option<bool>,
    /// Only those with one of these accessibility features.
    #[serde(default)]
    #[param(value_type = Option<Vec<AccessibilityFeatureField>>, max_items = 20)]
    accessible: Vec<Coded<AccessibilityFeature>>,
    /// Only those found true on this day or later.
    #[param(value_type = Option<NaiveDate>, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", max_length = 10)]
    verified_since: Option<String>,
    /// Only those published on this day or later.
    #[param(value_type = Option<NaiveDate>, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", max_length = 10)]
    published_since: Option<String>,
    /// Only those that an agreement in force covers (`true`), or that none covers (`false`); of the points of
    /// `agreement_of` where they are named. In the list of a point only agreements of that point count.
    with_agreement: Option<bool>,
    /// Only those with a benefit of such an agreement (`true`), or without (`false`).
    with_benefit: Option<bool>,
    /// Only those that an agreement of one of these points covers: one that the point, its association, the body
    /// that is in or its network made.
    #[serde(default)]
    #[param(value_type = Option<Vec<PointIdField>>, max_items = 50)]
    agreement_of: Vec<Ident<PointKind>>,
    /// The day (in Rome) whose agreements and benefits are shown and asked for; today when left out.
    #[param(value_type = Option<NaiveDate>, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", max_length = 10)]
    benefits_on: Option<String>,
    /// The order: by relevance where words are looked for, by distance where `near` is given, else newest
    /// first. Equal ones are ordered by identifier. The first thousand by relevance can be paged through.
    #[param(inline, value_type = Option<ServiceSortField>)]
    sort: Option<Coded<ServiceSort>>,
    /// What to count the services of all pages by.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<ServiceFacetField>>, max_items = 4)]
    pub(super) facets: Vec<Coded<ServiceFacet>>,
}

/// One mistake in the query.
pub(super) fn wrong(parameter: &str, message: &'static Message) -> Problem {
    Problem::invalid_parameters(vec![ParameterMistake {
        parameter: parameter.to_owned(),
        violation: Violation::new("", message),
    }])
}

/// A municipality with the areas it belongs to.
pub(super) fn cover(places: &Places, code: &Belfiore) -> Option<PlaceCover> {
    let place = places.municipality(code)?;
    Some(PlaceCover {
        municipality: code.as_str().to_owned(),
        province: place.province.clone(),
        region: place.region.clone().unwrap_or_default(),
    })
}

/// The day of a parameter.
pub(crate) fn day(parameter: &str, text: Option<&str>) -> Outcome<Option<NaiveDate>> {
    let day = text.map(parse_date).transpose();
    day.map_err(|message| wrong(parameter, message))
}

/// A moment as the index knows it: the minute of the week in Rome, and whether it is a holiday.
fn moment(at: DateTime<Utc>) -> OpenAt {
    let local = at.with_timezone(&ROME);
    let day = u16::try_from(local.weekday().num_days_from_monday()).unwrap_or(0);
    let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(0);
    OpenAt {
        minute_of_week: day * 24 * 60 + minute,
        is_holiday: is_public_holiday(civil_date(at)),
    }
}

impl ServiceParams {
    /// The points whose citizens are asked for.
    pub(super) fn points(&self) -> Vec<domain_shared::PointId> {
        self.point_id.iter().map(|id| id.0).collect()
    }

    /// The points whose agreements are asked for.
    pub(super) fn agreement_points(&self) -> Vec<domain_shared::PointId> {
        let mut points: Vec<_> = self.agreement_of.iter().map(|id| id.0).collect();
        points.sort_unstable();
        points.dedup();
        points
    }

    /// The day whose agreements are shown.
    ///
    /// # Errors
    /// 400 for what is no day.
    pub(super) fn benefits_day(&self, now: DateTime<Utc>) -> Outcome<NaiveDate> {
        let asked = day("benefits_on", self.benefits_on.as_deref())?;
        Ok(asked.unwrap_or_else(|| civil_date(now)))
    }

    /// Which agreements are asked for; `owners` are those whose agreements count, all if there are none.
    fn agreements(&self, owners: &[Uuid], now: DateTime<Utc>) -> Outcome<Option<AgreementFilter>> {
        let has_points = !self.agreement_of.is_empty();
        // Who names points wants their agreements.
        let agreed = self.with_agreement.or(has_points.then_some(true));
        let filter = AgreementFilter {
            day: self.benefits_day(now)?,
            owners: owners.to_vec(),
            agreed,
            benefit: self.with_benefit,
        };
        let is_asked = filter.agreed.is_some() || filter.benefit.is_some();
        Ok(is_asked.then_some(filter))
    }

    /// What a service must be, and the order; `points` are the municipalities of the points, `owners` those
    /// whose agreements count.
    ///
    /// # Errors
    /// 400 for what the description lets through and is wrong all the same.
    pub(super) fn read(
        &self,
        places: &Places,
        points: &[Belfiore],
        owners: &[Uuid],
        now: DateTime<Utc>,
    ) -> Outcome<(Filters, Sort)> {
        let circle = wire::Near::with_radius(self.near, self.radius_km)?;
        let mut covering = Vec::new();
        for (parameter, code) in self
            .municipality
            .iter()
            .map(|code| ("municipality", code))
            .chain(points.iter().map(|code| ("point_id", code)))
        {
            let cover = cover(places, code);
            covering.push(cover.ok_or_else(|| wrong(parameter, &messages::UNKNOWN_REFERENCE))?);
        }
        let filters = Filters {
            categories: self
                .category
                .iter()
                .map(|code| code.as_str().to_owned())
                .collect(),
            providers: self.provider_id.iter().map(|id| id.0.uuid()).collect(),
            covering,
            near: circle.map(|(center, radius_km)| Near {
                center,
                radius_km: radius_km.unwrap_or(DEFAULT_RADIUS_KM),
            }),
            recipients: codes_of(self.recipient.iter().map(|one| one.0)),
            age: self.age,
            delivery: codes_of(self.delivery.iter().map(|one| one.0)),
            languages: self
                .language
                .iter()
                .map(|tag| tag.as_str().to_owned())
                .collect(),
            accessibility: codes_of(self.accessible.iter().map(|one| one.0)),
            free: self.free,
            shared: self.shared,
            price: self.price()?,
            max_waiting_days: self.max_waiting_days,
            open_at: self.open_at(now)?,
            verified_since: day("verified_since", self.verified_since.as_deref())?,
            published_since: day("published_since", self.published_since.as_deref())?,
            agreements: self.agreements(owners, now)?,
            ids: None,
        };
        let sort = self.sort(filters.near.is_some())?;
        Ok((filters, sort))
    }

    fn price(&self) -> Outcome<Option<PriceFilter>> {
        let most = self
            .max_price
            .as_deref()
            .map(Money::parse_amount)
            .transpose();
        let most = most.map_err(|message| wrong("max_price", message))?;
        let is_asked = most.is_some() || !self.unit.is_empty();
        Ok(is_asked.then(|| PriceFilter {
            max_cents: most.map(|money| u64::from(money.cents())),
            units: self.unit.iter().map(|unit| unit_number(unit.0)).collect(),
        }))
    }

    fn open_at(&self, now: DateTime<Utc>) -> Outcome<Option<OpenAt>> {
        let at = self.open_at.as_deref().map(|text| {
            // A `+` of a zone that was not escaped arrives as a space.
            let text = text.replace(' ', "+");
            let with_seconds = DateTime::parse_from_rfc3339(&text);
            let read =
                with_seconds.or_else(|_| DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M%#z"));
            read.map_err(|_| wrong("open_at", &messages::INVALID_DATE))
        });
        let at = at.transpose()?.map(|at| at.with_timezone(&Utc));
        let at = at.or_else(|| (self.open_now == Some(true)).then_some(now));
        Ok(at.map(moment))
    }

    fn sort(&self, has_place: bool) -> Outcome<Sort> {
        let asked = self.sort.map(|sort| sort.0);
        let by_itself = if self.q.is_some() {
            ServiceSort::Relevance
        } else if has_place {
            ServiceSort::Distance
        } else {
            ServiceSort::Newest
        };
        match asked.unwrap_or(by_itself) {
            ServiceSort::Distance if !has_place => Err(wrong("sort", &DISTANCE_WITHOUT_PLACE)),
            ServiceSort::Distance => Ok(Sort::Distance),
            ServiceSort::Relevance => Ok(Sort::Relevance),
            ServiceSort::Newest => Ok(Sort::Newest),
            ServiceSort::WaitingTime => Ok(Sort::WaitingTime),
            ServiceSort::Price => Ok(Sort::Price),
        }
    }

    /// The facets asked for.
    pub(super) fn facets(&self) -> BTreeSet<Facet> {
        self.facets.iter().map(|facet| facet.0.of_index()).collect()
    }
}
