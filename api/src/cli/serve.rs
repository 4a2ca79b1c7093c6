//! `welfare-hub serve`.

use std::sync::Arc;

use api::{app, config::Config, worker};
use clap::Args;

/// What `serve` can be told.
#[derive(Args, Default)]
pub(super) struct Options {
    /// Fill an empty database with demonstration data and print the accounts.
    #[arg(long)]
    pub(super) demo: bool,
}

/// Serves until SIGTERM or SIGINT, then finishes what is running.
pub(super) fn run(config: Config, options: &Options) -> Result<(), String> {
    let hub = super::start(config)?;
    let _ = options.demo;
    let worker = worker::start(&hub);
    let served = actix_web::rt::System::new().block_on(async {
        let (server, addresses) = app::serve(Arc::clone(&hub))
            .map_err(|error| format!("{}: {error}", hub.config.bind))?;
        for address in addresses {
            log::info!("listening on http://{address}, description at http://{address}/docs/");
        }
        server.await.map_err(|error| error.to_string())
    });
    worker.stop();
    served
}
