//! List templates: those that are offered in a queue, or those that somebody may edit.

use pult_domain::{policy, template::is_offered};
use pult_shared::{
    api::template::{TemplateKind, TemplateList},
    error::ErrorCode,
    ids::QueueId,
};
use pult_store::templates;

use super::{view, works_in};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The valid templates of a queue, of those above it and of every queue; without a queue those that the person may edit. By name.
///
/// # Errors
/// `queue_not_found` for a queue that the person does not work in; without a queue `forbidden` for whoever manages nothing.
pub async fn list(
    app: &App,
    signed_in: &SignedIn,
    queue: Option<QueueId>,
    kind: Option<TemplateKind>,
) -> Result<TemplateList, ServiceError> {
    let actor = &signed_in.actor;
    match queue {
        Some(queue) if !works_in(signed_in, queue) => {
            return Err(ServiceError::code(ErrorCode::QueueNotFound));
        }
        None if !policy::manages_anything(actor) => return Err(ServiceError::code(ErrorCode::Forbidden)),
        _ => {}
    }
    let listed = |found: &templates::Template| match queue {
        Some(queue) => found.template.valid && is_offered(&signed_in.tree, &found.template.queue_ids, queue),
        None => policy::permit_template(actor, &found.template.queue_ids).is_ok(),
    };
    let items = templates::list(&app.store)
        .await?
        .into_iter()
        .filter(|found| kind.is_none_or(|kind| found.template.kind == kind))
        .filter(listed)
        .map(|found| view(signed_in, found));
    Ok(TemplateList { items: items.collect() })
}
