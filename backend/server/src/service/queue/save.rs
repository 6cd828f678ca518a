//! Change what is set up for a queue.

use pult_domain::queue::{QueueChange, QueueTree, check_saved, settings_of};
use pult_shared::{
    api::queue::{QueueSettings, QueueSettingsView},
    ids::QueueId,
};
use pult_store::{WriteTx, catalog, queues};

use super::settings::{check_texts, view};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Changes a queue.
///
/// # Errors
/// `queue_not_found`; `forbidden` without `manage`, or with the fields that need it on the queue above; `invalid` and
/// `invalid_template` with the fields at fault.
pub async fn save(
    app: &App,
    signed_in: &SignedIn,
    id: QueueId,
    settings: &QueueSettings,
) -> Result<QueueSettingsView, ServiceError> {
    let tx = settings_log::begin(app).await?;
    let (known, tree) = (catalog::load(&tx).await?, queues::tree(&tx).await?);
    let change = check_saved(&signed_in.actor, &tree, &known, id, settings)?;
    check_texts(settings)?;
    queues::update(&tx, &change.queue).await?;
    let before = tree.get(id).map(settings_of);
    let line = settings_log::line(app, signed_in, Thing::Queue, id);
    line.write(&tx, before.as_ref(), Some(&settings_of(&change.queue)))
        .await?;
    write_catch_all(app, &tx, signed_in, &tree, &change).await?;
    let answer = view(&tx, signed_in, &tree, &change.queue).await?;
    settings_log::finish(app, tx).await?;
    Ok(answer)
}

/// The queue that takes what fits nowhere else until now changes too, and the log says so.
pub(super) async fn write_catch_all(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    tree: &QueueTree,
    change: &QueueChange,
) -> Result<(), ServiceError> {
    let Some(other) = change.no_longer_catch_all.and_then(|id| tree.get(id)) else {
        return Ok(());
    };
    let before = settings_of(other);
    let after = QueueSettings {
        catch_all: false,
        ..before.clone()
    };
    let line = settings_log::line(app, signed_in, Thing::Queue, other.id);
    line.write(tx, Some(&before), Some(&after)).await
}
