//! The questionnaires that the hub ships with.

use domain_shared::StableCode;
use domain_surveys::Definition;
use serde::Deserialize;

use crate::{DbError, DbResult};

/// Where they are.
const FILES: [&str; 5] = [
    include_str!("../../data/questionnaires/questionnaire-a.json"),
    include_str!("../../data/questionnaires/questionnaire-b.json"),
    include_str!("../../data/questionnaires/soddisfazione.json"),
    include_str!("../../data/questionnaires/trimestrale-collaboratori.json"),
    include_str!("../../data/questionnaires/trimestrale-destinatari.json"),
];

/// A questionnaire to start with.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StarterQuestionnaire {
    /// Its code, by which a network knows whether it has it.
    pub code: StableCode,
    /// What it asks.
    pub definition: Definition,
}

/// The questionnaires that every new network gets.
///
/// # Errors
/// When they do not fit the rules: the data shipped are wrong.
pub fn starter_questionnaires() -> DbResult<Vec<StarterQuestionnaire>> {
    let read = |text: &&str| {
        serde_json::from_str(text).map_err(|_| DbError::corrupt("questionnaires that are shipped"))
    };
    FILES.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain_shared::TextValue as _;
    use domain_surveys::{Form, Item, ItemKind, export, import};

    use super::*;

    /// Every item, in whatever group.
    fn items<'a>(of: &'a [Item], found: &mut Vec<&'a Item>) {
        for item in of {
            found.push(item);
            items(item.kind.items(), found);
        }
    }

    #[test]
    fn all_can_be_brought_into_use() {
        let starters = starter_questionnaires().unwrap();
        let (mut codes, mut types) = (BTreeSet::new(), BTreeSet::new());
        for starter in &starters {
            let (code, definition) = (starter.code.as_str(), &starter.definition);
            Form::compile(definition).unwrap_or_else(|wrong| panic!("{code}: {wrong}"));
            let mut found = Vec::new();
            items(&definition.items, &mut found);
            let labels = found.iter().filter_map(|item| item.label.as_ref());
            for label in labels {
                let both = label.in_language("it").is_some() && label.in_language("en").is_some();
                assert!(both, "{code}: {label:?}");
            }
            let used: BTreeSet<_> = found
                .iter()
                .filter_map(|item| match &item.kind {
                    ItemKind::SelectOne(one)
                    | ItemKind::SelectMultiple(one)
                    | ItemKind::Rank(one)
                    | ItemKind::Matrix { selection: one, .. } => Some(&one.list),
                    _ => None,
                })
                .collect();
            assert_eq!(used, definition.choices.keys().collect(), "{code}");
            types.extend(found.iter().map(|item| item.kind.item_type()));
            codes.insert(code);
        }
        assert_eq!(codes.len(), FILES.len());
        assert_eq!(types.len(), 14, "every type is shown somewhere: {types:?}");
    }

    #[test]
    fn all_survive_the_way_through_a_form() {
        for starter in starter_questionnaires().unwrap() {
            let imported = import(&export(&starter.definition));
            let imported = imported.unwrap_or_else(|wrong| panic!("{:?}: {wrong:?}", starter.code));
            assert_eq!(imported.notes, []);
            let mut expected = starter.definition;
            expected.introduction = imported.definition.introduction.clone();
            assert_eq!(imported.definition, expected, "{:?}", starter.code);
        }
    }
}
