//! Closed lists of stable codes, with their labels in both languages.

use crate::Locale;

/// A closed list whose members travel and are stored by a stable `snake_case` code.
pub trait Code: Copy + Eq + std::fmt::Debug + Send + Sync + 'static {
    /// Name of the list, `PascalCase`, unique in the whole hub.
    const NAME: &'static str;
    /// Every member, in the order people expect.
    const ALL: &'static [Self];

    /// The stable code.
    fn code(self) -> &'static str;

    /// The label for people.
    fn label(self, locale: Locale) -> &'static str;

    /// The member with this code, if it is one.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|member| member.code() == code)
    }
}

/// Defines an enum that is a [`Code`]: `Variant = "code", "etichetta", "label"`.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$vmeta:meta])* $variant:ident = $code:literal, $it:literal, $en:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $crate::Code for $name {
            const NAME: &'static str = stringify!($name);
            const ALL: &'static [Self] = &[$(Self::$variant,)+];

            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            fn label(self, locale: $crate::Locale) -> &'static str {
                match (self, locale) {
                    $((Self::$variant, $crate::Locale::Italian) => $it,
                      (Self::$variant, $crate::Locale::English) => $en,)+
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::Code::code(*self))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = <::std::borrow::Cow<'de, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                <Self as $crate::Code>::from_code(&code).ok_or_else(|| {
                    ::serde::de::Error::custom(concat!("unknown code of ", stringify!($name)))
                })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::{Code, Locale};

    codes! {
        /// Colours.
        enum Colour {
            /// Red.
            Red = "red", "rosso", "red";
            /// Dark blue.
            DarkBlue = "dark_blue", "blu scuro", "dark blue";
        }
    }

    #[test]
    fn every_member_is_found_by_its_code() {
        for member in Colour::ALL {
            assert_eq!(Colour::from_code(member.code()), Some(*member));
        }
        assert_eq!(Colour::from_code("green"), None);
        assert_eq!(Colour::DarkBlue.label(Locale::Italian), "blu scuro");
    }
}
