//! Suggestions and similar cards.

use super::*;
use crate::SuggestionKind;

fn suggested(index: &Fixture, typed: &str) -> Vec<(SuggestionKind, String)> {
    let suggestions = index.index.suggest(typed, 5, today()).unwrap();
    suggestions.into_iter().map(|s| (s.kind, s.text)).collect()
}

#[test]
fn titles_and_providers_are_suggested_by_the_beginnings_of_words() {
    let mut cards = vec![
        card(1, "Consultorio familiare"),
        card(2, "Sportello dei consulenti"),
        card(3, "Consultorio familiare"),
        card(4, "Assistenza"),
        card(5, "Contributo affitto"),
    ];
    cards[3].provider_name = "Cooperativa Il Consorzio".to_owned();
    cards[3].provider = id(77);
    cards[4].visible_from = today().succ_opt();
    let index = index_of(&cards);
    let titles = |typed: &str| {
        let mut texts = suggested(&index, typed);
        texts.retain(|(kind, _)| *kind == SuggestionKind::Title);
        texts.into_iter().map(|(_, text)| text).collect::<Vec<_>>()
    };
    assert_eq!(
        titles("con"),
        ["Consultorio familiare", "Sportello dei consulenti"]
    );
    assert_eq!(
        titles("c"),
        ["Consultorio familiare", "Sportello dei consulenti"]
    );
    assert_eq!(titles("consultor"), ["Consultorio familiare"]);
    assert_eq!(titles("sportello dei cons"), ["Sportello dei consulenti"]);
    assert_eq!(titles("sportello f"), Vec::<String>::new());
    assert_eq!(titles("contr"), Vec::<String>::new());
    let provider = index.index.suggest("il cons", 5, today()).unwrap();
    let provider = provider
        .iter()
        .find(|s| s.kind == SuggestionKind::Provider)
        .unwrap();
    assert_eq!(
        (provider.text.as_str(), provider.id),
        ("Cooperativa Il Consorzio", id(77))
    );
    let newest = index.index.suggest("consultorio", 1, today()).unwrap();
    assert_eq!(newest[0].id, id(3));
    assert!(suggested(&index, "").is_empty());
}

#[test]
fn a_provider_is_suggested_once_and_while_it_has_visible_cards() {
    let mut cards = [card(1, "Uno"), card(2, "Due")];
    for card in &mut cards {
        card.provider_name = "Centro Aiuto Vita".to_owned();
    }
    let index = index_of(&cards);
    let provider = (SuggestionKind::Provider, "Centro Aiuto Vita".to_owned());
    assert_eq!(suggested(&index, "aiu"), std::slice::from_ref(&provider));
    assert_eq!(suggested(&index, "centro vit"), [provider]);
    index.index.apply(&[], &[id(1), id(2)], 5).unwrap();
    assert!(suggested(&index, "aiu").is_empty());
}

#[test]
fn similar_cards_share_categories_and_words() {
    let mut cards = vec![
        card(1, "Assistenza domiciliare anziani"),
        card(2, "Assistenza anziani a casa"),
        card(3, "Pasti a casa"),
        card(4, "Corso di italiano"),
        card(5, "Assistenza domiciliare anziani"),
    ];
    for number in [0, 1, 2] {
        cards[number].categories = codes(&["cura"]);
        cards[number].recipients = codes(&["anziani"]);
    }
    cards[4].visible_until = today().pred_opt();
    let index = index_of(&cards);
    let similar = |number, limit| index.index.similar(id(number), limit, today()).unwrap();
    assert_eq!(similar(1, 9), [id(2), id(3)]);
    assert_eq!(similar(1, 1), [id(2)]);
    assert!(similar(4, 9).is_empty());
    assert!(similar(99, 9).is_empty());
}
