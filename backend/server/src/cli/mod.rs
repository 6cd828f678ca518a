//! The command line: one file a subcommand. Reads options, prepares what the subcommand needs, and turns failures into a
//! sentence on standard error and an exit code.

mod allocator;
mod config;
mod directory;
mod failure;
mod history;
mod mail;
mod migrate;
mod openapi;
mod options;
mod seed;
mod serve;
mod setup;
mod ticket;
mod user;
mod worker;

use std::{ffi::OsString, process::ExitCode};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub use failure::Failure;

/// What a subcommand comes to.
type Outcome = Result<(), Failure>;

#[derive(Parser)]
#[command(
    name = "pult",
    version,
    about = "Pult, the service desk of a university",
    after_help = "Examples:\n  pult serve                       all in one, at http://127.0.0.1:8080, data in ./data\n  \
                  pult serve --config pult.toml    as the file says\n  pult config sample > pult.toml   a file to begin with\n\n\
                  Each subcommand tells more: pult serve --help"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Worker(worker::Worker),
    Migrate(migrate::Migrate),
    Openapi(openapi::Openapi),
    Config(config::Config),
    Seed(seed::Seed),
    User(user::User),
    Mail(mail::Mail),
    Directory(directory::Directory),
    History(history::History),
    Ticket(ticket::Ticket),
}

/// Runs the program; the first argument is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // First of all: whatever speaks TLS later must find its provider.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::debug!("the provider of TLS was installed before");
    }
    let parsed = Arguments::try_parse_from(&arguments);
    let outcome = match parsed {
        Ok(parsed) => execute(parsed.command),
        Err(error) => return usage(&error, &arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print();
            failure.exit_code()
        }
    }
}

fn execute(command: Command) -> Outcome {
    if matches!(command, Command::Serve(_) | Command::Worker(_)) {
        allocator::give_back();
    }
    match command {
        Command::Serve(command) => setup::block_on(command.run()),
        Command::Worker(command) => setup::block_on(command.run()),
        Command::Migrate(command) => setup::block_on(command.run()),
        Command::Openapi(command) => command.run(),
        Command::Config(command) => command.run(),
        Command::Seed(command) => setup::block_on(command.run()),
        Command::User(command) => setup::block_on(command.run()),
        Command::Mail(command) => setup::block_on(command.run()),
        Command::Directory(command) => setup::block_on(command.run()),
        Command::History(command) => setup::block_on(command.run()),
        Command::Ticket(command) => setup::block_on(command.run()),
    }
}

/// Help and version on standard output, mistakes on standard error. A mail server goes by the code of `mail deliver`: 64 means
/// that the call itself is wrong (sysexits.h).
fn usage(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let printed = error.print();
    let for_mail = arguments.get(1).is_some_and(|argument| argument == "mail");
    match error.exit_code() {
        0 if printed.is_ok() => ExitCode::SUCCESS,
        0 => ExitCode::FAILURE,
        _ if for_mail => ExitCode::from(mail::EX_USAGE),
        _ => ExitCode::from(2),
    }
}

/// The help of every subcommand in one text, for a test that holds it.
#[must_use]
pub fn whole_help() -> String {
    let mut root = Arguments::command().term_width(100);
    // Only now each subcommand knows by what it is called.
    root.build();
    let mut text = String::new();
    collect_help(&mut root, &mut text);
    text
}

fn collect_help(command: &mut clap::Command, text: &mut String) {
    let called = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    text.push_str(&format!("=== {called}\n{}\n", command.render_long_help()));
    for below in command.get_subcommands_mut().filter(|below| below.get_name() != "help") {
        collect_help(below, text);
    }
}

/// Reads a subcommand without running anything: shows in tests that a line is understood.
#[must_use]
pub fn is_understood(arguments: &[&str]) -> bool {
    Arguments::command()
        .try_get_matches_from(arguments)
        .is_ok_and(|matches| Arguments::from_arg_matches(&matches).is_ok())
}
