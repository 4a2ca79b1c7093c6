//! The content of a card on the wire: its domain types read and write it themselves, this module
//! says what it looks like.

mod access;
mod content;
mod parts;
mod texts;

pub(crate) use parts::Money;
pub(crate) use texts::{TranslatedLong, TranslatedName, TranslatedShort, TranslatedSummary};

use content::CardContentSchema;
use domain_cards::{CardContent, CardDraft};
use serde::{Deserialize, Serialize};

use crate::wire::described_as;

/// The content of a card as a client sends it: whatever is not known yet is left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct CardContentInput(pub(crate) CardDraft);

/// The content of a card as clients get it.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct CardContentView(pub(crate) CardContent);

described_as!(CardContentSchema: CardContentInput, CardContentView);

#[cfg(test)]
mod tests {
    use domain_cards::{
        Age, GroupSize, Headcount, PackageSize, Places, WaitingDays, YearsOfExperience,
    };
    use domain_shared::BoundedNumber;
    use serde_json::{Value, json};

    use crate::http::SchemaChecker;

    fn document() -> Value {
        crate::openapi::document("http://hub.test")
    }

    #[test]
    fn the_described_bounds_are_those_of_the_rules() {
        fn same<N: BoundedNumber>(document: &Value, schema: &str, member: &str) {
            let at = format!("/components/schemas/{schema}/properties/{member}");
            let described = document.pointer(&at).unwrap();
            assert_eq!(described["minimum"], json!(N::MIN), "{at}");
            assert_eq!(described["maximum"], json!(N::MAX), "{at}");
        }
        let document = document();
        same::<Age>(&document, "CardAgeRange", "from");
        same::<Age>(&document, "CardAgeRange", "to");
        same::<WaitingDays>(&document, "CardWaiting", "analysis_days");
        same::<WaitingDays>(&document, "CardWaiting", "activation_days");
        same::<Places>(&document, "CardCapacity", "total");
        same::<Places>(&document, "CardCapacity", "available");
        same::<GroupSize>(&document, "CardSharing", "min_group");
        same::<GroupSize>(&document, "CardSharing", "max_group");
        same::<Headcount>(&document, "CardStaffGroup", "number");
        same::<YearsOfExperience>(&document, "CardStaffGroup", "years_of_experience");
        same::<PackageSize>(&document, "CardPriceOption", "package_size");
    }

    #[test]
    fn what_the_rules_read_and_write_fits_the_description() {
        let checker = SchemaChecker::new(document());
        let full: Value = serde_json::from_str(include_str!(
            "../../../../domain/domain-cards/tests/complete_card.json"
        ))
        .unwrap();
        let card: domain_cards::CardContent = serde_json::from_value(full.clone()).unwrap();
        let empty: domain_cards::CardContent = serde_json::from_value(json!({})).unwrap();
        for value in [
            full,
            json!({}),
            serde_json::to_value(&card).unwrap(),
            serde_json::to_value(&empty).unwrap(),
        ] {
            let wrong = checker.check("CardContent", &value).unwrap();
            assert!(wrong.is_empty(), "{wrong}: {value}");
        }
    }

    #[test]
    fn every_member_of_a_card_is_described() {
        let document = document();
        let described = &document["components"]["schemas"]["CardContent"];
        let full = include_str!("../../../../domain/domain-cards/tests/complete_card.json");
        let full: Value = serde_json::from_str(full).unwrap();
        for member in full.as_object().unwrap().keys() {
            assert!(described["properties"].get(member).is_some(), "{member}");
        }
        assert_eq!(described["additionalProperties"], json!(false));
        assert!(described.get("required").is_none());
    }

    #[test]
    fn a_language_that_is_none_is_named() {
        let checker = SchemaChecker::new(document());
        let wrong = checker
            .check("CardContent", &json!({"title": {"IT": "a", "it": 1}}))
            .unwrap();
        assert_eq!(
            wrong
                .to_string()
                .split("; ")
                .collect::<std::collections::BTreeSet<_>>(),
            ["/title/IT: invalid_format", "/title/it: wrong_type"].into()
        );
    }
}
