//! Set up a new queue.

use pult_domain::queue::{check_new, settings_of};
use pult_shared::{
    api::queue::{QueueSettings, QueueSettingsView},
    ids::QueueId,
};
use pult_store::{catalog, queues};

use super::settings::{check_texts, view};
use crate::{
    app::App,
    service::{
        ServiceError,
        queue::save::write_catch_all,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Makes a queue.
///
/// # Errors
/// `forbidden` without `manage` on the queue above, `invalid` and `invalid_template` with the fields at fault.
pub async fn create(
    app: &App,
    signed_in: &SignedIn,
    settings: &QueueSettings,
) -> Result<QueueSettingsView, ServiceError> {
    let tx = settings_log::begin(app).await?;
    let (known, tree) = (catalog::load(&tx).await?, queues::tree(&tx).await?);
    let id = QueueId(app.fresh());
    let change = check_new(&signed_in.actor, &tree, &known, id, settings)?;
    check_texts(settings)?;
    queues::insert(&tx, &change.queue).await?;
    let line = settings_log::line(app, signed_in, Thing::Queue, id);
    line.write(&tx, None, Some(&settings_of(&change.queue))).await?;
    write_catch_all(app, &tx, signed_in, &tree, &change).await?;
    let answer = view(&tx, signed_in, &tree, &change.queue).await?;
    settings_log::finish(app, tx).await?;
    Ok(answer)
}
