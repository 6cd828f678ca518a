//! `pult worker`: jobs, LMTP and IMAP without browser and API.

use clap::Args;

use super::{Outcome, options::Common, serve::announce, setup};
use crate::{config::Config, jobs, logging, service::signals};

/// Do the jobs: work on mail, deliver, LMTP, IMAP; no browser, no API
///
/// For installations that run `pult serve --without-worker` beside it. Several workers may share a PostgreSQL database.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pult worker --config /etc/pult.toml\n  pult worker --data /var/lib/pult --lmtp 127.0.0.1:2424"
)]
pub struct Worker {
    #[command(flatten)]
    common: Common,

    /// Where to listen for mail by LMTP; without it there is no LMTP
    #[arg(long, value_name = "ADDR:PORT")]
    lmtp: Option<String>,
}

impl Worker {
    pub async fn run(self) -> Outcome {
        let mut settings = self.common.settings()?;
        if let Some(lmtp) = self.lmtp {
            settings.add_option("lmtp.listen", "--lmtp", lmtp);
        }
        let config = Config::from_settings(&settings)?;
        logging::start(&config.log);
        let shutdown = setup::shutdown_on_signal()?;
        let store = setup::open_store(&config).await?;
        let app = setup::app(config, store.clone())?;
        let lmtp = setup::start_lmtp(&app, &shutdown).await?;
        let signals = tokio::spawn(signals::run(app.clone(), shutdown.clone()));
        let jobs = jobs::start(&app, &shutdown);
        announce("Pult's worker is ready")?;
        shutdown.cancelled().await;
        let rest = async {
            if let Err(error) = signals.await {
                tracing::error!(%error, "the signals between instances ended in a bug");
            }
            jobs.ended().await;
            if let Some(lmtp) = lmtp
                && let Err(error) = lmtp.await
            {
                tracing::error!(%error, "LMTP ended in a bug");
            }
        };
        if tokio::time::timeout(setup::GRACE, rest).await.is_err() {
            tracing::warn!(
                "some jobs did not end in time; what they had not committed is undone and will be done again"
            );
        }
        store.close().await;
        Ok(())
    }
}
