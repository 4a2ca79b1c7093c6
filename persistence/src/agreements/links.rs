//! What follows from signed agreements: the cards they cover, what they give and when, and their deadlines.

use diesel::prelude::*;
use domain_agreements::{Agreement, AgreementFileKind, BenefitTarget, Deadline};
use domain_cards::CardContent;
use domain_shared::{
    AgreementId, CardId, CardKind, Period, ProviderId, ProviderKind, TextValue as _,
};

use super::record::AgreementRow;
use crate::{
    AnyConnection, DbResult, Tx,
    dialect::{INSERT_BATCH, OneOf, on_each},
    schema::{
        agreement_benefits, agreement_cards, agreement_deadlines, agreement_files,
        agreement_parties, agreements, card_revisions, services,
    },
    sql_types::{DbCode, DbId, DbJson},
};

/// A card that an agreement covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CardLink {
    /// The card.
    pub card_id: CardId,
    /// The agreement.
    pub agreement_id: AgreementId,
    /// The places of the benefits that are for the card, from 0.
    pub benefits: Vec<u16>,
}

/// A published card of a provider.
#[derive(Debug, Clone)]
pub struct PublishedCard {
    /// The card.
    pub card_id: CardId,
    /// Its provider.
    pub provider_id: ProviderId,
    /// What it says.
    pub content: CardContent,
}

/// What is written down of a signed agreement beside its cards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgreementEffects {
    /// The benefits that hold on any day, by their places, with those days.
    pub benefits: Vec<(u16, Period)>,
    /// When somebody has to look after it.
    pub deadlines: Vec<Deadline>,
    /// What the catalogue shows of it, ready to send.
    pub public_view: Option<String>,
}

/// Writes what follows from an agreement in place of what was written before.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_effects_put(
    tx: &mut Tx<'_>,
    agreement: &Agreement,
    effects: &AgreementEffects,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::update(agreements::table.find(DbId(agreement.id)))
        .set(agreements::public_view.eq(effects.public_view.as_deref()))
        .execute(connection)?;
    benefits_put(connection, agreement, &effects.benefits)?;
    let former = agreement_deadlines::agreement_id.eq(DbId(agreement.id));
    diesel::delete(agreement_deadlines::table.filter(former)).execute(connection)?;
    let rows: Vec<_> = effects
        .deadlines
        .iter()
        .map(|deadline| {
            (
                agreement_deadlines::agreement_id.eq(DbId(agreement.id)),
                agreement_deadlines::kind.eq(DbCode(deadline.kind)),
                agreement_deadlines::due_on.eq(deadline.on),
                agreement_deadlines::network_id.eq(DbId(agreement.network_id)),
            )
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            agreement_deadlines::table
        )
        .values(batch)
        .execute(inner))?;
    }
    Ok(())
}

/// Writes the benefits, one line for each thing each of them is for.
fn benefits_put(
    connection: &mut AnyConnection,
    agreement: &Agreement,
    benefits: &[(u16, Period)],
) -> DbResult<()> {
    let former = agreement_benefits::agreement_id.eq(DbId(agreement.id));
    diesel::delete(agreement_benefits::table.filter(former)).execute(connection)?;
    let rows: Vec<_> = benefits
        .iter()
        .filter_map(|(number, days)| {
            let benefit = agreement.content.benefits.get(usize::from(*number))?;
            Some((number, days, benefit))
        })
        .flat_map(|(number, days, benefit)| {
            benefit.targets().into_iter().map(|target| {
                let (kind, target) = match target {
                    BenefitTarget::Whole => ("whole", String::new()),
                    BenefitTarget::Category(code) => ("category", code.as_str().to_owned()),
                    BenefitTarget::Card(id) => ("card", id.to_string()),
                };
                (
                    agreement_benefits::agreement_id.eq(DbId(agreement.id)),
                    agreement_benefits::number.eq(i32::from(*number)),
                    agreement_benefits::class.eq(DbCode(benefit.value.class())),
                    agreement_benefits::audience.eq(DbCode(benefit.audience)),
                    agreement_benefits::unit.eq(benefit.unit.map(DbCode)),
                    agreement_benefits::target_kind.eq(kind),
                    agreement_benefits::target.eq(target),
                    agreement_benefits::first_day.eq(days.from()),
                    agreement_benefits::last_day.eq(days.until()),
                )
            })
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            agreement_benefits::table
        )
        .values(batch)
        .execute(inner))?;
    }
    Ok(())
}

/// What the catalogue shows of an agreement, as it is written down.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_public_view(
    connection: &mut AnyConnection,
    id: AgreementId,
) -> DbResult<Option<String>> {
    let found: Option<Option<String>> = agreements::table
        .find(DbId(id))
        .select(agreements::public_view)
        .first(connection)
        .optional()?;
    Ok(found.flatten())
}

/// Whether the signed document of an agreement is there.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_has_signed_file(
    connection: &mut AnyConnection,
    id: AgreementId,
) -> DbResult<bool> {
    let files = agreement_files::table
        .filter(agreement_files::agreement_id.eq(DbId(id)))
        .filter(agreement_files::kind.eq(DbCode(AgreementFileKind::Signed)));
    Ok(diesel::select(diesel::dsl::exists(files)).get_result(connection)?)
}

/// The cards an agreement covers, as it is written down, by card.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_links(connection: &mut AnyConnection, id: AgreementId) -> DbResult<Vec<CardLink>> {
    let rows: Vec<(DbId<CardKind>, DbJson<Vec<u16>>)> = agreement_cards::table
        .filter(agreement_cards::agreement_id.eq(DbId(id)))
        .order(agreement_cards::card_id)
        .select((agreement_cards::card_id, agreement_cards::benefits))
        .load(connection)?;
    let link = |(card, benefits): (DbId<CardKind>, DbJson<Vec<u16>>)| CardLink {
        card_id: card.0,
        agreement_id: id,
        benefits: benefits.0,
    };
    Ok(rows.into_iter().map(link).collect())
}

/// Writes which cards an agreement covers in place of what was written before.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_links_put(tx: &mut Tx<'_>, id: AgreementId, links: &[CardLink]) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let former = agreement_cards::agreement_id.eq(DbId(id));
    diesel::delete(agreement_cards::table.filter(former)).execute(connection)?;
    links_insert(connection, links)
}

/// Writes which agreements cover cards in place of what was written before.
///
/// # Errors
/// When the database does not answer.
pub fn card_links_put(tx: &mut Tx<'_>, cards: &[CardId], links: &[CardLink]) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    for batch in cards.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::delete(
            agreement_cards::table.filter(OneOf::new(agreement_cards::card_id, batch))
        )
        .execute(inner))?;
    }
    links_insert(connection, links)
}

fn links_insert(connection: &mut AnyConnection, links: &[CardLink]) -> DbResult<()> {
    let rows: Vec<_> = links
        .iter()
        .map(|link| {
            (
                agreement_cards::card_id.eq(DbId(link.card_id)),
                agreement_cards::agreement_id.eq(DbId(link.agreement_id)),
                agreement_cards::benefits.eq(DbJson(link.benefits.clone())),
            )
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            agreement_cards::table
        )
        .values(batch)
        .execute(inner))?;
    }
    Ok(())
}

/// The cards of providers that are in the public view, by identifier, at most `limit` after `after`.
///
/// # Errors
/// When the database does not answer.
pub fn published_cards(
    connection: &mut AnyConnection,
    providers: &[ProviderId],
    after: Option<CardId>,
    limit: i64,
) -> DbResult<Vec<PublishedCard>> {
    let ids: Vec<_> = providers.iter().map(|id| DbId(*id)).collect();
    let mut query = services::table
        .inner_join(
            card_revisions::table.on(card_revisions::card_id
                .eq(services::card_id)
                .and(card_revisions::number.eq(services::revision))),
        )
        .filter(services::provider_id.eq_any(ids))
        .select((
            services::card_id,
            services::provider_id,
            card_revisions::content,
        ))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(services::card_id.gt(DbId(after)));
    }
    let rows: Vec<(DbId<CardKind>, DbId<ProviderKind>, DbJson<CardContent>)> = query
        .order(services::card_id)
        .limit(limit)
        .load(connection)?;
    let card = |(card, provider, content): (DbId<_>, DbId<_>, DbJson<_>)| PublishedCard {
        card_id: card.0,
        provider_id: provider.0,
        content: content.0,
    };
    Ok(rows.into_iter().map(card).collect())
}

/// The signed agreements to which at least one of these providers is a party.
///
/// # Errors
/// When the database does not answer.
pub fn agreements_signed_by(
    connection: &mut AnyConnection,
    providers: &[ProviderId],
) -> DbResult<Vec<Agreement>> {
    let ids: Vec<_> = providers.iter().map(|id| DbId(*id)).collect();
    let theirs = agreement_parties::table
        .filter(agreement_parties::provider_id.eq_any(ids))
        .select(agreement_parties::agreement_id);
    let rows: Vec<AgreementRow> = agreements::table
        .filter(agreements::id.eq_any(theirs))
        .filter(agreements::first_day.is_not_null())
        .select(AgreementRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Agreement::try_from).collect()
}
