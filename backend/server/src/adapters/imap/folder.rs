//! The watched folder and the one for recorded mails.

use async_imap::types::Name;
use futures_util::TryStreamExt as _;

use super::{ImapError, Pace, connect::ImapSession, step};
use crate::config::ImapAccount;

/// What a session needs to know about its server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The done folder by the server's name for it.
    pub done: String,
    pub departure: Departure,
    pub idle: bool,
}

/// How a mail gets out of the watched folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// MOVE (RFC 6851).
    Move,
    /// Copy, mark, and expunge this one mail (UIDPLUS, RFC 4315).
    CopyAndExpunge,
    /// Copy and mark. Expunging would take along what others have marked, so the mail stays, marked, and is not looked at again.
    CopyAndMark,
}

/// Opens the watched folder, after the done folder is sure to be there.
pub async fn prepare(session: &mut ImapSession, account: &ImapAccount, pace: &Pace) -> Result<Place, ImapError> {
    let capabilities = step("asking what the server can do", pace.step, session.capabilities()).await?;
    let departure = match (capabilities.has_str("MOVE"), capabilities.has_str("UIDPLUS")) {
        (true, _) => Departure::Move,
        (false, true) => Departure::CopyAndExpunge,
        (false, false) => Departure::CopyAndMark,
    };
    let idle = capabilities.has_str("IDLE");
    let done = done_folder(session, &account.done_folder, pace).await?;
    step("opening the folder", pace.step, session.select(&account.folder)).await?;
    Ok(Place { done, departure, idle })
}

/// The server's name for the done folder; creates it when it is missing. Some servers keep everything below INBOX.
async fn done_folder(session: &mut ImapSession, wanted: &str, pace: &Pace) -> Result<String, ImapError> {
    let separator = separator(session, pace).await?;
    let [plain, below_inbox] = names(wanted, separator.as_deref());
    for name in [&plain, &below_inbox] {
        if exists(session, name, pace).await? {
            return Ok(name.clone());
        }
    }
    for name in [&plain, &below_inbox] {
        match step("creating the done folder", pace.step, session.create(name)).await {
            Ok(()) => {
                tracing::info!(folder = name, "created the folder for recorded mails");
                // A courtesy to people who look into the mailbox; without it everything works.
                if let Err(error) = step("subscribing to the done folder", pace.step, session.subscribe(name)).await {
                    tracing::debug!(%error, folder = name, "not subscribed");
                }
                return Ok(name.clone());
            }
            Err(ImapError::Protocol(_, async_imap::error::Error::No(answer))) => {
                tracing::debug!(folder = name, answer, "the folder was not created");
                // It may be there all the same: LIST goes by an index that can lag behind. A second one elsewhere would part the mails.
                if opens(session, name, pace).await? {
                    return Ok(name.clone());
                }
            }
            Err(error) => return Err(error),
        }
    }
    Err(ImapError::Unusable(format!(
        "the folder {wanted:?} for recorded mails does not exist and cannot be created"
    )))
}

async fn exists(session: &mut ImapSession, name: &str, pace: &Pace) -> Result<bool, ImapError> {
    let found = list(session, &format!("\"{name}\""), pace).await?;
    Ok(found.iter().any(|found| same_folder(found.name(), name)))
}

async fn opens(session: &mut ImapSession, name: &str, pace: &Pace) -> Result<bool, ImapError> {
    match step(
        "asking for the done folder",
        pace.step,
        session.status(name, "(MESSAGES)"),
    )
    .await
    {
        Ok(_) => Ok(true),
        Err(ImapError::Protocol(_, async_imap::error::Error::No(_))) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn separator(session: &mut ImapSession, pace: &Pace) -> Result<Option<String>, ImapError> {
    let root = list(session, "\"\"", pace).await?;
    Ok(root.first().and_then(|name| name.delimiter()).map(str::to_owned))
}

async fn list(session: &mut ImapSession, pattern: &str, pace: &Pace) -> Result<Vec<Name>, ImapError> {
    let listed = async { session.list(None, Some(pattern)).await?.try_collect().await };
    step("listing folders", pace.step, listed).await
}

/// The configured name in the server's way, plain and below INBOX. A server without levels gets a flat name.
fn names(wanted: &str, separator: Option<&str>) -> [String; 2] {
    match separator {
        Some(separator) => {
            let plain = wanted.replace('/', separator);
            [plain.clone(), format!("INBOX{separator}{plain}")]
        }
        None => {
            let flat = wanted.replace('/', "-");
            [flat.clone(), flat]
        }
    }
}

/// Names are compared as they are, but for INBOX, which is the same in any case (RFC 3501 §5.1).
fn same_folder(found: &str, wanted: &str) -> bool {
    found == wanted
        || (wanted.len() >= 5 && found.eq_ignore_ascii_case(wanted) && wanted.to_ascii_uppercase().starts_with("INBOX"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_the_servers_way() {
        assert_eq!(
            names("Pult/Done", Some("/")),
            ["Pult/Done".to_owned(), "INBOX/Pult/Done".to_owned()]
        );
        assert_eq!(
            names("Pult/Done", Some(".")),
            ["Pult.Done".to_owned(), "INBOX.Pult.Done".to_owned()]
        );
        assert_eq!(
            names("Pult/Done", None),
            ["Pult-Done".to_owned(), "Pult-Done".to_owned()]
        );
    }

    #[test]
    fn inbox_in_any_case() {
        assert!(same_folder("Inbox.Pult", "INBOX.Pult"));
        assert!(same_folder("Pult", "Pult"));
        assert!(!same_folder("pult", "Pult"));
    }
}
