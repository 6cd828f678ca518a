//! `pult migrate`: bring the database's schema up to date, or tell whether it is.

use clap::Args;

use super::{Failure, Outcome, options::Common, serve::announce, setup};

/// Bring the database's schema up to date
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pult migrate --data /var/lib/pult\n  pult migrate --check --config /etc/pult.toml"
)]
pub struct Migrate {
    #[command(flatten)]
    common: Common,

    /// Change nothing; exit with 1 when steps are missing, and name them
    #[arg(long)]
    check: bool,
}

impl Migrate {
    pub async fn run(self) -> Outcome {
        let config = self.common.load()?;
        let store = setup::open_store_as_it_is(&config).await?;
        let outcome = if self.check {
            check(&store).await
        } else {
            migrate(&store).await
        };
        store.close().await;
        outcome
    }
}

async fn migrate(store: &pult_store::Store) -> Outcome {
    match store.migrate().await? {
        0 => announce("The schema is up to date; there was nothing to do.")?,
        1 => announce("The schema is up to date; one step was made.")?,
        steps => announce(&format!("The schema is up to date; {steps} steps were made."))?,
    }
    Ok(())
}

async fn check(store: &pult_store::Store) -> Outcome {
    let pending = store.pending_migrations().await?;
    if pending.is_empty() {
        announce("The schema is up to date.")?;
        return Ok(());
    }
    Err(Failure::because(format!(
        "these steps are missing; `pult migrate` makes them:\n{}",
        pending.join("\n")
    )))
}
