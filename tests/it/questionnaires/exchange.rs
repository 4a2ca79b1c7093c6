//! Questionnaires from and to other programs: `XLSForm`, JSON Schema, FHIR.

use std::io::{Cursor, Write as _};

use api::tables::{BookSheet, read_book, write_book};
use domain_shared::NetworkBodyId;
use serde_json::{Value, json};
use tests::{Client, Reply, e2e};

use super::{definition, new_questionnaire, step, told};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const SHEETS: &[&str] = &["survey", "choices", "settings"];

/// A workbook of sheets whose cells are separated by `|`.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let cells = |line: &str| -> Vec<String> {
        line.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let sheets: Vec<BookSheet> = sheets
        .iter()
        .map(|(name, text)| {
            let mut lines = text.lines().filter(|line| !line.trim().is_empty());
            BookSheet {
                name: (*name).to_owned(),
                header: lines.next().map(cells).unwrap_or_default(),
                rows: (2..).zip(lines.map(cells)).collect(),
                flaws: Vec::new(),
            }
        })
        .collect();
    write_book(&sheets).unwrap()
}

/// A form as ODK's guide has it: metadata, groups, choice filters, two languages, an appearance the hub does not have.
fn form() -> Vec<u8> {
    workbook(&[
        ("survey", "type | name | label::Italiano (it) | label::English (en) | required | relevant | constraint | choice_filter | appearance
            start | start | | | | | | |
            integer | eta | Età | Age | yes | | . < 120 | |
            begin_group | luogo | Luogo | Place | | ${eta} >= 18 | | | field-list
            select_one regioni | regione | Regione? | Region? | | | | | minimal
            select_one citta or_other | citta | Città? | Town? | | | | regione = ${regione} |
            end_group | | | | | | | |"),
        ("choices", "list_name | name | label::Italiano (it) | label::English (en) | regione
            regioni | 08 | Emilia-Romagna | Emilia-Romagna |
            citta | forli | Forlì | Forlì | 08"),
        ("settings", "form_title | form_id | default_language
            Questionario di prova | prova | Italiano (it)"),
    ])
}

fn upload(client: &Client, path: &str, body: &[u8]) -> Reply {
    client.send("POST", path, &[("content-type", XLSX)], body)
}

fn import(client: &Client, network: NetworkBodyId, query: &str, body: &[u8]) -> Reply {
    upload(
        client,
        &format!("/questionnaires/xlsform?network_id={network}&code=prova{query}"),
        body,
    )
}

e2e! {
    fn a_form_becomes_a_questionnaire_and_its_next_version(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let looked = import(&admin, network, "&dry_run=true", &form()).expect(200).json();
        assert!(looked.get("questionnaire").is_none() && looked["definition"]["title"]["it"] == "Questionario di prova");
        assert!(admin.get("/questionnaires").expect(200).ids().is_empty());
        let made = import(&admin, network, "", &form()).expect(201);
        let id = made.text_at("/questionnaire/id");
        assert!(made.header("location").unwrap().ends_with(&format!("/questionnaires/{id}")));
        let notes = made.json()["notes"].clone();
        let notes: Vec<String> = notes.as_array().unwrap().iter()
            .map(|note| format!("{} {} {} {}", note["sheet"].as_str().unwrap(), note["line"], note["column"].as_str().unwrap(), note["code"].as_str().unwrap()))
            .collect();
        assert_eq!(notes, ["survey 2 type form_part_ignored", "survey 5 appearance form_part_ignored"]);
        let _ = step(&admin, &id, 1, "activation").expect(200);
        let again = import(&admin, network, "", &form()).expect_problem(409, "conflict");
        assert_eq!(told(&again), ["/code already_taken"]);

        let path = format!("/questionnaires/{id}");
        let bytes = admin.download(&format!("{path}/versions/1/xlsform"));
        let next = upload(&admin, &format!("{path}/xlsform"), &bytes).expect(201);
        assert_eq!((next.text_at("/number"), &next.json()["notes"]), ("2".to_owned(), &json!([])));
        assert!(next.header("location").unwrap().ends_with("/versions/2"));
        assert!(admin.get(&format!("{path}/differences?from=1&to=2")).expect(200).json()["changes"].as_array().unwrap().is_empty());
        upload(&admin, &format!("{path}/xlsform"), &bytes).expect_problem(409, "conflict");
        let _ = upload(&admin, &format!("{path}/xlsform?dry_run=true"), &bytes).expect(200);
    }
}

e2e! {
    fn what_is_exported_is_imported_unchanged(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let _ = admin.post("/questionnaires/starters", &json!({"network_id": network.to_string()})).expect(200);
        let mut own = new_questionnaire(network, "formule");
        own["definition"]["items"][0]["label"]["it"] = json!("=HYPERLINK(\"http://example.org\")");
        let _ = admin.post("/questionnaires", &own).expect(201);
        let ids = admin.get("/questionnaires").expect(200).ids();
        assert_eq!(ids.len(), 6);
        for id in ids {
            let path = format!("/questionnaires/{id}");
            let before = admin.get(&format!("{path}/versions/1")).expect(200).json();
            let reply = admin.get(&format!("{path}/versions/1/xlsform")).expect(200);
            assert_eq!(reply.header("content-type"), Some(XLSX));
            assert!(reply.header("content-disposition").unwrap().ends_with("-1.xlsx\""));
            let bytes = admin.download(&format!("{path}/versions/1/xlsform"));
            let sheets = read_book(bytes.clone().into(), SHEETS).unwrap();
            assert!(sheets.len() == 3 && sheets.iter().all(|sheet| sheet.flaws.is_empty()));
            let read = upload(&admin, &format!("{path}/xlsform?dry_run=true"), &bytes).expect(200).json();
            assert_eq!(read["definition"], before["definition"]);
            assert_eq!(read["notes"], json!([]));
        }
    }
}

e2e! {
    fn every_mistake_of_a_form_has_its_cell(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let wrong = workbook(&[
            ("survey", "type | name | label | relevant | label::Klingon
                geopoint | dove | Dove? | |
                text | a | A | ${b} > |
                text | c | C | ${d} = '1' |
                text | d | D | ${c} = '1' |
                select_one manca | e | E | |
                text | a | A di nuovo | |
                end_group | | | |"),
            ("choices", "list_name | name | label\n altra | x |"),
        ]);
        let refused = import(&admin, network, "", &wrong).expect_problem(422, "invalid_content");
        assert_eq!(told(&refused), [
            "/choices/2/label required",
            "/survey/1/label::Klingon language_unknown",
            "/survey/2/type form_type_unsupported",
            "/survey/8/type group_unbalanced",
        ]);
        let wrong = workbook(&[
            ("survey", "type | name | label | relevant\n text | a | A | ${b} >\n text | c | C | ${d} = '1'\n text | d | D | ${c} = '1'\n select_one manca | e | E |\n text | a | A |"),
        ]);
        let refused = import(&admin, network, "&dry_run=true", &wrong).expect_problem(422, "invalid_content");
        assert_eq!(told(&refused), [
            "/survey/2/relevant expression_incomplete", "/survey/3/relevant cyclic_reference", "/survey/4/relevant cyclic_reference",
            "/survey/5/choices unknown_reference", "/survey/6/name duplicate",
        ]);
        let english = admin.with_header("accept-language", "en");
        let refused = import(&english, network, "", &workbook(&[("domande", "type | name\n text | a")])).expect_problem(422, "invalid_content");
        assert_eq!(told(&refused), ["/survey sheet_missing"]);
        assert!(refused.text.contains("The sheet “survey” is missing."));
    }
}

e2e! {
    fn hostile_workbooks_are_refused(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        for bytes in [&b"#!/bin/sh\n"[..], b"PK\x03\x04\x14\x00", b"", &form()[..200]] {
            let _ = import(&admin, network, "", bytes).expect_problem(422, "invalid_content");
        }
        let bomb = bomb();
        assert!(bomb.len() < 1024 * 1024, "{}", bomb.len());
        let _ = import(&admin, network, "", &bomb).expect_problem(422, "invalid_content");
        let _ = import(&admin, network, "", &vec![b'x'; 9 * 1024 * 1024]).expect_problem(413, "payload_too_large");
        let _ = admin.send("POST", &format!("/questionnaires/xlsform?network_id={network}&code=prova"), &[("content-type", "text/csv")], b"a;b")
            .expect_problem(415, "unsupported_media_type");
        let formula = formula();
        let refused = import(&admin, network, "", &formula).expect_problem(422, "invalid_content");
        assert!(told(&refused).contains(&"/survey/2/label cell_formula".to_owned()), "{}", refused.text);
        let nested: Vec<String> = (0..5_000).map(|one| format!("\nbegin_group | g{one} | G")).collect();
        let nested = nested.concat();
        let deep = workbook(&[("survey", &format!("type | name | label{nested}"))]);
        let refused = import(&admin, network, "", &deep).expect_problem(422, "invalid_content");
        assert!(told(&refused).contains(&"/survey/11/type groups_too_deep".to_owned()), "{}", refused.text);
        assert!(admin.get("/questionnaires").expect(200).ids().is_empty());
        let stranger = app.world().admin(app.world().network()).client;
        let refused = import(&stranger, network, "", &form()).expect_problem(422, "invalid_content");
        assert_eq!(told(&refused), ["/network_id unknown_reference"]);
        let _ = import(&admin, network, "&dry_run=forse", &form()).expect_problem(400, "invalid_parameters");
    }
}

/// The parts of a workbook with one sheet.
type Book = zip::ZipWriter<Cursor<Vec<u8>>>;

fn raw_book(sheet: &dyn Fn(&mut Book)) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    for (name, text) in [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"survey\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive
        .start_file("xl/worksheets/sheet1.xml", options)
        .unwrap();
    sheet(&mut archive);
    archive.finish().unwrap().into_inner()
}

/// A workbook whose sheet becomes 300 megabytes.
fn bomb() -> Vec<u8> {
    raw_book(&|archive| {
        let block = vec![b' '; 1024 * 1024];
        for _ in 0..300 {
            archive.write_all(&block).unwrap();
        }
    })
}

/// A form with a formula in it.
fn formula() -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let text = |place: &str, text: &str| {
        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let header = [text("A1", "type"), text("B1", "name"), text("C1", "label")].concat();
    let row = [text("A2", "text"), text("B2", "a")].concat();
    let formula = "<c r=\"C2\" t=\"str\"><f>WEBSERVICE(\"http://example.org\")</f><v>Nome</v></c>";
    let sheet = format!(
        "<worksheet xmlns=\"{main}\"><sheetData><row r=\"1\">{header}</row><row r=\"2\">{row}{formula}</row></sheetData></worksheet>"
    );
    raw_book(&|archive| archive.write_all(sheet.as_bytes()).unwrap())
}

e2e! {
    fn the_schema_is_public(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let reply = app.anonymous().get("/questionnaire-schema").expect(200);
        assert_eq!(reply.header("content-type"), Some("application/schema+json"));
        let schema = reply.json();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(schema["$id"].as_str().unwrap().ends_with("/api/v1/questionnaire-schema"));
        assert_eq!(schema["properties"]["items"]["items"]["$ref"], "#/$defs/QuestionnaireItem");
        assert!(!reply.text.contains("#/components"));
        let cached = app.anonymous().send("GET", "/questionnaire-schema", &[("if-none-match", &reply.etag())], b"");
        let _ = cached.expect(304);
        let id = admin.post("/questionnaires", &new_questionnaire(network, "accesso")).expect(201).text_at("/id");
        let served = admin.get(&format!("/questionnaires/{id}/versions/1")).expect(200).json()["definition"].clone();
        let known: Vec<&String> = schema["$defs"]["QuestionnaireItem"]["properties"].as_object().unwrap().keys().collect();
        for member in served["items"][0].as_object().unwrap().keys() {
            assert!(known.contains(&member), "{member}");
        }
    }
}

e2e! {
    fn a_version_is_read_as_fhir(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let mut body = new_questionnaire(network, "accesso-servizi");
        let mut asked = definition();
        asked["items"][2]["relevant"] = json!("${eta} >= 18 and selected(${usati}, 'inps')");
        asked["items"].as_array_mut().unwrap().push(json!({
            "name": "citta", "type": "select_one", "choices": "servizi", "choice_filter": "tipo = ${salute}", "label": {"it": "Quale?"},
            "relevant": "not(${salute} = 'si')", "hint": {"it": "Una sola."},
        }));
        body["definition"] = asked;
        let id = admin.post("/questionnaires", &body).expect(201).text_at("/id");
        let _ = step(&admin, &id, 1, "activation").expect(200);
        let reply = admin.get(&format!("/questionnaires/{id}/versions/1/fhir")).expect(200);
        assert_eq!(reply.header("content-type"), Some("application/fhir+json"));
        let fhir = reply.json();
        assert_eq!((&fhir["resourceType"], &fhir["version"], &fhir["status"], &fhir["name"]), (&json!("Questionnaire"), &json!("1"), &json!("active"), &json!("AccessoServizi")));
        assert_eq!(fhir["title"], "Accesso ai servizi");
        assert_eq!(fhir["_title"]["extension"][0]["extension"][1]["valueString"], "Access to services");
        let mut items = std::collections::BTreeMap::new();
        collect(&fhir["item"], &mut items);
        assert_eq!((&items["eta"]["type"], &items["eta"]["required"]), (&json!("integer"), &json!(true)));
        let extensions = items["eta"]["extension"].as_array().unwrap();
        assert!(extensions.iter().any(|one| one["url"] == "http://hl7.org/fhir/StructureDefinition/minValue" && one["valueInteger"] == 14));
        assert_eq!((&items["usati"]["type"], &items["usati"]["repeats"]), (&json!("open-choice"), &json!(true)));
        let set = fhir["contained"].as_array().unwrap().iter().find(|one| one["name"] == "servizi").unwrap();
        assert_eq!(items["usati"]["answerValueSet"], format!("#{}", set["id"].as_str().unwrap()));
        assert_eq!(set["compose"]["include"][0]["concept"][0], json!({"code": "inps", "display": "INPS"}));
        assert_eq!((&items["giudizi"]["type"], &items["giudizi.inps"]["required"]), (&json!("group"), &json!(true)));
        let expression = |name: &str| items[name]["extension"].as_array().unwrap().iter().find(|one| {
            one["url"].as_str().unwrap().ends_with("enableWhenExpression")
        }).map(|one| one["valueExpression"]["expression"].clone());
        assert_eq!(expression("voto"), Some(json!("count-selected(${usati}) > 0")));
        assert_eq!(expression("citta"), Some(json!("not(${salute} = 'si')")));
        assert_eq!((&items["salute"]["enableBehavior"], &items["salute"]["enableWhen"][0]), (&json!("all"), &json!({"question": "eta", "operator": ">=", "answerInteger": 18})));
        assert_eq!(items["salute"]["enableWhen"][1]["answerCoding"]["code"], "inps");
        assert_eq!((&items["voto/lower"]["type"], &items["citta/hint"]["text"]), (&json!("display"), &json!("Una sola.")));
        let _ = admin.post("/questionnaires/starters", &json!({"network_id": network.to_string()})).expect(200);
        for id in admin.get("/questionnaires?limit=100").expect(200).ids() {
            let fhir = admin.get(&format!("/questionnaires/{id}/versions/1/fhir")).expect(200).json();
            let mut items = std::collections::BTreeMap::new();
            let total = collect(&fhir["item"], &mut items);
            assert_eq!(total, items.len(), "every linkId is there once");
            for (link, item) in &items {
                assert!(item["type"] != "group" || item.get("item").is_some(), "{link} is an empty group");
                assert!(item["type"] != "display" || (item.get("item").is_none() && item.get("required").is_none()), "{link}");
            }
        }
    }
}

/// Every item of a resource by its `linkId`, and how many there are.
fn collect(list: &Value, found: &mut std::collections::BTreeMap<String, Value>) -> usize {
    let items = list.as_array().cloned().unwrap_or_default();
    let inside: usize = items.iter().map(|item| collect(&item["item"], found)).sum();
    let total = inside + items.len();
    found.extend(
        items
            .into_iter()
            .map(|item| (item["linkId"].as_str().unwrap().to_owned(), item)),
    );
    total
}
