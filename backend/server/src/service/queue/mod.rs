//! Queues: what a person sees of the tree.

pub mod agents;
pub mod list;
