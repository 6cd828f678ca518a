//! What is written until it is sent: text, people, files, kept on this device and on the server, at the desk and in the portal.

mod keep;
mod sheet;

pub use keep::{Keeper, KeptLine, Restored};
pub use sheet::{Sheet, Written};
