//! Words: which cards they find, and what is marked.

use super::*;
use crate::SearchError;

#[test]
fn elisions_accents_and_stems_do_not_matter() {
    let index = index_of(&[
        card(1, "L'assistenza agli anziani"),
        card(2, "Assistenze domiciliari"),
        card(3, "Attività per la città"),
        card(4, "Trasporto dell’infanzia"),
    ]);
    let mut found = index.find("dell'ASSISTENZA");
    found.sort_unstable();
    assert_eq!(found, [1, 2]);
    assert_eq!(index.find("citta"), [3]);
    assert_eq!(index.find("CITTÀ"), [3]);
    assert_eq!(index.find("infanzia"), [4]);
    assert_eq!(index.find("anziano"), [1]);
    assert_eq!(index.find("gli anziani e l'assistenza"), [1]);
}

#[test]
fn each_language_has_its_own_stems() {
    let mut both = card(1, "Aiuto in casa");
    both.texts.push(text("en", "Caring at home"));
    let mut french = card(2, "Alloggi");
    french.texts.push(text("fr", "Les maisons"));
    let index = index_of(&[both, french]);
    assert_eq!(index.find("cared home"), [1]);
    assert_eq!(index.find("maisons"), [2]);
    assert_eq!(index.find("mais"), [2]);
}

#[test]
fn the_last_word_may_be_a_beginning() {
    let index = index_of(&[card(1, "Sportello badanti"), card(2, "Sportello bambini")]);
    assert_eq!(index.find("sportello bad"), [1]);
    assert_eq!(index.find("sportello ba").len(), 2);
    assert_eq!(index.find("sportello bambi"), [2]);
    // Not the last one: no card has it, nor a word like it, so any other word is enough.
    assert_eq!(index.find("bam sportello").len(), 2);
    assert_eq!(index.find("s"), Vec::<u128>::new());
}

#[test]
fn typos_are_forgiven_where_no_card_has_the_word() {
    let index = index_of(&[
        card(1, "Assistenza domiciliare"),
        card(2, "Asilo nido"),
        card(3, "Asina del parco"),
    ]);
    assert_eq!(index.find("asistenza"), [1]);
    assert_eq!(index.find("assitsenza domicilaire"), [1]);
    assert_eq!(index.find("asistensa"), [1]);
    assert_eq!(index.find("assistemsi"), Vec::<u128>::new());
    assert_eq!(index.find("nudo"), [2]);
    assert_eq!(index.find("ndio"), [2]);
    // A card has this one, so the other word within a typo is not meant.
    assert_eq!(index.find("asina"), [3]);
}

#[test]
fn a_word_of_a_deleted_card_is_in_no_card() {
    let index = index_of(&[card(1, "Asina"), card(2, "Asini"), card(3, "Asola")]);
    index.index.apply(&[], &[id(1), id(2)], 9).unwrap();
    assert_eq!(index.find("asona"), [3]);
    assert_eq!(index.find("asila"), [3]);
}

#[test]
fn any_word_will_do_when_no_card_has_all() {
    let index = index_of(&[
        card(1, "Trasporto disabili"),
        card(2, "Trasporto anziani"),
        card(3, "Mensa scolastica"),
    ]);
    let request = SearchRequest::new(today(), 1).text("trasporto mensa");
    let answer = index.search(&request);
    assert!(answer.relaxed);
    let mut found = all_pages(&index.index, &request);
    assert_eq!(found.first(), Some(&3));
    found.sort_unstable();
    assert_eq!(found, [1, 2, 3]);
    assert!(
        !index
            .search(&request.clone().text("trasporto disabili"))
            .relaxed
    );
    // What counts is what the filters leave.
    let mut request = SearchRequest::new(today(), 9).text("trasporto disabili");
    request.filters.ids = Some(vec![id(2), id(3)]);
    assert_eq!(numbers(&index.search(&request)), [2]);
}

#[test]
fn titles_weigh_more_than_keywords_than_summaries_than_bodies() {
    let filler = "parole diverse messe qui soltanto";
    let mut cards: Vec<CardEntry> = (1..=4).map(|n| card(n, filler)).collect();
    for card in &mut cards {
        card.provider_name = filler.to_owned();
        card.texts[0].summary = filler.to_owned();
        card.texts[0].body = filler.to_owned();
    }
    cards[0].texts[0].body.push_str(" logopedia");
    cards[1].texts[0].summary.push_str(" logopedia");
    cards[2]
        .keywords
        .push(("it".to_owned(), "logopedia".to_owned()));
    cards[3].texts[0].title.push_str(" logopedia");
    let index = index_of(&cards);
    assert_eq!(index.find("logopedia"), [4, 3, 2, 1]);
}

#[test]
fn nothing_but_signs_means_all() {
    let index = index_of(&[card(1, "Uno"), card(2, "Due")]);
    assert_eq!(index.find(" -- "), [2, 1]);
}

#[test]
fn stop_words_find_when_alone() {
    let index = index_of(&[card(1, "Noi per voi"), card(2, "Asilo per bambini")]);
    assert_eq!(index.find("per noi"), [1]);
    assert_eq!(index.find("asilo noi"), [2]);
}

#[test]
fn foreign_cursors_are_refused() {
    let index = index_of(&[card(1, "Uno"), card(2, "Due")]);
    let mut request = SearchRequest::new(today(), 1);
    request.after = index.search(&request).next;
    assert!(request.after.is_some());
    request.sort = crate::Sort::Price;
    assert!(matches!(
        index.index.search(&request),
        Err(SearchError::Cursor)
    ));
    request.after = Some(crate::After {
        key: "§".to_owned(),
        id: String::new(),
    });
    assert!(matches!(
        index.index.search(&request),
        Err(SearchError::Cursor)
    ));
}

fn marked(index: &Fixture, query: &str, language: &str, text: &str, max: usize) -> String {
    let request = SearchRequest::new(today(), 1).text(query);
    let (_, highlighter) = index.index.search_marking(&request).unwrap();
    let Some(snippet) = highlighter.snippet(language, text, max) else {
        return String::new();
    };
    let mut shown = String::new();
    for (at, c) in snippet.text.chars().enumerate() {
        if snippet.marks.iter().any(|mark| mark.0 == at) {
            shown.push('[');
        }
        if snippet.marks.iter().any(|mark| mark.1 == at) {
            shown.push(']');
        }
        shown.push(c);
    }
    if snippet
        .marks
        .iter()
        .any(|mark| mark.1 == snippet.text.chars().count())
    {
        shown.push(']');
    }
    shown
}

#[test]
fn matching_words_are_marked() {
    let index = index_of(&[card(1, "Assistenza domiciliare in città")]);
    let text = "È l'assistenza, anche le assistenze, della città.";
    assert_eq!(
        marked(&index, "assistenza citta", "it", text, 200),
        "È l'[assistenza], anche le [assistenze], della [città]."
    );
    assert_eq!(
        marked(&index, "asistenza", "it", "Assistenza", 200),
        "[Assistenza]"
    );
    assert_eq!(
        marked(&index, "dom", "it", "a domicilio", 200),
        "a [domicilio]"
    );
    assert_eq!(marked(&index, "dom", "it", "a casa", 200), "");
    assert_eq!(marked(&index, "città", "fr", "città", 200), "[città]");
}

#[test]
fn long_texts_are_cut_between_words_around_the_matches() {
    let index = index_of(&[card(1, "Assistenza domiciliare")]);
    let text = "Inizio del testo con molte parole, poi l'assistenza, quella domiciliare, \
        e ancora molte altre parole verso la fine";
    let shown = marked(&index, "assistenza domiciliare", "it", text, 50);
    assert_eq!(
        shown,
        "…molte parole, poi l'[assistenza], quella [domiciliare]…"
    );
    let shown = marked(&index, "fine", "it", text, 20);
    assert_eq!(shown, "…parole verso la [fine]");
    assert_eq!(marked(&index, "inizio", "it", text, 12), "[Inizio] del…");
}
