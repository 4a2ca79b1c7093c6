//! Keeps the committed description of the API equal to the code it is generated from.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{ArgGroup, Parser};

/// The server the committed description names, so that it is the same wherever it is made.
const SERVER: &str = "http://127.0.0.1:8080";

/// Write or check openapi/openapi.json
#[derive(Parser)]
#[command(name = "openapi", group(ArgGroup::new("what").required(true)))]
struct Cli {
    /// Write the description as the code generates it.
    #[arg(long, group = "what")]
    write: bool,
    /// Fail when the committed description is not what the code generates.
    #[arg(long, group = "what")]
    check: bool,
    /// The file.
    #[arg(long, default_value_os_t = committed())]
    file: PathBuf,
}

/// Where the description is committed.
fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json")
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = generated().and_then(|text| {
        if cli.write {
            fs::write(&cli.file, text).map_err(|error| format!("{}: {error}", cli.file.display()))
        } else {
            compare(&cli.file, &text)
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => fail(&message),
    }
}

/// The description as the code generates it, one line a value.
fn generated() -> Result<String, String> {
    serde_json::to_string_pretty(&api::openapi::document(SERVER))
        .map(|text| text + "\n")
        .map_err(|error| error.to_string())
}

/// `Ok` when the file holds exactly this text.
fn compare(file: &Path, text: &str) -> Result<(), String> {
    let held = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    if held == text {
        return Ok(());
    }
    let line = held
        .lines()
        .zip(text.lines())
        .position(|(old, new)| old != new)
        .unwrap_or_else(|| held.lines().count().min(text.lines().count()));
    Err(format!(
        "{} is not what the code generates, from line {} on; run: cargo run -p openapi -- --write",
        file.display(),
        line + 1
    ))
}

#[expect(clippy::print_stderr, reason = "a tool for the terminal")]
fn fail(message: &str) -> ExitCode {
    eprintln!("openapi: {message}");
    ExitCode::FAILURE
}
