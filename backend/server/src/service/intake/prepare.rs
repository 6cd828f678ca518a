//! Everything about a mail that needs no transaction: read it, make its HTML safe, bring its files to the disk.
//!
//! Nobody else can write while a transaction is open, and how long this takes is the sender's choice.

use std::collections::HashMap;

use bytes::Bytes;
use pult_mail::{AuthenticationResults, ParsedAttachment, ParsedMail};
use pult_shared::{
    Timestamp,
    api::article::MailSignature,
    ids::{ArticleId, AttachmentId},
};
use pult_store::{
    StoreError, WriteTx, blobs,
    ledger::{Incoming, IncomingRow},
    tickets::NewAttachment,
};

use super::facts::sender;
use crate::{
    app::App,
    service::{ServiceError, directory},
};

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
    /// Whether the mail could be read at all.
    pub readable: bool,
    /// What was found out here about who has signed it; nothing where that was not asked.
    pub signed: Option<AuthenticationResults>,
    /// What its author's own signature (S/MIME) shows.
    pub signature: Option<MailSignature>,
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
    let envelope_from = row.envelope_from.clone();
    let (check, whole) = (app.clone(), raw.clone());
    let mut prepared =
        match tokio::task::spawn_blocking(move || read(&app, &row.envelope_from, row.received_at, &raw)).await {
            Ok(prepared) => prepared,
            Err(error) if error.is_panic() => {
                return Err(ServiceError::Internal("reading broke on this mail".to_owned()));
            }
            Err(error) => return Err(ServiceError::Unavailable(error.to_string())),
        };
    prepared.signed = signed(&check, &prepared.mail, whole).await;
    if let Some(sender) = sender(&prepared.mail, &envelope_from) {
        directory::look_up::sender(&check, &sender.address).await;
    }
    for (file, bytes) in prepared.kept() {
        blobs::stage_as(&store, &file.hash, bytes).await?;
    }
    Ok(prepared)
}

/// Checks signatures, where that is wanted and no mail server of the site has done it.
async fn signed(app: &App, mail: &ParsedMail, raw: Bytes) -> Option<AuthenticationResults> {
    let check = app.sender_check.as_ref()?;
    let trusted = &app.config.mail.trusted_authserv_ids;
    if pult_mail::trusted_results(mail, |id| trusted.iter().any(|own| own == id)).is_some() {
        return None;
    }
    check.check(raw).await
}

/// Reads a mail that is only looked at: nothing is written anywhere.
///
/// # Errors
/// When reading breaks.
pub async fn look_at(app: &App, incoming: &Incoming, raw: Bytes) -> Result<Prepared, ServiceError> {
    let (reader, whole) = (app.clone(), raw.clone());
    let (from, at) = (incoming.envelope_from.clone(), incoming.received_at);
    let read = tokio::task::spawn_blocking(move || read(&reader, &from, at, &raw)).await;
    let mut prepared = read.map_err(|error| ServiceError::Internal(format!("reading broke on this mail: {error}")))?;
    prepared.signed = signed(app, &prepared.mail, whole).await;
    Ok(prepared)
}

/// A mail that cannot be read, for a ticket all the same: whatever the ledger knows of it, with the raw mail as a file.
///
/// # Errors
/// When its bytes cannot be had.
pub async fn unreadable(app: &App, row: &IncomingRow) -> Result<Prepared, ServiceError> {
    let raw = blobs::get(&app.store, &row.raw_blob)
        .await?
        .ok_or_else(|| ServiceError::Internal("the raw mail is missing".to_owned()))?;
    let mail = ParsedMail {
        subject: row.subject.clone(),
        attachments: vec![ParsedAttachment {
            name: "mail.eml".to_owned(),
            media_type: "message/rfc822".to_owned(),
            content_id: None,
            inline: false,
            bytes: raw.to_vec(),
        }],
        ..ParsedMail::default()
    };
    let files = vec![File {
        id: AttachmentId(app.fresh()),
        hash: row.raw_blob.clone(),
    }];
    Ok(Prepared {
        mail,
        html: None,
        files,
        readable: false,
        signed: None,
        signature: None,
    })
}

fn read(app: &App, envelope_from: &str, received_at: Timestamp, raw: &Bytes) -> Prepared {
    let mail = pult_mail::parse(raw);
    let sender = sender(&mail, envelope_from);
    let authorities = app.authorities.as_ref();
    let signature = authorities.and_then(|authorities| {
        let address = sender.as_ref().map(|sender| sender.address.as_str());
        authorities.verify(raw, address, received_at)
    });
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
    Prepared {
        mail,
        html,
        files,
        readable: true,
        signed: None,
        signature,
    }
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
