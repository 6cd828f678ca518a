//! Mail in and out: the road of the main job, and what bad mail gets.

mod automatic;
mod bad;
mod bounces;
mod doors;
mod held;
mod hostile;
mod ledger;
mod main_job;
mod odd_senders;
mod outbox;
mod postmaster;
mod reconciliation;
mod senders;
mod several_queues;
mod signatures;
mod strangers;
mod turns;
