//! Mails as files in a folder: what a fresh installation does, so that nothing leaves the machine unasked.
//!
//! One `.eml` file a mail, complete as soon as its name is seen.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use futures_util::future::BoxFuture;
use pult_shared::api::mail::TransportKind;

use super::{OutboundMail, Transport, TransportError};
use crate::clock::{Clock, Rng, uuid_v7};

/// Writes into one folder, which it creates when needed.
pub struct FilesTransport {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
}

impl FilesTransport {
    #[must_use]
    pub fn new(folder: PathBuf, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>) -> Self {
        Self { folder, clock, rng }
    }

    /// `<time>-<id>.eml`: sorts by time, unique, and legal on every file system.
    fn fresh_name(&self) -> String {
        let time = self.clock.now().strftime("%Y%m%dT%H%M%S%3fZ").to_string();
        format!("{time}-{}.eml", uuid_v7(self.clock.as_ref(), self.rng.as_ref()))
    }
}

impl Transport for FilesTransport {
    fn kind(&self) -> TransportKind {
        TransportKind::Files
    }

    fn deliver<'a>(&'a self, mail: OutboundMail<'a>) -> BoxFuture<'a, Result<String, TransportError>> {
        let name = self.fresh_name();
        let folder = self.folder.clone();
        let raw = mail.raw.to_vec();
        Box::pin(async move {
            // The data folder may move; the folder's own name tells where in it to look.
            let shown = folder
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            let answer = format!("written to {shown}/{name}");
            let written = tokio::task::spawn_blocking(move || write_whole(&folder, &name, &raw)).await;
            match written {
                Ok(Ok(())) => Ok(answer),
                Ok(Err(error)) => Err(TransportError::Temporary(error.to_string())),
                Err(stopped) => Err(TransportError::Temporary(stopped.to_string())),
            }
        })
    }
}

/// Written under another name, flushed to the disk, then renamed: a reader of the folder never sees half a mail.
fn write_whole(folder: &Path, name: &str, raw: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!(".{name}.new"));
    let result = write_and_rename(&unfinished, &folder.join(name), raw);
    if result.is_err() {
        // The first error is the one to tell; a leftover is invisible to readers of `*.eml`.
        drop(fs::remove_file(&unfinished));
    }
    result.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", folder.join(name).display())))
}

fn write_and_rename(unfinished: &Path, finished: &Path, raw: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create_new(unfinished)?;
    file.write_all(raw)?;
    file.sync_all()?;
    drop(file);
    fs::rename(unfinished, finished)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{FixedClock, SeededRng};

    fn transport(folder: &Path) -> FilesTransport {
        let clock = FixedClock::new("2026-11-22T10:00:00.5Z".parse().unwrap());
        FilesTransport::new(folder.to_owned(), Arc::new(clock), Arc::new(SeededRng::new(1)))
    }

    const MAIL: OutboundMail<'_> = OutboundMail {
        envelope_from: "desk@pult.example",
        to: "a@b.example",
        message_id: "1@x",
        raw: b"Subject: x\r\n\r\nhi\r\n",
    };

    #[tokio::test]
    async fn one_file_a_mail_byte_for_byte() {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("outgoing");
        let transport = transport(&folder);
        let answer = transport.deliver(MAIL).await.unwrap();
        transport.deliver(MAIL).await.unwrap();
        let mut names: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names.len(), 2);
        assert!(
            names[0].starts_with("20261122T100000500Z-") && names[0].ends_with(".eml"),
            "{names:?}"
        );
        assert_eq!(fs::read(folder.join(&names[0])).unwrap(), MAIL.raw);
        assert_eq!(answer, format!("written to outgoing/{}", names[0]));
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_is_a_temporary_failure_that_names_it() {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("in-the-way");
        fs::write(&folder, b"a file").unwrap();
        let error = transport(&folder).deliver(MAIL).await.unwrap_err();
        assert!(
            matches!(&error, TransportError::Temporary(text) if !text.is_empty()),
            "{error:?}"
        );
    }
}
