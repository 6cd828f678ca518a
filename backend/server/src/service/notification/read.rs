//! Note that notifications have been read.

use pult_domain::policy;
use pult_shared::notification::{ReadNotifications, UnreadNotifications};
use pult_store::notifications::{self, Seen, Which};

use super::list::UNREAD_MAX;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Marks one notification as read, all of a ticket, or all; how many are unread now.
///
/// # Errors
/// `forbidden` for customers. What is not there, or another person's, is no error: it is not unread.
pub async fn read(
    app: &App,
    signed_in: &SignedIn,
    which: &ReadNotifications,
) -> Result<UnreadNotifications, ServiceError> {
    policy::may_be_notified(&signed_in.actor)?;
    let person = signed_in.actor.person_id;
    let which = match (which.id, &which.number) {
        (Some(id), _) => Which::One(id),
        (None, Some(number)) => Which::Ticket(number),
        (None, None) => Which::All,
    };
    let tx = app.store.begin().await?;
    let changed = notifications::mark_read(&tx, person, which, app.now()).await?;
    tx.commit().await?;
    if changed {
        app.live.tell_people([person].into());
    }
    let (tickets, notices) = (
        policy::desk_tickets(&signed_in.actor),
        policy::visible_notices(&signed_in.actor),
    );
    let seen = Seen {
        tickets: &tickets,
        notices: &notices,
    };
    Ok(UnreadNotifications {
        unread: notifications::count_unread(&app.store, person, seen, UNREAD_MAX).await?,
    })
}
