//! Delete a queue that nothing refers to.

use pult_domain::{
    queue::{check_goes, settings_of},
    refusal::Refusal,
};
use pult_shared::{error::ErrorCode, ids::QueueId};
use pult_store::{catalog, queues, templates};

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Deletes a queue.
///
/// # Errors
/// `queue_not_found`; `forbidden` without `manage` on the queue above; `in_use` when it has tickets or something else refers to it.
pub async fn delete(app: &App, signed_in: &SignedIn, id: QueueId) -> Result<(), ServiceError> {
    let tx = settings_log::begin(app).await?;
    let (known, tree) = (catalog::load(&tx).await?, queues::tree(&tx).await?);
    let queue = check_goes(&signed_in.actor, &tree, &known, id)?;
    // Without its only queue a template would be offered in every one.
    let orphan = |template: &templates::Template| template.template.queue_ids == [id];
    if templates::list(&tx).await?.iter().any(orphan) {
        return Err(Refusal::because(ErrorCode::InUse, "A template is offered in this queue only.").into());
    }
    queues::delete(&tx, id).await?;
    let line = settings_log::line(app, signed_in, Thing::Queue, id);
    line.write(&tx, Some(&settings_of(queue)), None).await?;
    settings_log::finish(app, tx).await
}
