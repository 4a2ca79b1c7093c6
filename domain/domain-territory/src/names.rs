//! The other names of a place, in the languages of its minorities.

use domain_shared::{DisplayName, Message, TextValue};

/// Splits the other names of a place (German, French, Slovene, Ladin …), separated by `/` or `|`.
///
/// A hyphen is part of a name (`Natz-Schabs`). Blank parts, repetitions and the name itself are left out.
///
/// # Errors
/// What is wrong with the first part that cannot be a name.
pub fn alternate_names(name: &str, others: &str) -> Result<Vec<DisplayName>, &'static Message> {
    let mut names: Vec<DisplayName> = Vec::new();
    for part in others.split(['/', '|']).map(str::trim) {
        let known = part == name || names.iter().any(|other| other.as_str() == part);
        if !part.is_empty() && !known {
            names.push(DisplayName::parse(part)?);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(name: &str, others: &str) -> Vec<String> {
        let names = alternate_names(name, others).unwrap();
        names.iter().map(|name| name.as_str().to_owned()).collect()
    }

    #[test]
    fn names_are_separated_by_slashes_only() {
        assert_eq!(
            split("Ortisei", "St. Ulrich / Urtijëi"),
            ["St. Ulrich", "Urtijëi"]
        );
        assert_eq!(split("Naz-Sciaves", "Natz-Schabs"), ["Natz-Schabs"]);
        assert_eq!(
            split(
                "Valle d'Aosta/Vallée d'Aoste",
                "Valle d'Aosta/Vallée d'Aoste"
            ),
            ["Valle d'Aosta", "Vallée d'Aoste"]
        );
    }

    #[test]
    fn the_name_itself_and_blanks_are_no_alternates() {
        assert!(split("Lana", "Lana").is_empty());
        assert!(split("Milano", " / ").is_empty());
        assert!(split("Milano", "").is_empty());
        assert_eq!(split("Gais", "Gais/Göis/Göis"), ["Göis"]);
    }

    proptest! {
        #[test]
        fn no_input_panics(name in "\\PC{0,20}", others in "[a-zà-ÿ/| -]{0,60}") {
            for other in alternate_names(&name, &others).unwrap_or_default() {
                prop_assert!(!other.as_str().contains(['/', '|']));
            }
        }
    }
}
