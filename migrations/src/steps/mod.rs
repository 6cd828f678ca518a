//! The steps, one a file. New ones go to the end; a released one is never edited.

mod m0001_people;
mod m0002_sessions;
mod m0003_queues;
mod m0004_roles;
mod m0005_tickets;
mod m0006_blobs;
mod m0007_articles;
mod m0008_history;
mod m0009_incoming_mails;
mod m0010_outgoing_mails;
mod m0011_number_blocks;
mod m0012_idempotency_keys;
mod m0013_search;
mod m0014_inbox;

use crate::step::Step;

pub(crate) fn all() -> Vec<Step> {
    vec![
        m0001_people::STEP,
        m0002_sessions::STEP,
        m0003_queues::STEP,
        m0004_roles::STEP,
        m0005_tickets::STEP,
        m0006_blobs::STEP,
        m0007_articles::STEP,
        m0008_history::STEP,
        m0009_incoming_mails::STEP,
        m0010_outgoing_mails::STEP,
        m0011_number_blocks::STEP,
        m0012_idempotency_keys::STEP,
        m0013_search::STEP,
        m0014_inbox::STEP,
    ]
}
