//! Looking as somebody else, for administrators: what is read is decided as for that person, nothing is done (`domain::seeing`), and everybody
//! concerned can read that it was so.

pub mod begin;
pub mod end;
pub mod list;

use pult_shared::ids::PersonId;
use pult_store::WriteTx;
use serde::Serialize;

use crate::{
    app::App,
    service::{
        ServiceError,
        settings_log::{self, Thing},
    },
};

/// What the log of settings keeps.
#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen_as: Option<&'a str>,
}

/// Notes in the log of settings, at the person, that somebody looks as them from now on, or not any more.
async fn note(
    app: &App,
    tx: &WriteTx,
    seer: PersonId,
    person: PersonId,
    before: Entry<'_>,
    after: Entry<'_>,
) -> Result<(), ServiceError> {
    let line = settings_log::line_by(app, seer, Thing::Person, person);
    line.write(tx, Some(&before), Some(&after)).await
}
