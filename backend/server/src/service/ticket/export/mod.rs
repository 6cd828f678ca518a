//! Export a whole case, as PDF or as an archive, for an agent who may see it (requirements A14, E12).
//!
//! Knows who may have it and how many are made at once; how a case becomes a file is in [`crate::export`].

mod articles;
mod facts;
mod history;
mod labels;
mod sentence;
mod words;

use std::{io::Cursor, time::Duration};

use pult_domain::ticket::{Side, Ticket};
use pult_shared::{api::reading::ReadingOf, error::ErrorCode, person::Language};
use pult_store::{people, tickets};
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

use self::{articles::Files, words::Words};
use super::{reading, view};
use crate::{
    app::App,
    export::{self, CaseFile, ExportError},
    service::{ServiceError, session::who::SignedIn, texts},
};

/// Each holds the files of a case in memory, and keeps a processor busy.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// How long an export waits for those before it.
const PATIENCE: Duration = Duration::from_secs(20);
/// Seconds after which it is worth asking again.
const RETRY_AFTER: i64 = 10;

/// A case as a file.
#[derive(Debug)]
pub struct Export {
    /// What it is called when it is saved, without its ending.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// As what a case is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Zip,
}

/// The whole case as a file, in a language.
///
/// # Errors
/// `ticket_not_found` as always; `forbidden` for customers of the ticket; `TooManyRequests` while others export.
pub async fn export(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    format: Format,
    language: Language,
) -> Result<Export, ServiceError> {
    let (ticket, side) = reading::find(app, signed_in, ticket, ReadingOf::Export).await?;
    if side != Side::Agent {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let busy = || ServiceError::TooManyRequests(RETRY_AFTER);
    let _place = timeout(PATIENCE, AT_ONCE.acquire())
        .await
        .map_err(|_| busy())?
        .map_err(|_| busy())?;
    let case = gather(app, signed_in, &ticket, format, language).await?;
    let made = spawn_blocking(move || make(&case, format)).await;
    let failed =
        |error: &dyn std::fmt::Display| ServiceError::Internal(format!("export of {}: {error}", ticket.number));
    let bytes = made.map_err(|error| failed(&error))?.map_err(|error| failed(&error))?;
    Ok(Export {
        name: ticket.number.to_string(),
        bytes,
    })
}

fn make(case: &CaseFile, format: Format) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Pdf => export::pdf(case),
        Format::Zip => export::archive(case, Cursor::new(Vec::new())).map(Cursor::into_inner),
    }
}

/// The case as its reader may see it, with every word in their language.
async fn gather(
    app: &App,
    signed_in: &SignedIn,
    ticket: &Ticket,
    format: Format,
    language: Language,
) -> Result<CaseFile, ServiceError> {
    let files = match format {
        Format::Pdf => Files::Pictures,
        Format::Zip => Files::All,
    };
    let shown = view::one(&app.store, signed_in, ticket).await?;
    let (entries, history_complete) = history::read(app, signed_in, ticket).await?;
    let found = articles::read(app, ticket, &tickets::merged_ids(&app.store, ticket.id).await?, files).await?;
    let mut named = sentence::people_of(entries.iter().map(|(entry, _)| &entry.event));
    named.extend(found.iter().filter_map(|(article, ..)| article.author_id));
    named.extend(facts::people_of(&shown));
    let words = Words {
        texts: texts::of_exports(language),
        language,
        signed_in,
        people: people::refs(&app.store, &named).await?,
    };
    let now = app.now();
    Ok(CaseFile {
        ticket_id: ticket.id.to_string(),
        number: ticket.number.to_string(),
        title: words.subject(&ticket.subject),
        language: language.tag().to_owned(),
        exported_at: now,
        facts: facts::facts(&words, &shown),
        articles: found
            .into_iter()
            .map(|found| articles::case_article(&words, ticket, found))
            .collect(),
        history: entries
            .into_iter()
            .map(|(entry, stored)| history::case_entry(&words, entry, stored))
            .collect(),
        history_complete,
        labels: labels::labels(&words, now),
    })
}
