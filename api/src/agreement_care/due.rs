//! `/agreements/due`: what somebody has to look after.

use actix_web::{HttpResponse, get};
use chrono::{Days, NaiveDate};
use domain_accounts::Action;
use domain_shared::{PointKind, ProviderKind, civil_date};
use persistence::agreements::{DueFilter, DueItem, NamedParty, due_list};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::fields::DeadlineKindField;
use crate::{
    http::{Ctx, ListQuery, Page, PageParams, reply::Caching},
    problem::Outcome,
    wire::{
        AgreementIdField, AgreementKindField, Coded, DisplayNameField, Ident, PartyKindField,
        PointIdField, ProviderIdField, SideField, Text,
    },
};

/// How many days ahead the list looks when the caller does not say.
const DEFAULT_DAYS: u16 = 90;

/// What is due to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DueParams {
    /// How many days from today to look ahead.
    #[param(minimum = 1, maximum = 366, default = 90, example = 90)]
    within: Option<u16>,
    /// Only for these reasons.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<DeadlineKindField>>, max_items = 4)]
    kind: Vec<DeadlineKindField>,
    /// Only of agreements of these points: theirs, those of their association, those of their network.
    #[serde(default)]
    #[param(value_type = Option<Vec<PointIdField>>, max_items = 50)]
    point: Vec<Ident<PointKind>>,
    /// Only of agreements with these providers.
    #[serde(default)]
    #[param(value_type = Option<Vec<ProviderIdField>>, max_items = 50)]
    provider: Vec<Ident<ProviderKind>>,
}

impl DueParams {
    fn filter_on(self, today: NaiveDate) -> DueFilter {
        let within = u64::from(self.within.unwrap_or(DEFAULT_DAYS));
        let until = today.checked_add_days(Days::new(within));
        DueFilter {
            until: until.unwrap_or(NaiveDate::MAX),
            kinds: self.kind.into_iter().map(|kind| kind.0).collect(),
            points: self.point.into_iter().map(|id| id.0).collect(),
            providers: self.provider.into_iter().map(|id| id.0).collect(),
        }
    }
}

/// A party of an agreement, by name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DueParty {
    /// Where it stands.
    side: SideField,
    /// What it is.
    kind: PartyKindField,
    /// Its name.
    name: DisplayNameField,
}

impl From<NamedParty> for DueParty {
    fn from(party: NamedParty) -> Self {
        Self {
            side: Coded(party.side),
            kind: Coded(party.kind),
            name: Text::raw(party.name),
        }
    }
}

/// An agreement that somebody has to look after.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DueAgreement {
    /// Identifier.
    id: AgreementIdField,
    /// Title.
    title: DisplayNameField,
    /// What kind of paper it is.
    kind: AgreementKindField,
    /// Who makes it.
    #[schema(max_items = 60)]
    parties: Vec<DueParty>,
}

/// A day on which somebody has to look after an agreement.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DueView {
    /// The agreement.
    agreement: DueAgreement,
    /// Why.
    kind: DeadlineKindField,
    /// The last day in force, the last day to give notice, the day of signing of an agreement whose signed
    /// document is missing; today where a provider is not accredited.
    day: NaiveDate,
    /// Days from today (in Rome) to that day; negative where it has passed.
    #[schema(minimum = -100_000, maximum = 366, example = 20)]
    days_left: i64,
    /// The provider that is not accredited.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_id: Option<ProviderIdField>,
}

impl DueView {
    fn of(item: DueItem, today: NaiveDate) -> Self {
        Self {
            agreement: DueAgreement {
                id: Ident(item.agreement_id),
                title: Text::raw(item.title),
                kind: Coded(item.kind),
                parties: item.parties.into_iter().map(DueParty::from).collect(),
            },
            kind: Coded(item.deadline),
            day: item.on,
            days_left: (item.on - today).num_days(),
            provider_id: item.provider_id.map(Ident),
        }
    }
}

/// List what is due of agreements
///
/// Ends and last days to give notice from today on, signed documents that are missing however long, and
/// providers that are not accredited today: of signed agreements that are neither over nor replaced by another.
/// Earliest first, then by agreement. The network's people see those of their network, a point's people those of
/// their point, its association and its network body, providers their own.
#[utoipa::path(
    tag = "agreements", operation_id = "list_agreements_due",
    params(DueParams, PageParams),
    responses((status = 200, description = "A page of what is due.", body = Page<DueView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement.read"))),
)]
#[get("/agreements/due")]
pub(super) async fn list_agreements_due(
    ctx: Ctx,
    query: ListQuery<DueParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let today = civil_date(ctx.now());
    let (params, page, list) = query.split();
    let filter = params.filter_on(today);
    let due = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::AgreementRead)?;
            let connection = snapshot.connection();
            Ok(due_list(connection, &scope, &filter, today, &page)?)
        })
        .await?;
    list.answer(
        &ctx,
        due.map(|item| DueView::of(item, today)),
        Caching::Private,
    )
}
