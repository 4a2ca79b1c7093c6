//! What service categories look like on the wire.

use domain_categories::{
    CategoryDraft, CategoryStatus, CategoryTree, Crosswalk, CrosswalkDraft, SchemeCode,
    ServiceCategory, Synonym, SynonymDraft,
};
use domain_shared::{
    BoundedNumber as _, I18nText, ServiceCategoryKind, SpecialistId, messages, text_value,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::wire::{
    Coded, DisplayNameField, Ident, LanguageTagField, LongTextField, ServiceCategoryIdField,
    ShortTextField, SpecialistIdField, StableCodeField, Text, optional,
};

/// A code of another vocabulary.
pub(super) type SchemeCodeField = Text<SchemeCode>;
/// Whether a category can be used.
pub(super) type CategoryStatusField = Coded<CategoryStatus>;
/// A crosswalk to filter by.
pub(super) type CrosswalkTermField = Text<CrosswalkTerm>;

text_value! {
    /// A vocabulary and a code in it, separated by a colon.
    CrosswalkTerm {
        min: 3, max: 200, multiline: false, pattern: Some("^[^:]+:.+$"), format: None,
        example: "cofog-2009:10.2",
        description: "A vocabulary and a code in it, separated by a colon.",
        check: |text| match text.split_once(':') {
            Some((scheme, code)) if !scheme.is_empty() && !code.is_empty() => Ok(text),
            Some(_) | None => Err(&messages::INVALID_FORMAT),
        },
    }
}

/// Name of a category.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"it": "Persona e famiglia", "en": "Person and family"}))]
pub(super) struct CategoryLabel {
    /// In Italian.
    it: DisplayNameField,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<DisplayNameField>,
}

/// What belongs in a category.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"it": "Sostegno alle famiglie nei compiti di cura.", "en": "Support for families in their caring tasks."}))]
pub(super) struct CategoryDescription {
    /// In Italian.
    it: LongTextField,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<LongTextField>,
}

/// Another word people use for a category.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"language": "it", "text": "badante"}))]
pub(super) struct CategorySynonym {
    /// Language of the word.
    language: LanguageTagField,
    /// The word or phrase.
    text: ShortTextField,
}

impl From<&Synonym> for CategorySynonym {
    fn from(synonym: &Synonym) -> Self {
        Self {
            language: Text::of(&synonym.language),
            text: Text::of(&synonym.text),
        }
    }
}

/// The same notion in another vocabulary.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"scheme": "cofog-2009", "code": "10.2"}))]
pub(super) struct CategoryCrosswalk {
    /// The vocabulary.
    scheme: StableCodeField,
    /// The code there.
    code: SchemeCodeField,
}

impl From<&Crosswalk> for CategoryCrosswalk {
    fn from(crosswalk: &Crosswalk) -> Self {
        Self {
            scheme: Text::of(&crosswalk.scheme),
            code: Text::of(&crosswalk.code),
        }
    }
}

/// What can be changed of a service category.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"parent_id": "0199a000-00a2-7000-8000-000000000007", "label": {"it": "Ricerca di assistenti familiari", "en": "Finding family carers"}, "synonyms": [{"language": "it", "text": "badante"}], "crosswalks": [{"scheme": "cofog-2009", "code": "10.2"}], "position": 10}))]
pub(super) struct ServiceCategoryInput {
    /// The category above; absent at the first level.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<ServiceCategoryIdField>,
    /// Name for people.
    label: CategoryLabel,
    /// What belongs in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<CategoryDescription>,
    /// Other words for it, none twice in a language.
    #[serde(default)]
    #[schema(max_items = 50)]
    synonyms: Vec<CategorySynonym>,
    /// The same notion in other vocabularies, none twice.
    #[serde(default)]
    #[schema(max_items = 50)]
    crosswalks: Vec<CategoryCrosswalk>,
    /// Place among its siblings, lowest first; equal ones are ordered by code.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 9999, example = 10)]
    position: i32,
}

impl ServiceCategoryInput {
    /// The draft of the category with this code.
    pub(super) fn with_code(self, code: String) -> CategoryDraft {
        CategoryDraft {
            code,
            parent: self.parent_id.map(|id| id.0),
            label: I18nText {
                it: self.label.it.into(),
                en: self.label.en.map(Into::into),
            },
            description: self.description.map(|description| I18nText {
                it: description.it.into(),
                en: description.en.map(Into::into),
            }),
            synonyms: self
                .synonyms
                .into_iter()
                .map(|synonym| SynonymDraft {
                    language: synonym.language.into(),
                    text: synonym.text.into(),
                })
                .collect(),
            crosswalks: self
                .crosswalks
                .into_iter()
                .map(|crosswalk| CrosswalkDraft {
                    scheme: crosswalk.scheme.into(),
                    code: crosswalk.code.into(),
                })
                .collect(),
            position: self.position.into(),
        }
    }
}

impl From<&ServiceCategory> for ServiceCategoryInput {
    fn from(category: &ServiceCategory) -> Self {
        Self {
            parent_id: category.parent.map(Ident),
            label: label(category),
            description: description(category),
            synonyms: category.synonyms.iter().map(Into::into).collect(),
            crosswalks: category.crosswalks.iter().map(Into::into).collect(),
            position: category.position.number().into(),
        }
    }
}

fn label(category: &ServiceCategory) -> CategoryLabel {
    CategoryLabel {
        it: Text::of(&category.label.it),
        en: optional(category.label.en.as_ref()),
    }
}

fn description(category: &ServiceCategory) -> Option<CategoryDescription> {
    let text = category.description.as_ref()?;
    Some(CategoryDescription {
        it: Text::of(&text.it),
        en: optional(text.en.as_ref()),
    })
}

/// A new service category.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"code": "respite-care", "parent_id": "0199a000-00a2-7000-8000-000000000007", "label": {"it": "Assistenza di sollievo", "en": "Respite care"}, "position": 50}))]
pub(super) struct NewServiceCategoryInput {
    /// Code, unique in the whole tree, retired categories included. Fixed once it is made.
    code: StableCodeField,
    /// Everything else.
    #[serde(flatten)]
    category: ServiceCategoryInput,
}

impl From<NewServiceCategoryInput> for CategoryDraft {
    fn from(input: NewServiceCategoryInput) -> Self {
        input.category.with_code(input.code.into())
    }
}

/// How to retire a category.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"replaced_by": "0199a000-00a2-7000-8000-000000000007"}))]
pub(super) struct CategoryRetirementInput {
    /// The category that takes its place. Needed when something uses the category or active
    /// categories lie below it.
    pub(super) replaced_by: Option<ServiceCategoryIdField>,
}

/// Which category to merge into.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"into": "0199a000-00a2-7000-8000-000000000007"}))]
pub(super) struct CategoryMergerInput {
    /// The category that takes its place.
    pub(super) into: ServiceCategoryIdField,
}

/// A service category (*tipologia*) in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "0199a000-00a2-7000-8000-000000000007", "code": "person-and-family", "label": {"it": "Persona e famiglia", "en": "Person and family"}, "synonyms": [], "crosswalks": [{"scheme": "cofog-2009", "code": "10"}], "position": 30, "level": 1, "status": "active"}))]
pub(super) struct ServiceCategorySummary {
    /// Identifier.
    id: ServiceCategoryIdField,
    /// Stable code, unique in the whole tree.
    code: StableCodeField,
    /// The category above; absent at the first level.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<ServiceCategoryIdField>,
    /// Name for people.
    label: CategoryLabel,
    /// What belongs in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<CategoryDescription>,
    /// Other words for it.
    #[schema(max_items = 50)]
    synonyms: Vec<CategorySynonym>,
    /// The same notion in other vocabularies.
    #[schema(max_items = 50)]
    crosswalks: Vec<CategoryCrosswalk>,
    /// Place among its siblings, lowest first.
    #[schema(minimum = 0, maximum = 9999, example = 10)]
    position: i32,
    /// Level in the tree, 1 at the top.
    #[schema(minimum = 1, maximum = 4, example = 1)]
    level: i32,
    /// Whether it can be used.
    status: CategoryStatusField,
    /// Of a retired category, the one that took its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<ServiceCategoryIdField>,
}

impl ServiceCategorySummary {
    pub(super) fn of(tree: &CategoryTree, category: &ServiceCategory) -> Self {
        Self {
            id: Ident(category.id),
            code: Text::of(&category.code),
            parent_id: category.parent.map(Ident),
            label: label(category),
            description: description(category),
            synonyms: category.synonyms.iter().map(Into::into).collect(),
            crosswalks: category.crosswalks.iter().map(Into::into).collect(),
            position: category.position.number().into(),
            level: level(tree, category),
            status: Coded(category.status()),
            replaced_by: category.replaced_by().map(Ident),
        }
    }
}

/// Level of a category in the tree, 1 at the top.
pub(super) fn level(tree: &CategoryTree, category: &ServiceCategory) -> i32 {
    let above = category.parent.map_or(0, |parent| tree.path(parent).len());
    // The tree has no more than a handful of levels.
    i32::try_from(above + 1).unwrap_or(i32::MAX)
}

/// A step on the way from the first level down to a category.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "0199a000-00a2-7000-8000-000000000007", "code": "person-and-family", "label": {"it": "Persona e famiglia", "en": "Person and family"}}))]
pub(super) struct CategoryStep {
    /// Identifier.
    id: ServiceCategoryIdField,
    /// Stable code.
    code: StableCodeField,
    /// Name for people.
    label: CategoryLabel,
}

/// A service category (*tipologia*) and its place in the tree.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "0199a000-00a2-7000-8000-000000000007", "code": "person-and-family", "label": {"it": "Persona e famiglia", "en": "Person and family"}, "synonyms": [], "crosswalks": [{"scheme": "cofog-2009", "code": "10"}], "position": 30, "level": 1, "status": "active", "path": [{"id": "0199a000-00a2-7000-8000-000000000007", "code": "person-and-family", "label": {"it": "Persona e famiglia", "en": "Person and family"}}], "children_ids": ["0199a000-00a2-7000-8000-000000000008"]}))]
pub(super) struct ServiceCategoryView {
    /// The category.
    #[serde(flatten)]
    category: ServiceCategorySummary,
    /// The way from the first level down to it, itself last.
    #[schema(max_items = 4)]
    path: Vec<CategoryStep>,
    /// The categories right below it, retired ones included, in order.
    #[schema(max_items = 10000)]
    children_ids: Vec<ServiceCategoryIdField>,
}

impl ServiceCategoryView {
    pub(super) fn of(tree: &CategoryTree, category: &ServiceCategory) -> Self {
        let path = tree.path(category.id);
        let children = tree.children(Some(category.id));
        Self {
            category: ServiceCategorySummary::of(tree, category),
            path: path
                .into_iter()
                .map(|step| CategoryStep {
                    id: Ident(step.id),
                    code: Text::of(&step.code),
                    label: label(step),
                })
                .collect(),
            children_ids: children.into_iter().map(|child| Ident(child.id)).collect(),
        }
    }
}

/// A change of a category as the audit log keeps it.
#[derive(Debug, Serialize)]
pub(super) struct AuditedCategory {
    #[serde(flatten)]
    pub(super) category: ServiceCategorySummary,
    /// Specialists whose area of expertise it was and who now have the one that took its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) handed_over_specialists: Vec<SpecialistIdField>,
}

impl AuditedCategory {
    pub(super) fn of(tree: &CategoryTree, category: &ServiceCategory) -> Self {
        Self {
            category: ServiceCategorySummary::of(tree, category),
            handed_over_specialists: Vec::new(),
        }
    }

    pub(super) fn handing_over(mut self, specialists: &[SpecialistId]) -> Self {
        self.handed_over_specialists = specialists.iter().copied().map(Ident).collect();
        self
    }
}

/// Which service categories to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ServiceCategoryParams {
    /// Only those right below these.
    #[serde(default)]
    #[param(value_type = Option<Vec<ServiceCategoryIdField>>, max_items = 50)]
    pub(super) parent_id: Vec<Ident<ServiceCategoryKind>>,
    /// Only those of this level, 1 at the top.
    #[param(minimum = 1, maximum = 4, example = 1)]
    pub(super) level: Option<i32>,
    /// Only those in these states; `active` without it.
    #[serde(default)]
    #[param(value_type = Option<Vec<CategoryStatusField>>, max_items = 2)]
    pub(super) status: Vec<CategoryStatus>,
    /// Beginning of a name or synonym in any language, or of a word in it; accents, case and
    /// punctuation do not matter.
    #[param(min_length = 1, max_length = 100, example = "badant")]
    pub(super) q: Option<String>,
    /// Only those that mean the same as these: a vocabulary and a code in it, separated by a colon.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<CrosswalkTermField>>, max_items = 50)]
    pub(super) crosswalk: Vec<String>,
}
