//! Look people up while somebody types.

use pult_domain::policy;
use pult_shared::{api::person::PersonList, error::ErrorCode, ids::QueueId, limits::PEOPLE_MAX, person::Permission};
use pult_store::people::{self, Among};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The longest question that is looked at, in characters: more than any name.
const QUESTION_MAX: usize = 200;

/// Whom somebody looks for.
#[derive(Clone, Debug, Default)]
pub struct ListPeople {
    /// Beginnings of words of the name, the account id or an address.
    pub question: String,
    /// Only who may view this queue.
    pub queue_id: Option<QueueId>,
    /// Only who works in some queue.
    pub agents: bool,
    pub limit: Option<u32>,
}

/// The people who fit best. Three queries.
///
/// # Errors
/// `forbidden` for customers, `queue_not_found` for a queue that the person does not work in.
pub async fn list(app: &App, signed_in: &SignedIn, request: &ListPeople) -> Result<PersonList, ServiceError> {
    let actor = &signed_in.actor;
    if !actor.is_agent() {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let line: Vec<QueueId>;
    let among = match request.queue_id {
        Some(queue) if signed_in.tree.get(queue).is_none() || !actor.has(Permission::View, queue) => {
            return Err(ServiceError::code(ErrorCode::QueueNotFound));
        }
        Some(queue) => {
            line = signed_in.tree.line(queue).map(|above| above.id).collect();
            Among::AgentsOf(&line)
        }
        None if request.agents => Among::Agents,
        None => Among::Everybody,
    };
    let question: String = request.question.chars().take(QUESTION_MAX).collect();
    let limit = request.limit.unwrap_or(PEOPLE_MAX).clamp(1, PEOPLE_MAX);
    let mut items = people::look_up(&app.store, &question, among, limit).await?;
    people::count_tickets(&app.store, &policy::desk_tickets(actor), &mut items).await?;
    Ok(PersonList { items })
}
