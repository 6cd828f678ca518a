//! `pult serve`: browser, API, jobs, LMTP and IMAP in one process.

use std::{io::Write as _, net::TcpListener};

use clap::Args;

use super::{Failure, Outcome, options::Common, setup};
use crate::{
    config::{Config, Lmtp},
    http, jobs, logging,
    service::signals,
};

/// Serve everything: browser, API, mail, jobs
///
/// Brings the database's schema up to date first. Prints "Pult is ready at http://…" when it listens. Ends on SIGTERM or Ctrl-C
/// within ten seconds, after what is under way.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pult serve\n  pult serve --data /var/lib/pult --listen 127.0.0.1:8080 --lmtp 127.0.0.1:2424\n  \
                        PULT_DATABASE__URL=postgres://pult@/pult pult serve --config /etc/pult.toml"
)]
pub struct Serve {
    #[command(flatten)]
    common: Common,

    /// Where to listen for browsers and the API [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,

    /// Where to listen for mail by LMTP, for example 127.0.0.1:2424; without it there is no LMTP
    #[arg(long, value_name = "ADDR:PORT")]
    lmtp: Option<String>,

    /// Only browser and API; `pult worker` does the jobs, LMTP and IMAP elsewhere
    #[arg(long)]
    without_worker: bool,
}

impl Serve {
    pub async fn run(self) -> Outcome {
        let config = self.config()?;
        logging::start(&config.log);
        let listen = config.http.listen;
        let listener = TcpListener::bind(listen).map_err(|error| setup::cannot_listen("HTTP", listen, &error))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shutdown = setup::shutdown_on_signal()?;
        let store = setup::open_store(&config).await?;
        let app = setup::app(config, store.clone())?;
        let lmtp = if self.without_worker {
            None
        } else {
            setup::start_lmtp(&app, &shutdown).await?
        };
        let signals = tokio::spawn(signals::run(app.clone(), shutdown.clone()));
        let jobs = (!self.without_worker).then(|| jobs::start(&app, &shutdown));
        announce(&format!("Pult is ready at http://{address}"))?;
        let served = http::serve(app, listener, shutdown.clone()).await;
        // Also when the server ended by itself: nothing shall run on without it.
        shutdown.cancel();
        let rest = async {
            if let Err(error) = signals.await {
                tracing::error!(%error, "the signals between instances ended in a bug");
            }
            if let Some(jobs) = jobs {
                jobs.ended().await;
            }
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
        served.map_err(|error| Failure::because(format!("the HTTP server failed: {error}")))
    }

    fn config(&self) -> Result<Config, Failure> {
        let mut settings = self.common.settings()?;
        if let Some(listen) = &self.listen {
            settings.add_option("http.listen", "--listen", listen.clone());
        }
        if let Some(lmtp) = &self.lmtp {
            settings.add_option("lmtp.listen", "--lmtp", lmtp.clone());
        }
        let mut config = Config::from_settings(&settings)?;
        if self.without_worker {
            config.lmtp = Lmtp {
                listen: None,
                ..config.lmtp
            };
        }
        Ok(config)
    }
}

/// For people and for scripts that wait for it: on standard output, at once.
#[expect(clippy::print_stdout, reason = "this line is what a caller waits for")]
pub fn announce(line: &str) -> std::io::Result<()> {
    println!("{line}");
    std::io::stdout().flush()
}
