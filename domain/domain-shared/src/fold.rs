//! Names as people search them: no accents, no case, no punctuation.

use deunicode::deunicode;

/// Lower-case ASCII words separated by one space: `"Sant'Àgata  d’Ésaro"` → `"sant agata d esaro"`.
#[must_use]
pub fn fold(text: &str) -> String {
    let ascii = deunicode(text).to_ascii_lowercase();
    let mut folded = String::with_capacity(ascii.len());
    for word in ascii
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// The folded text and each of its endings that starts at a word: what a prefix search needs to
/// find `"Reggio nell'Emilia"` by `emil`.
#[must_use]
pub fn fold_words(text: &str) -> Vec<String> {
    let whole = fold(text);
    let starts = std::iter::once(0).chain(whole.match_indices(' ').map(|(at, _)| at + 1));
    starts
        .filter_map(|at| whole.get(at..))
        .filter(|rest| !rest.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_punctuation_do_not_matter() {
        assert_eq!(fold("Sant'Àgata  d’Ésaro"), "sant agata d esaro");
        assert_eq!(fold("Südtirol"), "sudtirol");
        assert_eq!(fold("Šempeter/San Pietro"), "sempeter san pietro");
        assert_eq!(fold(" -- "), "");
    }

    #[test]
    fn every_word_can_start_a_search() {
        assert_eq!(
            fold_words("Reggio nell'Emilia"),
            ["reggio nell emilia", "nell emilia", "emilia"]
        );
        assert!(fold_words("").is_empty());
    }
}
