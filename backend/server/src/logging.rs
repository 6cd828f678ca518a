//! Logs: to standard error, as text or as one JSON object a line.
//!
//! Knows tracing's subscriber; everybody else only emits events.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// The HTTP server tells of its threads at every start and stop; what went wrong is enough. The configured level may overrule it.
const QUIETER: &str = "actix_server=warn";

/// Whether a text is a level or a list of directives.
#[must_use]
pub fn is_level(text: &str) -> bool {
    text.split(',').all(|directive| {
        let level = directive.rsplit_once('=').map_or(directive, |(_, level)| level).trim();
        let known = ["off", "error", "warn", "info", "debug", "trace"];
        known.iter().any(|word| word.eq_ignore_ascii_case(level))
    }) && EnvFilter::try_new(text).is_ok()
}

/// Starts logging for the whole process. A second call changes nothing.
pub fn start(log: &Log) {
    // `is_level` has accepted the text; should the two ever disagree, logging at the usual level beats none.
    let filter = EnvFilter::try_new(format!("{QUIETER},{}", log.level)).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let started = match log.format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}

#[cfg(test)]
mod tests {
    use super::is_level;

    #[test]
    fn levels_and_directives() {
        for good in ["info", "WARN", "info,pult_server::adapters=debug", "off"] {
            assert!(is_level(good), "{good}");
        }
        for bad in ["", "loud", "info,x=loud", "info;debug"] {
            assert!(!is_level(bad), "{bad}");
        }
    }
}
