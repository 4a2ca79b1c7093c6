//! Import and export of cards: jobs, reports, round trips, hostile files.

mod formats;
mod jobs;

use api::card_import::run_due;
use domain_providers::Provider;
use serde_json::{Value, json};
use tests::{Client, Reply, TestApp, card_content};

const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const NDJSON: &str = "application/x-ndjson";

/// A table whose first row is right and complete, with the external identifiers A, B ….
fn table(rows: &[(&str, &str)]) -> String {
    let mut text = "id_esterno;titolo;sommario;categoria;destinatari;copertura_comuni;erogazione;contatto_telefono;attivita;attesa_attivazione_giorni;gratuito;accesso_canali;accesso_modalita;lingue;eta_da\n".to_owned();
    for (name, title) in rows {
        text.push_str(&format!(
            "{name};{title};Aiuto a casa;services-for-the-elderly;persone anziane;Cesena (FC);a domicilio;+39 0547 123456;Igiene e pasti;10;sì;per telefono;Telefonare;it;65\n"
        ));
    }
    text
}

/// A line of JSON.
fn line(name: &str, title: &str) -> String {
    let mut content = card_content();
    content["title"] = json!({"it": title, "de": "Hilfe zu Hause"});
    json!({"external_id": name, "content": content}).to_string()
}

/// Asks for an import.
fn send(client: &Client, provider: &Provider, query: &str, kind: &str, body: &[u8]) -> Reply {
    let path = format!("/card-imports?provider_id={}{query}", provider.id);
    client.send("POST", &path, &[("content-type", kind)], body)
}

/// Asks for an import, runs it, and answers the job.
fn import(
    app: &TestApp,
    client: &Client,
    provider: &Provider,
    query: &str,
    kind: &str,
    body: &[u8],
) -> Value {
    let asked = send(client, provider, query, kind, body).expect(202);
    let id = asked.text_at("/id");
    assert!(
        asked
            .header("location")
            .unwrap()
            .ends_with(&format!("/api/v1/jobs/{id}"))
    );
    run_due(app.hub()).expect("the job runs");
    client.get(&format!("/jobs/{id}")).expect(200).json()
}

/// Line, outcome and codes of every row of a job.
fn rows(client: &Client, job: &Value) -> Vec<String> {
    let path = format!("/jobs/{}/rows?limit=100", job["id"].as_str().unwrap());
    let page = client.get(&path).expect(200).json();
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let problems = row["problems"].as_array().unwrap();
            let codes: Vec<String> = problems
                .iter()
                .map(|one| {
                    let place = one.get("column").unwrap_or(&one["pointer"]);
                    format!(
                        " {}:{}",
                        place.as_str().unwrap(),
                        one["code"].as_str().unwrap()
                    )
                })
                .collect();
            format!(
                "{} {}{}",
                row["line"],
                row["outcome"].as_str().unwrap(),
                codes.concat()
            )
        })
        .collect()
}

/// How many cards a provider has.
fn count(client: &Client, provider: &Provider) -> usize {
    client
        .get(&format!("/cards?limit=100&provider={}", provider.id))
        .expect(200)
        .ids()
        .len()
}
