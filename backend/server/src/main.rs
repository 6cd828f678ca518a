//! The program `pult`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    pult_server::cli::run(std::env::args_os())
}
