//! What FHIR has no member for.

use domain_shared::{LocalText, TextValue as _};
use domain_surveys::{
    Comparison, Constant, Expression, ExpressionText, Item, ItemKind, Joined, Scale, Subject, Test,
};
use serde_json::{Value, json};

use super::{items::Writer, put};

/// The language of our expressions, which FHIR does not know.
const LANGUAGE: &str = "text/x-xlsform-expression";
/// Where FHIR's own extensions are.
const HL7: &str = "http://hl7.org/fhir/StructureDefinition";
/// Where those of Structured Data Capture are.
pub(super) const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition";

impl Writer<'_> {
    /// An extension of ours, explained by the schema of our definitions.
    pub(super) fn own(&self, member: &str, kind: &str, value: Value) -> Value {
        let url = format!(
            "{}#/$defs/QuestionnaireItem/properties/{member}",
            self.explained
        );
        let mut extension = json!({ "url": url });
        put(&mut extension, kind, value);
        extension
    }

    /// The extensions of an item, but for when it is asked.
    pub(super) fn extensions(&self, item: &Item) -> Vec<Value> {
        let mut found = Vec::new();
        match &item.kind {
            ItemKind::Range(scale) => {
                found.push(control("slider"));
                found.push(bound("minValue", scale.from, is_whole(scale)));
                found.push(bound("maxValue", scale.to, is_whole(scale)));
                if is_whole(scale) {
                    let url = format!("{HL7}/questionnaire-sliderStepValue");
                    found.push(json!({ "url": url, "valueInteger": whole(scale.step) }));
                }
            }
            ItemKind::Group { page: true, .. } => found.push(control("page")),
            ItemKind::Matrix { .. } => found.push(control("table")),
            ItemKind::Rank(_) => found.push(self.own("type", "valueCode", json!("rank"))),
            ItemKind::Calculate(calculation) => {
                let url = format!("{SDC}/sdc-questionnaire-calculatedExpression");
                found.push(json!({ "url": url, "valueExpression": written(calculation) }));
                let url = format!("{HL7}/questionnaire-hidden");
                found.push(json!({ "url": url, "valueBoolean": true }));
            }
            _ => {}
        }
        if let ItemKind::SelectOne(one) | ItemKind::SelectMultiple(one) | ItemKind::Rank(one) =
            &item.kind
            && let Some(filter) = &one.filter
        {
            found.push(self.own("choice_filter", "valueExpression", written(filter)));
        }
        if let Some(constraint) = &item.constraint {
            found.extend(bounds_of(item, constraint));
            let mut expression = written(constraint);
            let message = item.constraint_message.as_ref().and_then(LocalText::best);
            if let Some(message) = message {
                put(&mut expression, "description", json!(message.as_str()));
            }
            found.push(self.own("constraint", "valueExpression", expression));
        }
        if item.special_category {
            found.push(self.own("special_category", "valueBoolean", json!(true)));
        }
        found
    }
}

/// An expression of ours as one of FHIR.
pub(super) fn written(text: &ExpressionText) -> Value {
    json!({ "language": LANGUAGE, "expression": text.as_str() })
}

/// How an item is shown.
pub(super) fn control(code: &str) -> Value {
    let system = "http://hl7.org/fhir/questionnaire-item-control";
    json!({
        "url": format!("{HL7}/questionnaire-itemControl"),
        "valueCodeableConcept": { "coding": [{ "system": system, "code": code }] },
    })
}

fn bound(name: &str, value: f64, is_integer: bool) -> Value {
    let mut extension = json!({ "url": format!("{HL7}/{name}") });
    if is_integer {
        put(&mut extension, "valueInteger", json!(whole(value)));
    } else {
        put(&mut extension, "valueDecimal", json!(value));
    }
    extension
}

/// The bounds that a constraint sets, as far as it does nothing else.
fn bounds_of(item: &Item, constraint: &ExpressionText) -> Vec<Value> {
    let is_integer = matches!(item.kind, ItemKind::Integer);
    if !is_integer && !matches!(item.kind, ItemKind::Decimal) {
        return Vec::new();
    }
    let Ok(expression) = Expression::parse(constraint.as_str()) else {
        return Vec::new();
    };
    let Some((Joined::All, comparisons)) = expression.comparisons() else {
        return Vec::new();
    };
    let one = |comparison: &Comparison<'_>| match (comparison.subject, comparison.test) {
        (Subject::Current, Test::GreaterOrEqual(Constant::Number(value))) => {
            Some(bound("minValue", value, is_integer))
        }
        (Subject::Current, Test::LessOrEqual(Constant::Number(value))) => {
            Some(bound("maxValue", value, is_integer))
        }
        _ => None,
    };
    comparisons.iter().filter_map(one).collect()
}

/// Whether every point of a scale is a whole number.
pub(super) fn is_whole(scale: &Scale) -> bool {
    scale.from.fract() == 0.0 && scale.step.fract() == 0.0
}

/// A number without decimals; those of scales and conditions are far from the bounds.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is beyond the bounds becomes the bound"
)]
pub(super) const fn whole(number: f64) -> i64 {
    number as i64
}
