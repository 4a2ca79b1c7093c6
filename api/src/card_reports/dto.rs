//! Reports on the wire.

use chrono::{DateTime, Utc};
use domain_accounts::Target;
use domain_cards::{ReportReason, ReportStatus};
use domain_shared::{
    CardKind, EmailAddress, LongText, ProviderKind, TextValue as _, Violations, messages,
};
use persistence::cards::{ReportFilter, ReportRecord};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    card_review::fields::{CardIdField, ReportIdField, ReportReasonField, ReportStatusField},
    wire::{
        Coded, EmailAddressField, Ident, LongTextField, ProviderIdField, Text, UserIdField,
        optional,
    },
};

/// What is wrong with a published card.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"reason": "wrong_contacts", "text": "Il numero di telefono non risponde più.", "email": "maria.verdi@example.org"}))]
pub(super) struct CardReportInput {
    /// What is wrong.
    #[schema(required = true)]
    reason: Option<ReportReasonField>,
    /// In words.
    #[serde(default)]
    #[schema(required = true)]
    text: LongTextField,
    /// Where to send the answer, if one is wanted; the provider does not see it.
    email: Option<EmailAddressField>,
}

/// A report as it was sent, read.
#[derive(Debug, Clone)]
pub(super) struct Reported {
    pub(super) reason: ReportReason,
    pub(super) text: LongText,
    pub(super) email: Option<EmailAddress>,
}

impl CardReportInput {
    pub(super) fn read(self) -> Result<Reported, Violations> {
        let mut wrong = Violations::new();
        let reason = wrong.keep("/reason", self.reason.ok_or(&messages::REQUIRED));
        let text = wrong.keep("/text", LongText::parse(&self.text.0));
        let email = self.email.map(String::from);
        let email = wrong.keep_optional("/email", email.as_deref(), EmailAddress::parse);
        match (reason, text) {
            (Some(reason), Some(text)) if wrong.is_empty() => Ok(Reported {
                reason: reason.0,
                text,
                email,
            }),
            (..) => Err(wrong),
        }
    }
}

/// The answer that closes a report.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"text": "Grazie: abbiamo corretto il numero di telefono."}))]
pub(super) struct CardReportAnswerInput {
    /// The answer; it is sent to whoever reported, if they left an address.
    #[serde(default)]
    #[schema(required = true)]
    text: LongTextField,
}

impl CardReportAnswerInput {
    pub(super) fn read(&self) -> Result<LongText, Violations> {
        let mut wrong = Violations::new();
        let text = wrong.keep("/text", LongText::parse(&self.text.0));
        text.ok_or(wrong)
    }
}

/// What whoever reported a card gets.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardReportReceipt {
    /// Identifier of the report.
    id: ReportIdField,
    /// The card.
    card_id: CardIdField,
    /// What is wrong.
    reason: ReportReasonField,
    /// Whether an answer will be sent by e-mail.
    is_answered_by_email: bool,
    /// When it came.
    created_at: DateTime<Utc>,
}

impl From<&ReportRecord> for CardReportReceipt {
    fn from(record: &ReportRecord) -> Self {
        let report = &record.report;
        Self {
            id: Ident(report.id),
            card_id: Ident(report.card_id),
            reason: Coded(report.reason),
            is_answered_by_email: report.email.is_some(),
            created_at: report.created_at,
        }
    }
}

/// The answer to a report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardReportAnswerView {
    /// The answer.
    text: LongTextField,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_by: Option<UserIdField>,
    /// When.
    answered_at: DateTime<Utc>,
}

/// A report that a published card is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardReportView {
    /// Identifier.
    id: ReportIdField,
    /// The card.
    card_id: CardIdField,
    /// Title of the card today.
    #[schema(max_length = 200, example = "Assistenza domiciliare per anziani")]
    card_title: String,
    /// The provider of the card.
    provider_id: ProviderIdField,
    /// Whether it was dealt with.
    status: ReportStatusField,
    /// What is wrong.
    reason: ReportReasonField,
    /// In words.
    text: LongTextField,
    /// Whether whoever reported wants an answer by e-mail.
    is_answered_by_email: bool,
    /// The address of whoever reported; shown to reviewers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<EmailAddressField>,
    /// The answer it was closed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<CardReportAnswerView>,
    /// When it came.
    created_at: DateTime<Utc>,
}

impl CardReportView {
    /// The report as somebody sees it: only reviewers see who sent it.
    pub(super) fn of(record: &ReportRecord, is_reviewer: bool) -> Self {
        let report = &record.report;
        Self {
            id: Ident(report.id),
            card_id: Ident(report.card_id),
            card_title: record.card_title.clone(),
            provider_id: Ident(record.provider_id),
            status: Coded(report.status()),
            reason: Coded(report.reason),
            text: Text::of(&report.text),
            is_answered_by_email: report.email.is_some(),
            email: optional(report.email.as_ref().filter(|_| is_reviewer)),
            answer: report.answer.as_ref().map(|answer| CardReportAnswerView {
                text: Text::of(&answer.text),
                answered_by: answer.by.map(Ident),
                answered_at: answer.at,
            }),
            created_at: report.created_at,
        }
    }
}

/// What the policy decides on: the report belongs where its card does.
pub(super) fn target(record: &ReportRecord) -> Target {
    Target::private_in(record.network_id).of_provider(record.provider_id)
}

/// Which reports to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CardReportParams {
    /// Only open or only closed ones.
    #[serde(default)]
    #[param(value_type = Option<Vec<ReportStatusField>>, max_items = 2)]
    status: Vec<Coded<ReportStatus>>,
    /// Only those on cards of these providers.
    #[serde(default)]
    #[param(value_type = Option<Vec<ProviderIdField>>, max_items = 50)]
    provider: Vec<Ident<ProviderKind>>,
    /// Only those on these cards.
    #[serde(default)]
    #[param(value_type = Option<Vec<CardIdField>>, max_items = 50)]
    card: Vec<Ident<CardKind>>,
    /// Only those with these reasons.
    #[serde(default)]
    #[param(value_type = Option<Vec<ReportReasonField>>, max_items = 7)]
    reason: Vec<Coded<ReportReason>>,
}

impl From<CardReportParams> for ReportFilter {
    fn from(params: CardReportParams) -> Self {
        Self {
            statuses: params.status.into_iter().map(|one| one.0).collect(),
            providers: params.provider.into_iter().map(|id| id.0).collect(),
            cards: params.card.into_iter().map(|id| id.0).collect(),
            reasons: params.reason.into_iter().map(|one| one.0).collect(),
        }
    }
}
