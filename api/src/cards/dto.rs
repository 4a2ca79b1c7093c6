//! What clients send about cards.

use domain_cards::{CardContent, CardDraft, ExternalId};
use domain_shared::{
    CardKind, ProviderId, ProviderKind, Reason, TextValue as _, Violations, messages,
};
use persistence::cards::CardFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::schema::CardContentInput;
use crate::{
    problem::Outcome,
    wire::{
        CardIdField, CardStatusField, Coded, DraftStatusField, ExternalIdField, Ident,
        InstantField, ProviderIdField, ReasonField, StableCodeField, instant,
    },
};

/// What can be written of a card.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CardInput {
    /// The name another system has for it; unique among the cards of the provider.
    external_id: Option<ExternalIdField>,
    /// What it says.
    #[serde(default)]
    #[schema(required = true)]
    content: CardContentInput,
}

/// What was read of a [`CardInput`].
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) external_id: Option<ExternalId>,
    pub(super) content: CardContent,
}

impl Written {
    fn parse(external_id: Option<&str>, draft: &CardDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let external_id = wrong.keep_optional("/external_id", external_id, ExternalId::parse);
        match wrong.keep_part("/content", CardContent::parse(draft)) {
            Some(content) if wrong.is_empty() => Ok(Self {
                external_id,
                content,
            }),
            Some(_) | None => Err(wrong),
        }
    }
}

impl CardInput {
    /// Reads it.
    pub(super) fn read(self) -> Result<Written, Violations> {
        let external_id = self.external_id.map(String::from);
        Written::parse(external_id.as_deref(), &self.content.0)
    }
}

/// A card as it is, in the form of [`CardInput`].
#[derive(Debug, Serialize)]
pub(super) struct CardForm<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) external_id: Option<&'a str>,
    pub(super) content: &'a CardContent,
}

/// A new card.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewCardInput {
    /// The provider it belongs to, for good.
    #[schema(required = true)]
    provider_id: Option<ProviderIdField>,
    /// The name another system has for it; unique among the cards of the provider.
    external_id: Option<ExternalIdField>,
    /// What it says, as far as it is known.
    #[serde(default)]
    #[schema(required = true)]
    content: CardContentInput,
}

impl NewCardInput {
    /// Reads it.
    pub(super) fn read(self) -> Result<(ProviderId, Written), Violations> {
        let mut wrong = Violations::new();
        let provider = wrong.keep("/provider_id", self.provider_id.ok_or(&messages::REQUIRED));
        let external_id = self.external_id.map(String::from);
        let written = Written::parse(external_id.as_deref(), &self.content.0);
        match (provider, wrong.keep_part("", written)) {
            (Some(provider), Some(written)) => Ok((provider.0, written)),
            (..) => Err(wrong),
        }
    }
}

/// Why a step is taken.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"reason": "Il prezzo indicato non corrisponde a quello della carta dei servizi."}))]
pub(super) struct CardReasonInput {
    /// The reason; it is told to the provider and kept in the history.
    #[serde(default)]
    #[schema(required = true)]
    reason: ReasonField,
}

impl CardReasonInput {
    /// Reads it.
    pub(super) fn read(&self) -> Result<Reason, Violations> {
        let mut wrong = Violations::new();
        let reason = wrong.keep("/reason", self.reason.parse());
        reason.ok_or(wrong)
    }
}

/// Cards to submit.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"cards": [{"id": "01930000-0000-7000-8000-000000000001", "version": 3}, {"id": "01930000-0000-7000-8000-000000000002"}]}))]
pub(super) struct CardSubmissionsInput {
    /// The cards; the same one twice is submitted once.
    #[schema(min_items = 1, max_items = 100)]
    pub(super) cards: Vec<CardToSubmit>,
}

/// A card to submit.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CardToSubmit {
    /// The card.
    pub(super) id: CardIdField,
    /// The version that was read; any without.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub(super) version: Option<i32>,
}

/// Cards that are still true.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"ids": ["01930000-0000-7000-8000-000000000001", "01930000-0000-7000-8000-000000000002"]}))]
pub(super) struct CardVerificationsInput {
    /// The cards; the same one twice is verified once.
    #[schema(min_items = 1, max_items = 500)]
    pub(super) ids: Vec<CardIdField>,
}

/// Which cards to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CardParams {
    /// Beginning of the title or of a word in it; accents, case and punctuation do not matter.
    #[param(min_length = 1, max_length = 100, example = "domicil")]
    q: Option<String>,
    /// Only those of these providers.
    #[serde(default)]
    #[param(value_type = Option<Vec<ProviderIdField>>, max_items = 50)]
    provider: Vec<Ident<ProviderKind>>,
    /// Only those that stand like this.
    #[serde(default)]
    #[param(value_type = Option<Vec<CardStatusField>>, max_items = 50)]
    status: Vec<CardStatusField>,
    /// Only those whose working copy stands like this.
    #[serde(default)]
    #[param(value_type = Option<Vec<DraftStatusField>>, max_items = 50)]
    draft_status: Vec<DraftStatusField>,
    /// Only those of these main categories, by code.
    #[serde(default)]
    #[param(value_type = Option<Vec<StableCodeField>>, max_items = 50)]
    category: Vec<domain_shared::StableCode>,
    /// Only those another system has this name for.
    #[param(inline, value_type = Option<ExternalIdField>)]
    external_id: Option<ExternalId>,
    /// Only those changed at this time or later.
    #[param(inline, value_type = Option<InstantField>)]
    updated_since: Option<InstantField>,
}

impl CardParams {
    /// Reads them.
    pub(super) fn read(self) -> Outcome<CardFilter> {
        fn plain<C>(list: Vec<Coded<C>>) -> Vec<C> {
            list.into_iter().map(|one| one.0).collect()
        }
        Ok(CardFilter {
            title: self.q,
            providers: self.provider.into_iter().map(|id| id.0).collect(),
            statuses: plain(self.status),
            draft_statuses: plain(self.draft_status),
            categories: self.category,
            external_id: self.external_id,
            updated_since: instant("updated_since", self.updated_since.as_ref())?,
        })
    }
}

/// No filters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NoParams {}

/// What to compare.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DifferenceParams {
    /// Number of the earlier revision; the last published one without, and nothing at all for a card
    /// that was never published.
    #[param(minimum = 1, maximum = 60_000, example = 1)]
    pub(super) from: Option<u16>,
    /// Number of the later revision; the working copy without, or the last published revision where
    /// there is no working copy.
    #[param(minimum = 1, maximum = 60_000, example = 2)]
    pub(super) to: Option<u16>,
}

/// The cards of a list, each once, in their order.
pub(super) fn each_once(
    ids: impl IntoIterator<Item = Ident<CardKind>>,
) -> Vec<domain_shared::CardId> {
    let mut seen = std::collections::HashSet::new();
    let ids = ids.into_iter().map(|id| id.0);
    ids.filter(|id| seen.insert(*id)).collect()
}
