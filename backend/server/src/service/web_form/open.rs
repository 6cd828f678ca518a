//! Make a ticket of what was sent: opened like every other one, with the answers as fields where there are fields for them.

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use pult_domain::{
    policy::Permit,
    refusal::Refusal,
    ticket::{self, OpenFacts, Side, Ticket},
    web_form::Submission,
};
use pult_shared::{
    Timestamp,
    api::web_form::{FormFile, WebFormDef},
    command::{Command, OpenTicket, SetField},
    error::{ErrorCode, FieldCode},
    ids::{ArticleId, AttachmentId, TicketId, UploadId},
    limits::FORM_FILES_MAX_BYTES,
    mailbox::Mailbox,
    person::Language,
    ticket::{Channel, TicketNumber},
};
use pult_store::{WriteTx, blobs, people::Person, tickets::NewAttachment};

use super::words;
use crate::{
    app::{App, Ids},
    service::{
        ServiceError,
        setup::Setup,
        ticket::{step, write},
        upload::create::safe_name,
    },
};

/// A file that was read.
pub struct File {
    name: String,
    media_type: String,
    bytes: Bytes,
}

/// The files of somebody who is not signed in, read.
///
/// # Errors
/// `invalid` with the field `files.<n>.…`; `too_large` where they are more than there may be together.
pub fn read_files(given: &[FormFile]) -> Result<Vec<File>, ServiceError> {
    let mut files = Vec::with_capacity(given.len());
    let mut size = 0;
    for (index, file) in given.iter().enumerate() {
        let wrong = |field: &str, code| Refusal::field(format!("files.{index}.{field}").as_str(), code);
        let bytes = STANDARD.decode(&file.content);
        let bytes = bytes.map_err(|_| wrong("content", FieldCode::Malformed))?;
        let name = safe_name(&file.name).filter(|name| name.chars().count() <= 200);
        size += bytes.len();
        files.push(File {
            name: name.ok_or_else(|| wrong("name", FieldCode::Malformed))?,
            media_type: media_type(&file.media_type),
            bytes: Bytes::from(bytes),
        });
    }
    if size > FORM_FILES_MAX_BYTES {
        return Err(ServiceError::code(ErrorCode::TooLarge));
    }
    Ok(files)
}

/// What a browser says that a file is; nothing that could mean more in a header.
fn media_type(given: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "!#$&^_.+-/".contains(c);
    if given.len() <= 100 && given.contains('/') && given.chars().all(fits) {
        given.to_owned()
    } else {
        "application/octet-stream".to_owned()
    }
}

/// What is asked, by whom.
pub struct Asking<'a> {
    pub form: &'a WebFormDef,
    pub submission: &'a Submission,
    pub requester: &'a Person,
    pub language: Language,
    /// Whether it is sure that the requester has sent it.
    pub confirmed: bool,
    /// Whether the requester is mailed that it has arrived.
    pub receipt: bool,
    pub uploads: Vec<UploadId>,
    pub files: &'a [File],
}

/// Opens the ticket in the caller's transaction.
///
/// # Errors
/// `invalid` where the queue takes nothing new any more.
pub async fn open(
    app: &App,
    tx: &WriteTx,
    permit: Permit,
    setup: &Setup,
    number: TicketNumber,
    asking: Asking<'_>,
    now: Timestamp,
) -> Result<Ticket, ServiceError> {
    let texts = app.texts.in_language(asking.language);
    let text = words::message(asking.submission, asking.confirmed, texts, setup);
    let request = OpenTicket {
        attachments: asking.uploads.clone(),
        ..OpenTicket::new(asking.form.queue_id, asking.submission.subject.clone(), text)
    };
    let facts = facts(app, setup, number, &asking)?;
    let mut ids = Ids(app);
    let requester = asking.requester.id;
    let mut ctx = app.context(&mut ids, now, Some(requester), Side::Customer, setup);
    let mut decision = ticket::open(&request, &facts, &mut ctx)?;
    // The answers are the form's to enter, whatever customers may set themselves.
    let mut ids = Ids(app);
    let mut ctx = app.context(&mut ids, now, Some(requester), Side::Agent, setup);
    for (field, value) in asking.submission.fields() {
        let set = Command::SetField(SetField {
            field: field.clone(),
            value: Some(value.clone()),
        });
        let next = ticket::decide(&decision.ticket, &set, &ticket::TicketFacts::default(), &mut ctx)?;
        step::add(&mut decision, next);
    }
    let article = decision.articles.first().map(|article| article.id);
    let writing = write::Writing {
        attachments: match article {
            Some(article) => keep_files(app, tx, article, asking.files, now).await?,
            None => Vec::new(),
        },
        ..write::Writing::by(permit, None, requester, asking.language)
    };
    write::write(app, tx, &decision, writing).await
}

fn facts(app: &App, setup: &Setup, number: TicketNumber, asking: &Asking<'_>) -> Result<OpenFacts, ServiceError> {
    let queue = setup.tree.get(asking.form.queue_id);
    let queue = queue.ok_or_else(|| ServiceError::code(ErrorCode::QueueNotFound))?;
    let address = asking.requester.addresses.first().cloned();
    Ok(OpenFacts {
        id: TicketId(app.fresh()),
        number,
        requester_id: asking.requester.id,
        receipt: asking.receipt && address.is_some(),
        requester: Mailbox {
            name: Some(asking.requester.name.clone()),
            address: address.unwrap_or_default(),
        },
        channel: Channel::WebForm,
        participants: Vec::new(),
        queue_sender: Some(app.sender_of(&setup.tree, queue, asking.language)),
        mail: None,
        origin: None,
        settles: None,
    })
}

async fn keep_files(
    app: &App,
    tx: &WriteTx,
    article: ArticleId,
    files: &[File],
    now: Timestamp,
) -> Result<Vec<NewAttachment>, ServiceError> {
    let mut kept = Vec::with_capacity(files.len());
    for file in files {
        kept.push(NewAttachment {
            id: AttachmentId(app.fresh()),
            article_id: article,
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            content_id: None,
            inline: false,
            blob_hash: blobs::put(tx, &file.bytes, now).await?,
            size: file.bytes.len() as u64,
        });
    }
    Ok(kept)
}

/// Writes large files to the disk before the transaction, so that no other writer waits for it.
///
/// # Errors
/// When the disk fails.
pub async fn stage(app: &App, files: &[File]) -> Result<(), ServiceError> {
    for file in files {
        blobs::stage(&app.store, &file.bytes).await?;
    }
    Ok(())
}
