//! Domain values on the wire: one generic wrapper per family, one alias per type.
//!
//! The wrapper takes name, bounds, pattern and members of a schema from the domain type, so that
//! the description cannot say anything else than the rule. A [`Text`] stays as it was sent; reading
//! it into its domain type is the job of the context, which reports all mistakes together.

use std::{borrow::Cow, fmt, marker::PhantomData};

use domain_shared::{Code, Id, IdKind, TextValue};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        KnownFormat, ObjectBuilder, RefOr, SchemaFormat, Type,
        schema::{Schema, SchemaType},
    },
};

use crate::problem::ProblemCode;

/// A text of a domain type, as sent or as stored.
pub struct Text<D>(pub String, PhantomData<fn() -> D>);

impl<D: TextValue> Text<D> {
    /// The wire form of a domain value.
    pub fn of(value: &D) -> Self {
        Self(value.as_str().to_owned(), PhantomData)
    }
}

impl<D> From<Text<D>> for String {
    fn from(text: Text<D>) -> Self {
        text.0
    }
}
impl<D> Clone for Text<D> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}
impl<D> fmt::Debug for Text<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<D> Serialize for Text<D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de, D> Deserialize<'de> for Text<D> {
    fn deserialize<T: Deserializer<'de>>(deserializer: T) -> Result<Self, T::Error> {
        Ok(Self(String::deserialize(deserializer)?, PhantomData))
    }
}
impl<D: TextValue> PartialSchema for Text<D> {
    fn schema() -> RefOr<Schema> {
        let format = D::FORMAT.map(|format| match format {
            "email" => SchemaFormat::KnownFormat(KnownFormat::Email),
            "uri" => SchemaFormat::KnownFormat(KnownFormat::Uri),
            other => SchemaFormat::Custom(other.to_owned()),
        });
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .description(Some(D::DESCRIPTION))
            .min_length(Some(D::MIN_CHARS))
            .max_length(Some(D::MAX_CHARS))
            .pattern(D::PATTERN)
            .format(format)
            .examples([serde_json::json!(D::EXAMPLE)])
            .into()
    }
}
impl<D: TextValue> ToSchema for Text<D> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(D::NAME)
    }
}

/// A member of a closed list, by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coded<C>(pub C);

impl<C: Code> Serialize for Coded<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}
impl<'de, C: Code> Deserialize<'de> for Coded<C> {
    fn deserialize<T: Deserializer<'de>>(deserializer: T) -> Result<Self, T::Error> {
        let code = Cow::<'de, str>::deserialize(deserializer)?;
        C::from_code(&code).map(Self).ok_or_else(|| T::Error::custom("unknown code"))
    }
}
impl<C: Code> PartialSchema for Coded<C> {
    fn schema() -> RefOr<Schema> {
        let labels: Vec<String> = C::ALL
            .iter()
            .map(|member| {
                format!("`{}`: {}", member.code(), member.label(domain_shared::Locale::Italian))
            })
            .collect();
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .description(Some(labels.join("; ")))
            .enum_values(Some(C::ALL.iter().map(|member| member.code())))
            .into()
    }
}
impl<C: Code> ToSchema for Coded<C> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(C::NAME)
    }
}

/// An identifier.
pub struct Ident<K>(pub Id<K>);

impl<K> Clone for Ident<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Ident<K> {}
impl<K> fmt::Debug for Ident<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> Serialize for Ident<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, K> Deserialize<'de> for Ident<K> {
    fn deserialize<T: Deserializer<'de>>(deserializer: T) -> Result<Self, T::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|_| T::Error::custom("no identifier"))
    }
}
impl<K: IdKind> PartialSchema for Ident<K> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .description(Some("Identifier (UUID)."))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
            .max_length(Some(36))
            .pattern(Some("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"))
            .examples([serde_json::json!("01930000-0000-7000-8000-000000000000")])
            .into()
    }
}
impl<K: IdKind> ToSchema for Ident<K> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(K::NAME)
    }
}

domain_shared::text_value! {
    /// The code of a state a thing can be moved to.
    TransitionName {
        min: 1, max: 64, multiline: false, pattern: Some("^[a-z_]+$"), format: None,
        example: "suspended",
        description: "Code of a transition or of the state it leads to.",
        check: Ok,
    }
}

/// Aliases: the macro-generated descriptions need one plain name per type.
pub type ProblemCodeField = Coded<ProblemCode>;
/// The code of an allowed transition.
pub type TransitionCode = Text<TransitionName>;
/// A name of an organisation, a place, a course.
pub type DisplayNameField = Text<domain_shared::DisplayName>;
/// A given or family name.
pub type PersonNameField = Text<domain_shared::PersonName>;
/// A short text.
pub type ShortTextField = Text<domain_shared::ShortText>;
/// A summary.
pub type SummaryField = Text<domain_shared::Summary>;
/// A text of several paragraphs.
pub type LongTextField = Text<domain_shared::LongText>;
/// Why something was decided.
pub type ReasonField = Text<domain_shared::Reason>;
/// Street and number.
pub type AddressLineField = Text<domain_shared::AddressLine>;
/// A postal code.
pub type PostalCodeField = Text<domain_shared::PostalCode>;
/// An e-mail address.
pub type EmailAddressField = Text<domain_shared::EmailAddress>;
/// A telephone number.
pub type PhoneNumberField = Text<domain_shared::PhoneNumber>;
/// A web address.
pub type WebUrlField = Text<domain_shared::WebUrl>;
/// A language.
pub type LanguageTagField = Text<domain_shared::LanguageTag>;
/// A stable code.
pub type StableCodeField = Text<domain_shared::StableCode>;
/// A cadastral code.
pub type BelfioreField = Text<domain_shared::Belfiore>;
/// A role.
pub type RoleField = Coded<domain_accounts::Role>;
/// The state of an account.
pub type UserStatusField = Coded<domain_accounts::UserStatus>;
/// The language of mails.
pub type LocaleField = Coded<domain_accounts::LocaleCode>;
/// Identifier of a network body.
pub type NetworkBodyIdField = Ident<domain_shared::NetworkBodyKind>;
/// Identifier of an association.
pub type AssociationIdField = Ident<domain_shared::AssociationKind>;
/// Identifier of a zone.
pub type ZoneIdField = Ident<domain_shared::ZoneKind>;
/// Identifier of a service category.
pub type ServiceCategoryIdField = Ident<domain_shared::ServiceCategoryKind>;
/// Identifier of a point.
pub type PointIdField = Ident<domain_shared::PointKind>;
/// Identifier of a specialist.
pub type SpecialistIdField = Ident<domain_shared::SpecialistKind>;
/// Identifier of an assignment.
pub type AssignmentIdField = Ident<domain_shared::AssignmentKind>;
/// Identifier of a training course.
pub type CourseIdField = Ident<domain_shared::CourseKind>;
/// Identifier of an edition.
pub type EditionIdField = Ident<domain_shared::EditionKind>;
/// Identifier of a certificate.
pub type CertificateIdField = Ident<domain_shared::CertificateKind>;
/// Identifier of a provider.
pub type ProviderIdField = Ident<domain_shared::ProviderKind>;
/// Identifier of a site.
pub type SiteIdField = Ident<domain_shared::SiteKind>;
/// Identifier of a membership or grant.
pub type MembershipIdField = Ident<domain_shared::MembershipKind>;
/// Identifier of an invitation.
pub type InvitationIdField = Ident<domain_shared::InvitationKind>;
/// Identifier of a user.
pub type UserIdField = Ident<domain_shared::UserKind>;
/// Identifier of a session.
pub type SessionIdField = Ident<domain_shared::SessionKind>;
/// Identifier of an audit event.
pub type AuditEventIdField = Ident<domain_shared::AuditEventKind>;
