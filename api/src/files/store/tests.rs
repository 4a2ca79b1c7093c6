//! Storing on a real folder, and against a tiny server that speaks just enough S3.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    sync::{Arc, Mutex},
};

use actix_web::rt::System;
use futures_util::{TryStreamExt as _, pin_mut};
use secrecy::SecretString;

use super::*;

fn local(folder: PathBuf) -> FileStore {
    FileStore::open(&FilesConfig::Local(folder)).unwrap()
}

async fn collect(store: &FileStore, key: &FileKey) -> (u64, Vec<u8>) {
    let (size, parts) = store.stream(key).await.unwrap();
    pin_mut!(parts);
    let mut all = Vec::new();
    while let Some(part) = parts.try_next().await.unwrap() {
        all.extend_from_slice(&part);
    }
    (size, all)
}

#[test]
fn a_key_is_the_hash_of_the_content() {
    let key = FileKey::of(b"abc");
    assert_eq!(
        key.as_str(),
        "ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    assert_eq!(key.as_str().parse::<FileKey>().unwrap(), key);
    assert_eq!(key.digest().len(), 64);
    for text in ["", "ba", "../etc/passwd", "ba/7816", "BA/7816bf8f01cfea"] {
        assert_eq!(text.parse::<FileKey>(), Err(InvalidFileKey), "{text}");
    }
}

#[test]
fn a_folder_keeps_a_content_once() {
    let folder = tempfile::tempdir().unwrap();
    System::new().block_on(async {
        let store = local(folder.path().join("files"));
        let content = FileContent::new(Bytes::from(vec![7; 300_000]));
        assert!(!store.exists(content.key()).await.unwrap());
        store.put(&content).await.unwrap();
        store.put(&content).await.unwrap();
        assert!(store.exists(content.key()).await.unwrap());
        assert_eq!(store.read(content.key()).await.unwrap(), content.bytes());
        let (size, streamed) = collect(&store, content.key()).await;
        assert_eq!((size, streamed.as_slice()), (300_000, &content.bytes()[..]));
        // Another process sees it.
        let other = local(folder.path().join("files"));
        assert!(other.exists(content.key()).await.unwrap());
        store.delete(content.key()).await.unwrap();
        store.delete(content.key()).await.unwrap();
        assert!(!other.exists(content.key()).await.unwrap());
        let problem = store.read(content.key()).await.unwrap_err();
        assert!(problem.log_text().unwrap().contains(content.key().as_str()));
    });
}

#[test]
fn a_changed_file_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    System::new().block_on(async {
        let store = local(folder.path().to_owned());
        let content = FileContent::new(Bytes::from_static(b"original"));
        store.put(&content).await.unwrap();
        fs::write(folder.path().join(content.key().as_str()), b"tampered").unwrap();
        assert!(store.read(content.key()).await.is_err());
    });
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    fs::write(&file, b"").unwrap();
    let error = FileStore::open(&FilesConfig::Local(file.join("files"))).unwrap_err();
    assert!(error.contains("a-file"), "{error}");
}

/// One request as the tiny server saw it.
#[derive(Debug, Clone)]
struct Seen {
    line: String,
    headers: BTreeMap<String, String>,
}

type Objects = BTreeMap<String, Vec<u8>>;

fn answer(stream: &TcpStream, objects: &Mutex<Objects>, seen: &Mutex<Vec<Seen>>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let mut headers = BTreeMap::new();
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).ok()?;
            let Some((name, value)) = header.trim().split_once(':') else {
                break;
            };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers
            .get("content-length")
            .map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let (method, rest) = line.trim().split_once(' ')?;
        let path = rest.split(' ').next()?.to_owned();
        seen.lock().unwrap().push(Seen {
            line: line.trim().to_owned(),
            headers,
        });
        let mut objects = objects.lock().unwrap();
        let (status, content) = match method {
            "PUT" => {
                objects.insert(path, body);
                ("200 OK", Vec::new())
            }
            "DELETE" => {
                objects.remove(&path);
                ("204 No Content", Vec::new())
            }
            _ => objects.get(&path).map_or_else(
                || ("404 Not Found", Vec::new()),
                |found| ("200 OK", found.clone()),
            ),
        };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Length: {}\r\nETag: \"x\"\r\nLast-Modified: Mon, 01 Jun 2026 08:00:00 GMT\r\n\r\n",
            content.len()
        );
        let mut writer = stream;
        writer.write_all(head.as_bytes()).ok()?;
        if method != "HEAD" {
            writer.write_all(&content).ok()?;
        }
    }
}

fn bucket(endpoint: String) -> FileStore {
    FileStore::open(&FilesConfig::S3(S3Config {
        bucket: "welfare".to_owned(),
        prefix: "hub/files".to_owned(),
        endpoint: Some(endpoint),
        region: "eu-south-1".to_owned(),
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret_access_key: SecretString::from("top-secret"),
    }))
    .unwrap()
}

#[test]
fn an_https_address_is_greeted_with_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let store = bucket(format!("https://{}", listener.local_addr().unwrap()));
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut first = [0];
        stream.read_exact(&mut first).unwrap();
        first
    });
    let problem = System::new()
        .block_on(store.exists(&FileKey::of(b"")))
        .unwrap_err();
    // The kind of a TLS record that begins a handshake.
    assert_eq!(server.join().unwrap(), [0x16], "{:?}", problem.log_text());
}

#[test]
fn an_object_store_is_spoken_to_with_signed_requests() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let objects = Arc::new(Mutex::new(Objects::new()));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (kept, noted) = (Arc::clone(&objects), Arc::clone(&seen));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (kept, noted) = (Arc::clone(&kept), Arc::clone(&noted));
            std::thread::spawn(move || answer(&stream.unwrap(), &kept, &noted));
        }
    });
    let store = bucket(format!("http://{address}"));
    assert_eq!(store.place(), "s3://welfare/hub/files");
    let content = FileContent::new(Bytes::from_static(b"%PDF-1.7 a leaflet"));
    System::new().block_on(async {
        store.put(&content).await.unwrap();
        store.put(&content).await.unwrap();
        assert_eq!(store.read(content.key()).await.unwrap(), content.bytes());
        store.delete(content.key()).await.unwrap();
        assert!(!store.exists(content.key()).await.unwrap());
    });
    let seen = seen.lock().unwrap();
    let puts: Vec<_> = seen
        .iter()
        .filter(|request| request.line.starts_with("PUT"))
        .collect();
    assert_eq!(puts.len(), 1, "{seen:#?}");
    assert!(puts[0].line.starts_with(&format!(
        "PUT /welfare/hub/files/{} HTTP/1.1",
        content.key()
    )));
    for request in seen.iter() {
        let signature = &request.headers["authorization"];
        assert!(
            signature.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                && signature.contains("/eu-south-1/s3/aws4_request"),
            "{signature}"
        );
        assert!(!format!("{request:?}").contains("top-secret"));
    }
}
