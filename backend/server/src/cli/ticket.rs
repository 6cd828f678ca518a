//! `pult ticket`: what nobody at the desk can do any more.

use clap::{Args, Subcommand};
use pult_shared::error::ErrorCode;

use super::{Failure, Outcome, options::Common, serve::announce, setup};
use crate::service::{ServiceError, ticket::unrestrict::unrestrict};

/// Look after single tickets
#[derive(Args, Debug)]
pub struct Ticket {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Unrestrict(Unrestrict),
}

/// Lift the restriction of a ticket for named persons only, once all of them have left
///
/// As long as one of them is active, they lift it in the ticket. The reason stands in the ticket as a note, and the lifting in its history.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  pult ticket unrestrict 20261122000015 --reason \"Both named persons have left; approved by the data protection officer\""
)]
struct Unrestrict {
    #[command(flatten)]
    common: Common,

    /// The ticket's number or id
    ticket: String,

    /// Why; everybody who works on the ticket reads it
    #[arg(long)]
    reason: String,
}

impl Ticket {
    pub async fn run(self) -> Outcome {
        match self.action {
            Action::Unrestrict(unrestrict) => unrestrict.run().await,
        }
    }
}

impl Unrestrict {
    async fn run(self) -> Outcome {
        let config = self.common.load()?;
        let store = setup::open_store(&config).await?;
        let app = setup::app(config, store.clone())?;
        let done = unrestrict(&app, &self.ticket, &self.reason).await;
        store.close().await;
        match done {
            Ok(number) => Ok(announce(&format!(
                "The ticket {} is for everybody again who may see its queue.",
                number.0
            ))?),
            Err(ServiceError::Refused(refusal)) => Err(Failure::because(match refusal.code {
                ErrorCode::TicketNotFound => format!("there is no ticket {}; nothing was changed", self.ticket),
                ErrorCode::Invalid => "the reason must be 1 to 500 characters; nothing was changed".to_owned(),
                _ => format!(
                    "{}; nothing was changed",
                    refusal.detail.unwrap_or_default().trim_end_matches('.')
                ),
            })),
            Err(error) => Err(Failure::because(error.to_string())),
        }
    }
}
