//! The agents' desk: queues, the list, the ticket, new tickets on behalf of others.
//!
//! Must not import `pages::portal` or `pages::admin`.

mod bulk;
mod dashboard;
mod desk;
mod escalation;
mod key_help;
mod list;
mod listing;
mod new_ticket;
mod properties;
mod saved;
mod search;
mod side;
mod ticket;
mod writing;

pub use dashboard::Dashboard;
pub use desk::Desk;
pub use listing::Memory;
pub use new_ticket::NewTicket;
pub use ticket::TicketPage;

use crate::desk_query as query;
