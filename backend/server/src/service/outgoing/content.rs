//! What a mail carries besides its head: the text with salutation and signature, files, images, other mails.

use pult_domain::ticket::{Decision, MailOrder, NewArticle};
use pult_mail::OutgoingAttachment;
use pult_shared::{
    event::MailKind,
    ids::{ArticleId, PersonId, UploadId},
    person::Language,
};
use pult_store::{
    WriteTx,
    articles::{self, Article},
    attachments, blobs, outbox, uploads,
};
use uuid::Uuid;

use super::{automatic, conversation};
use crate::{
    app::App,
    service::{ServiceError, setup::Setup, template},
};

/// What a receipt says about personal data (requirement A18).
#[derive(Debug, Default, PartialEq, Eq)]
pub enum Privacy {
    #[default]
    Nothing,
    /// As Pult has it.
    Usual,
    Own(String),
}

/// The content of one mail.
#[derive(Debug, Default)]
pub struct Content {
    /// Left out: the ticket's.
    pub subject: Option<String>,
    /// As it was written; images stand in it as `![name](upload:<id>)`.
    pub body: String,
    /// As the queue has set them up, filled in.
    pub salutation: Option<String>,
    pub signature: Option<String>,
    /// Subject and text of an automatic mail, where a queue has its own, and its notice about personal data.
    pub own_subject: Option<String>,
    pub own_text: Option<String>,
    /// Entries of the FAQ that may answer the request, for the end of a receipt. Nobody fills it as long as there is no FAQ.
    pub suggestions: Option<String>,
    pub privacy: Privacy,
    /// The name of the queue that the ticket is in.
    pub place: String,
    /// The conversation so far, and who gets the mail: for the end of the text, where the queue wants them there.
    pub history: Option<String>,
    pub named: Option<String>,
    /// Cc stays out of the header.
    pub hide_cc: bool,
    pub attachments: Vec<OutgoingAttachment>,
    /// Images that stand in the text, by the id of their upload.
    images: Vec<(Uuid, String)>,
    /// The raw mail that goes on as it is.
    pub redirected: Option<Vec<u8>>,
    /// Sent once more: subject and text of the first time, with all that stood around it.
    pub as_sent: Option<Sent>,
    /// Who wrote it.
    author: Option<PersonId>,
}

/// What a mail said when it went out.
#[derive(Debug)]
pub struct Sent {
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
}

impl Content {
    /// Nothing yet, about a ticket in the queue of this name.
    #[must_use]
    pub fn at(place: String) -> Self {
        Self {
            place,
            ..Self::default()
        }
    }

    /// The HTML alternative. What is sent once more has the one of the first time, or none.
    #[must_use]
    pub fn html(&self, text: &str, language: Language) -> Option<String> {
        if let Some(sent) = &self.as_sent {
            return sent.html.clone();
        }
        let content_id = |upload: Uuid| {
            self.images
                .iter()
                .find(|(id, _)| *id == upload)
                .map(|(_, cid)| cid.clone())
        };
        let body = pult_markup::text_to_html(text, content_id);
        Some(pult_markup::mail_document(&body, language.tag()))
    }
}

/// Gathers what a mail of a decision carries.
///
/// # Errors
/// When the database fails or a stored file is missing.
pub async fn of(
    app: &App,
    tx: &WriteTx,
    decision: &Decision,
    order: &MailOrder,
    setup: &Setup,
    language: Language,
) -> Result<Content, ServiceError> {
    let written = decision
        .articles
        .iter()
        .find(|article| Some(article.id) == order.article_id);
    match (order.kind, written) {
        (kind, _) if kind.auto_event().is_some() => {
            automatic::content(app, tx, setup, &decision.ticket, kind, language).await
        }
        (MailKind::Redirect, _) => redirected(tx, order).await,
        (_, Some(article)) => {
            let mut content = fresh(app, tx, article).await?;
            if order.kind == MailKind::Forward {
                carry(tx, &mut content, &order.carries).await?;
            }
            around(app, tx, decision, setup, language, &mut content).await?;
            if order.kind == MailKind::Rule && !article.visible_to_customer {
                // The salutation is the customer's.
                content.salutation = None;
            }
            if order.kind == MailKind::Reply {
                conversation::add(app, tx, setup, decision, order, language, &mut content).await?;
            }
            Ok(content)
        }
        // Sent once more: as it went out, else as it was stored.
        (_, None) => {
            let Some(article) = articles::find_many(tx, &order.carries).await?.pop() else {
                return Err(ServiceError::Internal(format!(
                    "mail {} has no article",
                    order.message_id
                )));
            };
            if let Some(content) = as_sent(tx, &article).await? {
                return Ok(content);
            }
            let mut content = again(app, tx, article).await?;
            around(app, tx, decision, setup, language, &mut content).await?;
            Ok(content)
        }
    }
}

/// Salutation and signature of the queue.
async fn around(
    app: &App,
    tx: &WriteTx,
    decision: &Decision,
    setup: &Setup,
    language: Language,
    content: &mut Content,
) -> Result<(), ServiceError> {
    let Some(queue) = setup.tree.get(decision.ticket.queue_id) else {
        return Ok(());
    };
    let texts = [queue.salutation.or_other(language), queue.signature.or_other(language)];
    if texts.iter().all(|text| text.trim().is_empty()) {
        return Ok(());
    }
    let variables = template::variables(app, tx, setup, &decision.ticket, content.author, language).await?;
    let variables = variables.for_customers(&setup.catalog);
    // A text that cannot be filled in was refused when it was saved; should one be there all the same, the answer goes without.
    let fill = |text: &str| {
        let rendered = template::text::render(text, &variables).inspect_err(|fault| {
            tracing::error!(
                queue = queue.path,
                reason = fault.reason,
                "a salutation or signature cannot be filled in"
            );
        });
        rendered
            .ok()
            .map(|rendered| rendered.text)
            .filter(|text| !text.trim().is_empty())
    };
    content.salutation = fill(texts[0]);
    content.signature = fill(texts[1]);
    Ok(())
}

async fn blob(tx: &WriteTx, hash: &str) -> Result<Vec<u8>, ServiceError> {
    let bytes = blobs::get(tx, hash).await?;
    let bytes = bytes.ok_or_else(|| ServiceError::Internal(format!("blob {hash} is missing")))?;
    Ok(bytes.to_vec())
}

/// An article that this decision writes.
async fn fresh(app: &App, tx: &WriteTx, article: &NewArticle) -> Result<Content, ServiceError> {
    let mut content = Content {
        subject: Some(article.subject.clone()),
        body: article.text.clone(),
        author: article.author_id,
        ..Content::default()
    };
    let Some(author) = article.author_id else {
        return Ok(content);
    };
    for upload in uploads::find_own(tx, &article.uploads, author).await? {
        let file = OutgoingAttachment {
            name: upload.name,
            media_type: upload.media_type,
            bytes: blob(tx, &upload.blob_hash).await?,
            content_id: None,
        };
        content.attach(app, upload.id, file);
    }
    Ok(content)
}

impl Content {
    /// A file; one that the text shows becomes an image of the HTML.
    fn attach(&mut self, app: &App, id: UploadId, mut file: OutgoingAttachment) {
        let shown = file.media_type.starts_with("image/") && pult_markup::named_uploads(&self.body).contains(&id.0);
        if shown {
            let content_id = format!("{}@{}", id.0.simple(), app.config.mail.domain);
            file.content_id = Some(content_id.clone());
            self.images.push((id.0, content_id));
        }
        self.attachments.push(file);
    }
}

/// The articles that go along: their raw mails, else their texts with their files.
async fn carry(tx: &WriteTx, content: &mut Content, ids: &[ArticleId]) -> Result<(), ServiceError> {
    for article in articles::find_many(tx, ids).await? {
        if let Some(hash) = &article.raw_blob {
            content.attachments.push(pult_mail::forwarded(&blob(tx, hash).await?));
            continue;
        }
        content.body.push_str(&quoted(&article));
        for file in attachments::of_article(tx, article.id).await? {
            content.attachments.push(OutgoingAttachment {
                name: file.name,
                media_type: file.media_type,
                bytes: blob(tx, &file.blob_hash).await?,
                content_id: None,
            });
        }
    }
    Ok(())
}

/// An article in the text of another one: who, when, and every line behind a `>`.
pub(super) fn quoted(article: &Article) -> String {
    let who = article
        .from
        .as_ref()
        .map(pult_shared::mailbox::Mailbox::label)
        .unwrap_or_default();
    let lines: String = article.text.lines().map(|line| format!("> {line}\n")).collect();
    format!(
        "\n\n{who}, {}:\n{lines}",
        article.created_at.strftime("%Y-%m-%d %H:%M UTC")
    )
}

async fn redirected(tx: &WriteTx, order: &MailOrder) -> Result<Content, ServiceError> {
    let article = articles::find_many(tx, &order.carries).await?.pop();
    let hash = article.as_ref().and_then(|article| article.raw_blob.clone());
    let (Some(article), Some(hash)) = (article, hash) else {
        return Err(ServiceError::Internal(format!(
            "mail {} has nothing to redirect",
            order.message_id
        )));
    };
    Ok(Content {
        subject: Some(article.subject),
        redirected: Some(blob(tx, &hash).await?),
        ..Content::default()
    })
}

/// What an article went out as, from the outbox: the text with salutation and signature of then, and all that it carried. Nothing
/// where the outbox does not have it any more.
async fn as_sent(tx: &WriteTx, article: &Article) -> Result<Option<Content>, ServiceError> {
    let Some(message_id) = &article.message_id else {
        return Ok(None);
    };
    let Some(row) = outbox::find_by_message_id(tx, message_id).await?.into_iter().next() else {
        return Ok(None);
    };
    let mail = pult_mail::parse(&blob(tx, &row.raw_blob).await?);
    // It is signed anew.
    let is_signature = |file: &pult_mail::ParsedAttachment| file.media_type == "application/pkcs7-signature";
    let files = mail.attachments.into_iter().filter(|file| !is_signature(file));
    let attachments = files.map(|file| OutgoingAttachment {
        name: file.name,
        media_type: file.media_type,
        bytes: file.bytes,
        content_id: file.content_id,
    });
    Ok(Some(Content {
        attachments: attachments.collect(),
        as_sent: Some(Sent {
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
        }),
        ..Content::default()
    }))
}

async fn again(app: &App, tx: &WriteTx, article: Article) -> Result<Content, ServiceError> {
    let mut content = Content {
        subject: Some(article.subject),
        body: article.text,
        author: article.author_id,
        ..Content::default()
    };
    for file in attachments::of_article(tx, article.id).await? {
        let attachment = OutgoingAttachment {
            name: file.name,
            media_type: file.media_type,
            bytes: blob(tx, &file.blob_hash).await?,
            content_id: None,
        };
        content.attach(app, UploadId(file.id.0), attachment);
    }
    Ok(content)
}
