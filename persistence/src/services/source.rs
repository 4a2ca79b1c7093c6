//! What the public view is made from: cards with their last revisions, providers, rules.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_cards::{CardContent, FreshnessRules, PublicWindow, Publication, RevisionNumber};
use domain_providers::{
    AccreditationStatus, ProviderKind as ProviderSort, ProviderProfile, RegistrationStatus,
};
use domain_shared::{
    BoundedNumber as _, CardId, CardKind, DisplayName, NetworkBodyId, NetworkBodyKind, Period,
    ProviderId, ProviderKind, StableCode,
};

use crate::{
    AnyConnection, DbError, DbResult,
    schema::{card_revisions, cards, network_card_rules, providers, service_category_links},
    sql_types::{DbCode, DbId, DbJson},
};

/// Whose cards may have changed in the public view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Affected {
    /// One card was published, verified, suspended, reinstated or archived.
    Card(CardId),
    /// Several cards were.
    Cards(Vec<CardId>),
    /// A provider was renamed, accredited, suspended, …
    Provider(ProviderId),
    /// The rules of a network were changed.
    Network(NetworkBodyId),
    /// These categories were renamed or moved.
    Categories(Vec<StableCode>),
}

/// A provider as the public view shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicProvider {
    /// Identifier.
    pub id: ProviderId,
    /// Name.
    pub name: DisplayName,
    /// What kind of body it is.
    pub kind: ProviderSort,
    /// When it may offer services; none while it may not at all.
    pub operative: Option<Period>,
}

/// A card that was published once.
#[derive(Debug, Clone)]
pub struct PublicSource {
    /// The card.
    pub card_id: CardId,
    /// Its network.
    pub network_id: NetworkBodyId,
    /// Its provider.
    pub provider: PublicProvider,
    /// Number of its last revision.
    pub revision: RevisionNumber,
    /// What that says; none where the card is suspended or archived.
    pub content: Option<CardContent>,
    /// When that was published.
    pub published_at: DateTime<Utc>,
    /// When the card was last found true.
    pub verified_on: Option<NaiveDate>,
    /// When it is to be verified again.
    pub rules: FreshnessRules,
    /// Whether it is hidden once it is stale.
    pub hide_stale: bool,
}

impl PublicSource {
    /// What the public sees and on which days; none while it sees nothing.
    #[must_use]
    pub fn shown(&self) -> Option<(&CardContent, PublicWindow)> {
        let content = self.content.as_ref()?;
        let operative = self.provider.operative?;
        let window = PublicWindow::default().within(operative);
        let window = match content.validity {
            Some(validity) => window.within(validity),
            None => window,
        };
        let last_fresh = self
            .verified_on
            .filter(|_| self.hide_stale)
            .and_then(|on| self.rules.stale_on(on).pred_opt());
        Some((content, window.until(last_fresh)))
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cards)]
struct CardPart {
    id: DbId<CardKind>,
    provider_id: DbId<ProviderKind>,
    network_id: DbId<NetworkBodyKind>,
    publication: DbCode<Publication>,
    verified_on: Option<NaiveDate>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = card_revisions)]
struct RevisionPart {
    number: i32,
    published_at: NaiveDateTime,
    content: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = providers)]
struct ProviderPart {
    id: DbId<ProviderKind>,
    kind: DbCode<ProviderSort>,
    registration: DbCode<RegistrationStatus>,
    accreditation: DbCode<AccreditationStatus>,
    accredited_from: Option<NaiveDate>,
    accredited_until: Option<NaiveDate>,
    profile: DbJson<ProviderProfile>,
}

impl TryFrom<ProviderPart> for PublicProvider {
    type Error = DbError;

    fn try_from(row: ProviderPart) -> DbResult<Self> {
        let may = row.registration.0 == RegistrationStatus::Approved
            && row.accreditation.0 == AccreditationStatus::Accredited;
        let operative = row
            .accredited_from
            .filter(|_| may)
            .map(|from| Period::new(from, row.accredited_until))
            .transpose()
            .map_err(|message| DbError::corrupt(message.code))?;
        Ok(Self {
            id: row.id.0,
            name: row.profile.0.public_name().clone(),
            kind: row.kind.0,
            operative,
        })
    }
}

/// The affected cards that were published once, by identifier, at most `limit` after `after`.
///
/// # Errors
/// When the database does not answer.
pub fn public_sources(
    connection: &mut AnyConnection,
    affected: &Affected,
    after: Option<CardId>,
    limit: i64,
    defaults: FreshnessRules,
) -> DbResult<Vec<PublicSource>> {
    let mut query = cards::table
        .inner_join(
            card_revisions::table.on(card_revisions::card_id
                .eq(cards::id)
                .and(card_revisions::number.nullable().eq(cards::revision))),
        )
        .select((CardPart::as_select(), RevisionPart::as_select()))
        .into_boxed();
    query = match affected {
        Affected::Card(card) => query.filter(cards::id.eq(DbId(*card))),
        Affected::Cards(ids) => {
            query.filter(cards::id.eq_any(ids.iter().map(|id| DbId(*id)).collect::<Vec<_>>()))
        }
        Affected::Provider(provider) => query.filter(cards::provider_id.eq(DbId(*provider))),
        Affected::Network(network) => query.filter(cards::network_id.eq(DbId(*network))),
        Affected::Categories(codes) => query.filter(
            cards::id.eq_any(
                service_category_links::table
                    .filter(
                        service_category_links::category.eq_any(
                            codes
                                .iter()
                                .map(domain_shared::TextValue::as_str)
                                .collect::<Vec<_>>(),
                        ),
                    )
                    .select(service_category_links::card_id),
            ),
        ),
    };
    if let Some(after) = after {
        query = query.filter(cards::id.gt(DbId(after)));
    }
    let rows: Vec<(CardPart, RevisionPart)> =
        query.order(cards::id).limit(limit).load(connection)?;
    let providers = providers_of(connection, &rows)?;
    let rules = rules_of(connection, &rows)?;
    rows.into_iter()
        .map(|(card, revision)| source_of(&card, &revision, &providers, &rules, defaults))
        .collect()
}

fn source_of(
    card: &CardPart,
    revision: &RevisionPart,
    providers: &HashMap<ProviderId, PublicProvider>,
    rules: &HashMap<NetworkBodyId, (FreshnessRules, bool)>,
    defaults: FreshnessRules,
) -> DbResult<PublicSource> {
    let provider = providers.get(&card.provider_id.0);
    let provider = provider.ok_or_else(|| DbError::corrupt("provider of a card"))?;
    let (rules, hide_stale) = rules
        .get(&card.network_id.0)
        .copied()
        .unwrap_or((defaults, false));
    // Only what is shown is worth reading.
    let is_shown = card.publication.0 == Publication::Published && provider.operative.is_some();
    let content = is_shown.then(|| serde_json::from_str(&revision.content));
    let content = content
        .transpose()
        .map_err(|error| DbError::corrupt(&format!("content of card {}: {error}", card.id.0)))?;
    Ok(PublicSource {
        card_id: card.id.0,
        network_id: card.network_id.0,
        provider: provider.clone(),
        revision: RevisionNumber::from_number(i64::from(revision.number))
            .ok_or_else(|| DbError::corrupt("revision number"))?,
        content,
        published_at: revision.published_at.and_utc(),
        verified_on: card.verified_on,
        rules,
        hide_stale,
    })
}

/// The providers of these cards.
fn providers_of(
    connection: &mut AnyConnection,
    rows: &[(CardPart, RevisionPart)],
) -> DbResult<HashMap<ProviderId, PublicProvider>> {
    let mut ids: Vec<_> = rows.iter().map(|(card, _)| card.provider_id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let found: Vec<ProviderPart> = providers::table
        .filter(providers::id.eq_any(ids.into_iter().map(DbId).collect::<Vec<_>>()))
        .select(ProviderPart::as_select())
        .load(connection)?;
    found
        .into_iter()
        .map(|row| Ok((row.id.0, PublicProvider::try_from(row)?)))
        .collect()
}

/// The rules of the networks of these cards, where they have their own.
fn rules_of(
    connection: &mut AnyConnection,
    rows: &[(CardPart, RevisionPart)],
) -> DbResult<HashMap<NetworkBodyId, (FreshnessRules, bool)>> {
    let mut ids: Vec<_> = rows.iter().map(|(card, _)| card.network_id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let found: Vec<(DbId<NetworkBodyKind>, i32, i32, bool)> = network_card_rules::table
        .filter(
            network_card_rules::network_id.eq_any(ids.into_iter().map(DbId).collect::<Vec<_>>()),
        )
        .select((
            network_card_rules::network_id,
            network_card_rules::remind_after_months,
            network_card_rules::stale_after_months,
            network_card_rules::hide_stale,
        ))
        .load(connection)?;
    found
        .into_iter()
        .map(|(network, remind, stale, hide)| {
            let months = |number: i32| {
                u32::try_from(number).map_err(|_| DbError::corrupt("months of card rules"))
            };
            let rules = FreshnessRules {
                remind_after: months(remind)?,
                stale_after: months(stale)?,
            };
            Ok((network.0, (rules, hide)))
        })
        .collect()
}
