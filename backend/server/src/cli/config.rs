//! `pult config`: a sample file, and a check of the real one.

use clap::{Args, Subcommand};

use super::{Outcome, options::Common, serve::announce, setup};
use crate::{
    adapters::dkim::Keys,
    config::{Config as Settings, TransportChoice, sample},
    smime::SigningKeys,
};

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
            Action::Check(common) => {
                let config = common.load()?;
                let keys = setup::dkim_keys(&config)?;
                let (_, own) = setup::smime(&config)?;
                announce(&summary(&config, &keys, &own))?;
            }
        }
        Ok(())
    }
}

/// What the settings come to; nothing secret.
fn summary(config: &Settings, keys: &Keys, own: &SigningKeys) -> String {
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
    lines.extend(
        keys.iter()
            .map(|key| format!("  mail signed (DKIM) by {}", key.record_name())),
    );
    lines.extend(
        own.addresses()
            .map(|address| format!("  mail of {address} signed (S/MIME)")),
    );
    lines.join("\n")
}
