//! What a directory's entries mean for people here: who comes out of an entry, what differs, who is gone, which groups give which role.
//!
//! Knows values only. Must not know LDAP, nor who is asked.

pub mod address;
mod difference;
mod entry;
mod groups;

pub use difference::{Change, Difference, Facts, Holder, Known, Wanted, difference, too_many};
pub use entry::{AttributeMap, Entry, describe};
pub use groups::{Group, Memberships, normal_dn};

#[cfg(test)]
mod tests;
