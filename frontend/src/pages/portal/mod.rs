//! The portal: a customer's own requests, calm and made for a phone first.
//!
//! Must not import `pages::agent` or `pages::admin`.

mod account;
mod form;
mod list;
mod new_queue;
mod new_request;
mod request;
mod sign_in;

pub use account::{Account, Password};
pub use form::{Confirm, ContactForm};
pub use list::MyTickets;
pub use new_queue::NewQueue;
pub use new_request::NewRequest;
pub use request::MyTicket;
pub use sign_in::Login;
