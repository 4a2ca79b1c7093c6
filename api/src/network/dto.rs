//! The network on the wire.

use domain_network::{Association, AssociationDraft, NetworkBody, NetworkBodyDraft};
use domain_shared::NetworkBodyKind;
use persistence::network::{AssociationFilter, NetworkBodyFilter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::wire::{
    AcronymField, AssociationIdField, BelfioreField, ContactsInput, ContactsView, DisplayNameField,
    Ident, LongTextField, NetworkBodyIdField, StableCodeField, Text, WebUrlField, optional,
};

/// What can be written of a network body.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"code": "ancos", "name": "Associazione Nazionale Comunità Sociali e Sportive", "acronym": "ANCoS", "website": "https://example.org/ancos"}))]
pub(super) struct NetworkBodyInput {
    /// Stable code, unique in the hub.
    code: StableCodeField,
    /// Full name.
    name: DisplayNameField,
    /// Acronym.
    acronym: Option<AcronymField>,
    /// Description for people.
    description: Option<LongTextField>,
    /// Web address.
    website: Option<WebUrlField>,
}

impl From<NetworkBodyInput> for NetworkBodyDraft {
    fn from(input: NetworkBodyInput) -> Self {
        Self {
            code: input.code.into(),
            name: input.name.into(),
            acronym: input.acronym.map(Into::into),
            description: input.description.map(Into::into),
            website: input.website.map(Into::into),
        }
    }
}

/// A new network body.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"code": "ancos", "name": "Associazione Nazionale Comunità Sociali e Sportive", "acronym": "ANCoS", "parent_id": "01930000-0000-7000-8000-000000000000"}))]
pub(super) struct NewNetworkBodyInput {
    /// The root of the network it joins. Fixed once it is made.
    pub(super) parent_id: NetworkBodyIdField,
    /// Everything else.
    #[serde(flatten)]
    pub(super) body: NetworkBodyInput,
}

/// A network body (*ente di rete*).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NetworkBodyView {
    /// Identifier.
    id: NetworkBodyIdField,
    /// The root of its network: itself, for a root.
    network_id: NetworkBodyIdField,
    /// The body it hangs from; absent for a root.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<NetworkBodyIdField>,
    /// Stable code.
    code: StableCodeField,
    /// Full name.
    name: DisplayNameField,
    /// Acronym.
    #[serde(skip_serializing_if = "Option::is_none")]
    acronym: Option<AcronymField>,
    /// Description for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<LongTextField>,
    /// Web address.
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<WebUrlField>,
}

impl From<&NetworkBody> for NetworkBodyView {
    fn from(body: &NetworkBody) -> Self {
        let profile = &body.profile;
        Self {
            id: Ident(body.id),
            network_id: Ident(body.network_id()),
            parent_id: body.parent.map(Ident),
            code: Text::of(&profile.code),
            name: Text::of(&profile.name),
            acronym: optional(profile.acronym.as_ref()),
            description: optional(profile.description.as_ref()),
            website: optional(profile.website.as_ref()),
        }
    }
}

/// Which network bodies to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NetworkBodyParams {
    /// Only those of this network, named by its root body.
    #[param(value_type = Option<NetworkBodyIdField>)]
    network_id: Option<Ident<NetworkBodyKind>>,
}

impl From<NetworkBodyParams> for NetworkBodyFilter {
    fn from(params: NetworkBodyParams) -> Self {
        Self {
            network_id: params.network_id.map(|id| id.0),
        }
    }
}

/// What can be written of an association.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"name": "Confartigianato Cesena", "municipality": "C573", "contacts": {"email": "associazione@example.org"}}))]
pub(super) struct AssociationInput {
    /// Name.
    name: DisplayNameField,
    /// Municipality of its seat, by cadastral code.
    municipality: BelfioreField,
    /// Contacts.
    contacts: Option<ContactsInput>,
}

impl From<AssociationInput> for AssociationDraft {
    fn from(input: AssociationInput) -> Self {
        Self {
            name: input.name.into(),
            municipality: input.municipality.into(),
            contacts: input.contacts.map(Into::into).unwrap_or_default(),
        }
    }
}

/// A new association.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"network_body_id": "01930000-0000-7000-8000-000000000000", "name": "Confartigianato Cesena", "municipality": "C573"}))]
pub(super) struct NewAssociationInput {
    /// The body it belongs to. Fixed once it is made.
    pub(super) network_body_id: NetworkBodyIdField,
    /// Everything else.
    #[serde(flatten)]
    pub(super) association: AssociationInput,
}

/// A territorial association of a network body.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AssociationView {
    /// Identifier.
    id: AssociationIdField,
    /// The network it belongs to.
    network_id: NetworkBodyIdField,
    /// The body it belongs to.
    network_body_id: NetworkBodyIdField,
    /// Name.
    name: DisplayNameField,
    /// Municipality of its seat, by cadastral code.
    municipality: BelfioreField,
    /// Contacts.
    contacts: ContactsView,
}

impl From<&Association> for AssociationView {
    fn from(association: &Association) -> Self {
        let profile = &association.profile;
        Self {
            id: Ident(association.id),
            network_id: Ident(association.network_id),
            network_body_id: Ident(association.network_body_id),
            name: Text::of(&profile.name),
            municipality: Text::of(&profile.municipality),
            contacts: ContactsView::from(&profile.contacts),
        }
    }
}

/// Which associations to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AssociationParams {
    /// Only those of this network, named by its root body.
    #[param(value_type = Option<NetworkBodyIdField>)]
    network_id: Option<Ident<NetworkBodyKind>>,
    /// Only those of these bodies.
    #[serde(default)]
    #[param(value_type = Option<Vec<NetworkBodyIdField>>, max_items = 50)]
    network_body_id: Vec<Ident<NetworkBodyKind>>,
    /// Only those seated in these municipalities, by cadastral code.
    #[serde(default)]
    #[param(value_type = Option<Vec<BelfioreField>>, max_items = 50)]
    municipality: Vec<domain_shared::Belfiore>,
}

impl From<AssociationParams> for AssociationFilter {
    fn from(params: AssociationParams) -> Self {
        Self {
            network_id: params.network_id.map(|id| id.0),
            network_body_ids: params.network_body_id.into_iter().map(|id| id.0).collect(),
            municipalities: params.municipality,
        }
    }
}
