use domain_agreements::{Article, RenderedText};

use super::{html, pdf};

fn text(paragraph: &str, times: usize) -> RenderedText {
    let article = |number| Article {
        number,
        clause: format!("clausola-{number}"),
        heading: "Durata".to_owned(),
        paragraphs: vec![paragraph.to_owned(); 3],
    };
    RenderedText {
        title: "Convenzione".to_owned(),
        opening: vec![paragraph.to_owned()],
        articles: (1..).take(times).map(article).collect(),
        closing: vec!["Letto, approvato e sottoscritto.".to_owned()],
        signatures: vec!["Cooperativa Aurora – Niccolò Neri, presidente".to_owned()],
    }
}

/// How many pages the tree of pages counts.
fn pages(pdf: &[u8]) -> Option<u32> {
    let raw = String::from_utf8_lossy(pdf);
    let (_, tree) = raw
        .split_once("/Type/Pages")
        .or_else(|| raw.split_once("/Type /Pages"))?;
    let (_, count) = tree.split_once("/Count ")?;
    let digits: String = count.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    let text = text("Perché la città è più bella: 1.234,50 €, 12,5 %.", 2);
    let made = pdf(&text).unwrap();
    assert!(made.starts_with(b"%PDF-1.7"));
    assert_eq!(made, pdf(&text).unwrap());
    assert_eq!(pages(&made), Some(1));
    let raw = String::from_utf8_lossy(&made);
    assert!(!raw.contains("CreationDate") && !raw.contains("ModDate"));
    assert!(raw.contains("LiberationSerif"));
}

#[test]
fn a_long_text_goes_on_over_pages() {
    let long = "La convenzione disciplina le condizioni alle quali l'ente eroga il servizio. ";
    assert!(pages(&pdf(&text(&long.repeat(12), 12)).unwrap()).unwrap() > 3);
}

#[test]
fn no_text_is_refused() {
    for odd in [
        "",
        " ",
        "\u{200f}",
        "😀 日本 שלום عربي e\u{300} \u{e000} \u{feff} \u{fffe} \u{1}",
        "a\u{2028}b\u{ad}c",
        &"x".repeat(700),
        &"x ".repeat(3000),
        "fi ffl — – « » “ ” ‘ ’ … № ª º",
    ] {
        let mut text = text(odd, 1);
        odd.clone_into(&mut text.title);
        text.signatures = vec![odd.to_owned()];
        assert!(pdf(&text).is_ok(), "{odd:?}");
        assert!(html(&text).starts_with("<!DOCTYPE html>"));
    }
    let nothing = RenderedText {
        title: String::new(),
        opening: Vec::new(),
        articles: Vec::new(),
        closing: Vec::new(),
        signatures: Vec::new(),
    };
    assert!(pdf(&nothing).is_ok());
}

#[test]
fn a_page_is_complete_and_shows_what_was_typed_as_text() {
    let page = html(&text("<script>alert(1)</script> & \"già\"", 1));
    assert!(page.contains("<html lang=\"it\">") && page.contains("charset=\"utf-8\""));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;già&quot;"));
    assert!(!page.contains("<script") && !page.contains("http"));
    assert!(page.contains("<h2>Art. 1 – Durata</h2>"));
}
