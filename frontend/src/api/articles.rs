//! The articles of a ticket.

use pult_shared::{
    api::article::{ArticlePage, ArticleView},
    limits::PAGE_MAX,
};

use super::{ApiError, Target, tickets};

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
