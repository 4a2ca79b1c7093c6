//! An agreement as the catalogue shows it: stored ready to send, with all its benefits.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain_agreements::{
    Agreement, Benefit, BenefitDraft, BenefitKind, BenefitValue, Offer, PartyRef, Percentage, Side,
};
use domain_shared::{AgreementId, LocalText, LongText, Money, Period};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    cards::schema::{Money as MoneySchema, TranslatedLong},
    problem::{Outcome, Problem},
    wire::{
        AgreementIdField, AgreementKindField, BenefitAudienceField, BenefitKindField, Coded,
        DisplayNameField, Ident, PartyKindField, PriceUnitField, Text,
    },
};

/// A party that stands for the network.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AgreementOwner {
    /// What it is.
    kind: PartyKindField,
    /// Its identifier.
    #[schema(max_length = 36, format = Uuid)]
    id: String,
    /// Its name.
    name: DisplayNameField,
}

/// A benefit that holds.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct BenefitInForce {
    /// Place in the agreement, from 0.
    #[schema(minimum = 0, maximum = 59)]
    pub(crate) number: u16,
    /// What it does.
    kind: BenefitKindField,
    /// The percentage off, of a percentage discount.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        max_length = 6,
        pattern = r"^[0-9]{1,3}(\.[0-9]{1,2})?$",
        example = "12.5"
    )]
    percentage: Option<String>,
    /// The amount off, or the agreed price.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<MoneySchema>)]
    amount: Option<Money>,
    /// The unit whose prices are meant; all without.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<PriceUnitField>,
    /// Who has it.
    audience: BenefitAudienceField,
    /// First day on which it holds.
    from: NaiveDate,
    /// Last day on which it holds, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
    /// Conditions in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<TranslatedLong>)]
    note: Option<LocalText<LongText>>,
}

impl BenefitInForce {
    fn of(number: u16, benefit: &Benefit, days: Period) -> Self {
        let draft = BenefitDraft::from(benefit);
        Self {
            number,
            kind: Coded(benefit.value.kind()),
            percentage: draft.percentage,
            amount: benefit.value.amount(),
            unit: benefit.unit.map(Coded),
            audience: Coded(benefit.audience),
            from: days.from(),
            until: days.until(),
            note: benefit.note.clone(),
        }
    }

    fn offer(&self, agreement_id: AgreementId) -> Option<Offer> {
        let value = match self.kind.0 {
            BenefitKind::Percentage => {
                let percentage = Percentage::parse(self.percentage.as_deref()?);
                BenefitValue::Percentage(percentage.ok()?)
            }
            BenefitKind::FixedAmount => BenefitValue::FixedAmount(self.amount?),
            BenefitKind::FixedPrice => BenefitValue::FixedPrice(self.amount?),
            BenefitKind::Free => BenefitValue::Free,
            BenefitKind::Priority => BenefitValue::Priority,
        };
        Some(Offer {
            agreement_id,
            number: self.number,
            value,
            unit: self.unit.map(|unit| unit.0),
            audience: self.audience.0,
            days: Period::new(self.from, self.until).ok()?,
        })
    }
}

/// An agreement in force that covers a service, with the benefits that are for it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AgreementInForce {
    /// Identifier.
    pub(crate) id: AgreementIdField,
    /// What kind of paper it is.
    kind: AgreementKindField,
    /// Title.
    pub(crate) title: DisplayNameField,
    /// Who made it on the network's side.
    #[schema(max_items = 60)]
    of: Vec<AgreementOwner>,
    /// First day in force.
    from: NaiveDate,
    /// Last day in force, if one is in sight.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
    /// The benefits that hold on the day and are for the service.
    #[schema(max_items = 60)]
    pub(crate) benefits: Vec<BenefitInForce>,
}

impl AgreementInForce {
    /// A signed agreement on the days on which it is in force, with every benefit that holds on one of them.
    pub(super) fn of(
        agreement: &Agreement,
        in_force: Period,
        names: &HashMap<PartyRef, String>,
    ) -> Self {
        let content = &agreement.content;
        let owners = content.side(Side::Network).filter_map(|party| {
            Some(AgreementOwner {
                kind: Coded(party.kind()),
                id: party.id()?,
                name: Text::raw(names.get(party)?.clone()),
            })
        });
        Self {
            id: Ident(agreement.id),
            kind: Coded(content.kind),
            title: Text::of(&content.title),
            of: owners.collect(),
            from: in_force.from(),
            until: in_force.until(),
            benefits: (0..)
                .zip(&content.benefits)
                .filter_map(|(number, benefit)| {
                    let days = benefit.days_within(in_force)?;
                    Some(BenefitInForce::of(number, benefit, days))
                })
                .collect(),
        }
    }

    /// As it is stored.
    ///
    /// # Errors
    /// When it cannot be written, a mistake of ours.
    pub(super) fn written(&self) -> Outcome<String> {
        serde_json::to_string(self)
            .map_err(|error| Problem::internal(format!("agreement: {error}")))
    }

    /// As it was stored.
    ///
    /// # Errors
    /// When it cannot be read, a mistake of ours.
    pub(crate) fn read(stored: &str) -> Outcome<Self> {
        serde_json::from_str(stored)
            .map_err(|error| Problem::internal(format!("stored agreement: {error}")))
    }

    /// Its numbered benefits as offers for a price.
    ///
    /// # Errors
    /// When one of them is not as it was stored.
    pub(crate) fn offers(&self, numbers: &[u16]) -> Outcome<Vec<Offer>> {
        let is_for = |one: &&BenefitInForce| numbers.contains(&one.number);
        let benefits = self.benefits.iter().filter(is_for);
        let offer = |benefit: &BenefitInForce| {
            let offer = benefit.offer(self.id.0);
            offer.ok_or_else(|| Problem::internal(format!("benefit of agreement {}", self.id.0)))
        };
        benefits.map(offer).collect()
    }
}
