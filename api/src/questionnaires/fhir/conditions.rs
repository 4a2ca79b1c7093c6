//! When items are asked: in the words of FHIR where it has them, and else as an expression.

use domain_shared::TextValue as _;
use domain_surveys::{
    Comparison, Constant, Expression, ExpressionText, Joined, Subject, Test, ValueType,
};
use serde_json::{Value, json};

use super::{
    extensions::{SDC, whole, written},
    items::Writer,
    put,
};

/// What answers to a question are, for conditions that name it.
pub(super) enum Answered<'a> {
    /// A code of a list.
    Coding(&'a str),
    /// A value of a type.
    Of(ValueType),
    /// A whole number.
    Integer,
}

impl Writer<'_> {
    /// When an item is asked: in the words of FHIR where it has them, and else as an expression.
    pub(super) fn put_relevant(
        &self,
        relevant: &ExpressionText,
        made: &mut Value,
        extensions: &mut Vec<Value>,
    ) {
        let expression = Expression::parse(relevant.as_str()).ok();
        let conditions = expression.as_ref().and_then(|expression| {
            let (joined, comparisons) = expression.comparisons()?;
            let conditions: Option<Vec<Value>> =
                comparisons.iter().map(|one| self.condition(one)).collect();
            Some((joined, conditions?))
        });
        let Some((joined, conditions)) = conditions else {
            let url = format!("{SDC}/sdc-questionnaire-enableWhenExpression");
            extensions.push(json!({ "url": url, "valueExpression": written(relevant) }));
            return;
        };
        if conditions.len() > 1 {
            let behavior = match joined {
                Joined::All => "all",
                Joined::Any => "any",
            };
            put(made, "enableBehavior", json!(behavior));
        }
        put(made, "enableWhen", json!(conditions));
    }

    fn condition(&self, comparison: &Comparison<'_>) -> Option<Value> {
        let Subject::Answer(name) = comparison.subject else {
            return None;
        };
        let answered = self.answered.get(name)?;
        let mut condition = json!({ "question": name });
        let (operator, constant) = match comparison.test {
            Test::Present | Test::Absent => {
                put(&mut condition, "operator", json!("exists"));
                put(
                    &mut condition,
                    "answerBoolean",
                    json!(comparison.test == Test::Present),
                );
                return Some(condition);
            }
            Test::True => {
                let is_boolean = matches!(answered, Answered::Of(ValueType::Boolean));
                put(&mut condition, "operator", json!("="));
                put(&mut condition, "answerBoolean", json!(true));
                return is_boolean.then_some(condition);
            }
            Test::Equal(constant) => ("=", constant),
            Test::Less(constant) => ("<", constant),
            Test::LessOrEqual(constant) => ("<=", constant),
            Test::Greater(constant) => (">", constant),
            Test::GreaterOrEqual(constant) => (">=", constant),
        };
        put(&mut condition, "operator", json!(operator));
        let (kind, value) = self.answer(answered, constant)?;
        // Codes have no order.
        let is_fit = operator == "=" || kind != "answerCoding";
        put(&mut condition, kind, value);
        is_fit.then_some(condition)
    }

    /// A constant as an answer of the type of the question.
    fn answer(
        &self,
        answered: &Answered<'_>,
        constant: Constant<'_>,
    ) -> Option<(&'static str, Value)> {
        let text = match constant {
            Constant::Text(text) => text.to_owned(),
            Constant::Number(number) => number.to_string(),
        };
        let number = match constant {
            Constant::Number(number) => Some(number),
            Constant::Text(text) => text.parse().ok(),
        };
        match answered {
            Answered::Coding(list) => {
                let coding = json!({ "system": self.system(list), "code": text });
                Some(("answerCoding", coding))
            }
            Answered::Integer => {
                let number = number.filter(|number| number.fract() == 0.0)?;
                Some(("answerInteger", json!(whole(number))))
            }
            Answered::Of(ValueType::Number) => Some(("answerDecimal", json!(number?))),
            Answered::Of(ValueType::Date) => Some(("answerDate", json!(text))),
            Answered::Of(ValueType::Text) => Some(("answerString", json!(text))),
            Answered::Of(ValueType::Time | ValueType::Boolean | ValueType::Choices) => None,
        }
    }
}
