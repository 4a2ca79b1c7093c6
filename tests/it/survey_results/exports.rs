//! Tables to save.

use std::collections::BTreeMap;

use domain_shared::DefinitionStatus;
use serde_json::json;
use tests::{e2e, open_campaign, survey_plan};

use super::{Stage, counts};

e2e! {
    fn published_tables_come_as_one(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        let id = stage.finished(app, &stage.usual());
        let csv = reader.get(&format!("/survey-campaigns/{id}/results-export")).expect(200);
        let text = csv.text.clone();
        assert!(text.contains("usa;Usa i servizi?;single;;;si;Sì;all;;;44;66;66;66,7;66,7;"), "{text}");
        assert!(text.contains(";category;elderly;Anziani;35;"), "{text}");
        let book = reader.get(&format!("/survey-campaigns/{id}/results-export?format=xlsx")).expect(200);
        assert!(book.text.starts_with("PK"));
    }
}

e2e! {
    fn respondents_come_under_pseudonyms(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        let id = stage.finished(app, &stage.usual());
        let csv = reader.get(&format!("/survey-campaigns/{id}/data")).expect(200);
        let text = csv.text.clone();
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let header: Vec<&str> = lines.next().unwrap().split(';').collect();
        assert_eq!(header[..7], ["rispondente", "regione", "provincia", "punto", "categoria", "canale", "mese"]);
        assert!(!header.contains(&"note"), "{header:?}");
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split(';').collect()).collect();
        assert_eq!(rows.len(), 66);
        let at = |name: &str| header.iter().position(|one| *one == name).unwrap();
        // Whatever place and category are told, at least five share them.
        for row in &rows {
            let alike = rows.iter().filter(|other| other[1..5] == row[1..5]).count();
            assert!(alike >= 5, "{row:?}");
        }
        // Of five points with no only two exist: by category and point that cell is small, and no row tells it.
        let small = rows.iter().filter(|row| row[at("usa")] == "no" && row[at("voto")] == "5");
        assert!(small.count() <= 2);
        let given = rows.iter().filter(|row| !row[at("usa")].is_empty()).count();
        assert!(given < 66, "one in ten is kept back");
        let again = reader.get(&format!("/survey-campaigns/{id}/data")).expect(200);
        assert_ne!(csv.text, again.text);
        let labelled = reader.get(&format!("/survey-campaigns/{id}/data?labels=true")).expect(200);
        let mut lines = labelled.text.trim_start_matches('\u{feff}').lines().map(|line| line.split(';').collect::<Vec<_>>());
        let header = lines.next().unwrap();
        let at = header.iter().position(|one| *one == "usa").unwrap();
        assert_eq!(header[at + 1], "usa:etichetta");
        let mut pairs: Vec<(&str, &str)> = lines.map(|row| (row[at], row[at + 1])).collect();
        pairs.sort_unstable();
        pairs.dedup();
        assert_eq!(pairs, [("", ""), ("no", "No"), ("si", "Sì")]);
        let book = reader.get(&format!("/survey-campaigns/{id}/data?format=xlsx")).expect(200);
        assert!(book.text.starts_with("PK"));
    }
}

e2e! {
    fn a_codebook_says_what_columns_hold(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        let id = stage.finished(app, &stage.usual());
        let path = format!("/survey-campaigns/{id}/codebook");
        let csv = reader.get(&path).expect(200);
        let text = csv.text.trim_start_matches('\u{feff}');
        assert!(text.starts_with("colonna;domanda;testo;tipo;riga;testo_riga;codice;etichetta;categoria_particolare"), "{text}");
        assert!(text.contains("usa;usa;Usa i servizi?;single;;;si;Sì;no"), "{text}");
        assert!(text.contains("categoria;;Categoria di chi risponde;;;;elderly;Anziani;"), "{text}");
        let data = reader.get(&format!("/survey-campaigns/{id}/data")).expect(200).text;
        let described: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(';').next()).collect();
        let mut header = data.trim_start_matches('\u{feff}').lines().next().unwrap().split(';');
        assert!(header.all(|column| described.contains(&column)), "{described:?}");
        let lines = reader.get(&format!("{path}?format=ndjson")).expect(200);
        assert!(lines.text.lines().all(|line| line.starts_with('{')));
        let open = stage.running(app, &stage.usual());
        reader.get(&format!("/survey-campaigns/{open}/codebook")).expect_problem(409, "results_not_ready");
    }
}

e2e! {
    fn what_is_kept_in_memory_follows_deletions_and_codes(app) {
        let stage = Stage::set(app);
        let admin = &stage.admin.client;
        let id = stage.finished(app, &stage.usual());
        let path = |rest: &str| format!("/survey-campaigns/{id}/{rest}");
        let total = || admin.get(&path("results")).expect(200).json()["questions"][0]["answers"]["total"].clone();
        assert_eq!((total(), total()), (66.into(), 66.into()));
        let responses = admin.get(&path("responses?limit=1")).expect(200).ids();
        let _ = admin.delete(&path(&format!("responses/{}", responses[0])), "*").expect(204);
        assert_eq!(total(), 65);
        // Another process has a memory of its own.
        let other = tests::TestApp::beside(app);
        let table = path("cross-table?row=usa&column=category");
        let there = admin.at(&other).get(&table).expect(200).json();
        assert_eq!(there, admin.get(&table).expect(200).json());
    }
}

e2e! {
    fn a_report_is_one_page_to_read_and_print(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        let id = stage.running(app, &stage.usual());
        let path = format!("/survey-campaigns/{id}/report");
        reader.get(&path).expect_problem(409, "results_not_ready");
        stage.close(&id);
        let page = reader.get(&path).expect(200);
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(page.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'")));
        for part in ["Metodo", "Rilevazione", "Quote", "Risultati", "Per categoria", "Allegato", "<svg", "66,7 %", "<desc"] {
            assert!(page.text.contains(part), "{part}");
        }
        assert!(!page.text.contains("<script"));
    }
}

/// The rows of a table of CSV, by header.
fn rows_of(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let header: Vec<&str> = lines.next().expect("headers").split(';').collect();
    let row = |line: &str| {
        let cells = header.iter().zip(line.split(';'));
        cells
            .map(|(name, text)| ((*name).to_owned(), text.to_owned()))
            .collect()
    };
    lines.map(row).collect()
}

e2e! {
    fn the_export_of_respondents_tells_nothing_that_tables_hide(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        let id = stage.finished(app, &stage.usual());
        let rows = rows_of(&reader.get(&format!("/survey-campaigns/{id}/data")).expect(200).text);
        let mut hidden = 0;
        for question in ["usa", "voto"] {
            for (level, header) in [
                ("region", "regione"), ("province", "provincia"), ("point", "punto"),
                ("category", "categoria"), ("channel", "canale"), ("month", "mese"),
            ] {
                let path = format!("/survey-campaigns/{id}/cross-table?row={question}&column={level}");
                let table = reader.get(&path).expect(200).json();
                for column in table["columns"].as_array().unwrap() {
                    let group = &column["group"];
                    if group["level"] != level {
                        continue;
                    }
                    let name = if level == "point" { &group["label"] } else { &group["code"] };
                    for (code, count) in counts(&column["answers"]) {
                        let told = rows.iter().filter(|row| row[header] == name.as_str().unwrap() && row[question] == code).count();
                        if let Some(count) = count {
                            // Rows never make up more than the table says, and one in ten is kept back.
                            assert!(told <= usize::try_from(count).unwrap(), "{question} {code} {name}");
                        } else {
                            hidden += 1;
                            assert_eq!(told, 0, "{question} {code} {name} is hidden in the table");
                        }
                    }
                }
            }
        }
        assert!(hidden > 0, "there is something to find");
        // Two codes of one respondent together are in the rows; a pair that the table of both hides must not be counted by them.
        let table = reader.get(&format!("/survey-campaigns/{id}/cross-table?row=voto&column=usa")).expect(200).json();
        for column in table["columns"].as_array().unwrap().iter().filter(|column| column["group"]["level"] == "answer") {
            for (code, count) in counts(&column["answers"]) {
                let both = rows.iter().filter(|row| row["usa"] == column["group"]["code"].as_str().unwrap() && row["voto"] == code).count();
                if let Some(count) = count {
                    assert!(both <= usize::try_from(count).unwrap());
                }
            }
        }
    }
}

e2e! {
    fn no_column_is_left_out_of_wide_exports(app) {
        let stage = Stage::set(app);
        let items: Vec<_> = (0..300).map(|number| json!({"name": format!("q{number}"), "type": "integer", "label": {"it": "Quante?"}})).collect();
        let definition = json!({"title": {"it": "Larga"}, "items": items});
        let questionnaire = app.world().questionnaire_with(stage.network, DefinitionStatus::Active, &definition);
        let points: Vec<_> = stage.points.iter().map(|point| point.id).collect();
        let id = open_campaign(&stage.evaluator.client, &survey_plan(questionnaire, &points));
        stage.close(&id);
        let csv = stage.evaluator.client.get(&format!("/survey-campaigns/{id}/data")).expect(200);
        assert_eq!(csv.text.lines().next().unwrap().split(';').count(), 307);
        let book = stage.evaluator.client.get(&format!("/survey-campaigns/{id}/data?format=xlsx")).expect(200);
        assert!(book.text.starts_with("PK"));
    }
}
