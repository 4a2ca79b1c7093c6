//! `welfare-hub serve`.

use std::sync::Arc;

use api::{
    accounts::{FIRST_ADMINISTRATOR, create_first_administrator},
    app,
    auth::{hash_password, one_time_password},
    config::Config,
    demo,
    http::UnitOfWork,
    hub::Hub,
    jobs,
    services::catalogue,
    worker,
};
use clap::Args;
use secrecy::ExposeSecret as _;

use super::{say, users::explain};

/// What `serve` can be told.
#[derive(Args, Default)]
pub(super) struct Options {
    /// Fill an empty database with demonstration data and print its accounts.
    #[arg(long)]
    pub(super) demo: bool,
}

/// Serves until SIGTERM or SIGINT, then finishes what is running.
pub(super) fn run(config: Config, options: &Options) -> Result<(), String> {
    let hub = super::start(config)?;
    if options.demo {
        prepare_demo(&hub)?;
    } else {
        welcome(&hub)?;
    }
    let worker = worker::start(&hub);
    let feeder = catalogue::start(&hub);
    let jobs = jobs::start(&hub);
    let served = actix_web::rt::System::new().block_on(async {
        let (server, addresses) = app::serve(Arc::clone(&hub))
            .map_err(|error| format!("{}: {error}", hub.config.bind))?;
        // Once the server has run for the first time it handles signals, and only then it says so.
        let running = actix_web::rt::spawn(server);
        actix_web::rt::task::yield_now().await;
        for address in addresses {
            log::info!("listening on http://{address}, description at http://{address}/docs/");
        }
        running
            .await
            .map_err(|error| error.to_string())?
            .map_err(|error| error.to_string())
    });
    jobs.stop();
    feeder.stop();
    worker.stop();
    served
}

/// On a hub without users, makes the first administrator and prints the one-time password.
fn welcome(hub: &Hub) -> Result<(), String> {
    let password = one_time_password();
    let created = if has_users(hub)? {
        None
    } else {
        let hash = hash_password(&password).map_err(|problem| explain(&problem))?;
        let (now, url) = (hub.clock.now(), hub.config.public_url.clone());
        hub.db
            .write(|tx| {
                let unit = &mut UnitOfWork::of_system(tx, now, url.clone());
                create_first_administrator(unit, &hash)
            })
            .map_err(|problem| explain(&problem))?
    };
    if created.is_some() {
        say("First start: sign in as the administrator and choose a password.");
        say(&format!("  e-mail:            {FIRST_ADMINISTRATOR}"));
        say(&format!(
            "  one-time password: {}",
            password.expose_secret()
        ));
        say("It is shown only now.");
    }
    Ok(())
}

fn has_users(hub: &Hub) -> Result<bool, String> {
    hub.db
        .read(|connection| -> api::problem::Outcome<_> {
            Ok(persistence::accounts::user_count(connection)? > 0)
        })
        .map_err(|problem| explain(&problem))
}

/// Fills an empty database, leaves one that holds the demonstration as it is, refuses any other.
fn prepare_demo(hub: &Hub) -> Result<(), String> {
    match demo::prepare(hub).map_err(|problem| explain(&problem))? {
        demo::Prepared::Filled => say("The demonstration data are loaded."),
        demo::Prepared::AlreadyThere => say("The demonstration data are there from before."),
        demo::Prepared::Refused => {
            return Err(format!(
                "{} holds other data: --demo only fills an empty database. Set HUB_DATABASE_URL to \
                 another one, or leave --demo out.",
                hub.db.url()
            ));
        }
    }
    say("Accounts (password of each: the same):");
    say(&format!("  {:<20} {}", "password", demo::PASSWORD));
    for (role, email) in demo::accounts() {
        say(&format!("  {role:<20} {email}"));
    }
    say("Anybody else, a citizen's front end for example, reads and registers without an account.");
    say("API clients act for one of these accounts: POST /api/v1/me/api-clients.");
    Ok(())
}
