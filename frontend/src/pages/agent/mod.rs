//! The agents' desk: queues, the list, the ticket, new tickets on behalf of others.
//!
//! Must not import `pages::portal`.

mod bulk;
mod dashboard;
mod desk;
mod key_help;
mod list;
mod listing;
mod new_ticket;
mod palette;
mod query;
mod saved;
mod search;
mod side;
mod ticket;
mod writing;

pub use dashboard::Dashboard;
pub use desk::Desk;
pub use listing::Memory;
pub use new_ticket::NewTicket;
pub use palette::Palette;
pub use ticket::TicketPage;
