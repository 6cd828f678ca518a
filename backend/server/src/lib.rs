//! Pult's server as a library: HTTP, use cases, identity, adapters, jobs and the command line. `main` only calls `cli::run`.

pub mod adapters;
pub mod app;
pub mod assets;
pub mod backoff;
pub mod cli;
pub mod clock;
pub mod config;
pub mod export;
pub mod http;
pub mod identity;
pub mod jobs;
pub mod logging;
pub mod seed;
pub mod service;
pub mod smime;
