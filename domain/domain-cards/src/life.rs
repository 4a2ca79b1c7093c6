//! The life of a card: a working copy that is reviewed, beside what the public sees.

use domain_shared::{InvalidTransition, codes};

codes! {
    /// What the public sees of a card.
    pub enum Publication {
        /// It was never published.
        Unpublished = "unpublished", "mai pubblicata", "never published";
        /// Its last revision is public.
        Published = "published", "pubblicata", "published";
        /// It is taken out of the public view for the time being.
        Suspended = "suspended", "sospesa", "suspended";
        /// It is out of use for good.
        Archived = "archived", "archiviata", "archived";
    }
}

codes! {
    /// Where the working copy of a card stands.
    pub enum DraftStatus {
        /// Being written.
        Draft = "draft", "bozza", "draft";
        /// Waiting for review.
        Submitted = "submitted", "inviata in revisione", "submitted";
        /// Sent back by the reviewer.
        ChangesRequested = "changes_requested", "modifiche richieste", "changes requested";
    }
}

codes! {
    /// Where a card stands, in one word: the working copy counts until something was published.
    pub enum CardStatus {
        /// Being written, never published.
        Draft = "draft", "bozza", "draft";
        /// Waiting for its first review.
        Submitted = "submitted", "inviata in revisione", "submitted";
        /// Sent back by the reviewer, never published.
        ChangesRequested = "changes_requested", "modifiche richieste", "changes requested";
        /// Public.
        Published = "published", "pubblicata", "published";
        /// Out of the public view for the time being.
        Suspended = "suspended", "sospesa", "suspended";
        /// Out of use for good.
        Archived = "archived", "archiviata", "archived";
    }
}

codes! {
    /// A step in the life of a card.
    pub enum CardStep {
        /// The card is created.
        Create = "create", "creata", "created";
        /// The working copy is opened beside the published revision, or changed.
        Edit = "edit", "modifica", "edit";
        /// The working copy goes to review.
        Submit = "submit", "invia in revisione", "submit";
        /// The working copy comes back from review unreviewed.
        Withdraw = "withdraw", "ritira dalla revisione", "withdraw";
        /// The reviewer asks for changes.
        RequestChanges = "request_changes", "chiedi modifiche", "request changes";
        /// The reviewer publishes the working copy.
        Publish = "publish", "pubblica", "publish";
        /// The working copy beside a published revision is thrown away.
        Discard = "discard", "scarta la bozza", "discard";
        /// The card is taken out of the public view.
        Suspend = "suspend", "sospendi", "suspend";
        /// The card comes back into the public view.
        Reinstate = "reinstate", "riattiva", "reinstate";
        /// The card goes out of use for good.
        Archive = "archive", "archivia", "archive";
    }
}

/// Where a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardState {
    /// What the public sees.
    pub publication: Publication,
    /// The working copy, if there is one. A card that was never published always has one, an
    /// archived one never.
    pub draft: Option<DraftStatus>,
}

impl CardStep {
    /// Whether it must be explained.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        match self {
            Self::RequestChanges | Self::Suspend | Self::Archive => true,
            Self::Create
            | Self::Edit
            | Self::Submit
            | Self::Withdraw
            | Self::Publish
            | Self::Discard
            | Self::Reinstate => false,
        }
    }
}

impl CardState {
    /// That of a new card.
    pub const NEW: Self = Self {
        publication: Publication::Unpublished,
        draft: Some(DraftStatus::Draft),
    };

    /// The state in one word.
    #[must_use]
    pub const fn status(self) -> CardStatus {
        match (self.publication, self.draft) {
            (Publication::Published, _) => CardStatus::Published,
            (Publication::Suspended, _) => CardStatus::Suspended,
            (Publication::Archived, _) => CardStatus::Archived,
            (Publication::Unpublished, Some(DraftStatus::Submitted)) => CardStatus::Submitted,
            (Publication::Unpublished, Some(DraftStatus::ChangesRequested)) => {
                CardStatus::ChangesRequested
            }
            (Publication::Unpublished, Some(DraftStatus::Draft) | None) => CardStatus::Draft,
        }
    }

    /// The steps that can be taken.
    #[must_use]
    pub const fn allowed(self) -> &'static [CardStep] {
        use CardStep::{
            Archive, Discard, Edit, Publish, Reinstate, RequestChanges, Submit, Suspend, Withdraw,
        };
        use DraftStatus::{ChangesRequested, Draft, Submitted};
        match (self.publication, self.draft) {
            (Publication::Archived, _) | (Publication::Unpublished, None) => &[],
            (Publication::Unpublished, Some(Draft | ChangesRequested)) => &[Edit, Submit, Archive],
            (Publication::Unpublished, Some(Submitted)) => {
                &[Withdraw, RequestChanges, Publish, Archive]
            }
            (Publication::Published, None) => &[Edit, Suspend, Archive],
            (Publication::Published, Some(Draft | ChangesRequested)) => {
                &[Edit, Submit, Discard, Suspend, Archive]
            }
            (Publication::Published, Some(Submitted)) => {
                &[Withdraw, RequestChanges, Publish, Suspend, Archive]
            }
            (Publication::Suspended, None) => &[Edit, Reinstate, Archive],
            (Publication::Suspended, Some(Draft | ChangesRequested)) => {
                &[Edit, Submit, Discard, Reinstate, Archive]
            }
            (Publication::Suspended, Some(Submitted)) => {
                &[Withdraw, RequestChanges, Publish, Reinstate, Archive]
            }
        }
    }

    /// Where the card stands after a step. Publishing a suspended card brings it back.
    ///
    /// # Errors
    /// [`InvalidTransition`] when the step is not among the allowed ones.
    pub fn after(self, step: CardStep) -> Result<Self, InvalidTransition<CardStatus, CardStep>> {
        if !self.allowed().contains(&step) {
            return Err(InvalidTransition {
                from: self.status(),
                allowed: self.allowed(),
            });
        }
        let draft = |draft: Option<DraftStatus>| Self { draft, ..self };
        let publication = |publication: Publication| Self {
            publication,
            ..self
        };
        Ok(match step {
            CardStep::Create | CardStep::Edit => draft(Some(match self.draft {
                Some(DraftStatus::ChangesRequested) => DraftStatus::ChangesRequested,
                Some(DraftStatus::Draft | DraftStatus::Submitted) | None => DraftStatus::Draft,
            })),
            CardStep::Submit => draft(Some(DraftStatus::Submitted)),
            CardStep::Withdraw => draft(Some(DraftStatus::Draft)),
            CardStep::RequestChanges => draft(Some(DraftStatus::ChangesRequested)),
            CardStep::Discard => draft(None),
            CardStep::Publish => Self {
                publication: Publication::Published,
                draft: None,
            },
            CardStep::Suspend => publication(Publication::Suspended),
            CardStep::Reinstate => publication(Publication::Published),
            CardStep::Archive => Self {
                publication: Publication::Archived,
                draft: None,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::Code;

    use super::*;

    fn reachable() -> Vec<CardState> {
        let mut found = vec![CardState::NEW];
        let mut next = 0;
        while let Some(state) = found.get(next).copied() {
            for step in CardStep::ALL {
                if let Ok(after) = state.after(*step)
                    && !found.contains(&after)
                {
                    found.push(after);
                }
            }
            next += 1;
        }
        found
    }

    #[test]
    fn a_card_is_unpublished_and_without_a_copy_never() {
        let states = reachable();
        assert_eq!(states.len(), 12);
        for state in states {
            match state.publication {
                Publication::Unpublished => assert!(state.draft.is_some()),
                Publication::Archived => assert!(state.allowed().is_empty()),
                Publication::Published | Publication::Suspended => {}
            }
        }
    }

    #[test]
    fn only_what_was_submitted_is_published() {
        for state in reachable() {
            assert_eq!(
                state.allowed().contains(&CardStep::Publish),
                state.draft == Some(DraftStatus::Submitted)
            );
        }
    }

    #[test]
    fn editing_a_published_card_leaves_it_public() {
        let published = CardState {
            publication: Publication::Published,
            draft: None,
        };
        let edited = published.after(CardStep::Edit).unwrap();
        assert_eq!(edited.status(), CardStatus::Published);
        assert_eq!(edited.draft, Some(DraftStatus::Draft));
        assert_eq!(edited.after(CardStep::Discard).unwrap(), published);
    }

    #[test]
    fn a_refused_step_names_the_allowed_ones() {
        let refused = CardState::NEW.after(CardStep::Publish).unwrap_err();
        assert_eq!(refused.from, CardStatus::Draft);
        assert_eq!(refused.allowed_codes(), ["edit", "submit", "archive"]);
    }
}
