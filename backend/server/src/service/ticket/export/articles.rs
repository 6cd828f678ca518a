//! The conversation with its files, as far as they fit into an export.

use std::collections::HashMap;

use pult_domain::ticket::Ticket;
use pult_shared::{
    api::article::ArticleOrder,
    ids::{ArticleId, TicketId},
    limits::PAGE_MAX,
    mailbox::Mailbox,
};
use pult_store::{
    articles::{self, Article},
    attachments::{self, Attachment},
    blobs,
};

use super::words::Words;
use crate::{
    app::App,
    export::{Budget, CaseArticle, CaseAttachment, Content, limits},
    service::ServiceError,
};

/// Which files are brought along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files {
    /// Images of the text: what a PDF shows.
    Pictures,
    All,
}

/// An article with its files and its raw mail.
pub type Found = (Article, Vec<CaseAttachment>, Option<Content>);

/// All articles of a ticket and of those that go on in it, oldest first; one more than are exported, where there are more.
pub async fn read(app: &App, ticket: &Ticket, merged: &[TicketId], files: Files) -> Result<Vec<Found>, ServiceError> {
    let mut home = vec![ticket.id];
    home.extend(merged);
    let mut found = Vec::new();
    let mut budget = Budget::default();
    let mut cursor: Option<String> = None;
    loop {
        let order = ArticleOrder::OldestFirst;
        let page = articles::page(&app.store, &home, true, order, cursor.as_deref(), PAGE_MAX).await?;
        let mut contents = Contents::of(app, &page.items, files).await?;
        for article in page.items {
            found.push(contents.bring(app, article, &mut budget).await?);
        }
        cursor = page.next_cursor;
        if cursor.is_none() || found.len() > limits::ARTICLES {
            break;
        }
    }
    found.truncate(limits::ARTICLES + 1);
    Ok(found)
}

/// What is known of the files of a page of articles, before they are loaded.
struct Contents {
    files: Files,
    attachments: HashMap<ArticleId, Vec<Attachment>>,
    raw_sizes: HashMap<String, u64>,
}

impl Contents {
    async fn of(app: &App, articles: &[Article], files: Files) -> Result<Self, ServiceError> {
        let ids: Vec<_> = articles.iter().map(|article| article.id).collect();
        let mut attachments: HashMap<ArticleId, Vec<Attachment>> = HashMap::new();
        for file in attachments::of_articles(&app.store, &ids).await? {
            attachments.entry(file.article_id).or_default().push(file);
        }
        let raw: Vec<&str> = articles
            .iter()
            .filter(|_| files == Files::All)
            .filter_map(|article| article.raw_blob.as_deref())
            .collect();
        Ok(Self {
            files,
            attachments,
            raw_sizes: blobs::sizes(&app.store, &raw).await?,
        })
    }

    async fn bring(&mut self, app: &App, article: Article, budget: &mut Budget) -> Result<Found, ServiceError> {
        let mut files = Vec::new();
        for file in self.attachments.remove(&article.id).unwrap_or_default() {
            let wanted = self.files == Files::All || (file.inline && file.media_type.starts_with("image/"));
            let content = if wanted {
                content(app, &file.blob_hash, file.size, budget).await?
            } else {
                Content::LeftOut
            };
            files.push(CaseAttachment {
                name: file.name,
                media_type: file.media_type,
                size: file.size,
                inline: file.inline,
                content,
            });
        }
        let raw = article.raw_blob.as_deref();
        let raw = match raw.and_then(|hash| self.raw_sizes.get(hash).map(|size| (hash, *size))) {
            Some((hash, size)) => Some(content(app, hash, size, budget).await?),
            None => None,
        };
        Ok((article, files, raw))
    }
}

async fn content(app: &App, hash: &str, size: u64, budget: &mut Budget) -> Result<Content, ServiceError> {
    if !budget.take(size) {
        return Ok(Content::LeftOut);
    }
    let bytes = blobs::get(&app.store, hash).await?;
    bytes
        .map(Content::Bytes)
        .ok_or_else(|| ServiceError::Internal(format!("blob {hash} is missing")))
}

/// An article in words.
pub fn case_article(words: &Words<'_>, ticket: &Ticket, (article, attachments, raw_mail): Found) -> CaseArticle {
    let mut headers = Vec::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            headers.push((words.get(&format!("export-{key}")), value));
        }
    };
    add("subject", article.subject.clone());
    add(
        "from",
        article.from.as_ref().map(ToString::to_string).unwrap_or_default(),
    );
    add("to", list(&article.to));
    add("cc", list(&article.cc));
    if article.ticket_id != ticket.id {
        add("ticket", article.ticket_number.to_string());
    }
    let mut direction = words.with(
        &format!("export-direction-{}", article.direction.name()),
        [("channel", words.channel(article.channel))],
    );
    if article.recalled {
        direction = format!("{direction} ({})", words.get("export-recalled"));
    }
    let author = article.author_id.and_then(|id| words.people.get(&id));
    let from = article.from.as_ref().map(|from| from.label().to_owned());
    CaseArticle {
        author: author
            .map(|author| author.name.clone())
            .or(from)
            .unwrap_or_else(|| words.get("export-nobody")),
        date: words.time(article.created_at),
        direction,
        visible_to_customer: article.visible_to_customer && !article.recalled,
        headers,
        text: article.text,
        attachments,
        raw_mail,
    }
}

fn list(mailboxes: &[Mailbox]) -> String {
    let list: Vec<_> = mailboxes.iter().map(ToString::to_string).collect();
    list.join(", ")
}
