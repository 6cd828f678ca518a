//! Show what is set up for a queue.

use pult_domain::{
    policy,
    queue::{Queue, settings_of},
};
use pult_shared::{
    api::queue::{QueueSettings, QueueSettingsView},
    error::ErrorCode,
    ids::QueueId,
};
use pult_store::{Conn, queues};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, template::check_texts as read_texts},
};

/// The settings of a queue.
///
/// # Errors
/// `queue_not_found`, `forbidden` without `manage`.
pub async fn settings(app: &App, signed_in: &SignedIn, id: QueueId) -> Result<QueueSettingsView, ServiceError> {
    let queue = signed_in
        .tree
        .get(id)
        .ok_or_else(|| ServiceError::code(ErrorCode::QueueNotFound))?;
    policy::permit_queue_settings(&signed_in.actor, queue)?;
    view(&app.store, signed_in, queue).await
}

/// A queue with its settings, as whoever manages it sees them.
pub(super) async fn view(
    conn: &impl Conn,
    signed_in: &SignedIn,
    queue: &Queue,
) -> Result<QueueSettingsView, ServiceError> {
    Ok(QueueSettingsView {
        id: queue.id,
        path: queue.path.clone(),
        settings: settings_of(queue),
        may_restructure: policy::restructures(&signed_in.actor, queue.parent_id),
        tickets: queues::tickets_in(conn, queue.id).await?,
    })
}

/// Salutation and signature are templates.
///
/// # Errors
/// `invalid_template` with the places.
pub(super) fn check_texts(settings: &QueueSettings) -> Result<(), ServiceError> {
    read_texts(&[
        ("salutation.de", &settings.salutation.de),
        ("salutation.en", &settings.salutation.en),
        ("signature.de", &settings.signature.de),
        ("signature.en", &settings.signature.en),
    ])
}
