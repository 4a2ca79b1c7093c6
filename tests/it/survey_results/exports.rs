//! Tables to save.

use tests::e2e;

use super::Stage;

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
