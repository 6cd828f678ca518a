//! What ends a subcommand: a sentence for people, a code for programs.

use std::process::ExitCode;

use pult_store::StoreError;

use crate::{config::ConfigError, seed::SeedError, service::ServiceError};

/// A failure, as the caller sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// One sentence a line.
    pub message: String,
    pub code: u8,
}

impl Failure {
    /// Something did not work.
    #[must_use]
    pub fn because(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 1,
        }
    }

    /// Something was asked for in the wrong way.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 2,
        }
    }

    #[must_use]
    pub fn with_code(self, code: u8) -> Self {
        Self { code, ..self }
    }

    pub fn print(&self) {
        for line in self.message.lines() {
            eprintln!("pult: {line}");
        }
    }

    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::usage(error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::because(format!("the database: {error}"))
    }
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        Self::because(error.to_string())
    }
}

impl From<SeedError> for Failure {
    fn from(error: SeedError) -> Self {
        Self::because(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::because(error.to_string())
    }
}
