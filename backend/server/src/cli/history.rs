//! `pult history`: shows that nobody has altered what happened.

use clap::{Args, Subcommand};

use super::{Failure, Outcome, options::Common, serve::announce, setup};
use crate::service::ticket::verify::{self, Verified};

/// Look after the history of tickets
#[derive(Args, Debug)]
pub struct History {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Verify(Verify),
}

/// Recompute the chain of hashes of one ticket or of all; ends with 1 where an entry was altered or is missing
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pult history verify --data /var/lib/pult\n  pult history verify --ticket 20261122000015 --data /var/lib/pult"
)]
struct Verify {
    #[command(flatten)]
    common: Common,

    /// One ticket, by number or id; all of them without it
    #[arg(long, value_name = "NUMBER")]
    ticket: Option<String>,
}

impl History {
    pub async fn run(self) -> Outcome {
        match self.command {
            Command::Verify(command) => command.run().await,
        }
    }
}

impl Verify {
    async fn run(self) -> Outcome {
        let config = self.common.load()?;
        let store = setup::open_store(&config).await?;
        let verified = match &self.ticket {
            Some(ticket) => verify::one(&store, ticket).await,
            None => verify::all(&store).await,
        };
        store.close().await;
        let Verified { tickets, faults } = verified?;
        for fault in &faults {
            announce(fault)?;
        }
        match faults.len() {
            0 => Ok(announce(&format!("{tickets} tickets: the history is whole."))?),
            count => Err(Failure::because(format!(
                "{tickets} tickets: the history of {count} is not whole."
            ))),
        }
    }
}
