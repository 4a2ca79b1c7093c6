//! The program `welfare-hub`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
