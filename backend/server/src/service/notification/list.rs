//! List a person's notifications.

use pult_domain::policy;
use pult_shared::{
    limits::{PAGE_DEFAULT, PAGE_MAX},
    notification::{NotificationPage, NotificationView},
    person::Language,
};
use pult_store::notifications::{self, Seen};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Unread ones are counted up to this: what is more is many.
pub const UNREAD_MAX: u64 = 100;

/// Which page of the list.
#[derive(Clone, Debug, Default)]
pub struct ListNotifications {
    pub unread: bool,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

/// A page of the person's notifications, newest first, of tickets that they see at the desk now, and of what else they look after now. Two
/// queries.
///
/// # Errors
/// `invalid` for a cursor that is none; `forbidden` for customers.
pub async fn list(
    app: &App,
    signed_in: &SignedIn,
    asked: &ListNotifications,
) -> Result<NotificationPage, ServiceError> {
    policy::may_be_notified(&signed_in.actor)?;
    let person = signed_in.actor.person_id;
    let (tickets, notices) = (
        policy::desk_tickets(&signed_in.actor),
        policy::visible_notices(&signed_in.actor),
    );
    let seen = Seen {
        tickets: &tickets,
        notices: &notices,
    };
    let limit = asked.limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let cursor = asked.cursor.as_deref();
    let page = notifications::page(&app.store, person, seen, asked.unread, cursor, limit).await?;
    let language = signed_in.language.unwrap_or_default();
    Ok(NotificationPage {
        items: page.items.into_iter().map(|item| named(item, language)).collect(),
        unread: notifications::count_unread(&app.store, person, seen, UNREAD_MAX).await?,
        next_cursor: page.next_cursor,
    })
}

/// What is about no ticket has the name of what it is about in the place of a subject.
fn named(item: NotificationView, language: Language) -> NotificationView {
    match (&item.number, &item.text) {
        (None, Some(name)) => NotificationView {
            subject: name.or_other(language).to_owned(),
            text: None,
            ..item
        },
        _ => item,
    }
}
