//! Italian sentences with common and rare words.

use super::{
    mix::Mix,
    places::Places,
    words::{ADJECTIVES, Ending, NOUNS, Noun, PEOPLE, PROJECTS, RARE, SURNAMES, TIMES, VERBS},
};

/// The definite article of a word, and what it becomes after *di*, *a*, *in*, *da*.
const ARTICLES: [[&str; 5]; 7] = [
    ["l'", "dell'", "all'", "nell'", "dall'"],
    ["la ", "della ", "alla ", "nella ", "dalla "],
    ["le ", "delle ", "alle ", "nelle ", "dalle "],
    ["il ", "del ", "al ", "nel ", "dal "],
    ["lo ", "dello ", "allo ", "nello ", "dallo "],
    ["i ", "dei ", "ai ", "nei ", "dai "],
    ["gli ", "degli ", "agli ", "negli ", "dagli "],
];

fn articles((word, feminine, plural): Noun) -> &'static [&'static str; 5] {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']);
    let mut letters = word.chars();
    let hard = match (letters.next(), letters.next()) {
        (Some('z'), _) | (Some('p'), Some('s')) | (Some('g'), Some('n')) => true,
        (Some('s'), Some(next)) => !matches!(next, 'a' | 'e' | 'i' | 'o' | 'u'),
        _ => false,
    };
    let row = match (feminine, plural) {
        (_, false) if vowel => 0,
        (true, false) => 1,
        (true, true) => 2,
        (false, false) if hard => 4,
        (false, false) => 3,
        (false, true) if vowel || hard => 6,
        (false, true) => 5,
    };
    &ARTICLES[row]
}

fn ending(ending: Ending, (_, feminine, plural): Noun) -> &'static str {
    match (ending, feminine, plural) {
        (Ending::O, false, false) => "o",
        (Ending::O, true, false) => "a",
        (Ending::O, true, true) | (Ending::E, _, false) => "e",
        (Ending::O, false, true) | (Ending::E, _, true) => "i",
        (Ending::Co, false, false) => "co",
        (Ending::Co, true, false) => "ca",
        (Ending::Co, false, true) => "ci",
        (Ending::Co, true, true) => "che",
    }
}

/// A noun with its article in the wanted form, if any, and often an adjective.
fn noun(mix: &mut Mix, out: &mut String, form: Option<usize>) {
    let noun = mix.zipf(&NOUNS);
    out.push_str(form.map_or("", |form| articles(noun)[form]));
    out.push_str(noun.0);
    if mix.chance(55) {
        let (root, kind) = mix.zipf(&ADJECTIVES);
        out.push(' ');
        out.push_str(root);
        out.push_str(ending(kind, noun));
    }
}

/// A noun, bare.
pub(super) fn common_word(mix: &mut Mix) -> &'static str {
    mix.zipf(&NOUNS).0
}

/// A surname.
pub(super) fn surname(mix: &mut Mix) -> String {
    let (begin, middle, end) = SURNAMES;
    format!(
        "{}{}{}",
        mix.pick(&begin),
        mix.pick(&middle),
        mix.zipf(&end)
    )
}

/// A word that specialists use.
pub(super) fn rare_word(mix: &mut Mix) -> String {
    let (begin, end) = RARE;
    let before = if mix.chance(50) { mix.pick(&begin) } else { "" };
    format!("{before}{}{}", mix.pick(&begin), mix.zipf(&end))
}

/// Fills the slots of a text into `out`; its first letter becomes a capital.
pub(super) fn fill(mix: &mut Mix, places: &Places, out: &mut String, template: &str) {
    let begin = out.len();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (slot, after) = after.split_once('}').expect("a slot that ends");
        match slot {
            "n" => noun(mix, out, None),
            "a" => noun(mix, out, Some(0)),
            "d" => noun(mix, out, Some(1)),
            "l" => noun(mix, out, Some(2)),
            "i" => noun(mix, out, Some(3)),
            "f" => noun(mix, out, Some(4)),
            "v" => out.push_str(mix.zipf(&VERBS).0),
            "w" => out.push_str(mix.zipf(&VERBS).1),
            "r" => out.push_str(mix.zipf(&PEOPLE)),
            "t" => out.push_str(mix.zipf(&TIMES)),
            "p" => {
                let town = places.draw(mix);
                out.push_str(&places.towns[town].name);
            }
            "x" => out.push_str(&rare_word(mix)),
            "c" => out.push_str(&surname(mix)),
            _ => out.push_str(mix.zipf(&PROJECTS)),
        }
        rest = after;
    }
    out.push_str(rest);
    if let Some(first) = out.get_mut(begin..=begin) {
        first.make_ascii_uppercase();
    }
}

/// So many sentences made of templates.
pub(super) fn sentences(mix: &mut Mix, places: &Places, count: u32, templates: &[&str]) -> String {
    let mut out = String::with_capacity(512);
    for number in 0..count {
        if number > 0 {
            out.push(' ');
        }
        let template = mix.pick(templates);
        fill(mix, places, &mut out, template);
    }
    out
}
