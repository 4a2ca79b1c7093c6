//! What the endpoints around a card need: the card, what the policy decides on, whom to write to.

use domain_accounts::{Action, Target};
use domain_cards::{Card, CardContent, DraftStatus};
use domain_shared::{CardId, Code as _, TextValue as _};
use persistence::{
    AnyConnection,
    accounts::{Recipient, recipients_of_providers},
    cards::{card_find, revision_find},
};

use crate::{
    http::{Snapshot, UnitOfWork},
    problem::{Outcome, Problem},
};

/// The card with this identifier, or 404.
pub(crate) fn card_of(connection: &mut AnyConnection, id: CardId) -> Outcome<Card> {
    card_find(connection, id)?.ok_or_else(Problem::not_found)
}

/// What the policy decides on: only its provider and its reviewers may know of a card.
pub(crate) fn target(card: &Card) -> Target {
    Target::private_in(card.network_id).of_provider(card.provider_id)
}

/// The card, which the caller may read.
pub(crate) fn read_card(snapshot: &mut Snapshot<'_>, id: CardId) -> Outcome<Card> {
    let card = card_of(snapshot.connection(), id)?;
    snapshot.authorize(Action::CardRead, &target(&card))?;
    Ok(card)
}

/// What a card says: the working copy, or the last revision where there is none.
pub(crate) fn shown(connection: &mut AnyConnection, card: &Card) -> Outcome<Option<CardContent>> {
    if let Some(draft) = &card.draft {
        return Ok(Some(draft.clone()));
    }
    let Some(number) = card.revision else {
        return Ok(None);
    };
    let revision = revision_find(connection, card.id, number)?;
    Ok(revision.map(|revision| revision.content))
}

/// The title of a content, for letters; empty while there is none.
pub(crate) fn title(content: Option<&CardContent>) -> &str {
    content
        .and_then(CardContent::best_title)
        .map_or("", |title| title.as_str())
}

/// Refuses a card that is not under review.
pub(super) fn check_under_review(card: &Card) -> Outcome<()> {
    if card.state.draft == Some(DraftStatus::Submitted) {
        return Ok(());
    }
    let allowed = card.state.allowed().iter().map(|step| step.code());
    Err(Problem::invalid_transition(allowed.collect()))
}

/// The people who work with the provider of a card.
pub(crate) fn people_of_provider(
    unit: &mut UnitOfWork<'_, '_>,
    card: &Card,
) -> Outcome<Vec<Recipient>> {
    let found = recipients_of_providers(unit.connection(), &[card.provider_id])?;
    Ok(found.into_iter().map(|(_, person)| person).collect())
}
