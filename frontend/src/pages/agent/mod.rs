//! The agents' desk: queues, the list, the ticket, new tickets on behalf of others.
//!
//! Must not import `pages::portal`.

mod actions;
mod case;
mod changes;
mod composer;
mod desk;
mod history;
mod key_help;
mod listing;
mod new_ticket;
mod query;
mod queue_tree;
mod requester;
mod table;
mod ticket;

pub use desk::Desk;
pub use listing::Memory;
pub use new_ticket::NewTicket;
pub use ticket::TicketPage;
