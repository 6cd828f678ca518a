//! Mail in and out: the road of the main job, and what bad mail gets.

mod bad;
mod bounces;
mod doors;
mod hostile;
mod main_job;
mod odd_senders;
mod strangers;
