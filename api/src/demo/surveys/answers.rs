//! Believable answers to a questionnaire, the same in every demonstration.

use std::collections::BTreeMap;

use domain_shared::TextValue as _;
use domain_surveys::{Definition, Item, ItemKind, OTHER, RawAnswer, RawAnswers, Selection};
use serde::Deserialize;

/// Numbers that look random and are the same every time.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 on, below `limit`; 0 for no limit.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        // Constants of Knuth's MMIX generator; its high bits are the good ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33).checked_rem(limit).unwrap_or(0)
    }

    /// Whether something happens that does so in so many of a hundred cases.
    pub(super) fn happens(&mut self, percent: u32) -> bool {
        self.below(100) < u64::from(percent)
    }

    /// One of them; nothing of none.
    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let place = self.below(u64::try_from(all.len()).ok()?);
        all.get(usize::try_from(place).ok()?)
    }

    /// One of them, the heavier the likelier; nothing where none has a weight.
    pub(super) fn weighed<'a, T: ?Sized>(
        &mut self,
        all: impl Iterator<Item = (&'a T, u32)> + Clone,
    ) -> Option<&'a T> {
        let total: u64 = all.clone().map(|(_, weight)| u64::from(weight)).sum();
        let mut left = self.below(total);
        for (one, weight) in all {
            match left.checked_sub(u64::from(weight)) {
                Some(rest) => left = rest,
                None => return Some(one),
            }
        }
        None
    }
}

/// How often which open answer is given.
#[derive(Deserialize)]
pub(super) struct Texts {
    /// How many of a hundred write something.
    share: u32,
    texts: Vec<String>,
}

/// What people answer, question by question.
#[derive(Deserialize)]
pub(super) struct Recipe {
    /// Weights of the choices, of one choice and of the rows of a matrix.
    one: BTreeMap<String, BTreeMap<String, u32>>,
    /// How many of a hundred name each choice, where several can be named.
    several: BTreeMap<String, BTreeMap<String, u32>>,
    /// Most choices named.
    most: BTreeMap<String, usize>,
    /// What is named where nothing else is.
    none: BTreeMap<String, String>,
    /// Smallest and largest number.
    numbers: BTreeMap<String, (i64, i64)>,
    texts: BTreeMap<String, Texts>,
}

/// What people of a category answer in their own way.
pub(super) struct Ways<'a> {
    pub(super) fixed: &'a BTreeMap<String, String>,
    pub(super) numbers: &'a BTreeMap<String, (i64, i64)>,
}

impl Recipe {
    /// Answers of one person, to questions that are not asked too.
    pub(super) fn answers(
        &self,
        definition: &Definition,
        ways: &Ways<'_>,
        dice: &mut Dice,
    ) -> RawAnswers {
        let mut given = RawAnswers::new();
        let mut left: Vec<&Item> = definition.items.iter().rev().collect();
        while let Some(item) = left.pop() {
            if let ItemKind::Group { items, .. } = &item.kind {
                left.extend(items.iter().rev());
            } else if let Some(answer) = self.answer(definition, item, ways, dice) {
                given.insert(item.name.as_str().to_owned(), answer);
            }
        }
        given
    }

    fn answer(
        &self,
        definition: &Definition,
        item: &Item,
        ways: &Ways<'_>,
        dice: &mut Dice,
    ) -> Option<RawAnswer> {
        let name = item.name.as_str();
        match &item.kind {
            ItemKind::Text => {
                let texts = self.texts.get(name)?;
                let says = dice.happens(texts.share);
                dice.one_of(&texts.texts)
                    .filter(|_| says)
                    .cloned()
                    .map(RawAnswer::Text)
            }
            ItemKind::Integer | ItemKind::Decimal | ItemKind::Range(_) => {
                let (from, to) = ways.numbers.get(name).or_else(|| self.numbers.get(name))?;
                let span = u64::try_from(to - from).ok()?.saturating_add(1);
                // Two throws, so that what lies in the middle is more frequent.
                let thrown =
                    u32::try_from(u64::midpoint(dice.below(span), dice.below(span))).ok()?;
                let from = i32::try_from(*from).ok()?;
                Some(RawAnswer::Number(f64::from(from) + f64::from(thrown)))
            }
            ItemKind::SelectOne(_) => match ways.fixed.get(name) {
                Some(code) => Some(RawAnswer::Text(code.clone())),
                None => self.one(name, dice),
            },
            ItemKind::SelectMultiple(_) => self.several(name, dice),
            ItemKind::Rank(selection) => Some(ranking(definition, selection, dice)),
            ItemKind::Matrix { rows, .. } => {
                let rows = rows.iter().filter_map(|row| {
                    let answer = self.one(name, dice)?;
                    Some((row.name.as_str().to_owned(), answer))
                });
                Some(RawAnswer::Members(rows.collect()))
            }
            ItemKind::Date
            | ItemKind::Time
            | ItemKind::Note
            | ItemKind::Calculate(_)
            | ItemKind::Group { .. }
            | ItemKind::Repeat(_) => None,
        }
    }

    fn one(&self, name: &str, dice: &mut Dice) -> Option<RawAnswer> {
        let weights = self.one.get(name)?.iter();
        let code = dice.weighed(weights.map(|(code, weight)| (code, *weight)))?;
        Some(RawAnswer::Text(code.clone()))
    }

    fn several(&self, name: &str, dice: &mut Dice) -> Option<RawAnswer> {
        let all = self.several.get(name)?;
        let named = all.iter().filter(|(_, percent)| dice.happens(**percent));
        let mut named: Vec<String> = named.map(|(code, _)| code.clone()).collect();
        named.truncate(self.most.get(name).copied().unwrap_or(usize::MAX));
        if named.is_empty() {
            named.extend(self.none.get(name).cloned());
        }
        Some(RawAnswer::List(
            named.into_iter().map(RawAnswer::Text).collect(),
        ))
    }
}

/// All choices in some order.
fn ranking(definition: &Definition, selection: &Selection, dice: &mut Dice) -> RawAnswer {
    let list = definition.choices.get(&selection.list);
    let codes = list
        .into_iter()
        .flatten()
        .map(|choice| choice.code.as_str());
    let mut left: Vec<&str> = codes.filter(|code| *code != OTHER).collect();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let place = dice.below(u64::try_from(left.len()).unwrap_or(1));
        let code = left.remove(usize::try_from(place).unwrap_or(0));
        order.push(RawAnswer::Text(code.to_owned()));
    }
    RawAnswer::List(order)
}
