//! The articles of a ticket.

use gloo_net::http::Method;
use pult_shared::{
    api::article::{ArticlePage, ArticleView, MadeTicket, MakeTicket, RedactArticle, Redaction},
    ids::{ArticleId, QueueId},
    limits::{PAGE_DEFAULT, PAGE_MAX},
};

use super::{ApiError, BASE, Target, tickets};

/// All articles, oldest first: a conversation with its latest answer missing would mislead.
pub async fn list_articles(number: &str) -> Result<Vec<ArticleView>, ApiError> {
    let (mut articles, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let target = Target::new(format!("{}/articles", tickets::path(number)))
            .with_some("cursor", cursor.as_deref())
            .with("limit", &PAGE_MAX.to_string());
        let page: ArticlePage = super::get(target).await?;
        articles.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(articles);
        }
    }
}

/// The articles behind a page that began with the newest.
pub async fn list_older_articles(number: &str, cursor: &str) -> Result<ArticlePage, ApiError> {
    let target = Target::new(format!("{}/articles", tickets::path(number)))
        .with("order", "newest_first")
        .with("cursor", cursor)
        .with("limit", &PAGE_DEFAULT.to_string());
    super::get(target).await
}

/// How much of a raw mail is shown.
const SHOWN: usize = 200_000;

/// The beginning of a raw mail as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawStart {
    pub text: String,
    /// There is more of it.
    pub cut: bool,
}

impl RawStart {
    /// Headers and what follows the first empty line.
    pub fn parts(&self) -> (&str, &str) {
        let text = &self.text;
        let (wide, narrow) = (text.split_once("\r\n\r\n"), text.split_once("\n\n"));
        let first = wide.into_iter().chain(narrow).min_by_key(|(headers, _)| headers.len());
        first.unwrap_or((text, ""))
    }
}

/// Reads the beginning of an article's raw mail; a long one is not fetched to its end.
pub async fn get_raw_start(id: ArticleId) -> Result<RawStart, ApiError> {
    let (bytes, cut) = super::get_bytes(Target::new(format!("/articles/{id}/raw")), SHOWN).await?;
    Ok(RawStart {
        text: String::from_utf8_lossy(&bytes).into_owned(),
        cut,
    })
}

/// Where the raw mail of an article is downloaded from.
pub fn raw_href(id: ArticleId) -> String {
    format!("{BASE}/articles/{id}/raw")
}

/// Where a mail's own look is shown from, with the images of other sites.
pub fn html_with_images_href(id: ArticleId) -> String {
    format!("{BASE}/articles/{id}/html?images=yes")
}

/// Makes a ticket of a held message, in its ticket's queue where no other is given.
pub async fn make_ticket_of_article(id: ArticleId, queue_id: Option<QueueId>) -> Result<MadeTicket, ApiError> {
    let target = Target::new(format!("/articles/{id}/ticket"));
    super::send_json(Method::POST, target, None, &MakeTicket { queue_id }).await
}

#[cfg(test)]
mod tests {
    use super::RawStart;

    #[test]
    fn headers_end_at_the_first_empty_line() {
        let parts = |text: &str| {
            let raw = RawStart {
                text: text.to_owned(),
                cut: false,
            };
            let (headers, body) = raw.parts();
            (headers.to_owned(), body.to_owned())
        };
        let pair = |one: &str, two: &str| (one.to_owned(), two.to_owned());
        assert_eq!(
            parts("A: 1\r\nB: 2\r\n\r\nText\n\nEnde"),
            pair("A: 1\r\nB: 2", "Text\n\nEnde")
        );
        assert_eq!(parts("A: 1\n\nText"), pair("A: 1", "Text"));
        assert_eq!(parts("A: 1"), pair("A: 1", ""));
    }
}

/// Removes secrets for good; without a confirmation only tells what would be removed.
pub async fn redact_article(id: ArticleId, asked: &RedactArticle) -> Result<Redaction, ApiError> {
    super::send_json(Method::POST, Target::new(format!("/articles/{id}/redact")), None, asked).await
}
