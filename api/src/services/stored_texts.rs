//! The texts of documents as they are stored, read without checking or copying the rest of them.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};

use crate::problem::{Outcome, Problem};

/// A text, copied only where JSON had to write it otherwise.
#[derive(Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// The members of an object, in its order.
pub(super) struct Members<'a, V>(Vec<(Cow<'a, str>, V)>);

/// A text by language.
pub(super) type Texts<'a> = Members<'a, Text<'a>>;

impl<V> Default for Members<'_, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Members<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<'a, V>(PhantomData<(&'a (), V)>);

        impl<'de: 'a, 'a, V: Deserialize<'de>> Visitor<'de> for Reader<'a, V> {
            type Value = Members<'a, V>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<Text<'a>, V>()? {
                    members.push((name.0, value));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Reader(PhantomData))
    }
}

impl Texts<'_> {
    fn in_language(&self, language: &str) -> Option<&str> {
        let mut texts = self.iter();
        texts.find(|(tag, _)| *tag == language).map(|one| one.1)
    }

    /// Every language with its text.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, text)| (tag.as_ref(), &*text.0))
    }
}

/// The texts of a list item.
#[derive(Deserialize)]
pub(super) struct SummaryTexts<'a> {
    #[serde(borrow, default)]
    title: Texts<'a>,
    #[serde(borrow, default)]
    summary: Texts<'a>,
}

/// The texts of a detail besides title and summary.
#[derive(Deserialize)]
pub(super) struct BodyTexts<'a> {
    #[serde(borrow)]
    content: Content<'a>,
}

#[derive(Deserialize)]
struct Content<'a> {
    #[serde(borrow, default)]
    description: Members<'a, Texts<'a>>,
    #[serde(borrow, default)]
    audience: Noted<'a>,
    #[serde(borrow, default)]
    eligibility: Noted<'a>,
    #[serde(borrow, default)]
    access: Access<'a>,
    #[serde(borrow, default)]
    pricing: Noted<'a>,
    #[serde(borrow, default)]
    sharing: Noted<'a>,
    #[serde(borrow, default)]
    staff: Vec<Staff<'a>>,
    #[serde(borrow, default)]
    places: Vec<Place<'a>>,
}

#[derive(Default, Deserialize)]
struct Noted<'a> {
    #[serde(borrow, default)]
    note: Texts<'a>,
}

#[derive(Default, Deserialize)]
struct Access<'a> {
    #[serde(borrow, default)]
    how_to: Texts<'a>,
}

#[derive(Deserialize)]
struct Staff<'a> {
    #[serde(borrow)]
    role: Text<'a>,
}

#[derive(Deserialize)]
struct Place<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Outcome<T> {
    serde_json::from_str(json)
        .map_err(|error| Problem::internal(format!("stored service: {error}")))
}

impl<'a> SummaryTexts<'a> {
    /// Reads the item of a list.
    ///
    /// # Errors
    /// When it is none, a mistake of ours.
    pub(super) fn read(summary: &'a str) -> Outcome<Self> {
        read(summary)
    }

    /// The title by language.
    pub(super) const fn title(&self) -> &Texts<'a> {
        &self.title
    }

    /// The summary by language.
    pub(super) const fn summary(&self) -> &Texts<'a> {
        &self.summary
    }
}

impl<'a> BodyTexts<'a> {
    /// Reads a detail.
    ///
    /// # Errors
    /// When it is none, a mistake of ours.
    pub(super) fn read(document: &'a str) -> Outcome<Self> {
        read(document)
    }

    /// The languages of the description, by tag.
    pub(super) fn languages(&self) -> Vec<&str> {
        let texts = self.content.description.0.iter();
        let mut languages: Vec<&str> = texts
            .flat_map(|(_, texts)| texts.iter())
            .map(|(tag, _)| tag)
            .collect();
        languages.sort_unstable();
        languages.dedup();
        languages
    }

    /// What the index has as the body of the card in a language (`entry::body_in`).
    pub(super) fn in_language(&self, language: &str) -> String {
        let content = &self.content;
        let description = content.description.0.iter().map(|(_, texts)| texts);
        let notes = [
            &content.audience.note,
            &content.eligibility.note,
            &content.access.how_to,
            &content.pricing.note,
            &content.sharing.note,
        ];
        let mut parts: Vec<&str> = description
            .chain(notes)
            .filter_map(|texts| texts.in_language(language))
            .collect();
        if language == "it" {
            parts.extend(content.staff.iter().map(|group| &*group.role.0));
            parts.extend(content.places.iter().map(|place| &*place.name.0));
        }
        parts.retain(|part| !part.is_empty());
        parts.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use domain_cards::CardContent;
    use serde_json::json;

    use super::*;
    use crate::services::entry::body_in;

    #[test]
    fn a_stored_body_is_that_of_the_index() {
        let text = |name: &str| json!({"it": format!("{name} \"è\"\nqui"), "en": format!("{name} \\ there")});
        let content = json!({
            "title": {"it": "Il titolo \"è\"", "en": "The title"},
            "summary": {"it": "In \\ breve"},
            "language": "it",
            "other_categories": [],
            "audience": {"recipients": ["elderly"], "age": {}, "note": text("audience")},
            "eligibility": {"residents_only": false, "note": text("eligibility")},
            "description": {
                "overview": text("overview"), "outcome": {"it": "Solo qui"}, "activities": {"fr": "Ici"},
                "further_information": text("further"),
            },
            "staff": [{"kind": "internal", "role": "Educatore"}],
            "pricing": {"free": true, "note": text("pricing")},
            "sharing": {"min_group": 2, "note": text("sharing")},
            "access": {"channels": [], "how_to": text("how_to")},
        });
        let content: CardContent = serde_json::from_value(content).unwrap();
        // As it is stored: in the order of the members, which a `Value` does not keep.
        let written = serde_json::to_string(&content).unwrap();
        let document = format!(r#"{{"id": "x", "content": {written}}}"#);
        let stored = BodyTexts::read(&document).unwrap();
        assert_eq!(stored.languages(), ["en", "fr", "it"]);
        for language in ["it", "en", "fr", "de"] {
            assert_eq!(stored.in_language(language), body_in(&content, language));
        }
    }
}
