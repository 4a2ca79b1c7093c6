//! What clients send about agreements.

use chrono::NaiveDate;
use domain_agreements::{
    AgreementContent, AgreementDraft, AgreementFileKind, ClauseText, ClauseTextDraft,
    MAX_CLAUSE_TEXTS, PartyIndex,
};
use domain_cards::FileName;
use domain_shared::{
    AssociationKind, Message, NetworkBodyKind, PointKind, ProviderKind, Reason, Violations,
    messages, parse_date,
};
use persistence::agreements::AgreementFilter;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    fields::{
        AgreementFileKindField, AgreementKindField, AgreementStatusField, FileNameField,
        StandingField,
    },
    schema::AgreementContentInput,
};
use crate::{
    agreement_templates::AgreementClauseText,
    problem::{Outcome, ParameterMistake, Problem},
    wire::{
        AssociationIdField, Coded, Ident, InstantField, NetworkBodyIdField, PointIdField,
        ProviderIdField, ReasonField, instant,
    },
};

/// What was read of the content of an agreement, with what was typed: pointers lead into the latter.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) content: AgreementContent,
    pub(super) draft: AgreementDraft,
}

impl AgreementContentInput {
    /// Reads it.
    pub(super) fn read(self) -> Result<Written, Violations> {
        let content = AgreementContent::parse(&self.0)?;
        Ok(Written {
            content,
            draft: self.0,
        })
    }
}

/// Why a step is taken.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"reason": "Lo sconto non corrisponde a quanto concordato."}))]
pub(super) struct AgreementReasonInput {
    /// The reason; it is told to the others concerned and kept in the history.
    #[serde(default)]
    #[schema(required = true)]
    reason: ReasonField,
}

impl AgreementReasonInput {
    /// Reads it.
    pub(super) fn read(&self) -> Result<Reason, Violations> {
        let mut wrong = Violations::new();
        let reason = wrong.keep("/reason", self.reason.parse());
        reason.ok_or(wrong)
    }
}

/// A change that a provider proposes.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "clause_texts": [{"clause": "pagamenti", "text": "I pagamenti avvengono entro sessanta giorni dalla fattura."}],
    "reason": "Trenta giorni non sono compatibili con i nostri tempi di incasso."
}))]
pub(super) struct AgreementProposalInput {
    /// The texts it proposes, each in place of a clause.
    #[serde(default)]
    #[schema(required = true, min_items = 1, max_items = 100, value_type = Vec<AgreementClauseText>)]
    clause_texts: Vec<ClauseTextDraft>,
    /// Why.
    #[serde(default)]
    #[schema(required = true)]
    reason: ReasonField,
}

/// What was read of an [`AgreementProposalInput`].
#[derive(Debug, Clone)]
pub(super) struct Proposed {
    pub(super) texts: Vec<ClauseText>,
    pub(super) reason: Reason,
}

impl AgreementProposalInput {
    /// Reads it.
    pub(super) fn read(self) -> Result<Proposed, Violations> {
        let mut wrong = Violations::new();
        let texts = wrong.keep_parts(
            "/clause_texts",
            &self.clause_texts,
            MAX_CLAUSE_TEXTS,
            ClauseText::parse,
        );
        if self.clause_texts.is_empty() {
            wrong.add("/clause_texts", &messages::REQUIRED);
        }
        for (index, text) in &texts {
            let mut earlier = texts.iter().take_while(|(other, _)| other < index);
            if earlier.any(|(_, other)| other.clause == text.clause) {
                let pointer = format!("/clause_texts/{index}/clause");
                wrong.add(pointer, &messages::DUPLICATE);
            }
        }
        let reason = wrong.keep("/reason", self.reason.parse());
        match reason {
            Some(reason) if wrong.is_empty() => Ok(Proposed {
                texts: texts.into_iter().map(|(_, text)| text).collect(),
                reason,
            }),
            Some(_) | None => Err(wrong),
        }
    }
}

/// That a party signed.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"party": 1, "signed_on": "2026-11-20"}))]
pub(super) struct AgreementSignatureInput {
    /// Place of the party in the list, from 0.
    #[schema(required = true, minimum = 0, maximum = 59)]
    party: Option<i64>,
    /// The day on the paper, or of the digital signature; not in the future.
    #[schema(
        required = true,
        format = "date",
        pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        max_length = 10
    )]
    signed_on: Option<String>,
}

impl AgreementSignatureInput {
    /// Reads it.
    pub(super) fn read(&self) -> Result<(PartyIndex, NaiveDate), Violations> {
        let mut wrong = Violations::new();
        let party = wrong.keep("/party", self.party.ok_or(&messages::REQUIRED));
        let party = party.and_then(|number| wrong.keep_number("/party", number));
        let day = self.signed_on.as_deref().unwrap_or_default();
        let day = wrong.keep("/signed_on", parse_date(day));
        party.zip(day).ok_or(wrong)
    }
}

/// How an agreement ends before its time.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"ended_on": "2027-03-31", "reason": "L'ente ha chiuso la sede."}))]
pub(super) struct AgreementTerminationInput {
    /// Its last day in force; not in the past, not after its end.
    #[schema(
        required = true,
        format = "date",
        pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        max_length = 10
    )]
    ended_on: Option<String>,
    /// Why.
    #[serde(default)]
    #[schema(required = true)]
    reason: ReasonField,
}

impl AgreementTerminationInput {
    /// Reads it.
    pub(super) fn read(&self) -> Result<(NaiveDate, Reason), Violations> {
        let mut wrong = Violations::new();
        let day = self.ended_on.as_deref().unwrap_or_default();
        let day = wrong.keep("/ended_on", parse_date(day));
        let reason = wrong.keep("/reason", self.reason.parse());
        day.zip(reason).ok_or(wrong)
    }
}

/// Which agreements to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AgreementParams {
    /// Beginning of the title or of a word in it; accents, case and punctuation do not matter.
    #[param(min_length = 1, max_length = 100, example = "melograno")]
    q: Option<String>,
    /// Only those of these kinds.
    #[serde(default)]
    #[param(value_type = Option<Vec<AgreementKindField>>, max_items = 50)]
    kind: Vec<AgreementKindField>,
    /// Only those in these stored states.
    #[serde(default)]
    #[param(value_type = Option<Vec<AgreementStatusField>>, max_items = 50)]
    status: Vec<AgreementStatusField>,
    /// Only those that are worth this today (in Rome), whatever state is stored.
    #[serde(default)]
    #[param(value_type = Option<Vec<StandingField>>, max_items = 50)]
    standing: Vec<StandingField>,
    /// Only those of these points: the point itself, its association, or its network body is a party.
    #[serde(default)]
    #[param(value_type = Option<Vec<PointIdField>>, max_items = 50)]
    point: Vec<Ident<PointKind>>,
    /// Only those to which these associations are a party.
    #[serde(default)]
    #[param(value_type = Option<Vec<AssociationIdField>>, max_items = 50)]
    association: Vec<Ident<AssociationKind>>,
    /// Only those to which these network bodies are a party.
    #[serde(default)]
    #[param(value_type = Option<Vec<NetworkBodyIdField>>, max_items = 50)]
    network_body: Vec<Ident<NetworkBodyKind>>,
    /// Only those to which these providers are a party.
    #[serde(default)]
    #[param(value_type = Option<Vec<ProviderIdField>>, max_items = 50)]
    provider: Vec<Ident<ProviderKind>>,
    /// Only those in force today that are no longer so on this day.
    #[param(
        pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        max_length = 10,
        format = "date",
        example = "2027-01-31"
    )]
    expiring_before: Option<String>,
    /// Only those changed at this time or later.
    #[param(inline, value_type = Option<InstantField>)]
    updated_since: Option<InstantField>,
}

impl AgreementParams {
    /// Reads them.
    pub(super) fn read(self) -> Outcome<AgreementFilter> {
        fn plain<C>(list: Vec<Coded<C>>) -> Vec<C> {
            list.into_iter().map(|one| one.0).collect()
        }
        fn ids<K>(list: Vec<Ident<K>>) -> Vec<domain_shared::Id<K>> {
            list.into_iter().map(|one| one.0).collect()
        }
        Ok(AgreementFilter {
            title: self.q,
            kinds: plain(self.kind),
            statuses: plain(self.status),
            standings: plain(self.standing),
            points: ids(self.point),
            providers: ids(self.provider),
            associations: ids(self.association),
            network_bodies: ids(self.network_body),
            expiring_before: day("expiring_before", self.expiring_before.as_deref())?,
            updated_since: instant("updated_since", self.updated_since.as_ref())?,
        })
    }
}

/// Reads a day in the query.
fn day(parameter: &str, text: Option<&str>) -> Outcome<Option<NaiveDate>> {
    let wrong = |message: &'static Message| {
        Problem::invalid_parameters(vec![ParameterMistake {
            parameter: parameter.to_owned(),
            violation: domain_shared::Violation::new("", message),
        }])
    };
    text.map(parse_date).transpose().map_err(wrong)
}

/// What is said of a file that is uploaded.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AgreementUploadParams {
    /// What it is.
    #[param(inline, value_type = AgreementFileKindField)]
    kind: Coded<AgreementFileKind>,
    /// Its name, with the extension of what it is.
    #[param(inline, value_type = FileNameField)]
    name: FileName,
}

impl AgreementUploadParams {
    /// What it is, and its name.
    pub(super) fn into_parts(self) -> (AgreementFileKind, FileName) {
        (self.kind.0, self.name)
    }
}

/// No filters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NoParams {}
