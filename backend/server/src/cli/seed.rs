//! `pult seed`: fill an empty database.

use clap::{Args, ValueEnum};

use super::{Outcome, options::Common, serve::announce, setup};
use crate::seed;

/// Fill an empty database with a believable university, a small fixed set for tests, or very many tickets
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pult seed --profile demo --data data/demo\n  pult seed --profile load --tickets 250000 --data /tmp/load"
)]
pub struct Seed {
    #[command(flatten)]
    common: Common,

    /// What to fill it with
    #[arg(long, value_enum)]
    profile: Profile,

    /// Tickets of the profile load
    #[arg(long, value_name = "N", default_value_t = 200_000, value_parser = clap::value_parser!(u32).range(1..=5_000_000))]
    tickets: u32,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Profile {
    /// The university hs-musterstadt.example: queues, people, some sixty tickets of three weeks, German and English
    Demo,
    /// Few queues and people with known names, no tickets
    E2e,
    /// A large university and many tickets with three articles each, for measurements
    Load,
}

impl Seed {
    pub async fn run(self) -> Outcome {
        let config = self.common.load()?;
        let store = setup::open_store(&config).await?;
        let app = setup::app(config, store.clone())?;
        let report = match self.profile {
            Profile::Demo => seed::demo(&app).await?,
            Profile::E2e => seed::e2e(&app).await?,
            Profile::Load => seed::load(&app, self.tickets).await?,
        };
        store.close().await;
        Ok(announce(report.trim_end())?)
    }
}
