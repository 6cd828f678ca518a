//! Text templates (requirement B9): what agents write again and again, and what stands around answers.

mod check;
pub mod edit;
pub mod list;
pub mod render;
pub mod text;
mod variables;

use pult_domain::{policy, template::is_offered};
use pult_shared::{
    api::template::{TemplateDef, TemplateView},
    ids::QueueId,
    person::Permission,
};
use pult_store::templates::Template;

use super::session::who::SignedIn;

pub(in crate::service) use check::texts as check_texts;
pub use variables::{Variables, example, variables, variables_of, variables_of_opening};

/// A template, with whether the reader may change it.
fn view(signed_in: &SignedIn, found: Template) -> TemplateView {
    TemplateView {
        id: found.id,
        may_edit: policy::permit_template(&signed_in.actor, &found.template.queue_ids).is_ok(),
        template: found.template,
    }
}

/// Whether a template exists for somebody: it is offered where they work.
fn is_seen(signed_in: &SignedIn, template: &TemplateDef) -> bool {
    let mut queues = signed_in.tree.by_path().into_iter();
    queues.any(|queue| works_in(signed_in, queue.id) && is_offered(&signed_in.tree, &template.queue_ids, queue.id))
}

/// Whether somebody works in a queue, which exists then.
fn works_in(signed_in: &SignedIn, queue: QueueId) -> bool {
    let held = |permission| signed_in.actor.has(permission, queue);
    signed_in.tree.get(queue).is_some() && WORKS.into_iter().any(held)
}

/// Whoever opens tickets in a queue for others needs its templates too.
const WORKS: [Permission; 3] = [Permission::View, Permission::Create, Permission::Manage];
