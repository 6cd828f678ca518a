//! Macros, and what commands would do.

use gloo_net::http::Method;
use pult_shared::{
    api::{
        macros::{MacroDef, MacroList, MacroView, TriedCommands},
        queue::Names,
        ticket::AppliedCommands,
    },
    ids::{MacroId, QueueId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ApiError, Target};

/// A macro as the desk runs it. Its commands stay as they came: nobody there looks into them, and a reader of every command is large.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Offered {
    pub id: MacroId,
    #[serde(rename = "macro")]
    pub definition: Named,
    pub commands: Vec<Value>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Named {
    pub names: Names,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct OfferedList {
    pub items: Vec<Offered>,
}

#[derive(Serialize)]
struct Commands<'a> {
    commands: &'a [Value],
}

/// Those that are offered in a queue.
pub async fn list_offered(queue: QueueId) -> Result<OfferedList, ApiError> {
    super::get(Target::new("/macros").with("queue_id", &queue.to_string())).await
}

/// Those that the caller may edit.
pub async fn list_macros() -> Result<MacroList, ApiError> {
    super::get(Target::new("/macros")).await
}

pub async fn create_macro(definition: &MacroDef) -> Result<MacroView, ApiError> {
    super::send_json(Method::POST, Target::new("/macros"), None, definition).await
}

pub async fn save_macro(id: MacroId, definition: &MacroDef) -> Result<MacroView, ApiError> {
    super::send_json(Method::PUT, Target::new(format!("/macros/{id}")), None, definition).await
}

pub async fn delete_macro(id: MacroId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/macros/{id}"))).await
}

/// What commands would do to a ticket; changes nothing.
pub async fn try_commands(number: &str, commands: &[Value]) -> Result<TriedCommands, ApiError> {
    let target = Target::new(format!("/tickets/{number}/commands/try"));
    super::send_json(Method::POST, target, None, &Commands { commands }).await
}

/// Applies the commands of a macro to the ticket as it was at `version`; a newer one is refused (412).
pub async fn run(number: &str, version: i64, commands: &[Value]) -> Result<AppliedCommands, ApiError> {
    let version = format!("\"{version}\"");
    let target = Target::new(format!("/tickets/{number}/commands"));
    super::send_json(
        Method::POST,
        target,
        Some(("If-Match", &version)),
        &Commands { commands },
    )
    .await
}
