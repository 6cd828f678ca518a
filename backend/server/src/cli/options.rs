//! Options that several subcommands share.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use crate::config::{Config, Settings};

/// Where the settings come from.
#[derive(Args, Clone, Debug, Default)]
pub struct Common {
    /// The configuration file (TOML); `pult config sample` shows one
    #[arg(long, value_name = "FILE", env = "PULT_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,

    /// The folder for the embedded database, attachments and the like [default: ./data]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

impl Common {
    /// File, then environment, then these options.
    pub fn settings(&self) -> Result<Settings, Failure> {
        let mut settings = Settings::default();
        if let Some(path) = &self.config {
            settings.add_file(path)?;
        }
        settings.add_environment(std::env::vars());
        if let Some(data) = &self.data {
            let data = data
                .to_str()
                .ok_or_else(|| Failure::usage("the folder after --data has a name that is not UTF-8"))?;
            settings.add_option("data", "--data", data.to_owned());
        }
        Ok(settings)
    }

    pub fn load(&self) -> Result<Config, Failure> {
        Ok(Config::from_settings(&self.settings()?)?)
    }
}
