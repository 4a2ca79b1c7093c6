//! Good files, and hostile ones, by table.

use domain_shared::Code as _;

use super::{
    super::samples::{docx_with, jpeg, odt_with, pdf, png, webp, zip},
    *,
};

const MAX: usize = 1024 * 1024;

fn told(bytes: &[u8], name: &str, media_type: &str) -> Result<FileKind, FileRefusal> {
    let declared = Declared {
        name: Some(name).filter(|name| !name.is_empty()),
        media_type: Some(media_type).filter(|text| !text.is_empty()),
    };
    recognise(bytes, declared, MAX)
}

#[test]
fn good_files_are_what_their_content_is() {
    let odt = MediaKind::Odt.media_type();
    let cases = [
        (pdf(), "volantino.pdf", "application/pdf", MediaKind::Pdf),
        (pdf(), "", "", MediaKind::Pdf),
        (
            pdf(),
            "senza-estensione",
            "application/octet-stream",
            MediaKind::Pdf,
        ),
        (png(640, 480), "sede.PNG", "image/png", MediaKind::Png),
        (
            jpeg(640, 480),
            "sede.jpeg",
            "Image/JPEG; q=1",
            MediaKind::Jpeg,
        ),
        (jpeg(640, 480), "sede.jpg", "", MediaKind::Jpeg),
        (webp(640, 480), "sede.webp", "image/webp", MediaKind::Webp),
        (odt_with(&[]), "modulo.odt", odt, MediaKind::Odt),
        (docx_with(&[]), "modulo.docx", "", MediaKind::Docx),
    ];
    for (bytes, name, media_type, media) in cases {
        let kind = told(&bytes, name, media_type).unwrap();
        assert_eq!(kind.media, media, "{name}");
        let size = Dimensions {
            width: 640,
            height: 480,
        };
        assert_eq!(kind.dimensions, media.is_image().then_some(size), "{name}");
    }
}

#[test]
fn what_is_not_taken_is_not_taken_under_any_name() {
    let script = b"#!/bin/sh\nrm -rf /\n".as_slice();
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let html = b"<!DOCTYPE html><script>alert(1)</script>";
    let late_pdf = [b"<html>".as_slice(), &pdf()].concat();
    let others: [(&str, &[u8]); 9] = [
        ("sh", script),
        ("svg", svg),
        ("html", html),
        ("exe", b"MZ\x90\0\x03\0\0\0"),
        ("elf", b"\x7FELF\x02\x01\x01"),
        ("gif", b"GIF89a\x01\0\x01\0"),
        ("doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"),
        ("txt", b"ciao"),
        ("html", &late_pdf),
    ];
    for (extension, bytes) in others {
        let own = told(bytes, &format!("file.{extension}"), "");
        assert_eq!(own, Err(FileRefusal::Unsupported), "{extension}");
        assert_eq!(told(bytes, "", ""), Err(FileRefusal::Unsupported));
        for (name, media_type, declared) in [
            ("file.pdf", "", "pdf"),
            ("", "image/png", "image/png"),
            ("file.pdf", "application/pdf", "pdf"),
        ] {
            let refused = Err(FileRefusal::Mismatch(declared.to_owned()));
            assert_eq!(told(bytes, name, media_type), refused, "{extension}");
        }
    }
    let jar = zip(&[
        ("META-INF/MANIFEST.MF", b"Main-Class: x"),
        ("x.class", b"\xCA\xFE"),
    ]);
    assert_eq!(told(&jar, "gioco.jar", ""), Err(FileRefusal::Unsupported));
    assert_eq!(
        told(&jar, "modulo.docx", ""),
        Err(FileRefusal::Mismatch("docx".to_owned()))
    );
}

#[test]
fn a_declaration_that_disagrees_is_refused() {
    for (name, media_type) in [
        ("volantino.png", ""),
        ("volantino.pdf.exe", ""),
        ("volantino.pdf", "text/html"),
        ("volantino.pdf", "image/jpeg"),
        ("volantino.pdf.", ""),
    ] {
        let refusal = told(&pdf(), name, media_type).unwrap_err();
        assert!(
            matches!(refusal, FileRefusal::Mismatch(_)),
            "{name} {media_type}"
        );
    }
}

#[test]
fn sizes_are_bounded() {
    assert_eq!(told(b"", "vuoto.pdf", ""), Err(FileRefusal::Empty));
    let mut large = pdf();
    large.resize(MAX + 1, b' ');
    assert_eq!(told(&large, "", ""), Err(FileRefusal::TooLarge(MAX)));
    for image in [
        png(10_001, 1),
        png(8000, 8000),
        jpeg(10_001, 2),
        webp(1, 16_384),
    ] {
        assert_eq!(told(&image, "", ""), Err(FileRefusal::Dimensions));
    }
    assert!(told(&png(10_000, 5_000), "", "").is_ok());
}

#[test]
fn what_is_cut_off_or_appended_to_is_refused() {
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    for bytes in [
        cut(png(9, 9)),
        png(0, 9),
        cut(jpeg(9, 9)),
        cut(webp(9, 9)),
        cut(pdf()),
    ] {
        assert_eq!(told(&bytes, "", ""), Err(FileRefusal::Damaged));
    }
    let appended = |mut bytes: Vec<u8>, tail: &[u8]| {
        bytes.extend_from_slice(tail);
        bytes
    };
    let php = b"<?php system($_GET['c']); ?>";
    assert_eq!(
        told(&appended(png(9, 9), php), "", ""),
        Err(FileRefusal::Damaged)
    );
    assert_eq!(
        told(&appended(webp(9, 9), php), "", ""),
        Err(FileRefusal::Damaged)
    );
    let jar = zip(&[("x.class", b"\xCA\xFE")]);
    for image in [appended(jpeg(9, 9), &jar), appended(pdf(), &jar)] {
        let refused = Err(FileRefusal::Container(ArchiveFault::Nested));
        assert_eq!(told(&image, "", ""), refused);
    }
    let document = odt_with(&[]);
    assert_eq!(
        told(&cut(document), "modulo.odt", ""),
        Err(FileRefusal::Container(ArchiveFault::Damaged))
    );
}

#[test]
fn documents_carry_no_macros_programs_or_bombs() {
    let zeros = vec![b'0'; 8 * 1024 * 1024];
    let nested = zip(&[("a", b"b")]);
    let cases: [(Vec<u8>, ArchiveFault); 8] = [
        (
            docx_with(&[("word/vbaProject.bin", b"x")]),
            ArchiveFault::Active,
        ),
        (
            odt_with(&[("Basic/Standard/Module1.xml", b"<x/>")]),
            ArchiveFault::Active,
        ),
        (
            odt_with(&[("Scripts/python/x.py", b"print()")]),
            ArchiveFault::Active,
        ),
        (
            docx_with(&[("word/media/image1.png", b"MZ\x90")]),
            ArchiveFault::Active,
        ),
        (
            docx_with(&[("word/embeddings/x.bin", &nested)]),
            ArchiveFault::Nested,
        ),
        (
            docx_with(&[("word/media/image1.bmp", &zeros)]),
            ArchiveFault::Bomb,
        ),
        (
            docx_with(&[("../../etc/passwd", b"x")]),
            ArchiveFault::Damaged,
        ),
        (
            docx_with(&[("WORD/document.xml", b"x")]),
            ArchiveFault::Damaged,
        ),
    ];
    for (index, (bytes, fault)) in cases.into_iter().enumerate() {
        let refused = Err(FileRefusal::Container(fault));
        assert_eq!(told(&bytes, "", ""), refused, "case {index}");
    }
}

#[test]
fn containers_that_only_look_like_documents_are_none() {
    let manifest: (&str, &[u8]) = ("META-INF/manifest.xml", b"<x/>");
    let odt = MediaKind::Odt.media_type().as_bytes();
    let cases = [
        zip(&[manifest, ("mimetype", odt), ("content.xml", b"<x/>")]),
        zip(&[("mimetype", odt), manifest]),
        zip(&[
            ("mimetype", b"application/epub+zip"),
            manifest,
            ("content.xml", b"<x/>"),
        ]),
        zip(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", b"<x/>"),
        ]),
        zip(&[
            (
                "[Content_Types].xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
            ("word/document.xml", b"<x/>"),
        ]),
    ];
    for (index, bytes) in cases.iter().enumerate() {
        assert_eq!(
            told(bytes, "", ""),
            Err(FileRefusal::Unsupported),
            "case {index}"
        );
    }
}

#[test]
fn refusals_are_clear_problems() {
    let cases = [
        (FileRefusal::Empty, "invalid_content", 422),
        (FileRefusal::TooLarge(9), "payload_too_large", 413),
        (FileRefusal::Unsupported, "unsupported_media_type", 415),
        (
            FileRefusal::Mismatch("pdf".to_owned()),
            "invalid_content",
            422,
        ),
        (FileRefusal::Damaged, "invalid_content", 422),
        (FileRefusal::Dimensions, "invalid_content", 422),
        (
            FileRefusal::Container(ArchiveFault::Bomb),
            "invalid_content",
            422,
        ),
    ];
    for (refusal, code, status) in cases {
        let problem = Problem::from(refusal);
        assert_eq!(problem.code.code(), code);
        assert_eq!(problem.code.status().as_u16(), status);
    }
}

#[test]
fn any_bytes_are_judged_without_a_fault() {
    let heads: [&[u8]; 5] = [
        b"%PDF-1.",
        b"\x89PNG\r\n\x1A\n",
        b"\xFF\xD8\xFF",
        b"PK\x03\x04",
        b"RIFF",
    ];
    let mut state = 1_u32;
    for round in 0..4_000_usize {
        let mut bytes = heads[round % heads.len()].to_vec();
        for _ in 0..round % 97 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            bytes.push(state.to_be_bytes()[0]);
        }
        let _ = recognise(&bytes, Declared::default(), MAX);
    }
    // Every beginning of a good file, and every file with one byte changed.
    for good in [
        png(9, 9),
        jpeg(9, 9),
        webp(9, 9),
        odt_with(&[]),
        docx_with(&[]),
    ] {
        for at in 0..good.len() {
            let _ = recognise(&good[..at], Declared::default(), MAX);
            let mut changed = good.clone();
            changed[at] ^= 0xFF;
            let _ = recognise(&changed, Declared::default(), MAX);
        }
    }
}
