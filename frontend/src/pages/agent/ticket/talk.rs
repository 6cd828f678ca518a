//! The articles of the ticket on screen: the newest ones come with it, older ones on demand.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::article::{ArticlePage, ArticleView};

use crate::api::{self, ApiError};

/// What is loaded of the conversation.
#[derive(Clone, Copy)]
pub struct Talk {
    number: StoredValue<String>,
    /// Newest first.
    articles: RwSignal<Vec<ArticleView>>,
    /// Where the older ones begin, when there are any.
    older: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl Talk {
    pub fn new(number: String) -> Self {
        Self {
            number: StoredValue::new(number),
            articles: RwSignal::new(Vec::new()),
            older: RwSignal::new(None),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    /// Takes in the newest page; older ones that were loaded before stay, as long as nothing lies between.
    pub fn take_in(self, page: ArticlePage) {
        let (kept, whole) = self.articles.with_untracked(|known| beyond(&page, known));
        let mut articles = page.items;
        articles.extend(kept);
        if self.articles.with_untracked(|known| *known != articles) {
            self.articles.set(articles);
        }
        if !whole {
            self.older.set(page.next_cursor);
        }
    }

    /// Fetches the next older ones.
    pub fn load_older(self) {
        let Some(cursor) = self.older.get_untracked().filter(|_| !self.busy.get_untracked()) else {
            return;
        };
        self.busy.set(true);
        let number = self.number.get_value();
        spawn_local(async move {
            let answer = api::articles::list_older_articles(&number, &cursor).await;
            if self.number.try_get_value().is_none() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.error.set(None);
                    self.older.set(page.next_cursor);
                    self.articles.update(|articles| articles.extend(page.items));
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// All that is loaded, newest first.
    pub fn articles(self) -> Vec<ArticleView> {
        self.articles.get()
    }

    pub fn with<R>(self, read: impl FnOnce(&[ArticleView]) -> R) -> R {
        self.articles.with(|articles| read(articles))
    }

    pub fn with_untracked<R>(self, read: impl FnOnce(&[ArticleView]) -> R) -> R {
        self.articles.with_untracked(|articles| read(articles))
    }

    pub fn has_older(self) -> bool {
        self.older.with(Option::is_some)
    }

    pub fn busy(self) -> bool {
        self.busy.get()
    }

    pub fn error(self) -> Option<ApiError> {
        self.error.get()
    }
}

/// What is known beyond the end of the newest page, and whether that page reaches what is known without a gap.
fn beyond(page: &ArticlePage, known: &[ArticleView]) -> (Vec<ArticleView>, bool) {
    let last = page.items.last().map(|article| article.id);
    let joint = known.iter().position(|article| Some(article.id) == last);
    match joint {
        Some(at) if page.next_cursor.is_some() && at + 1 < known.len() => {
            (known.iter().skip(at + 1).cloned().collect(), true)
        }
        _ => (Vec::new(), false),
    }
}

#[cfg(test)]
mod tests {
    use pult_shared::ids::ArticleId;

    use super::*;

    fn article(n: u128) -> ArticleView {
        serde_json::from_value(serde_json::json!({
            "id": format!("{n:08x}-0000-7000-8000-000000000000"),
            "direction": "incoming", "channel": "mail", "visible_to_customer": true,
            "subject": "", "text": "", "attachments": [], "automatic": false, "created_at": "2026-11-22T10:00:00Z",
        }))
        .unwrap()
    }

    fn page(ids: &[u128], more: bool) -> ArticlePage {
        ArticlePage {
            items: ids.iter().map(|id| article(*id)).collect(),
            next_cursor: more.then(|| "c".to_owned()),
        }
    }

    fn numbers(articles: &[ArticleView]) -> Vec<ArticleId> {
        articles.iter().map(|article| article.id).collect()
    }

    #[test]
    fn older_ones_stay_while_nothing_lies_between() {
        let known: Vec<_> = [9, 8, 7, 6, 5].map(article).into();
        let (kept, whole) = beyond(&page(&[10, 9, 8], true), &known);
        assert_eq!((numbers(&kept), whole), (numbers(&known[2..]), true));
        // More came than a page holds: what lies between is unknown, so the older ones are loaded anew.
        assert_eq!(beyond(&page(&[14, 13, 12], true), &known), (vec![], false));
        // The page is all there is.
        assert_eq!(beyond(&page(&[9, 8], false), &known), (vec![], false));
    }
}
