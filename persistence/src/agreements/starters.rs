//! The templates that the hub ships with.

use domain_agreements::{AgreementKind, TemplateContent};
use domain_shared::DisplayName;
use serde::Deserialize;

use crate::{DbError, DbResult};

/// Where they are.
const FILES: [&str; 4] = [
    include_str!("../../data/agreement-templates/framework-with-provider.json"),
    include_str!("../../data/agreement-templates/service-convention.json"),
    include_str!("../../data/agreement-templates/memorandum-with-public-body.json"),
    include_str!("../../data/agreement-templates/among-points.json"),
];

/// A template to start with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StarterTemplate {
    /// What kind of agreements are made from it.
    pub kind: AgreementKind,
    /// Its name, by which a network knows whether it has it.
    pub name: DisplayName,
    /// What it says.
    pub content: TemplateContent,
}

/// The templates that every new network gets.
///
/// # Errors
/// When they do not fit the rules: the data shipped are wrong.
pub fn starter_templates() -> DbResult<Vec<StarterTemplate>> {
    let read = |text: &&str| {
        serde_json::from_str(text).map_err(|_| DbError::corrupt("templates that are shipped"))
    };
    FILES.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use domain_agreements::{PlaceholderKind, RenderInput, Side, render};
    use domain_shared::{Code as _, LongText, StableCode, TextValue as _};

    use super::*;

    /// A believable value for each placeholder that needs one.
    fn values(content: &TemplateContent) -> BTreeMap<StableCode, LongText> {
        let typed = |kind| match kind {
            PlaceholderKind::Party => None,
            PlaceholderKind::Date => Some("2026-12-01"),
            PlaceholderKind::Amount => Some("1234.50"),
            PlaceholderKind::Percentage => Some("12.5"),
            PlaceholderKind::Text => Some("città"),
        };
        let filled = content.placeholders.iter().filter_map(|one| {
            let value = LongText::parse(typed(one.kind)?).unwrap();
            Some((one.code.clone(), value))
        });
        filled.collect()
    }

    #[test]
    fn all_are_well_formed_and_can_be_filled_in() {
        let (mut kinds, mut placeholders) = (BTreeSet::new(), BTreeSet::new());
        for starter in starter_templates().unwrap() {
            let content = &starter.content;
            let optional: Vec<_> = content.clauses.iter().filter(|one| one.optional).collect();
            assert!(!optional.is_empty(), "{:?}", starter.name);
            let sides: BTreeSet<_> = content
                .placeholders
                .iter()
                .filter_map(|one| one.side)
                .collect();
            assert_eq!(sides, Side::ALL.iter().copied().collect());
            let mut input = RenderInput {
                values: values(content),
                network: vec!["Welf@re Point Cesena".to_owned()],
                counterpart: vec![
                    "Cooperativa Aurora".to_owned(),
                    "Comune di Cesena".to_owned(),
                ],
                ..RenderInput::default()
            };
            let without = render(content, &input).unwrap();
            assert_eq!(
                without.articles.len(),
                content.clauses.len() - optional.len()
            );
            input.optional_clauses = optional.iter().map(|one| one.code.clone()).collect();
            let with = render(content, &input).unwrap();
            assert_eq!(with.articles.len(), content.clauses.len());
            let text = serde_json::to_string(&with).unwrap();
            assert!(!text.contains("{{") && text.contains("Cooperativa Aurora e Comune di Cesena"));
            kinds.insert(starter.kind);
            placeholders.extend(content.placeholders.iter().map(|one| one.kind));
        }
        assert_eq!(kinds, AgreementKind::ALL.iter().copied().collect());
        assert_eq!(placeholders, PlaceholderKind::ALL.iter().copied().collect());
    }
}
