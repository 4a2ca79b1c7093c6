//! What every endpoint of a card needs: the card, what it says, the audit log, letters.

use domain_accounts::{Action, GrantPlace, Permit, Role, Target};
use domain_cards::{Card, CardContent, CardEvent, CardStep, Publication, References};
use domain_shared::{CardId, InvalidTransition, Reason, TextValue as _, Violations};
use persistence::{
    AnyConnection, DbError,
    accounts::holders_of_roles,
    cards::{card_find, event_append, references_existing, revision_find},
    providers::provider_find,
};

use super::view::CardView;
use crate::{
    http::{Snapshot, UnitOfWork},
    mail::Letter,
    problem::{Outcome, Problem},
};

/// A card with what it says: the working copy, or the last revision where there is none.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// The card.
    pub(crate) card: Card,
    /// What it says.
    pub(crate) content: CardContent,
}

impl Shown {
    /// The title for people.
    pub(super) fn title(&self) -> &str {
        self.content
            .best_title()
            .map_or("(senza titolo)", |title| title.as_str())
    }
}

/// The card with this identifier, or 404.
pub(crate) fn card_of(connection: &mut AnyConnection, id: CardId) -> Outcome<Card> {
    card_find(connection, id)?.ok_or_else(Problem::not_found)
}

/// The card with what it says.
pub(crate) fn shown_of(connection: &mut AnyConnection, card: Card) -> Outcome<Shown> {
    let content = match &card.draft {
        Some(draft) => draft.clone(),
        None => published(connection, &card)?,
    };
    Ok(Shown { card, content })
}

/// What the last revision of a card says.
pub(super) fn published(connection: &mut AnyConnection, card: &Card) -> Outcome<CardContent> {
    let missing = || Problem::internal(format!("card {} says nothing", card.id));
    let number = card.revision.ok_or_else(missing)?;
    let revision = revision_find(connection, card.id, number)?.ok_or_else(missing)?;
    Ok(revision.content)
}

/// What the policy decides on: nobody outside the provider and its network may know of a card here.
pub(crate) fn target(card: &Card) -> Target {
    Target::private_in(card.network_id).of_provider(card.provider_id)
}

/// The card, which the caller may read as editors and reviewers do.
pub(super) fn read_card(snapshot: &mut Snapshot<'_>, id: CardId) -> Outcome<Card> {
    let card = card_of(snapshot.connection(), id)?;
    snapshot.authorize(Action::CardRead, &target(&card))?;
    Ok(card)
}

/// The problem of a step that the state does not allow.
pub(super) fn not_now<S: domain_shared::Code, A: domain_shared::Code>(
    refused: InvalidTransition<S, A>,
) -> Problem {
    Problem::invalid_transition(refused.allowed_codes())
}

/// Writes a change of a card to the audit log.
pub(super) fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<&Shown>,
    after: Option<&Shown>,
) -> Outcome<()> {
    let Some(shown) = after.or(before) else {
        return Ok(());
    };
    let (id, network) = (shown.card.id, shown.card.network_id);
    let (before, after) = (before.map(CardView::from), after.map(CardView::from));
    unit.audit(
        permit,
        ("card", id),
        Some(network),
        before.as_ref(),
        after.as_ref(),
    )
}

/// Appends a step to the history of a card.
pub(super) fn note(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    card: &Card,
    step: CardStep,
    reason: Option<Reason>,
) -> Outcome<()> {
    let event = CardEvent {
        step,
        reason,
        revision: card.revision.filter(|_| step == CardStep::Publish),
        by: permit.user(),
        at: unit.now(),
    };
    Ok(event_append(unit.tx(), permit, card.id, &event)?)
}

/// The problem behind a write of a card that the database refused.
pub(super) fn refused(error: DbError) -> Problem {
    if error.is_unique_of("cards", "external_id") {
        Problem::taken("/external_id")
    } else {
        error.into()
    }
}

/// Refuses places in municipalities that do not exist: even a draft cannot be given there.
pub(super) fn check_places(connection: &mut AnyConnection, content: &CardContent) -> Outcome<()> {
    if content.places.is_empty() {
        return Ok(());
    }
    let mut wanted = References::default();
    wanted.want_places(content);
    let there = references_existing(connection, &wanted)?;
    let mut wrong = Violations::new();
    wrong.absorb("/content", content.unknown_places(&there));
    Ok(wrong.into_result()?)
}

/// What these cards lack before they are reviewed or published: for each, every missing or wrong
/// member by JSON Pointer into the card (`/content/title/it`).
pub(crate) fn lacks(connection: &mut AnyConnection, cards: &[&Shown]) -> Outcome<Vec<Violations>> {
    let mut wanted = References::default();
    for Shown { card, content } in cards {
        wanted.want(card.id, card.provider_id, content);
    }
    let there = references_existing(connection, &wanted)?;
    let each = cards.iter().map(|Shown { card, content }| {
        let mut wrong = Violations::new();
        wrong.keep_part("/content", content.check_complete());
        let named = content.check_references(card.id, card.provider_id, &there);
        wrong.keep_part("/content", named);
        wrong
    });
    Ok(each.collect())
}

/// Whether what the public sees of a card can change with a step taken from this state.
pub(super) const fn is_public_matter(before: Publication, step: CardStep) -> bool {
    match step {
        CardStep::Publish | CardStep::Suspend | CardStep::Reinstate => true,
        CardStep::Archive => !matches!(before, Publication::Unpublished),
        CardStep::Create
        | CardStep::Edit
        | CardStep::Submit
        | CardStep::Withdraw
        | CardStep::RequestChanges
        | CardStep::Discard => false,
    }
}

/// The name a provider is known by.
pub(super) fn provider_name(connection: &mut AnyConnection, card: &Card) -> Outcome<String> {
    let provider = provider_find(connection, card.provider_id)?;
    let provider = provider.ok_or_else(|| Problem::internal("a card without its provider"))?;
    Ok(provider.profile.public_name().as_str().to_owned())
}

/// Tells the editors and managers of the provider, but who did it, what became of a card.
pub(super) fn tell_provider(
    unit: &mut UnitOfWork<'_, '_>,
    shown: &Shown,
    step: CardStep,
    reason: Option<&Reason>,
) -> Outcome<()> {
    let card = &shown.card;
    let place = GrantPlace::Provider(card.network_id, card.provider_id);
    let roles = [Role::ProviderEditor, Role::ProviderManager];
    let members = holders_of_roles(unit.connection(), place, &roles)?;
    if members.is_empty() {
        return Ok(());
    }
    let name = provider_name(unit.connection(), card)?;
    let actor = unit.actor().user_id();
    for member in members {
        if Some(member.record.user_id) == actor {
            continue;
        }
        let about = (name.as_str(), shown.title());
        let reason = reason.map(Reason::as_str);
        let locale = member.locale.locale();
        unit.send(Letter::card_step(
            &member.email,
            locale,
            about,
            step,
            reason,
        ))?;
    }
    Ok(())
}

/// Tells the reviewers of a network that cards of a provider wait for them; its administrators where
/// it has no reviewers.
pub(crate) fn tell_reviewers(unit: &mut UnitOfWork<'_, '_>, cards: &[&Shown]) -> Outcome<()> {
    let Some(first) = cards.first() else {
        return Ok(());
    };
    let place = GrantPlace::Network(first.card.network_id);
    let mut people = holders_of_roles(unit.connection(), place, &[Role::Reviewer])?;
    if people.is_empty() {
        people = holders_of_roles(unit.connection(), place, &[Role::NetworkAdmin])?;
    }
    let name = provider_name(unit.connection(), &first.card)?;
    let titles: Vec<&str> = cards.iter().map(|shown| shown.title()).collect();
    let actor = unit.actor().user_id();
    for person in people {
        if Some(person.record.user_id) == actor {
            continue;
        }
        let locale = person.locale.locale();
        let letter = Letter::cards_submitted(&person.email, locale, &name, &titles);
        unit.send(letter)?;
    }
    Ok(())
}
