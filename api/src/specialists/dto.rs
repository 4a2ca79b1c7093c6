//! Specialists on the wire.

mod assignments;
mod certificates;

use domain_shared::{
    Code as _, NetworkBodyKind, PersonName, PointKind, ServiceCategoryKind, UserId,
};
use domain_specialists::{
    Engagement, Specialist, SpecialistDraft, SpecialistRole, SpecialistStatus,
};
use persistence::specialists::{SpecialistFilter, SpecialistToday};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub(crate) use self::certificates::CertificateView;
pub(super) use self::{
    assignments::{AssignmentEndInput, AssignmentInput, AssignmentParams, AssignmentView},
    certificates::{CertificateInput, CertificateParams, RevocationInput},
};
use crate::wire::{
    Coded, EmailAddressField, EngagementField, Ident, LanguageTagField, LongTextField,
    NetworkBodyIdField, PersonNameField, PhoneNumberField, PointIdField, ServiceCategoryIdField,
    SpecialistIdField, SpecialistRoleField, SpecialistStatusField, Text, UserIdField, optional,
};

/// What can be written of a specialist.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "given_name": "Ginevra", "family_name": "Tassinardi", "email": "ginevra.tassinardi@example.org",
    "phone": "+39 000 0000100", "engagement": "employed", "roles": ["welfare_specialist"],
    "expertise": ["01930000-0000-7000-8000-000000000000"], "languages": ["it", "en"],
    "bio": "Ascolta le famiglie e le accompagna nella scelta dei servizi del territorio."
}))]
pub(super) struct SpecialistInput {
    /// Given name.
    given_name: PersonNameField,
    /// Family name.
    family_name: PersonNameField,
    /// Work e-mail address.
    email: EmailAddressField,
    /// Work telephone.
    phone: Option<PhoneNumberField>,
    /// Terms of engagement.
    engagement: EngagementField,
    /// What the person may be assigned to do.
    #[schema(min_items = 1, max_items = 10)]
    roles: Vec<SpecialistRoleField>,
    /// Service categories the person is expert in, in no particular order.
    #[serde(default)]
    #[schema(max_items = 50)]
    expertise: Vec<ServiceCategoryIdField>,
    /// Languages spoken on the desk, best first.
    #[schema(min_items = 1, max_items = 20)]
    languages: Vec<LanguageTagField>,
    /// A few words for the public.
    bio: Option<LongTextField>,
}

impl From<SpecialistInput> for SpecialistDraft {
    fn from(input: SpecialistInput) -> Self {
        Self {
            given_name: input.given_name.into(),
            family_name: input.family_name.into(),
            email: input.email.into(),
            phone: input.phone.map(Into::into),
            engagement: input.engagement.0.code().to_owned(),
            roles: input
                .roles
                .iter()
                .map(|role| role.0.code().to_owned())
                .collect(),
            expertise: input.expertise.iter().map(|id| id.0.to_string()).collect(),
            languages: input.languages.into_iter().map(Into::into).collect(),
            bio: input.bio.map(Into::into),
        }
    }
}

/// A new specialist.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "network_id": "01930000-0000-7000-8000-000000000000", "given_name": "Ettore",
    "family_name": "Bonavalle", "email": "ettore.bonavalle@example.org", "engagement": "volunteer",
    "roles": ["welfare_specialist", "financial_educator"], "languages": ["it", "de"]
}))]
pub(super) struct NewSpecialistInput {
    /// The network the person works for, named by its root body. Fixed once it is made.
    pub(super) network_id: NetworkBodyIdField,
    /// Everything else.
    #[serde(flatten)]
    pub(super) specialist: SpecialistInput,
}

/// A specialist (*Welf@re Specialist*).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SpecialistView {
    /// Identifier.
    id: SpecialistIdField,
    /// The network.
    network_id: NetworkBodyIdField,
    /// The account the person signs in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<UserIdField>,
    /// Whether the person is at work.
    status: SpecialistStatusField,
    /// Given name.
    given_name: PersonNameField,
    /// Family name.
    family_name: PersonNameField,
    /// Work e-mail address.
    email: EmailAddressField,
    /// Work telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumberField>,
    /// Terms of engagement.
    engagement: EngagementField,
    /// What the person may be assigned to do.
    #[schema(max_items = 10)]
    roles: Vec<SpecialistRoleField>,
    /// Service categories the person is expert in.
    #[schema(max_items = 50)]
    expertise: Vec<ServiceCategoryIdField>,
    /// Languages spoken on the desk, best first.
    #[schema(max_items = 20)]
    languages: Vec<LanguageTagField>,
    /// A few words for the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    bio: Option<LongTextField>,
    /// Points the person is assigned to today.
    #[schema(max_items = 1000)]
    point_ids: Vec<PointIdField>,
    /// Whether a certificate of the base course counts today.
    trained: bool,
}

impl SpecialistView {
    pub(super) fn of(specialist: &Specialist, today: &SpecialistToday) -> Self {
        let profile = &specialist.profile;
        Self {
            id: Ident(specialist.id),
            network_id: Ident(specialist.network_id),
            user_id: specialist.user_id.map(Ident),
            status: Coded(specialist.status),
            given_name: Text::of(&profile.given_name),
            family_name: Text::of(&profile.family_name),
            email: Text::of(&profile.email),
            phone: optional(profile.phone.as_ref()),
            engagement: Coded(profile.engagement),
            roles: profile.roles.iter().copied().map(Coded).collect(),
            expertise: profile.expertise.iter().copied().map(Ident).collect(),
            languages: profile.languages.iter().map(Text::of).collect(),
            bio: optional(profile.bio.as_ref()),
            point_ids: today.points.iter().copied().map(Ident).collect(),
            trained: today.trained,
        }
    }
}

/// A specialist in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SpecialistSummary {
    /// Identifier.
    id: SpecialistIdField,
    /// The network.
    network_id: NetworkBodyIdField,
    /// Whether the person is at work.
    status: SpecialistStatusField,
    /// Given name.
    given_name: PersonNameField,
    /// Family name.
    family_name: PersonNameField,
    /// Terms of engagement.
    engagement: EngagementField,
    /// What the person may be assigned to do.
    #[schema(max_items = 10)]
    roles: Vec<SpecialistRoleField>,
    /// Service categories the person is expert in.
    #[schema(max_items = 50)]
    expertise: Vec<ServiceCategoryIdField>,
    /// Languages spoken on the desk, best first.
    #[schema(max_items = 20)]
    languages: Vec<LanguageTagField>,
    /// Points the person is assigned to today.
    #[schema(max_items = 1000)]
    point_ids: Vec<PointIdField>,
    /// Whether a certificate of the base course counts today.
    trained: bool,
}

impl SpecialistSummary {
    pub(super) fn of(specialist: &Specialist, today: &SpecialistToday) -> Self {
        let view = SpecialistView::of(specialist, today);
        Self {
            id: view.id,
            network_id: view.network_id,
            status: view.status,
            given_name: view.given_name,
            family_name: view.family_name,
            engagement: view.engagement,
            roles: view.roles,
            expertise: view.expertise,
            languages: view.languages,
            point_ids: view.point_ids,
            trained: view.trained,
        }
    }
}

/// Which specialists to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SpecialistParams {
    /// Only those whose family name begins so; accents and case do not matter.
    #[param(value_type = Option<PersonNameField>)]
    name: Option<Text<PersonName>>,
    /// Only those of this network, named by its root body.
    #[param(value_type = Option<NetworkBodyIdField>)]
    network_id: Option<Ident<NetworkBodyKind>>,
    /// Only those assigned to these points today.
    #[serde(default)]
    #[param(value_type = Option<Vec<PointIdField>>, max_items = 50)]
    point_id: Vec<Ident<PointKind>>,
    /// Only those who hold these roles.
    #[serde(default)]
    #[param(value_type = Option<Vec<SpecialistRoleField>>, max_items = 10)]
    role: Vec<Coded<SpecialistRole>>,
    /// Only those in these states.
    #[serde(default)]
    #[param(value_type = Option<Vec<SpecialistStatusField>>, max_items = 10)]
    status: Vec<Coded<SpecialistStatus>>,
    /// Only those engaged on these terms.
    #[serde(default)]
    #[param(value_type = Option<Vec<EngagementField>>, max_items = 10)]
    engagement: Vec<Coded<Engagement>>,
    /// Only those expert in these service categories.
    #[serde(default)]
    #[param(value_type = Option<Vec<ServiceCategoryIdField>>, max_items = 50)]
    category_id: Vec<Ident<ServiceCategoryKind>>,
    /// Only those who speak these languages.
    #[serde(default)]
    #[param(value_type = Option<Vec<LanguageTagField>>, max_items = 20)]
    language: Vec<domain_shared::LanguageTag>,
    /// Only those whose base training is complete today, or only those whose is not.
    trained: Option<bool>,
}

impl From<SpecialistParams> for SpecialistFilter {
    fn from(params: SpecialistParams) -> Self {
        Self {
            name: params.name.map(Into::into),
            network_id: params.network_id.map(|id| id.0),
            points: params.point_id.into_iter().map(|id| id.0).collect(),
            roles: params.role.into_iter().map(|code| code.0).collect(),
            statuses: params.status.into_iter().map(|code| code.0).collect(),
            engagements: params.engagement.into_iter().map(|code| code.0).collect(),
            categories: params.category_id.into_iter().map(|id| id.0).collect(),
            languages: params.language,
            trained: params.trained,
        }
    }
}

/// The account of a specialist.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"user_id": "01930000-0000-7000-8000-000000000000"}))]
pub(super) struct SpecialistAccountInput {
    /// The account, of the same network and of nobody else.
    user_id: UserIdField,
}

impl SpecialistAccountInput {
    pub(super) const fn user_id(&self) -> UserId {
        self.user_id.0
    }
}
