//! What expressions are worth, what is told of mistakes, and that nothing makes them crash.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn types(name: &str) -> Option<ValueType> {
    Some(match name {
        "age" | "none" => ValueType::Number,
        "name" | "sex" => ValueType::Text,
        "born" => ValueType::Date,
        "needs" => ValueType::Choices,
        _ => return None,
    })
}

fn answer(name: &str) -> Value {
    match name {
        "age" => Value::Number(34.0),
        "name" => Value::Text("Niccolò".to_owned()),
        "sex" => Value::Text("2".to_owned()),
        "born" => Value::Date(day("1992-02-29")),
        "needs" => Value::Choices(vec!["care".to_owned(), "home".to_owned()]),
        _ => Value::Empty,
    }
}

fn around() -> Surroundings<'static> {
    Surroundings {
        answer: &types,
        current: Some(ValueType::Number),
        column: &|name| name == "region",
    }
}

fn answers() -> Answers<'static> {
    Answers {
        answer: &answer,
        current: Value::Number(7.5),
        column: &|_| Value::Text("08".to_owned()),
        today: day("2026-11-22"),
    }
}

fn worth(text: &str) -> Value {
    let expression =
        Expression::parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"));
    let found = expression.check(&around());
    found.unwrap_or_else(|mistakes| panic!("{text}: {mistakes:?}"));
    expression.evaluate(&answers())
}

#[test]
fn expressions_are_worth_what_forms_expect() {
    let truths = [
        "${age} >= 18 and ${age} < 65",
        "not(${age} = 35) or false()",
        "selected(${needs}, 'home') and not(selected(${needs}, 'hom'))",
        "count-selected(${needs}) = 2",
        "${sex} = '2' and ${sex} = 2 and ${sex} + 1 = 3",
        "string-length(${name}) = 7",
        "regex(${name}, '[A-Z][a-zò]+') and not(regex(${name}, 'icc'))",
        ". > 7 and . <= 7.5",
        "${none} = '' and not(${none} > 0) and not(${none} <= 0)",
        "today() > ${born} and today() - ${born} > 12000",
        "${born} + 1 = date('1992-03-01')",
        "${born} = '1992-02-29'",
        "2 + 3 * 4 = 14 and (2 + 3) * 4 = 20 and -2 * 3 = -6 and 7 mod 3 = 1 and 1 div 4 = 0.25",
        "10 - 3 - 2 = 5",
        "if(${age} > 30, 'a', 'b') = 'a'",
        "coalesce(${none}, 3) = 3 and round(2.345, 2) = 2.35 and int(2.9) = 2",
        "concat('a', 1, ${sex}) = 'a12' and substr('abcdef', 1, 3) = 'bc'",
        "min(3, 1, 2) = 1 and max(3, ${none}, 5) = 5 and sum(1, ${none}) = 1 and pow(2, 10) = 1024",
        "selected-at(${needs}, 1) = 'home' and region = '08' and boolean(${age})",
        "1 div 0 = '' and int((today() - ${born}) div 365.25) = 34",
        "true() != false()",
    ];
    for truth in truths {
        assert_eq!(worth(truth), Value::Boolean(true), "{truth}");
    }
}

#[test]
fn each_mistake_has_its_place() {
    let told = |text: &str| match Expression::parse(text) {
        Err(mistake) => vec![mistake],
        Ok(expression) => expression.check(&around()).unwrap_err(),
    };
    let cases: Vec<(&str, Vec<(usize, Mistake)>)> = vec![
        ("1 +", vec![(3, Mistake::Incomplete)]),
        ("", vec![(0, Mistake::Incomplete)]),
        ("(1", vec![(2, Mistake::Incomplete)]),
        ("1 2", vec![(2, Mistake::Unexpected("2".to_owned()))]),
        ("è", vec![(0, Mistake::UnknownCharacter('è'))]),
        ("${a b}", vec![(0, Mistake::UnclosedAnswer)]),
        ("'a", vec![(0, Mistake::UnclosedText)]),
        ("1.2.3", vec![(0, Mistake::InvalidNumber)]),
        (
            "pulldata('a')",
            vec![(0, Mistake::UnknownFunction("pulldata".to_owned()))],
        ),
        (
            "selected(${needs})",
            vec![(0, Mistake::Arguments("selected".to_owned()))],
        ),
        ("regex(${name}, '(')", vec![(15, Mistake::InvalidPattern)]),
        (
            "regex(${name}, ${name})",
            vec![(15, Mistake::InvalidPattern)],
        ),
        (
            "${x} > 1 and ${y} = 2",
            vec![
                (0, Mistake::UnknownQuestion("x".to_owned())),
                (13, Mistake::UnknownQuestion("y".to_owned())),
            ],
        ),
        (
            "zone = 'a'",
            vec![(0, Mistake::UnknownColumn("zone".to_owned()))],
        ),
        ("${needs} > 1", vec![(0, Mistake::WrongType("choices"))]),
        ("${age} and true()", vec![(0, Mistake::WrongType("number"))]),
        ("${born} * 2", vec![(0, Mistake::WrongType("date"))]),
        ("${born} + ${born}", vec![(10, Mistake::WrongType("date"))]),
    ];
    for (text, expected) in cases {
        let expected: Vec<_> = expected.into_iter().map(|(at, one)| one.at(at)).collect();
        assert_eq!(told(text), expected, "{text}");
    }
    let violation = told("1 +").remove(0).violation("/relevant");
    assert_eq!(violation.pointer, "/relevant");
    assert!(
        violation
            .text(domain_shared::Locale::Italian)
            .contains("posizione 4")
    );
}

#[test]
fn length_and_depth_are_bounded() {
    let long = "1+".repeat(MAX_EXPRESSION_CHARS);
    let too_long = Expression::parse(&long).unwrap_err();
    assert_eq!(too_long.mistake, Mistake::TooLong(MAX_EXPRESSION_CHARS));
    for deep in [
        format!("{}1{}", "(".repeat(2_000), ")".repeat(2_000)),
        format!("{}true(){}", "not(".repeat(900), ")".repeat(900)),
        format!("{}1", "-".repeat(4_000)),
        format!("1{}", "+1".repeat(2_000)),
    ] {
        let mistake = Expression::parse(&deep).unwrap_err().mistake;
        assert_eq!(mistake, Mistake::TooDeep(MAX_EXPRESSION_LEVELS));
    }
    assert!(Expression::parse(&format!("1{}", "+${age}".repeat(100))).is_ok());
    let patterns = |number: usize| vec!["regex(${name}, 'a')"; number].join(" or ");
    let most = Expression::parse(&patterns(MAX_EXPRESSION_PATTERNS)).unwrap();
    assert_eq!(most.patterns(), MAX_EXPRESSION_PATTERNS);
    let mistake = Expression::parse(&patterns(MAX_EXPRESSION_PATTERNS + 1)).unwrap_err();
    assert_eq!(
        mistake.mistake,
        Mistake::TooManyPatterns(MAX_EXPRESSION_PATTERNS)
    );
}

#[test]
fn questions_are_named_once() {
    let expression = Expression::parse("${b} + ${a} > ${b}").unwrap();
    assert_eq!(expression.questions(), ["b", "a"]);
}

/// Texts made of the words of the language, more likely to get far than noise.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "${age}",
        "${needs}",
        "${born}",
        "${name}",
        "${none}",
        ".",
        "1",
        "0",
        "2.5",
        "'a'",
        "''",
        "(",
        ")",
        ",",
        "+",
        "-",
        "*",
        " div ",
        " mod ",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        " and ",
        " or ",
        "not(",
        "if(",
        "selected(",
        "today()",
        "date(",
        "round(",
        "substr(",
        "region",
        "concat(",
        "pow(",
        "9999999999",
        "regex(",
        "'[a-z]+'",
        "selected-at(",
        "sum(",
        "decimal-date-time(",
    ]);
    prop::collection::vec(word, 0..24).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn no_text_makes_it_crash(text in prop_oneof![words(), ".{0,60}"]) {
        if let Ok(expression) = Expression::parse(&text) {
            let checked = expression.check(&around());
            let value = expression.evaluate(&answers());
            if let (Ok(ValueType::Number), Value::Number(number)) = (checked, value) {
                prop_assert!(number.is_finite());
            }
        }
    }

    #[test]
    fn what_was_checked_has_the_type_it_was_checked_for(text in words()) {
        let Ok(expression) = Expression::parse(&text) else { return Ok(()) };
        let Ok(found) = expression.check(&around()) else { return Ok(()) };
        let fits = match (found, expression.evaluate(&answers())) {
            (_, Value::Empty)
            | (ValueType::Number, Value::Number(_))
            | (ValueType::Boolean, Value::Boolean(_))
            | (ValueType::Date, Value::Date(_))
            | (ValueType::Choices, Value::Choices(_))
            // A text stands for whatever stood beside it.
            | (ValueType::Text, _) => true,
            (..) => false,
        };
        prop_assert!(fits, "{text}");
    }
}
