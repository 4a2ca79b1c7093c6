//! Cards that look like the same service.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain_accounts::{Permit, Scope};
use domain_cards::CardStatus;
use domain_shared::{
    Belfiore, CardId, CardKind, NetworkBodyId, NetworkBodyKind, ProviderId, ProviderKind,
    TextValue as _,
};

use super::list::{CardItem, ItemRow};
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    dialect::{INSERT_BATCH, on_each},
    schema::{card_places, card_suspects, cards},
    sql_types::{DbCode, DbId, DbText},
};

/// Most cards looked at of all the providers, and of all the places, concerned: the latest.
const LOOKED_AT: i64 = 2_000;

/// A card that another may be compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The card.
    pub card: CardId,
    /// Its network.
    pub network: NetworkBodyId,
    /// Its provider.
    pub provider: ProviderId,
    /// Its title, folded.
    pub title: String,
    /// Those of the asked municipalities it is given in.
    pub places: BTreeSet<Belfiore>,
}

type CandidateRow = (
    DbId<CardKind>,
    DbId<NetworkBodyKind>,
    DbId<ProviderKind>,
    String,
);

fn candidate((card, network, provider, title): CandidateRow) -> Candidate {
    Candidate {
        card: card.0,
        network: network.0,
        provider: provider.0,
        title,
        places: BTreeSet::new(),
    }
}

/// Cards of these providers, and cards of these networks given in these municipalities, that are not
/// archived: the latest two thousand of each.
///
/// # Errors
/// When the database does not answer.
pub fn suspect_candidates(
    connection: &mut AnyConnection,
    providers: &BTreeSet<ProviderId>,
    networks: &BTreeSet<NetworkBodyId>,
    municipalities: &BTreeSet<Belfiore>,
) -> DbResult<Vec<Candidate>> {
    let live = cards::status.ne(DbCode(CardStatus::Archived));
    let columns = (
        cards::id,
        cards::network_id,
        cards::provider_id,
        cards::sort_title,
    );
    let own: Vec<CandidateRow> = cards::table
        .filter(cards::provider_id.eq_any(providers.iter().copied().map(DbId)))
        .filter(live.clone())
        .order(cards::id.desc())
        .limit(LOOKED_AT)
        .select(columns)
        .load(connection)?;
    let near: Vec<(DbText<Belfiore>, CandidateRow)> = card_places::table
        .inner_join(cards::table)
        .filter(card_places::municipality.eq_any(municipalities.iter().map(Belfiore::as_str)))
        .filter(cards::network_id.eq_any(networks.iter().copied().map(DbId)))
        .filter(live)
        .order(card_places::card_id.desc())
        .limit(LOOKED_AT)
        .select((card_places::municipality, columns))
        .load(connection)?;
    let own = own.into_iter().map(candidate);
    let mut all: BTreeMap<CardId, Candidate> = own.map(|one| (one.card, one)).collect();
    for (municipality, row) in near {
        let entry = all.entry(row.0.0).or_insert_with(|| candidate(row));
        entry.places.insert(municipality.0);
    }
    Ok(all.into_values().collect())
}

/// Writes which cards look like the same service as these: card, other card, similarity in percent.
/// What was written of these cards before is replaced.
///
/// # Errors
/// [`DbError::Reference`] when a card is gone.
pub fn suspects_put(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    cards: &[CardId],
    suspects: &[(CardId, CardId, u8)],
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let ids = cards.iter().copied().map(DbId);
    diesel::delete(card_suspects::table.filter(card_suspects::card_id.eq_any(ids)))
        .execute(connection)?;
    let rows: Vec<_> = suspects
        .iter()
        .map(|(card, other, similarity)| {
            (
                card_suspects::card_id.eq(DbId(*card)),
                card_suspects::other_id.eq(DbId(*other)),
                card_suspects::similarity.eq(i32::from(*similarity)),
            )
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            card_suspects::table
        )
        .values(batch)
        .execute(inner))?;
    }
    Ok(())
}

/// A card that looked like the same service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The other card.
    pub card: CardItem,
    /// How much the titles are alike, in percent.
    pub similarity: i32,
}

/// The cards within the scope that looked like the same service as this one, most alike first.
///
/// # Errors
/// When the database does not answer.
pub fn suspect_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    card: CardId,
    page: &PageRequest,
) -> DbResult<Listing<Suspect>> {
    let mut query = card_suspects::table
        .inner_join(cards::table.on(cards::id.eq(card_suspects::other_id)))
        .filter(card_suspects::card_id.eq(DbId(card)))
        .select((card_suspects::similarity, ItemRow::as_select()))
        .into_boxed();
    if !scope.everything {
        let networks = scope.networks.iter().copied().map(DbId);
        let providers = scope.providers.iter().copied().map(DbId);
        let of_network = cards::network_id.eq_any(networks);
        query = query.filter(of_network.or(cards::provider_id.eq_any(providers)));
    }
    if let Some(after) = &page.after {
        let similarity: i32 = after.key.parse().map_err(|_| DbError::Cursor)?;
        let tie = card_suspects::similarity
            .eq(similarity)
            .and(card_suspects::other_id.gt(&after.id));
        query = query.filter(card_suspects::similarity.lt(similarity).or(tie));
    }
    let rows: Vec<(i32, ItemRow)> = query
        .order((card_suspects::similarity.desc(), card_suspects::other_id))
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |(similarity, row)| Cursor {
        key: similarity.to_string(),
        id: row.id.0.to_string(),
    })
    .try_map(|(similarity, row)| {
        Ok(Suspect {
            card: row.try_into()?,
            similarity,
        })
    })
}
