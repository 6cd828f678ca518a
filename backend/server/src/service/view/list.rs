//! List the saved views of a person, with counters.

use pult_domain::policy;
use pult_shared::{
    api::{
        ticket::TicketScope,
        view::{SavedView, ViewList},
    },
    filter::Filter,
    ids::QueueId,
    person::Permission,
};
use pult_store::{tickets, views};

use super::is_listed;
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        ticket::asked::{meant, question, visibility},
    },
};

/// Counting ends here: what is more is much.
pub const COUNT_MAX: u64 = 1_000;

/// The person's own views and those that are shared with them, by position. Two queries, however many there are.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<ViewList, ServiceError> {
    let actor = &signed_in.actor;
    let queues: Vec<QueueId> = signed_in
        .tree
        .by_path()
        .into_iter()
        .map(|queue| queue.id)
        .filter(|queue| actor.has(Permission::View, *queue))
        .collect();
    let mut found = views::list(&app.store, actor.person_id, actor.is_agent(), &queues).await?;
    found.retain(|view| is_listed(actor, view));
    let items = saved(app, signed_in, found).await?;
    Ok(ViewList { items })
}

/// Views with their counters, within what the person may see.
pub(super) async fn saved(
    app: &App,
    signed_in: &SignedIn,
    found: Vec<views::View>,
) -> Result<Vec<SavedView>, ServiceError> {
    let counts = counts(app, signed_in, &found).await?;
    let saved = |(view, count): (views::View, u64)| {
        let may_edit = policy::may_edit_view(&signed_in.actor, view.owner.id, view.view.sharing, &signed_in.tree);
        SavedView {
            id: view.id,
            may_edit,
            view: view.view,
            owner: view.owner,
            count,
        }
    };
    Ok(found.into_iter().zip(counts).map(saved).collect())
}

async fn counts(app: &App, signed_in: &SignedIn, found: &[views::View]) -> Result<Vec<u64>, ServiceError> {
    let scope = if signed_in.actor.is_agent() {
        TicketScope::Desk
    } else {
        TicketScope::Portal
    };
    // What could be read when it was saved can be read still; should a word be gone from the language, the view is empty.
    let filters: Vec<Filter> = found
        .iter()
        .map(|view| Filter::parse(&view.view.filter).unwrap_or(Filter::Nothing))
        .map(|filter| meant(signed_in, scope, filter))
        .collect();
    let visible = visibility(&signed_in.actor, scope);
    let question = question(signed_in, &visible, &Filter::All, app.now());
    let filters: Vec<&Filter> = filters.iter().collect();
    Ok(tickets::counts(&app.store, &question, &filters, Some(COUNT_MAX)).await?)
}
