//! The portal: a customer's own requests, calm and made for a phone first.
//!
//! Must not import `pages::agent`.

mod list;
mod new_request;
mod request;

pub use list::MyTickets;
pub use new_request::NewRequest;
pub use request::MyTicket;
