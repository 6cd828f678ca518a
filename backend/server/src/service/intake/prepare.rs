//! Everything about a mail that needs no transaction: read it, make its HTML safe, bring its files to the disk.
//!
//! Nobody else can write while a transaction is open, and how long this takes is the sender's choice.

use std::collections::HashMap;

use bytes::Bytes;
use pult_mail::ParsedMail;
use pult_shared::{
    Timestamp,
    ids::{ArticleId, AttachmentId},
};
use pult_store::{StoreError, WriteTx, blobs, ledger::IncomingRow, tickets::NewAttachment};

use crate::{app::App, service::ServiceError};

/// Files that an article gets of one mail; the raw mail keeps all of them.
const FILES_MAX: usize = 500;

/// A mail that was read, with all that the transaction is going to write of it.
#[derive(Debug)]
pub struct Prepared {
    pub mail: ParsedMail,
    /// Safe to show, its images where they will be served.
    pub html: Option<String>,
    /// The files that are kept: the first of the mail's attachments, in order.
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    id: AttachmentId,
    hash: String,
}

/// Reads the mail of a row.
///
/// # Errors
/// When its bytes cannot be had, or its files cannot be brought to the disk.
pub async fn prepare(app: App, row: IncomingRow) -> Result<Prepared, ServiceError> {
    let raw = blobs::get(&app.store, &row.raw_blob)
        .await?
        .ok_or_else(|| ServiceError::Internal("the raw mail is missing".to_owned()))?;
    let store = app.store.clone();
    let prepared = match tokio::task::spawn_blocking(move || read(&app, &raw)).await {
        Ok(prepared) => prepared,
        Err(error) if error.is_panic() => {
            return Err(ServiceError::Internal("reading broke on this mail".to_owned()));
        }
        Err(error) => return Err(ServiceError::Unavailable(error.to_string())),
    };
    for (file, bytes) in prepared.kept() {
        blobs::stage_as(&store, &file.hash, bytes).await?;
    }
    Ok(prepared)
}

fn read(app: &App, raw: &Bytes) -> Prepared {
    let mail = pult_mail::parse(raw);
    let files: Vec<File> = mail
        .attachments
        .iter()
        .take(FILES_MAX)
        .map(|attachment| File {
            id: AttachmentId(app.fresh()),
            hash: blobs::hash_of(&attachment.bytes),
        })
        .collect();
    let html = mail.html.as_deref().map(|html| safe_html(html, &mail, &files));
    Prepared { mail, html, files }
}

/// Points the images of the mail itself to where they are served. Of two with one id the first counts.
fn safe_html(html: &str, mail: &ParsedMail, files: &[File]) -> String {
    let mut by_content_id: HashMap<&str, AttachmentId> = HashMap::new();
    for (attachment, file) in mail.attachments.iter().zip(files) {
        if let Some(content_id) = &attachment.content_id {
            by_content_id.entry(content_id).or_insert(file.id);
        }
    }
    let served = |content_id: &str| {
        by_content_id
            .get(content_id)
            .map(|id| format!("/api/v1/attachments/{id}?inline=1"))
    };
    pult_markup::safe_html(html, served).html
}

impl Prepared {
    fn kept(&self) -> impl Iterator<Item = (&File, &Vec<u8>)> {
        self.files
            .iter()
            .zip(self.mail.attachments.iter().map(|attachment| &attachment.bytes))
    }

    /// What is to be said about files that are in the raw mail only.
    pub fn left_out(&self) -> Option<String> {
        let (kept, all) = (self.files.len(), self.mail.attachments.len());
        (kept < all)
            .then(|| format!("the first {kept} of {all} files are kept with the message; all are in the raw mail"))
    }

    /// Keeps the contents and gives the files of an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_files(
        &self,
        tx: &WriteTx,
        article_id: ArticleId,
        now: Timestamp,
    ) -> Result<Vec<NewAttachment>, StoreError> {
        for (file, bytes) in self.kept() {
            blobs::put_staged(tx, &file.hash, bytes, now).await?;
        }
        let attachments = self.mail.attachments.iter().zip(&self.files);
        Ok(attachments
            .map(|(attachment, file)| NewAttachment {
                id: file.id,
                article_id,
                name: attachment.name.clone(),
                media_type: attachment.media_type.clone(),
                content_id: attachment.content_id.clone(),
                inline: attachment.inline,
                blob_hash: file.hash.clone(),
                size: attachment.bytes.len() as u64,
            })
            .collect())
    }
}
