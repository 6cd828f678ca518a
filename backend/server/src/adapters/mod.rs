//! The sockets to the outside: how mail comes in (LMTP, IMAP) and how it goes out (SMTP, files), and the directory (LDAP).
//!
//! Knows configuration, clock and the mail's bytes. Does not know the database, the services or what a ticket is: mail that
//! arrives is handed to an `Intake`, mail that leaves is handed to a `Transport`.

pub mod dkim;
pub mod imap;
pub mod intake;
pub mod ldap;
pub mod lmtp;
pub mod oidc;
pub mod outward;
mod tls;
pub mod transport;

pub use intake::{Arrival, Intake, IntakeError};
pub use transport::{OutboundMail, Transport, TransportError};
