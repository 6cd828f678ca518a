//! The articles of a ticket.

use pult_shared::{
    api::article::{ArticlePage, ArticleView},
    ids::ArticleId,
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

/// Where the raw mail of an article is downloaded from.
pub fn raw_href(id: ArticleId) -> String {
    format!("{BASE}/articles/{id}/raw")
}

/// Where a mail's own look is shown from, with the images of other sites.
pub fn html_with_images_href(id: ArticleId) -> String {
    format!("{BASE}/articles/{id}/html?images=yes")
}
