//! The forms of tables: round trips, the template, files that are not what they seem.

use serde_json::json;
use tests::e2e;

use super::{CSV, NDJSON, XLSX, count, import, line, rows, send};

e2e! {
    fn what_is_exported_is_imported_unchanged(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network);
        let admin = world.admin(network).client;
        let lines = [line("A-1", "Assistenza"), line("A-2", "=SOMMA(1;2)"), line("A-3", "Pasti «caldi»")].join("\n");
        let job = import(app, &admin, &provider, "", NDJSON, lines.as_bytes());
        assert_eq!(rows(&admin, &job), ["1 created", "2 created", "3 created"], "{job}");
        let published = world.published_card(&provider);
        let unnamed = world.card(&provider);
        assert_eq!(count(&admin, &provider), 5);
        for (format, kind) in [("csv", CSV), ("xlsx", XLSX), ("ndjson", NDJSON)] {
            let path = format!("/card-exports?provider_id={}&format={format}", provider.id);
            let bytes = admin.download(&path);
            let job = import(app, &admin, &provider, "", kind, &bytes);
            let rows = rows(&admin, &job);
            assert_eq!(rows.len(), 5, "{format}: {rows:?} {job}");
            assert!(rows.iter().all(|row| row.ends_with("unchanged")), "{format}: {rows:?}");
        }
        let only = admin.download("/card-exports?format=ndjson&state=published");
        let only = String::from_utf8(only).unwrap();
        assert_eq!(only.lines().count(), 1, "{only}");
        assert!(only.contains(&published.id.to_string()) && !only.contains(&unnamed.id.to_string()));
        let other = world.admin(world.network()).client;
        assert_eq!(other.get("/card-exports?format=ndjson").expect(200).text, "");
    }
}

e2e! {
    fn the_template_is_a_table_that_can_be_imported(app) {
        let world = app.world();
        let network = world.network();
        let (provider, admin) = (world.provider(network), world.admin(network).client);
        for (format, kind) in [("csv", CSV), ("xlsx", XLSX), ("ndjson", NDJSON)] {
            let bytes = app.anonymous().download(&format!("/card-imports/template?format={format}"));
            let job = import(app, &admin, &provider, "&submit=true&dry_run=true&mode=skip_bad_rows", kind, &bytes);
            let rows = rows(&admin, &job);
            let expected = if format == "ndjson" { "1 created" } else { "2 created" };
            assert_eq!(rows, [expected], "{format}");
        }
        let reply = app.anonymous().get("/card-imports/template?format=csv").expect(200);
        assert!(reply.header("content-disposition").unwrap().contains("schede-modello.csv"));
        assert!(reply.text.contains("id_esterno;titolo;"));
    }
}

e2e! {
    fn lines_of_json_are_read_strictly(app) {
        let world = app.world();
        let network = world.network();
        let (provider, admin) = (world.provider(network), world.admin(network).client);
        let body = [
            line("A-1", "Assistenza"),
            "{\"content\": ".to_owned(),
            json!({"external_id": "A-3", "colour": "red", "content": {}}).to_string(),
            json!({"external_id": "A-4", "content": {"title": "Pasti", "staff": [{"number": "2"}]}}).to_string(),
            json!({"external_id": "A-5", "content": {"images": [{"file_id": "01930000-0000-7000-8000-000000000001", "alt": {"it": "Foto"}}]}}).to_string(),
        ].join("\n");
        let job = import(app, &admin, &provider, "&mode=skip_bad_rows", NDJSON, body.as_bytes());
        let rows = rows(&admin, &job);
        assert_eq!(rows[..3], ["1 created", "2 failed :line_not_object", "3 failed /colour:unknown_member"]);
        assert!(rows[3].starts_with("4 failed") && rows[3].contains("/content/title:") && rows[3].contains("/content/staff/0/number:"), "{rows:?}");
        assert_eq!(rows[4], "5 failed /content/images/0/file_id:unknown_reference");
    }
}

e2e! {
    fn hostile_files_are_refused_at_once(app) {
        let world = app.world();
        let network = world.network();
        let (provider, admin) = (world.provider(network), world.admin(network).client);
        let refused = |kind: &str, body: &[u8], status: u16, code: &str| {
            send(&admin, &provider, "", kind, body).expect_problem(status, code)
        };
        let _ = refused(XLSX, b"#!/bin/sh\nrm -rf /\n", 422, "invalid_content");
        let _ = refused(CSV, b"PK\x03\x04\x14\x00", 422, "invalid_content");
        let bomb = bomb();
        assert!(bomb.len() < 4 * 1024 * 1024, "{}", bomb.len());
        let reply = send(&admin, &provider, "", XLSX, &bomb);
        assert!(matches!(reply.status, 413 | 422), "{}", reply.text);
        let reply = refused(CSV, b"titulo;colore\nA;B\n", 422, "invalid_content");
        assert_eq!(reply.mistakes().len(), 2);
        let _ = refused("application/pdf", b"%PDF-1.7", 415, "unsupported_media_type");
        let _ = refused(CSV, &vec![b'x'; 9 * 1024 * 1024], 413, "payload_too_large");
        send(&admin, &provider, "&format=exe", CSV, b"x").expect_problem(400, "invalid_parameters");
        assert!(admin.get("/jobs").expect(200).ids().is_empty());
    }
}

/// A workbook whose sheet becomes a gigabyte.
fn bomb() -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        ("xl/workbook.xml", "<workbook/>"),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive
        .start_file("xl/worksheets/sheet1.xml", options)
        .unwrap();
    let block = vec![b' '; 1024 * 1024];
    for _ in 0..600 {
        archive.write_all(&block).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
