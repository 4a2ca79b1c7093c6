//! What clients get of what belongs to a provider: decisions, sites, members.

use chrono::{DateTime, NaiveDate, Utc};
use domain_providers::ProviderSite;
use persistence::{accounts::Member, providers::NumberedDecision};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    fields::{DecisionStepField, DecisionSubjectField},
    view::{Eye, ProviderContactsView},
};
use crate::wire::{
    Coded, DisplayNameField, EmailAddressField, GeoPoint, Ident, LongTextField, MembershipIdField,
    PersonNameField, PostalAddress, ProviderIdField, ReasonField, RoleField, SiteIdField, Text,
    UserIdField, UserStatusField, optional,
};

/// A decision on a provider.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProviderDecisionView {
    /// Number in the history of the provider, from 1.
    #[schema(minimum = 1, maximum = 1_000_000)]
    number: i32,
    /// What it is about.
    subject: DecisionSubjectField,
    /// What was decided.
    step: DecisionStepField,
    /// First day of the accreditation in force since.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<NaiveDate>,
    /// Last day of the accreditation in force since.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<ReasonField>,
    /// By whom; absent when the hub itself did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<UserIdField>,
    /// When.
    decided_at: DateTime<Utc>,
}

impl From<&NumberedDecision> for ProviderDecisionView {
    fn from(numbered: &NumberedDecision) -> Self {
        let decision = &numbered.decision;
        Self {
            number: numbered.number,
            subject: Coded(decision.step.subject()),
            step: Coded(decision.step),
            from: decision.period.map(|period| period.from()),
            until: decision.period.and_then(|period| period.until()),
            reason: optional(decision.reason.as_ref()),
            decided_by: decision.by.map(Ident),
            decided_at: decision.at,
        }
    }
}

/// A site of a provider.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProviderSiteView {
    /// Identifier.
    id: SiteIdField,
    /// The provider it belongs to.
    provider_id: ProviderIdField,
    /// Name.
    name: DisplayNameField,
    /// Postal address.
    address: PostalAddress,
    /// Position on the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinates: Option<GeoPoint>,
    /// Contacts of the site itself; where absent, those of the provider hold.
    contacts: ProviderContactsView,
    /// How to get in, when it is open, and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<LongTextField>,
}

impl ProviderSiteView {
    pub(super) fn of(site: &ProviderSite, eye: Eye) -> Self {
        let profile = &site.profile;
        Self {
            id: Ident(site.id),
            provider_id: Ident(site.provider),
            name: Text::of(&profile.name),
            address: PostalAddress::from(&profile.address),
            coordinates: profile.coordinates.map(GeoPoint::from),
            contacts: ProviderContactsView::of(&profile.contacts, eye),
            notes: optional(profile.notes.as_ref()),
        }
    }
}

/// A person who works with a provider in the hub.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProviderMemberView {
    /// Identifier of the membership.
    id: MembershipIdField,
    /// The account.
    user_id: UserIdField,
    /// Given name.
    given_name: PersonNameField,
    /// Family name.
    family_name: PersonNameField,
    /// E-mail address.
    email: EmailAddressField,
    /// `provider_editor` or `provider_manager`.
    role: RoleField,
    /// Whether the account can be used.
    status: UserStatusField,
    /// Since when.
    joined_at: DateTime<Utc>,
}

impl From<&Member> for ProviderMemberView {
    fn from(member: &Member) -> Self {
        Self {
            id: Ident(member.record.id),
            user_id: Ident(member.record.user_id),
            given_name: Text::of(&member.given_name),
            family_name: Text::of(&member.family_name),
            email: Text::of(&member.email),
            role: Coded(member.record.grant.role()),
            status: Coded(member.status),
            joined_at: member.record.created_at,
        }
    }
}
