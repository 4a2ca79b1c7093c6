//! Runs every declared case on each database that answers, and says at the end which those were.

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

use crate::{
    Backend, TestApp,
    database::{postgres_answers, remove_template},
};

/// A declared end-to-end test.
#[derive(Debug)]
pub struct Case {
    module: &'static str,
    name: &'static str,
    run: fn(&TestApp),
}

inventory::collect!(Case);

impl Case {
    /// A case; use the `e2e!` macro.
    #[must_use]
    pub const fn new(module: &'static str, name: &'static str, run: fn(&TestApp)) -> Self {
        Self { module, name, run }
    }

    fn trial(&'static self, backend: Backend) -> Trial {
        let area = self
            .module
            .split_once("::")
            .map_or(self.module, |(_, area)| area);
        let name = format!("{}::{area}::{}", backend.name(), self.name);
        let run = self.run;
        Trial::test(name, move || {
            run(&TestApp::spawn(backend));
            Ok(())
        })
    }
}

/// Runs the suite; the last line names the databases that were exercised.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test runner reports to a terminal"
)]
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::from_args();
    let required = std::env::var("HUB_TEST_REQUIRE").is_ok_and(|value| value == "postgres");
    let mut backends = vec![Backend::Sqlite];
    if postgres_answers() {
        backends.push(Backend::Postgres);
    } else if required {
        eprintln!("HUB_TEST_REQUIRE=postgres, but no PostgreSQL answers at HUB_TEST_POSTGRES_URL");
        return ExitCode::FAILURE;
    }
    let trials = inventory::iter::<Case>
        .into_iter()
        .flat_map(|case| backends.iter().map(|backend| case.trial(*backend)))
        .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    remove_template();
    if !arguments.list {
        let names: Vec<_> = backends.iter().map(|backend| backend.name()).collect();
        let skipped = if backends.len() < 2 {
            " (PostgreSQL did not answer)"
        } else {
            ""
        };
        println!("databases exercised: {}{skipped}", names.join(", "));
    }
    conclusion.exit_code()
}
