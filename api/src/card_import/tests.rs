//! What a table holds of a card is read back the same.

use domain_cards::{CardContent, CardDraft};
use domain_shared::{Code as _, TextValue as _};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{columns::columns, lexicon::Lexicon, sheet};

fn content(value: Value) -> CardContent {
    let draft: CardDraft = serde_json::from_value(value).unwrap();
    CardContent::parse(&draft).unwrap()
}

fn lexicon() -> Lexicon {
    let mut lexicon = Lexicon::default();
    lexicon.teach_for_tests();
    lexicon
}

/// Writes a card into a row, reads the row over `base`, and answers the line.
fn through_a_row(line: &Value, base: Value) -> (Value, String) {
    let lexicon = lexicon();
    let row = sheet::row(line, &lexicon);
    let headers: Vec<&str> = columns().iter().map(|one| one.header.as_str()).collect();
    let header = sheet::Header::read(&headers).unwrap();
    let cells: Vec<&str> = headers
        .iter()
        .map(|header| {
            let cell = row.iter().find(|(name, _)| name == header);
            cell.map_or("", |(_, text)| text.as_str())
        })
        .collect();
    let mut read = base;
    let (wrong, _) = header.apply(&cells, &mut read, &lexicon);
    (read, wrong.to_string())
}

fn full() -> Value {
    let mut value: Value = serde_json::from_str(include_str!(
        "../../../domain/domain-cards/tests/complete_card.json"
    ))
    .unwrap();
    let members = value.as_object_mut().unwrap();
    members.remove("images");
    members.remove("attachments");
    value
}

#[test]
fn a_full_card_goes_through_a_row() {
    let card = content(full());
    let line = sheet::line(None, Some("SAD-1"), serde_json::to_value(&card).unwrap());
    let (read, wrong) = through_a_row(&line, json!({}));
    assert_eq!(wrong, "");
    assert_eq!(read["external_id"], "SAD-1");
    assert_eq!(content(read["content"].clone()), card);
}

#[test]
fn what_a_table_cannot_hold_stays() {
    let mut value = full();
    value["title"]["de"] = json!("Hilfe zu Hause");
    value["images"] =
        json!([{"file_id": "01930000-0000-7000-8000-000000000001", "alt": {"it": "Foto"}}]);
    value["places"][0]["opening_hours"]["exceptions"] =
        json!([{"from": "2026-12-24", "intervals": []}]);
    let place = value["places"][0].clone();
    value["places"] = json!([place, place, place, place, place]);
    let card = content(value);
    let line = sheet::line(None, None, serde_json::to_value(&card).unwrap());
    let (read, wrong) = through_a_row(&line, line.clone());
    assert_eq!(wrong, "");
    assert_eq!(content(read["content"].clone()), card);
}

#[test]
fn empty_cells_take_out_what_they_are_the_cells_of() {
    let card = content(full());
    let mut line = sheet::line(None, None, serde_json::to_value(&card).unwrap());
    let header = sheet::Header::read(&[
        "titolo_en",
        "sede1_nome",
        "prezzo1_da",
        "gruppo_min",
        "Prezzo1 Unità",
    ])
    .unwrap();
    let (wrong, _) = header.apply(&["", "", "", "", ""], &mut line, &lexicon());
    assert_eq!(wrong.to_string(), "");
    assert_eq!(
        line["content"]["title"],
        json!({"it": "Assistenza domiciliare per anziani"})
    );
    assert_eq!(line["content"].get("places"), None);
    assert_eq!(
        line["content"]["pricing"]["options"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(line["content"]["sharing"].get("min_group"), None);
}

#[test]
fn gaps_are_closed_and_mistakes_lead_back() {
    let header = sheet::Header::read(&[
        "titolo",
        "sede2_nome",
        "sede2_cap",
        "sede3_lat",
        "link3_url",
    ])
    .unwrap();
    let mut line = json!({});
    let cells = ["Prova", "Sede", "4752", "44,1", "https://example.org/a"];
    let (wrong, moves) = header.apply(&cells, &mut line, &lexicon());
    assert_eq!(
        line["content"]["places"].as_array().unwrap().len(),
        2,
        "{line}"
    );
    assert_eq!(
        moves.back("/content/places/0/address/postal_code"),
        "/content/places/1/address/postal_code"
    );
    assert_eq!(
        moves.back("/content/links/0/label"),
        "/content/links/2/label"
    );
    assert_eq!(moves.back("/content/title/it"), "/content/title/it");
    let wrong: Vec<String> = wrong.iter().map(|one| moves.back(&one.pointer)).collect();
    assert_eq!(wrong, ["/content/places/2/coordinates/lon"]);
}

#[test]
fn unknown_headers_are_all_named() {
    let wrong = sheet::Header::read(&["titolo", "titulo", "colore"]).unwrap_err();
    assert_eq!(wrong.to_string(), ": unknown_column; : unknown_column");
    let nothing = sheet::Header::read(&["id_esterno"]).unwrap_err();
    assert_eq!(nothing.to_string(), ": no_columns");
}

/// A text as people type it into a cell.
fn text(longest: usize) -> impl Strategy<Value = String> {
    let pattern = format!("[A-Za-zàèìòù0-9][A-Za-zàèìòù0-9 ,;.:'\"()=+@-]{{0,{longest}}}");
    proptest::string::string_regex(&pattern)
        .unwrap()
        .prop_map(|text| text.trim().to_owned())
}

fn local(longest: usize) -> impl Strategy<Value = Value> {
    (text(longest), prop::option::of(text(longest))).prop_map(|(it, en)| match en {
        Some(en) => json!({"it": it, "en": en}),
        None => json!({"it": it}),
    })
}

fn maybe<S: Strategy<Value = Value>>(strategy: S) -> impl Strategy<Value = Option<Value>> {
    prop::option::of(strategy)
}

fn codes<C: domain_shared::Code>(most: usize) -> impl Strategy<Value = Value> {
    prop::sample::subsequence(C::ALL.to_vec(), 1..=most.min(C::ALL.len()))
        .prop_map(|all| json!(all.iter().map(|one| one.code()).collect::<Vec<_>>()))
}

fn money() -> impl Strategy<Value = Value> {
    (0_u32..500_000_00).prop_map(|cents| {
        let amount = domain_shared::Money::from_cents(cents).unwrap().to_string();
        json!({"amount": amount, "currency": "EUR"})
    })
}

fn hours() -> impl Strategy<Value = Value> {
    let day = prop::sample::subsequence(domain_shared::Weekday::ALL.to_vec(), 0..=7);
    (day, any::<bool>(), any::<bool>()).prop_map(|(days, by_appointment, closed)| {
        let weekly: Vec<Value> = days
            .iter()
            .map(|day| json!({"weekday": day.code(), "opens": "09:00", "closes": "12:30", "by_appointment": by_appointment}))
            .collect();
        json!({"weekly": weekly, "closed_on_public_holidays": closed})
    })
}

fn place() -> impl Strategy<Value = Value> {
    let position = prop::option::of((36.0..47.0_f64, 7.0..18.0_f64));
    (
        text(60),
        text(60),
        "[0-9]{5}",
        prop::sample::select(vec!["C573", "H199"]),
        position,
        hours(),
    )
        .prop_map(|(name, street, cap, municipality, position, hours)| {
            let mut place = json!({
                "name": name, "opening_hours": hours,
                "address": {"street": street, "postal_code": cap, "municipality": municipality},
            });
            if let Some((lat, lon)) = position {
                place["coordinates"] = json!({"lat": lat, "lon": lon});
            }
            place
        })
}

fn price() -> impl Strategy<Value = Value> {
    (maybe(local(40)), money(), prop::option::of(2..1000_i64)).prop_map(|(label, from, size)| {
        let mut price = json!({"unit": "hour", "vat_rate": "vat_5", "from": from});
        if let Some(label) = label {
            price["label"] = label;
        }
        if let Some(size) = size {
            price["package_size"] = json!(size);
        }
        price
    })
}

prop_compose! {
    fn card()(
        title in maybe(local(80)), summary in maybe(local(120)), note in maybe(local(300)),
        recipients in maybe(codes::<domain_cards::Recipient>(6)),
        delivery in maybe(codes::<domain_cards::DeliveryMode>(3)),
        channels in maybe(codes::<domain_cards::AccessChannel>(3)),
        age in prop::option::of((0..60_i64, 60..130_i64)),
        isee in maybe(money()), residents in any::<bool>(),
        places in prop::collection::vec(place(), 0..=3),
        prices in prop::collection::vec(price(), 0..=4),
        documents in prop::collection::vec((local(60), any::<bool>()), 0..=5),
        links in prop::collection::vec(local(60), 0..=3),
        provinces in prop::sample::subsequence(vec!["039", "040"], 0..=2),
        places_covered in prop::sample::subsequence(vec!["C573", "H199"], 0..=2),
        contact in hours(), group in prop::option::of((2..10_i64, 10..500_i64)),
        waiting in prop::option::of(0..730_i64), external in prop::option::of("[A-Z]{3}-[0-9]{1,6}"),
    ) -> (Option<String>, Value) {
        let mut card = json!({
            "eligibility": {"residents_only": residents}, "places": places,
            "pricing": {"options": prices},
            "coverage": {"provinces": provinces, "municipalities": places_covered},
            "first_contact": {"hours": contact},
            "access": {"documents": documents.iter().map(|(name, optional)| json!({"name": name, "optional": optional})).collect::<Vec<_>>()},
            "links": links.iter().map(|label| json!({"label": label, "url": "https://example.org/a"})).collect::<Vec<_>>(),
        });
        let set = |card: &mut Value, at: &str, value: Option<Value>| {
            if let (Some(value), Some((above, name))) = (value, at.rsplit_once('/')) {
                let above = card.pointer_mut(above).unwrap();
                above[name] = value;
            }
        };
        set(&mut card, "/title", title);
        set(&mut card, "/summary", summary);
        card["audience"] = json!({});
        set(&mut card, "/audience/note", note.clone());
        set(&mut card, "/audience/recipients", recipients);
        set(&mut card, "/delivery", delivery);
        set(&mut card, "/access/channels", channels);
        set(&mut card, "/eligibility/isee_to", isee);
        card["description"] = json!({});
        set(&mut card, "/description/activities", note);
        if let Some((from, to)) = age {
            card["audience"]["age"] = json!({"from": from, "to": to});
        }
        if let Some((min, max)) = group {
            card["sharing"] = json!({"min_group": min, "max_group": max});
        }
        if let Some(days) = waiting {
            card["waiting"] = json!({"activation_days": days});
        }
        (external, card)
    }
}

proptest! {
    #[test]
    fn every_card_goes_through_a_row((external, value) in card()) {
        let draft: CardDraft = serde_json::from_value(value).unwrap();
        let card = CardContent::parse(&draft).unwrap();
        let line = sheet::line(None, external.as_deref(), serde_json::to_value(&card).unwrap());
        let (read, wrong) = through_a_row(&line, json!({}));
        prop_assert_eq!(wrong, "");
        prop_assert_eq!(content(read["content"].clone()), card);
        prop_assert_eq!(read.get("external_id").and_then(Value::as_str), external.as_deref());
    }

}

proptest! {
    // Each case fills a whole row.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_cell_panics(cells in prop::collection::vec("\\PC{0,20}|[a-z]{3} [0-9:-]{0,11}|[0-9,.;/-]{0,8}", 192)) {
        let headers: Vec<&str> = columns().iter().map(|one| one.header.as_str()).collect();
        let header = sheet::Header::read(&headers).unwrap();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let mut line = json!({});
        let (_, moves) = header.apply(&cells, &mut line, &lexicon());
        let content = line.get("content").cloned().unwrap_or_else(|| json!({}));
        // Whatever the cells say, it has the form of a draft.
        let draft: CardDraft = serde_json::from_value(content).unwrap();
        if let Err(wrong) = CardContent::parse(&draft) {
            for one in wrong {
                let _ = moves.back(&one.pointer);
            }
        }
    }
}

#[test]
fn every_example_is_a_good_cell() {
    let lexicon = lexicon();
    let mut line = json!({});
    let headers: Vec<&str> = columns().iter().map(|one| one.header.as_str()).collect();
    let cells: Vec<&str> = columns().iter().map(|one| one.example).collect();
    let header = sheet::Header::read(&headers).unwrap();
    let (wrong, _) = header.apply(&cells, &mut line, &lexicon);
    assert_eq!(wrong.to_string(), "");
    let card = content(line["content"].clone());
    assert_eq!(card.check_complete(), Ok(()));
    assert_eq!(
        card.best_title().unwrap().as_str(),
        "Assistenza domiciliare per anziani"
    );
}
