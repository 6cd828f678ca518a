//! Show what is set up for a queue.

use pult_domain::{
    policy,
    queue::{Queue, QueueTree, settings_of},
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
    view(&app.store, signed_in, &signed_in.tree, queue).await
}

/// A queue with its settings, as whoever manages it sees them.
pub(super) async fn view(
    conn: &impl Conn,
    signed_in: &SignedIn,
    tree: &QueueTree,
    queue: &Queue,
) -> Result<QueueSettingsView, ServiceError> {
    Ok(QueueSettingsView {
        id: queue.id,
        path: queue.path.clone(),
        settings: settings_of(queue),
        may_restructure: policy::restructures(&signed_in.actor, queue.parent_id),
        allowed_domains: (!signed_in.actor.administrator)
            .then(|| tree.allowed_domains(Some(queue.id)).into_iter().collect()),
        tickets: queues::tickets_in(conn, queue.id).await?,
    })
}

/// Salutation, signature and the texts of automatic mails are templates.
///
/// # Errors
/// `invalid_template` with the places.
pub(super) fn check_texts(settings: &QueueSettings) -> Result<(), ServiceError> {
    let own = [
        ("salutation.de".to_owned(), &settings.salutation.de),
        ("salutation.en".to_owned(), &settings.salutation.en),
        ("signature.de".to_owned(), &settings.signature.de),
        ("signature.en".to_owned(), &settings.signature.en),
    ];
    let automatic = settings.mails.auto_responses.iter().flat_map(|(event, response)| {
        let path = |field: &str| format!("mails.auto_responses.{}.{field}", event.name());
        [
            (path("text.de"), &response.text.de),
            (path("text.en"), &response.text.en),
            (path("subject.de"), &response.subject.de),
            (path("subject.en"), &response.subject.en),
        ]
    });
    let all: Vec<(String, &String)> = own.into_iter().chain(automatic).collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    read_texts(&all)
}
