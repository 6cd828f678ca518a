//! Pages of lists, and the cursors between them. A cursor is the sort key of the last item, so that pages stay right while
//! rows come and go.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use crate::StoreError;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Where the next page begins; nothing on the last one.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A page from one row more than fits: the surplus row tells that there is a next page.
    pub(crate) fn cut(mut items: Vec<T>, limit: u32, cursor: impl FnOnce(&T) -> Cursor) -> Self {
        let limit = limit as usize;
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = if more {
            items.last().map(|last| cursor(last).encode())
        } else {
            None
        };
        Self { items, next_cursor }
    }

    /// The same page with other items.
    #[must_use]
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(convert).collect(),
            next_cursor: self.next_cursor,
        }
    }
}

/// How many rows a page asks for.
pub(crate) fn rows_for(limit: u32) -> i64 {
    i64::from(limit) + 1
}

/// A position in a list: which list, up to two numbers and a text to sort by, and the id that breaks ties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) list: u8,
    pub(crate) first: i64,
    pub(crate) second: i64,
    pub(crate) id: Uuid,
    pub(crate) text: String,
}

/// What stands before the text.
const LENGTH: usize = 1 + 8 + 8 + 16;

impl Cursor {
    pub(crate) fn at(list: u8, first: i64, id: Uuid) -> Self {
        Self {
            list,
            first,
            second: 0,
            id,
            text: String::new(),
        }
    }

    fn encode(self) -> String {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.push(self.list);
        bytes.extend(self.first.to_be_bytes());
        bytes.extend(self.second.to_be_bytes());
        bytes.extend(self.id.as_bytes());
        bytes.extend(self.text.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a cursor of this list back.
    pub(crate) fn decode(list: u8, text: Option<&str>) -> Result<Option<Self>, StoreError> {
        let Some(text) = text else { return Ok(None) };
        Self::parse(text)
            .filter(|cursor| cursor.list == list)
            .map(Some)
            .ok_or(StoreError::BadCursor)
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (head, text) = bytes.split_first_chunk::<LENGTH>()?;
        let (list, rest) = head.split_first()?;
        let (first, rest) = rest.split_first_chunk()?;
        let (second, id) = rest.split_first_chunk()?;
        Some(Self {
            list: *list,
            first: i64::from_be_bytes(*first),
            second: i64::from_be_bytes(*second),
            id: Uuid::from_slice(id).ok()?,
            text: String::from_utf8(text.to_vec()).ok()?,
        })
    }
}

/// Which list a cursor belongs to.
pub(crate) mod list {
    pub(crate) const ARTICLES: u8 = 5;
    pub(crate) const HISTORY: u8 = 6;
    pub(crate) const INCOMING: u8 = 7;
    pub(crate) const OUTGOING: u8 = 8;
    pub(crate) const ARTICLES_DESC: u8 = 15;
    pub(crate) const SETTING_CHANGES: u8 = 16;
    pub(crate) const READINGS: u8 = 40;
    pub(crate) const NOTIFICATIONS: u8 = 30;
    /// The first of those of tickets: one for each order.
    pub(crate) const TICKETS: u8 = 64;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back() {
        let cursor = Cursor {
            list: list::TICKETS,
            first: -5,
            second: i64::MAX,
            id: Uuid::from_u128(77),
            text: "Öffnungszeiten".to_owned(),
        };
        let text = cursor.clone().encode();
        assert_eq!(Cursor::decode(list::TICKETS, Some(&text)).unwrap(), Some(cursor));
        assert_eq!(Cursor::decode(list::ARTICLES, None).unwrap(), None);
    }

    #[test]
    fn a_foreign_cursor_is_refused() {
        let text = Cursor::at(list::ARTICLES, 1, Uuid::nil()).encode();
        for bad in [text.as_str(), "", "x", "AAAA", "%%%"] {
            assert!(
                matches!(Cursor::decode(list::HISTORY, Some(bad)), Err(StoreError::BadCursor)),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_surplus_row_only_tells_of_a_next_page() {
        let cursor = |n: &i64| Cursor::at(list::ARTICLES, *n, Uuid::nil());
        let page = Page::cut(vec![1, 2, 3], 2, cursor);
        assert_eq!(page.items, [1, 2]);
        assert_eq!(page.next_cursor, Some(cursor(&2).encode()));
        assert_eq!(Page::cut(vec![1, 2], 2, cursor).next_cursor, None);
        assert_eq!(Page::cut(Vec::new(), 2, cursor).next_cursor, None);
    }
}
