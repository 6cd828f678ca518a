//! `pult config`: a sample file, and a check of the real one.

use clap::{Args, Subcommand};

use super::{Outcome, options::Common, serve::announce};
use crate::config::{Config as Settings, TransportChoice, sample};

/// Show a sample configuration, or check the real one
#[derive(Args, Debug)]
pub struct Config {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Print every setting with its default and what is allowed
    #[command(after_help = "Example:\n  pult config sample > pult.toml")]
    Sample,

    /// Read file and environment and tell all that is wrong
    #[command(
        after_help = "Examples:\n  pult config check --config /etc/pult.toml\n  PULT_CONFIG=/etc/pult.toml pult config check"
    )]
    Check(Common),
}

impl Config {
    pub fn run(self) -> Outcome {
        match self.action {
            Action::Sample => announce(sample().trim_end())?,
            Action::Check(common) => announce(&summary(&common.load()?))?,
        }
        Ok(())
    }
}

/// What the settings come to; nothing secret.
fn summary(config: &Settings) -> String {
    let mut lines = vec![
        "The configuration is fine.".to_owned(),
        format!("  data in {}", config.data.display()),
        format!(
            "  browser and API at {}, reached as {}",
            config.http.listen, config.http.public_url
        ),
    ];
    if let Some(address) = config.lmtp.listen {
        lines.push(format!("  mail in by LMTP at {address}"));
    }
    for account in &config.imap {
        let queue = account
            .queue
            .as_deref()
            .map(|queue| format!(" for the queue {queue}"))
            .unwrap_or_default();
        lines.push(format!(
            "  mail in by IMAP: {} ({}:{}, {}){queue}",
            account.name, account.host, account.port, account.folder
        ));
    }
    lines.push(match config.smtp.transport {
        TransportChoice::Files => format!("  mail out as files in {}", config.outgoing_folder().display()),
        TransportChoice::Smtp => format!("  mail out by SMTP to {}:{}", config.smtp.host, config.smtp.port),
    });
    lines.join("\n")
}
