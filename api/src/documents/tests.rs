use super::{
    Bar, Block, Chart, Column, Document, Level, REPORT, Table,
    chart::svg,
    draw::{Drawing, Ink},
    layout::laid_out,
    page, pdf,
    style::{HEIGHT, WIDTH},
    typeset::Typesetter,
};

fn table(rows: usize) -> Table {
    let row = |number: usize| {
        vec![
            format!("Risposta {number}"),
            "1.234".to_owned(),
            "62,5 %".to_owned(),
        ]
    };
    Table {
        caption: Some("Quanto è soddisfatto?".to_owned()),
        columns: vec![
            Column::text("Risposta"),
            Column::number("N."),
            Column::number("% di chi ha risposto"),
        ],
        rows: (0..rows).map(row).collect(),
    }
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Report di sintesi – Città".to_owned(),
        blocks,
    }
}

fn drawn(blocks: Vec<Block>) -> Drawing {
    laid_out(&document(blocks), &mut Typesetter::load().unwrap(), &REPORT)
}

/// What is written on pages, with where: page, left, baseline, text, whether it has a tag.
fn written(drawing: &Drawing) -> Vec<(usize, f32, f32, String, bool)> {
    let mut all = Vec::new();
    for piece in &drawing.pieces {
        let inks = match &piece.ink {
            Ink::Figure(inks) => inks.iter().collect(),
            ink => vec![ink],
        };
        for ink in inks {
            if let Ink::Text(line) = ink {
                let glyphs = line.set.line(line.number).iter();
                let text = glyphs.map(|glyph| &line.set.text[glyph.text_range.clone()]);
                let text = text.collect::<String>().trim().to_owned();
                all.push((piece.page, line.x, line.baseline, text, piece.tag.is_some()));
            }
        }
    }
    all
}

#[test]
fn a_table_goes_on_with_its_head_on_every_page() {
    let drawing = drawn(vec![Block::Table(table(150))]);
    let written = written(&drawing);
    assert!(drawing.pages() > 2);
    for page in 0..drawing.pages() {
        let heads = written
            .iter()
            .filter(|one| one.0 == page && one.3 == "Risposta");
        let heads: Vec<bool> = heads.map(|one| one.4).collect();
        // The head is read once, and only seen again.
        assert_eq!(heads, [page == 0], "page {page}");
    }
    let rows = written
        .iter()
        .filter(|one| one.3.starts_with("Risposta ") && one.4);
    assert_eq!(rows.count(), 150);
    for (_, x, y, text, _) in &written {
        assert!(
            *x > 0.0 && *x < WIDTH && *y > 0.0 && *y < HEIGHT - 50.0,
            "{text} {x} {y}"
        );
    }
}

#[test]
fn a_heading_and_a_note_stay_with_the_table_below_them() {
    for fill in 0..60 {
        let mut blocks = vec![Block::Paragraph("Riga".to_owned()); fill];
        blocks.push(Block::Heading(Level::Chapter, "Capitolo".to_owned()));
        blocks.push(Block::Heading(Level::Section, "Parte".to_owned()));
        blocks.push(Block::Note("Hanno risposto 64 su 66.".to_owned()));
        blocks.push(Block::Table(table(3)));
        let written = written(&drawn(blocks));
        let page = |text: &str| written.iter().find(|one| one.3 == text).unwrap().0;
        assert_eq!(page("Capitolo"), page("Risposta 1"), "{fill}");
    }
}

#[test]
fn cells_are_wrapped_and_numbers_stand_at_the_right() {
    let mut table = table(1);
    table.rows[0][0] = "Una risposta con molte parole ".repeat(12);
    table
        .rows
        .push(vec!["No".to_owned(), "7".to_owned(), "5,0 %".to_owned()]);
    let written = written(&drawn(vec![Block::Table(table)]));
    let of = |text: &str| written.iter().find(|one| one.3 == text).unwrap();
    assert!(
        written
            .iter()
            .filter(|one| one.3.contains("parole"))
            .count()
            > 2
    );
    assert!(
        of("7").1 > of("1.234").1,
        "shorter numbers begin farther right"
    );
    // A cell higher than a page is broken.
    let mut giant = self::table(1);
    giant.rows[0][0] = "parola ".repeat(4000);
    assert!(drawn(vec![Block::Table(giant)]).pages() > 1);
}

#[test]
fn many_columns_stay_on_the_page() {
    let columns = (0..9).map(|number| Column::number(format!("Categoria numero {number}")));
    let cells = vec!["1.234 (62,5 %)".to_owned(); 9];
    let wide = Table {
        caption: None,
        columns: std::iter::once(Column::text("Risposta"))
            .chain(columns)
            .collect(),
        rows: vec![std::iter::once("Sì".to_owned()).chain(cells).collect()],
    };
    for (_, x, _, text, _) in written(&drawn(vec![Block::Table(wide)])) {
        assert!(x < WIDTH - 57.0, "{text} begins at {x}");
    }
}

fn chart(bars: usize) -> Chart {
    let bar = |number: usize| Bar {
        label: format!("<Sì> {number}"),
        percent: (number > 0).then_some(66.7),
        value: if number > 0 { "66,7 %" } else { "n.d." }.to_owned(),
    };
    Chart {
        title: "Usa i servizi?".to_owned(),
        bars: (0..bars).map(bar).collect(),
    }
}

#[test]
fn charts_say_in_words_what_they_draw() {
    let made = svg("g1", &chart(2)).into_string();
    assert!(
        made.contains("<title id=\"g1-t\">Usa i servizi?</title>"),
        "{made}"
    );
    assert!(
        made.contains("<desc id=\"g1-d\">&lt;Sì&gt; 0: n.d.; &lt;Sì&gt; 1: 66,7 %</desc>"),
        "{made}"
    );
    assert_eq!(made.matches("<rect").count(), 1);
    let mut long = chart(1);
    long.bars[0].label =
        "Assistenza domiciliare integrata per persone anziane non autosufficienti".to_owned();
    let made = svg("g1", &long).into_string();
    assert_eq!(made.matches("text-anchor").count(), 2, "{made}");
    assert!(!made.contains('…'));
}

#[test]
fn a_chart_is_one_figure_and_a_giant_one_goes_on() {
    let drawing = drawn(vec![Block::Chart(chart(5))]);
    let figures = drawing
        .pieces
        .iter()
        .filter(|piece| matches!(piece.ink, Ink::Figure(_)));
    assert_eq!(figures.count(), 1);
    assert!(drawn(vec![Block::Chart(chart(200))]).pages() > 2);
}

#[test]
fn the_same_document_gives_the_same_bytes_and_the_page_says_the_same() {
    let blocks = vec![
        Block::Heading(Level::Chapter, "Metodo".to_owned()),
        Block::Paragraph("Perché la città è più bella: 1.234,5.".to_owned()),
        Block::Heading(Level::Section, "Accesso".to_owned()),
        Block::Heading(Level::Question, "Usa i servizi?".to_owned()),
        Block::Note("Hanno risposto 64 su 66.".to_owned()),
        Block::Chart(chart(4)),
        Block::Table(table(4)),
        Block::NewPage,
        Block::Heading(Level::Chapter, "Allegato – Città".to_owned()),
        Block::Table(table(80)),
    ];
    let document = document(blocks);
    let made = pdf(&document, &REPORT).unwrap();
    assert!(made.starts_with(b"%PDF-1.7"));
    assert_eq!(made, pdf(&document, &REPORT).unwrap());
    let raw = String::from_utf8_lossy(&made);
    for part in ["/Lang", "/MarkInfo", "/StructTreeRoot", "/Outlines"] {
        assert!(raw.contains(part), "{part}");
    }
    assert!(!raw.contains("CreationDate") && !raw.contains("ModDate"));
    let page = page(&document);
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<html lang=\"it\">"));
    assert!(!page.contains("<script") && page.matches("<table").count() == 2);
    assert!(page.contains("<h4>Usa i servizi?</h4>"));
}
