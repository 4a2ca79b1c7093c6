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

mod changes;
mod described;
mod fields;
mod hours;
mod instant;
mod near;
mod parts;

pub(crate) use changes::{ChangedMember, changes};
pub(crate) use described::described_as;
pub use fields::*;
pub use hours::{OpeningHoursInput, OpeningHoursView};
pub(crate) use instant::read_instant;
pub use instant::{InstantField, instant};
pub use near::{Near, NearField};
pub use parts::{ContactsInput, ContactsView, GeoPoint, PostalAddress};

/// A text of a domain type, as sent or as stored.
pub struct Text<D>(pub String, PhantomData<fn() -> D>);

impl<D: TextValue> Text<D> {
    /// The wire form of a domain value.
    pub fn of(value: &D) -> Self {
        Self(value.as_str().to_owned(), PhantomData)
    }
}

/// Empty, as a member that was left out or could not be read: reading it reports what is missing.
impl<D> Default for Text<D> {
    fn default() -> Self {
        Self(String::new(), PhantomData)
    }
}

impl<D> Text<D> {
    /// A text that was checked when it was stored.
    #[must_use]
    pub const fn raw(text: String) -> Self {
        Self(text, PhantomData)
    }
}

impl<D: TextValue> Text<D> {
    /// The domain value.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(&self) -> Result<D, &'static domain_shared::Message> {
        D::parse(&self.0)
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
        C::from_code(&code)
            .map(Self)
            .ok_or_else(|| T::Error::custom("unknown code"))
    }
}
impl<C: Code> PartialSchema for Coded<C> {
    fn schema() -> RefOr<Schema> {
        let labels: Vec<String> = C::ALL
            .iter()
            .map(|member| {
                format!(
                    "`{}`: {}",
                    member.code(),
                    member.label(domain_shared::Locale::Italian)
                )
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
        text.parse()
            .map(Self)
            .map_err(|_| T::Error::custom("no identifier"))
    }
}
impl<K: IdKind> PartialSchema for Ident<K> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .description(Some("Identifier (UUID)."))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
            .max_length(Some(36))
            .pattern(Some(
                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
            ))
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

/// The wire form of an optional text.
pub fn optional<D: TextValue>(value: Option<&D>) -> Option<Text<D>> {
    value.map(Text::of)
}
