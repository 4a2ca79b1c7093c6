//! The command line.

mod cards;
mod serve;
mod upkeep;
mod users;

use std::{fmt::Write as _, process::ExitCode, sync::Arc};

use api::{
    clock::SystemClock,
    config::{Config, VARIABLES},
    hub::Hub,
};
use clap::{Parser, Subcommand};

/// The open hub of proximity welfare: desks, specialists, providers and local services over HTTP.
#[derive(Parser)]
#[command(name = "welfare-hub", version, after_help = settings())]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Start the API (what happens without a command).
    Serve(serve::Options),
    /// Bring the database up to date and end.
    Migrate,
    /// Manage user accounts.
    #[command(subcommand)]
    User(users::Command),
    /// Import service cards.
    #[command(subcommand)]
    Import(cards::Import),
    /// Export service cards.
    #[command(subcommand)]
    Export(cards::Exporting),
    /// Print the OpenAPI description.
    Openapi,
    /// Check settings, database and mail; the exit code tells.
    Check,
    /// Copy a running SQLite database into a new file.
    Backup {
        /// The file, which must not exist.
        file: std::path::PathBuf,
    },
    /// Build the search index anew while the hub is not running.
    RebuildIndex,
    /// Make a new signing key now; tokens already given stay good until they expire.
    RotateKeys,
}

/// The settings, for the end of the help text.
fn settings() -> String {
    let mut text = "Settings, read from the environment:\n".to_owned();
    for variable in VARIABLES {
        let default = if variable.default.is_empty() {
            String::new()
        } else {
            format!(" [{}]", variable.default)
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {:<26} {}{default}", variable.name, variable.help);
    }
    text
}

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let command = cli
        .command
        .unwrap_or_else(|| Command::Serve(serve::Options::default()));
    let filter = std::env::var("HUB_LOG").unwrap_or_else(|_| "info".to_owned());
    if let Err(error) = api::log_lines::start(&filter, None) {
        say_error(&error.to_string());
        return ExitCode::FAILURE;
    }
    let outcome = match command {
        Command::Openapi => print_description(),
        Command::Serve(options) => config().and_then(|config| serve::run(config, &options)),
        Command::Migrate => config().and_then(|config| upkeep::migrate(&config)),
        Command::User(command) => config()
            .and_then(start)
            .and_then(|hub| users::run(&hub, command)),
        Command::Import(command) => config()
            .and_then(start)
            .and_then(|hub| cards::import(&hub, command)),
        Command::Export(command) => config()
            .and_then(start)
            .and_then(|hub| cards::export(&hub, command)),
        Command::Check => config().and_then(|config| upkeep::check(&config)),
        Command::Backup { file } => config().and_then(|config| upkeep::backup(&config, &file)),
        Command::RebuildIndex => config()
            .and_then(start)
            .and_then(|hub| upkeep::rebuild_index(&hub)),
        Command::RotateKeys => config()
            .and_then(start)
            .and_then(|hub| upkeep::rotate_keys(&hub)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say_error(&message);
            ExitCode::FAILURE
        }
    }
}

fn config() -> Result<Config, String> {
    Config::from_env().map_err(|errors| format!("the settings are wrong:\n{errors}"))
}

fn print_description() -> Result<(), String> {
    let url =
        std::env::var("HUB_PUBLIC_URL").unwrap_or_else(|_| "http://127.0.0.1:8080".to_owned());
    let document = api::openapi::document(&url);
    say(&serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?);
    Ok(())
}

/// Starts a hub on the machine's clock.
fn start(config: Config) -> Result<Arc<Hub>, String> {
    Hub::start(config, Arc::new(SystemClock)).map_err(|error| error.to_string())
}

/// Writes a line for the person at the terminal.
#[expect(
    clippy::print_stdout,
    reason = "the command line answers on standard output"
)]
fn say(text: &str) {
    println!("{text}");
}

#[expect(
    clippy::print_stderr,
    reason = "the command line reports errors on standard error"
)]
fn say_error(text: &str) {
    eprintln!("welfare-hub: {text}");
}
