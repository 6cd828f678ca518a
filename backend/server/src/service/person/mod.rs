//! People: as agents look them up, what they may do, and as administrators enter and change them.

pub mod activity;
pub mod create;
pub mod list;
pub mod merge;
pub mod merges;
pub mod profile;
pub mod rights;
pub mod show;
pub mod update;

use pult_domain::refusal::Refusal;
use pult_shared::error::FieldCode;
use pult_store::StoreError;

use crate::service::ServiceError;

/// Says which field somebody else has already.
fn taken(error: StoreError) -> ServiceError {
    match error {
        StoreError::Duplicate("login") => Refusal::field("login", FieldCode::Taken).into(),
        StoreError::Duplicate("address") => Refusal::field("addresses", FieldCode::Taken).into(),
        other => other.into(),
    }
}
