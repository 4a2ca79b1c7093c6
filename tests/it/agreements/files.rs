//! Attachments and signed documents of agreements.

use serde_json::json;
use tests::{Client, Reply, e2e};

use super::{NOTHING, Stage, any};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n";
const PADES: &[u8] = b"%PDF-1.7\n1 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 9 20 9]/Contents<00>>>\nendobj\n%%EOF\n";
/// The head of a CMS envelope with signed data, in DER, around ten bytes of nothing.
const P7M: &[u8] =
    b"\x30\x19\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0\x0C\x30\x0A0123456789";

fn upload(client: &Client, id: &str, kind: &str, name: &str, bytes: &[u8]) -> Reply {
    let path = format!("/agreements/{id}/files?kind={kind}&name={name}");
    client.send(
        "POST",
        &path,
        &[("content-type", "application/octet-stream")],
        bytes,
    )
}

e2e! {
    fn attachments_belong_to_a_draft_and_to_what_is_sent(app) {
        let stage = Stage::set(app);
        let (admin, coordinator) = (&stage.admin.client, &stage.coordinator.client);
        let id = stage.draft(&stage.content());
        let files = format!("/agreements/{id}/files");
        let one = upload(coordinator, &id, "attachment", "listino%C3%A0.pdf", PDF).expect(201);
        let location = one.header("location").unwrap().to_owned();
        assert!(location.ends_with(&format!("{files}/{}", one.text_at("/id"))));
        assert_eq!((one.text_at("/media_type"), one.text_at("/kind")), ("application/pdf".to_owned(), "attachment".to_owned()));
        assert!(one.json().get("format").is_none());
        upload(coordinator, &id, "attachment", "listino.txt", b"abc").expect_problem(415, "unsupported_media_type");
        upload(coordinator, &id, "attachment", "listino.png", PDF).expect_problem(422, "invalid_content");
        upload(coordinator, &id, "attachment", "firmato.p7m", P7M).expect_problem(415, "unsupported_media_type");
        upload(coordinator, &id, "other", "a.pdf", PDF).expect_problem(400, "invalid_parameters");
        upload(coordinator, &id, "signed", "firmato.pdf", PDF).expect_problem(409, "invalid_transition");
        upload(&stage.reviewer.client, &id, "attachment", "a.pdf", PDF).expect_problem(403, "forbidden");
        upload(&stage.manager.client, &id, "attachment", "a.pdf", PDF).expect_problem(404, "not_found");
        let two = upload(coordinator, &id, "attachment", "altro.pdf", PDF).expect(201);
        let path = format!("{files}/{}", two.text_at("/id"));
        stage.reviewer.client.delete(&path, "*").expect_problem(403, "forbidden");
        let _ = coordinator.delete(&path, "*").expect(204);
        coordinator.get(&path).expect_problem(404, "not_found");
        for name in ["review-submission", "sending"] {
            let _ = any(admin, &id, name, NOTHING).expect(200);
        }
        let first = admin.get(&format!("/agreements/{id}/revisions/1")).expect(200).text_at("/sha256");
        let path = format!("{files}/{}", one.text_at("/id"));
        admin.delete(&path, "*").expect_problem(409, "invalid_transition");
        upload(coordinator, &id, "attachment", "tardi.pdf", PDF).expect_problem(409, "invalid_transition");
        assert_eq!(stage.manager.client.get(&files).expect(200).ids(), [one.text_at("/id")]);
        let bytes = stage.manager.client.get(&path).expect(200);
        assert_eq!(bytes.text.as_bytes(), PDF);
        assert_eq!(bytes.header("cache-control"), Some("no-store"));
        assert!(bytes.header("content-disposition").unwrap().starts_with("attachment; filename=\"listino_.pdf\""));
        let known = stage.manager.client.send("GET", &path, &[("if-none-match", &bytes.etag())], b"");
        let _ = known.expect(304);
        app.anonymous().get(&path).expect_problem(401, "unauthenticated");
        // The hash of a revision is that of its attachments too.
        let _ = any(admin, &id, "recall", super::because()).expect(200);
        let _ = admin.delete(&path, "*").expect(204);
        for name in ["review-submission", "sending"] {
            let _ = any(admin, &id, name, NOTHING).expect(200);
        }
        assert_ne!(admin.get(&format!("/agreements/{id}/revisions/2")).expect(200).text_at("/sha256"), first);
    }
}

e2e! {
    fn a_signed_document_is_kept_as_it_is(app) {
        let stage = Stage::set(app);
        let id = stage.signed(&stage.content(), "2026-11-20");
        let files = format!("/agreements/{id}/files");
        upload(&stage.editor.client, &id, "signed", "a.pdf", PDF).expect_problem(403, "forbidden");
        upload(&stage.reviewer.client, &id, "signed", "a.pdf", PDF).expect_problem(403, "forbidden");
        let mut ids = Vec::new();
        for (client, name, bytes, format, media) in [
            (&stage.coordinator.client, "scansione.pdf", PDF, "pdf", "application/pdf"),
            (&stage.manager.client, "firmato.pdf", PADES, "pades", "application/pdf"),
            (&stage.admin.client, "firmato.pdf.p7m", P7M, "cades", "application/pkcs7-mime"),
        ] {
            let made = upload(client, &id, "signed", name, bytes).expect(201);
            assert_eq!((made.text_at("/format"), made.text_at("/media_type")), (format.to_owned(), media.to_owned()));
            let path = format!("{files}/{}", made.text_at("/id"));
            assert_eq!(stage.manager.client.download(&path), bytes, "{name}");
            let read = stage.manager.client.get(&path).expect(200);
            assert_eq!(read.etag(), format!("\"{}\"", made.text_at("/sha256")));
            stage.admin.client.delete(&path, "*").expect_problem(409, "in_use");
            ids.push(made.text_at("/id"));
        }
        assert_eq!(stage.admin.client.get(&files).expect(200).ids(), ids, "the former ones stay in the list");
        assert_eq!(stage.read(&id).json()["files"].as_array().map(Vec::len), Some(3));
        let mut cut = P7M.to_vec();
        cut.pop();
        upload(&stage.admin.client, &id, "signed", "a.p7m", &cut).expect_problem(415, "unsupported_media_type");
        upload(&stage.admin.client, &id, "signed", "a.pdf", P7M).expect_problem(422, "invalid_content");
        upload(&stage.admin.client, &id, "signed", "a.png", b"\x89PNG\r\n\x1A\n").expect_problem(422, "invalid_content");
        let log = stage.admin.client.get("/audit-events?resource_type=agreement_file").expect(200);
        assert_eq!(log.ids().len(), 3);
        assert_eq!(log.json()["items"][0]["after"]["format"], json!("cades"));
    }
}
