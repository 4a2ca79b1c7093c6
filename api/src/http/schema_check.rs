//! Checks inputs against the published description, so that the two can never disagree.
//!
//! The same schemas that clients are generated from say here what is wrong with a body or a query:
//! unknown members, wrong types, missing members, bounds, patterns, closed lists, all at once and
//! each with its JSON Pointer.

use std::{
    any::TypeId,
    collections::HashMap,
    sync::{Arc, RwLock},
};

use actix_web::web::Bytes;
use domain_shared::{Violation, Violations};
use jsonschema::{
    Draft, Validator,
    error::{TypeKind, ValidationErrorKind},
};
use serde_json::{Map, Value, json};

use super::{query::Known, schema_messages as say};
use crate::problem::{Outcome, Problem};

/// The description of the API, and one compiled check per schema, made when first needed.
pub struct SchemaChecker {
    document: Arc<Value>,
    text: Bytes,
    compiled: RwLock<HashMap<String, Arc<Validator>>>,
    parameters: RwLock<HashMap<TypeId, Arc<[Known]>>>,
}

impl std::fmt::Debug for SchemaChecker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SchemaChecker").finish_non_exhaustive()
    }
}

impl SchemaChecker {
    /// A checker for the schemas of an OpenAPI document.
    #[must_use]
    pub fn new(document: Value) -> Self {
        Self {
            text: document.to_string().into(),
            document: Arc::new(document),
            compiled: RwLock::default(),
            parameters: RwLock::default(),
        }
    }

    /// The document as it is served.
    #[must_use]
    pub const fn text(&self) -> &Bytes {
        &self.text
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Every way in which `value` does not fit the named schema.
    ///
    /// # Errors
    /// An internal problem when the schema does not exist: a mistake of ours.
    pub fn check(&self, schema: &str, value: &Value) -> Outcome<Violations> {
        let reference = json!({ "$ref": format!("#/components/schemas/{schema}") });
        self.check_against(schema, &reference, value)
    }

    /// Every way in which `value` does not fit a schema that stands outside the components.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn check_against(&self, key: &str, schema: &Value, value: &Value) -> Outcome<Violations> {
        let validator = self.validator(key, schema)?;
        let mut violations = Violations::new();
        for error in validator.iter_errors(value) {
            let at = error.instance_path().to_string();
            for violation in explain(&at, error.kind()) {
                // One mistake a place is enough: a URL that is no URL fails its pattern and its format.
                if !violations
                    .iter()
                    .any(|known| known.pointer == violation.pointer)
                {
                    violations.push(violation);
                }
            }
        }
        Ok(violations)
    }

    /// The query parameters of a type, made by `make` the first time.
    pub(super) fn parameters(
        &self,
        of: TypeId,
        make: impl FnOnce() -> Arc<[Known]>,
    ) -> Arc<[Known]> {
        let known = self.parameters.read().ok();
        let known = known.and_then(|known| known.get(&of).map(Arc::clone));
        known.unwrap_or_else(|| {
            let list = make();
            if let Ok(mut parameters) = self.parameters.write() {
                parameters.insert(of, Arc::clone(&list));
            }
            list
        })
    }

    fn validator(&self, key: &str, schema: &Value) -> Outcome<Arc<Validator>> {
        let known = self
            .compiled
            .read()
            .ok()
            .and_then(|compiled| compiled.get(key).cloned());
        if let Some(validator) = known {
            return Ok(validator);
        }
        // A compiled check keeps its schema: only what it refers to goes in, not the whole document.
        let mut referenced = Map::new();
        collect_references(schema, &self.document, &mut referenced);
        let mut root = schema.clone();
        if let Some(root) = root.as_object_mut() {
            root.insert("components".to_owned(), json!({ "schemas": referenced }));
        }
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .build(&root)
            .map(Arc::new)
            .map_err(|error| Problem::internal(format!("schema {key}: {error}")))?;
        if let Ok(mut compiled) = self.compiled.write() {
            compiled.insert(key.to_owned(), Arc::clone(&validator));
        }
        Ok(validator)
    }
}

/// Gathers the schemas that `schema` refers to, and those that they refer to.
fn collect_references(schema: &Value, document: &Value, found: &mut Map<String, Value>) {
    match schema {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            let name = reference.and_then(|text| text.strip_prefix("#/components/schemas/"));
            if let Some(name) = name
                && !found.contains_key(name)
                && let Some(target) = document.pointer(&format!("/components/schemas/{name}"))
            {
                found.insert(name.to_owned(), target.clone());
                collect_references(target, document, found);
            }
            for member in members.values() {
                collect_references(member, document, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                collect_references(item, document, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The mistakes behind one validation error.
fn explain(at: &str, kind: &ValidationErrorKind) -> Vec<Violation> {
    let here = |message| vec![Violation::new(at, message)];
    let bound = |message, name, limit: String| vec![Violation::new(at, message).with(name, &limit)];
    match kind {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![Violation::new(
                format!("{at}/{}", escape(name)),
                say::REQUIRED,
            )]
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => unexpected
            .iter()
            .map(|name| Violation::new(format!("{at}/{}", escape(name)), &say::UNKNOWN_MEMBER))
            .collect(),
        ValidationErrorKind::Type { kind } => {
            let expected = match kind {
                TypeKind::Single(one) => one.to_string(),
                TypeKind::Multiple(many) => many
                    .iter()
                    .map(|one| one.to_string())
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            bound(&say::WRONG_TYPE, "expected", expected)
        }
        ValidationErrorKind::MaxLength { limit } => bound(&say::TOO_LONG, "max", limit.to_string()),
        ValidationErrorKind::MinLength { limit: 1 } => here(say::REQUIRED),
        ValidationErrorKind::MinLength { limit } => {
            bound(&say::TOO_SHORT, "min", limit.to_string())
        }
        ValidationErrorKind::Minimum { limit }
        | ValidationErrorKind::ExclusiveMinimum { limit } => {
            bound(&say::TOO_SMALL, "min", limit.to_string())
        }
        ValidationErrorKind::Maximum { limit }
        | ValidationErrorKind::ExclusiveMaximum { limit } => {
            bound(&say::TOO_LARGE, "max", limit.to_string())
        }
        ValidationErrorKind::MaxItems { limit } | ValidationErrorKind::MaxProperties { limit } => {
            bound(&say::TOO_MANY, "max", limit.to_string())
        }
        ValidationErrorKind::PropertyNames { error } => {
            let name = error.instance().as_str().unwrap_or_default();
            explain(&format!("{at}/{}", escape(name)), error.kind())
        }
        ValidationErrorKind::MinItems { limit } => bound(&say::TOO_FEW, "min", limit.to_string()),
        ValidationErrorKind::Enum { options } => {
            let allowed: Vec<_> = options
                .as_array()
                .map(|options| options.iter().filter_map(Value::as_str).collect())
                .unwrap_or_default();
            bound(&say::NOT_IN_LIST, "allowed", allowed.join(", "))
        }
        ValidationErrorKind::Pattern { pattern } => {
            bound(&say::WRONG_FORMAT, "format", pattern.clone())
        }
        ValidationErrorKind::Format { format } => {
            bound(&say::WRONG_FORMAT, "format", format.clone())
        }
        ValidationErrorKind::UniqueItems => here(&domain_shared::messages::DUPLICATE),
        _ => here(&say::WRONG_SHAPE),
    }
}

/// A member name as a part of a JSON Pointer.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A copy of an input with what is wrong made readable, so that the rules can check the rest: an
/// unknown member goes, a text that is missing or no text becomes an empty one, and what is a text
/// already stays, however wrong. The rules find the same places wrong again, which is not reported.
pub(super) fn soften(value: &Value, violations: &Violations) -> Value {
    edit(value, violations, |violation, members, name| {
        let expects_text = violation
            .args
            .iter()
            .any(|(_, expected)| expected == "string");
        if violation.message.code == say::UNKNOWN_MEMBER.code {
            members.remove(name);
        } else if expects_text || violation.message.code == say::REQUIRED.code {
            members.insert(name.to_owned(), Value::from(""));
        } else if !members.get(name).is_some_and(Value::is_string) {
            members.remove(name);
        }
    })
}

/// A copy of an input without what is wrong, where it can be left out.
pub(super) fn prune(value: &Value, violations: &Violations) -> Value {
    edit(value, violations, |_, members, name| {
        members.remove(name);
    })
}

/// A copy of an input, each wrong member of it edited.
fn edit(
    value: &Value,
    violations: &Violations,
    change: impl Fn(&Violation, &mut Map<String, Value>, &str),
) -> Value {
    let mut rest = value.clone();
    for violation in violations.iter() {
        let Some((parent, name)) = violation.pointer.rsplit_once('/') else {
            continue;
        };
        if let Some(members) = rest.pointer_mut(parent).and_then(Value::as_object_mut) {
            change(
                violation,
                members,
                &name.replace("~1", "/").replace("~0", "~"),
            );
        }
    }
    rest
}
