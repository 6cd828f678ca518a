//! `pult openapi`: print the API's description.

use clap::Args;

use super::{Failure, Outcome, serve::announce};
use crate::http;

/// Print the OpenAPI document of the API, as JSON
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pult openapi > openapi/openapi.json")]
pub struct Openapi {}

impl Openapi {
    pub fn run(&self) -> Outcome {
        let document = http::api::document_json()
            .map_err(|error| Failure::because(format!("the document cannot be written: {error}")))?;
        Ok(announce(document.trim_end())?)
    }
}
