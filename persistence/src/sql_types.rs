//! Domain values as text columns, on each backend and on the combined one.

use std::io::Write as _;

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::Pg,
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{Integer, Text},
    sqlite::Sqlite,
};
use domain_shared::{Code, Id, IdKind, TextValue, Version};
use serde::{Serialize, de::DeserializeOwned};

use crate::connection::MultiBackend;

/// What diesel and the derives ask of every wrapped value.
pub(crate) trait Bounds:
    std::fmt::Debug + Clone + PartialEq + Send + Sync + 'static
{
}
impl<T: std::fmt::Debug + Clone + PartialEq + Send + Sync + 'static> Bounds for T {}

/// Implements a wrapper around a domain value that is stored as text.
macro_rules! stored_as_text {
    ($(#[$meta:meta])* $wrapper:ident<$param:ident: $($bound:path),+>($inner:ty),
     write: |$value:ident| $write:expr, read: |$text:ident| $read:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, AsExpression, FromSqlRow)]
        #[diesel(sql_type = Text)]
        pub(crate) struct $wrapper<$param: $($bound +)+ Bounds>(pub(crate) $inner);

        impl<$param: $($bound +)+ Bounds> $wrapper<$param> {
            fn stored(&self) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
                let $value = &self.0;
                Ok($write)
            }
        }

        impl<$param: $($bound +)+ Bounds> ToSql<Text, Sqlite> for $wrapper<$param> {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.stored()?);
                Ok(IsNull::No)
            }
        }

        impl<$param: $($bound +)+ Bounds> ToSql<Text, Pg> for $wrapper<$param> {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(self.stored()?.as_bytes())?;
                Ok(IsNull::No)
            }
        }

        impl<$param: $($bound +)+ Bounds> ToSql<Text, MultiBackend> for $wrapper<$param> {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((Text, self));
                Ok(IsNull::No)
            }
        }

        impl<$param: $($bound +)+ Bounds, DB: Backend> FromSql<Text, DB> for $wrapper<$param>
        where
            String: FromSql<Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                let $text = String::from_sql(bytes)?;
                let value: Option<$inner> = $read;
                value.map(Self).ok_or_else(|| {
                    format!("not a valid {}: {:?}", stringify!($wrapper), $text).into()
                })
            }
        }
    };
}

stored_as_text! {
    /// An identifier.
    DbId<K: IdKind>(Id<K>),
    write: |id| id.to_string(),
    read: |text| text.parse().ok()
}

stored_as_text! {
    /// A member of a closed list, stored by its code.
    DbCode<C: Code>(C),
    write: |code| code.code().to_owned(),
    read: |text| C::from_code(&text)
}

stored_as_text! {
    /// A bounded text.
    DbText<T: TextValue>(T),
    write: |value| value.as_str().to_owned(),
    read: |text| T::parse(&text).ok()
}

stored_as_text! {
    /// A structured part that is never filtered, stored as JSON.
    DbJson<T: Serialize, DeserializeOwned>(T),
    write: |value| serde_json::to_string(value)?,
    read: |text| serde_json::from_str(&text).ok()
}

/// A version column; a stored number below 1 is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Integer)]
pub(crate) struct DbVersion(pub(crate) Version);

impl ToSql<Integer, Sqlite> for DbVersion {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.number());
        Ok(IsNull::No)
    }
}

impl ToSql<Integer, Pg> for DbVersion {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&self.0.number().to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<Integer, MultiBackend> for DbVersion {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Integer, self));
        Ok(IsNull::No)
    }
}

impl<DB: Backend> FromSql<Integer, DB> for DbVersion
where
    i32: FromSql<Integer, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let number = i32::from_sql(bytes)?;
        Version::from_number(number)
            .map(Self)
            .ok_or_else(|| format!("not a version: {number}").into())
    }
}
