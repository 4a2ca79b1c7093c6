//! Images and documents of cards.

use domain_accounts::{GrantPlace, Role};
use domain_cards::CardContent;
use serde_json::{Value, json};
use tests::{Client, Reply, TestApp, e2e};

use crate::card_review::{Desk, Sample, content};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n";

/// An image of so many pixels a side that nobody has to look at.
fn png(side: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1A\n".to_vec();
    let mut header = [side.to_be_bytes(), side.to_be_bytes()].concat();
    header.extend([8, 2, 0, 0, 0]);
    for (kind, data) in [
        (b"IHDR", header),
        (b"IDAT", vec![1, 2, 3]),
        (b"IEND", Vec::new()),
    ] {
        bytes.extend(u32::try_from(data.len()).expect("a length").to_be_bytes());
        bytes.extend(kind);
        bytes.extend(data);
        bytes.extend([0; 4]);
    }
    bytes
}

fn upload(
    client: &Client,
    card: impl std::fmt::Display,
    name: &str,
    kind: &str,
    bytes: &[u8],
) -> Reply {
    let path = format!("/cards/{card}/files?name={name}");
    client.send("POST", &path, &[("content-type", kind)], bytes)
}

/// A content that shows these files.
fn showing(image: &str, document: &str) -> CardContent {
    let mut value = serde_json::to_value(content("Pasti a domicilio")).expect("JSON");
    value["images"] = json!([{"file_id": image, "alt": {"it": "Una tavola apparecchiata"}}]);
    value["attachments"] =
        json!([{"file_id": document, "purpose": "terms", "title": {"it": "Condizioni"}}]);
    serde_json::from_value(value).expect("a valid card")
}

e2e! {
    fn a_file_is_uploaded_read_by_those_who_may_and_removed(app) {
        let desk = Desk::new(app);
        let card = desk.card(&Sample::draft("Pasti a domicilio")).id;
        let editor = &desk.editor.client;
        let image = upload(editor, card, "tavola.png", "image/png", &png(3)).expect(201);
        assert_eq!((image.text_at("/kind"), image.text_at("/width")), ("png".to_owned(), "3".to_owned()));
        let document = upload(editor, card, "carta%20servizi%C3%A0.pdf", "application/octet-stream", PDF).expect(201);
        assert_eq!(document.text_at("/bytes"), PDF.len().to_string());
        let path = format!("/files/{}", document.text_at("/id"));
        assert_eq!(document.header("location"), Some(format!("http://hub.test/api/v1{path}").as_str()));
        let listed = desk.reviewer.client.get(&format!("/cards/{card}/files")).expect(200);
        assert_eq!(listed.ids(), [image.text_at("/id"), document.text_at("/id")]);

        let bytes = desk.reviewer.client.get(&path).expect(200);
        assert_eq!(bytes.text.as_bytes(), PDF);
        assert_eq!(bytes.header("cache-control"), Some("no-store"));
        assert_eq!(bytes.header("content-type"), Some("application/pdf"));
        let saved = bytes.header("content-disposition").unwrap();
        assert_eq!(saved, "attachment; filename=\"carta servizi_.pdf\"; filename*=UTF-8''carta%20servizi%C3%A0%2Epdf");
        app.anonymous().get(&path).expect_problem(404, "not_found");

        let removal = format!("/cards/{card}/files/{}", document.text_at("/id"));
        desk.reviewer.client.delete(&removal, "*").expect_problem(403, "forbidden");
        let _ = editor.delete(&removal, "*").expect(204);
        editor.get(&path).expect_problem(404, "not_found");
        editor.delete(&removal, "*").expect_problem(404, "not_found");
        let events = desk.world.admin(desk.network).client.get("/audit-events?resource_type=card_file").expect(200);
        assert_eq!(events.ids().len(), 3);
    }
}

e2e! {
    fn the_public_gets_files_of_the_public_view_kept_for_good(app) {
        let desk = Desk::new(app);
        let editor = &desk.editor.client;
        let draft = desk.card(&Sample::draft("Bozza")).id;
        let image = upload(editor, draft, "tavola.png", "image/png", &png(3)).expect(201).text_at("/id");
        let document = upload(editor, draft, "carta.pdf", "application/pdf", PDF).expect(201).text_at("/id");
        let shown = desk.card(&Sample::published("Pasti a domicilio", "2026-11-01"));
        desk.show(&shown, &[image.parse().unwrap(), document.parse().unwrap()]);
        for _ in 0..2 {
            let picture = app.anonymous().get(&format!("/files/{image}")).expect(200);
            assert_eq!(picture.header("cache-control"), Some("public, max-age=31536000, immutable"));
            assert_eq!(picture.header("content-type"), Some("image/png"));
            assert!(picture.header("content-disposition").unwrap().starts_with("inline; "));
            assert!(picture.header("content-security-policy").unwrap().contains("sandbox"));
            assert_eq!(picture.header("x-content-type-options"), Some("nosniff"));
            let known = app.anonymous().with_header("if-none-match", &picture.etag()).get(&format!("/files/{image}")).expect(304);
            assert_eq!(known.etag(), picture.etag());
        }
        let document = app.anonymous().get(&format!("/files/{document}")).expect(200);
        assert!(document.header("content-disposition").unwrap().starts_with("attachment; "));
        desk.world.arrange(|unit| Ok(persistence::services::services_remove(unit.tx(), &[shown.id])?));
        app.anonymous().get(&format!("/files/{image}")).expect_problem(404, "not_found");
        assert_eq!(editor.get(&format!("/files/{image}")).expect(200).header("cache-control"), Some("no-store"));
    }
}

e2e! {
    fn a_file_that_is_shown_stays(app) {
        let desk = Desk::new(app);
        let editor = &desk.editor.client;
        for sample in [Sample::draft("Bozza"), Sample::published("Pubblicata", "2026-11-01")] {
            let holder = desk.card(&Sample::draft("Altra")).id;
            let image = upload(editor, holder, "tavola.png", "image/png", &png(3)).expect(201).text_at("/id");
            let document = upload(editor, holder, "carta.pdf", "application/pdf", PDF).expect(201).text_at("/id");
            let card = desk.card_with(&desk.provider, &sample, &showing(&image, &document)).id;
            for file in [image, document] {
                // Shown by another card: only its own one matters, which another rule sees to.
                let moved = file.parse().unwrap();
                desk.world.arrange(|unit| {
                    let mut owned = persistence::cards::file_find(unit.connection(), moved)?.unwrap();
                    let permit = domain_accounts::Permit::system(domain_accounts::Action::CardWrite);
                    persistence::cards::file_delete(unit.tx(), &permit, moved)?;
                    owned.file.card_id = card;
                    Ok(persistence::cards::file_insert(unit.tx(), &permit, &owned)?)
                });
                editor.delete(&format!("/cards/{card}/files/{file}"), "*").expect_problem(409, "in_use");
                let _ = editor.get(&format!("/files/{file}")).expect(200);
            }
        }
    }
}

e2e! {
    fn what_is_no_image_or_document_is_refused(app) {
        let app = &TestApp::spawn_with(app.backend(), |config| config.limits.file_bytes = 4096);
        let desk = Desk::new(app);
        let card = desk.card(&Sample::draft("Bozza")).id;
        let editor = &desk.editor.client;
        let script = b"#!/bin/sh\nrm -rf /\n";
        let refused = upload(editor, card, "carta.pdf", "application/pdf", script).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), [(String::new(), "file_mismatch".to_owned())]);
        upload(editor, card, "script.sh", "text/plain", script).expect_problem(415, "unsupported_media_type");
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
        upload(editor, card, "logo.svg", "image/svg+xml", svg).expect_problem(415, "unsupported_media_type");
        upload(editor, card, "tavola.png", "image/png", PDF).expect_problem(422, "invalid_content");
        upload(editor, card, "vuoto.pdf", "application/pdf", b"").expect_problem(422, "invalid_content");
        let mut large = PDF.to_vec();
        large.resize(5000, b' ');
        upload(editor, card, "carta.pdf", "application/pdf", &large).expect_problem(413, "payload_too_large");
        let nameless = editor.send("POST", &format!("/cards/{card}/files"), &[], PDF);
        nameless.expect_problem(400, "invalid_parameters");
        upload(editor, card, "a%2Fb.pdf", "application/pdf", PDF).expect_problem(400, "invalid_parameters");
        assert!(editor.get(&format!("/cards/{card}/files")).expect(200).ids().is_empty());
        let archived = desk.card(&Sample::published("Chiusa", "2026-11-01").archived()).id;
        upload(editor, archived, "carta.pdf", "application/pdf", PDF).expect_problem(409, "invalid_transition");
    }
}

e2e! {
    fn files_are_kept_by_their_provider(app) {
        let desk = Desk::new(app);
        let card = desk.card(&Sample::draft("Bozza")).id;
        let id = upload(&desk.editor.client, card, "carta.pdf", "application/pdf", PDF).expect(201).text_at("/id");
        upload(&desk.reviewer.client, card, "carta.pdf", "application/pdf", PDF).expect_problem(403, "forbidden");
        upload(&app.anonymous(), card, "carta.pdf", "application/pdf", PDF).expect_problem(401, "unauthenticated");
        let neighbour = desk.world.provider(desk.network).id;
        let elsewhere = desk.world.network();
        let manager = desk.world.holder(Role::ProviderManager, GrantPlace::Provider(desk.network, neighbour));
        let reviewer = desk.world.holder(Role::Reviewer, GrantPlace::Network(elsewhere));
        for stranger in [manager.client, reviewer.client] {
            upload(&stranger, card, "carta.pdf", "application/pdf", PDF).expect_problem(404, "not_found");
            stranger.get(&format!("/cards/{card}/files")).expect_problem(404, "not_found");
            stranger.get(&format!("/files/{id}")).expect_problem(404, "not_found");
            stranger.delete(&format!("/cards/{card}/files/{id}"), "*").expect_problem(404, "not_found");
        }
    }
}

e2e! {
    fn the_same_upload_with_the_same_key_is_one_file(app) {
        let desk = Desk::new(app);
        let card = desk.card(&Sample::draft("Bozza")).id;
        let client = desk.editor.client.with_header("idempotency-key", "carta-1");
        let first = upload(&client, card, "carta.pdf", "application/pdf", PDF).expect(201);
        assert_eq!(upload(&client, card, "carta.pdf", "application/pdf", PDF).expect(201).text, first.text);
        let other = upload(&client, card, "tavola.png", "image/png", &png(3));
        other.expect_problem(422, "idempotency_key_reused");
        let listed: Value = client.get(&format!("/cards/{card}/files")).expect(200).json();
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    }
}
