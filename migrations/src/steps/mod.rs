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
mod m0015_catalog;
mod m0016_queue_settings;
mod m0017_ticket_facts;
mod m0018_ticket_indexes;
mod m0019_ticket_parts;
mod m0020_article_facts;
mod m0021_history_version;
mod m0022_role_description;
mod m0023_templates;
mod m0024_saved_views;
mod m0025_drafts;
mod m0026_preferences;
mod m0027_person_words;
mod m0028_bulk_jobs;
mod m0029_setting_changes;

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
        m0015_catalog::STEP,
        m0016_queue_settings::STEP,
        m0017_ticket_facts::STEP,
        m0018_ticket_indexes::STEP,
        m0019_ticket_parts::STEP,
        m0020_article_facts::STEP,
        m0021_history_version::STEP,
        m0022_role_description::STEP,
        m0023_templates::STEP,
        m0024_saved_views::STEP,
        m0025_drafts::STEP,
        m0026_preferences::STEP,
        m0027_person_words::STEP,
        m0028_bulk_jobs::STEP,
        m0029_setting_changes::STEP,
    ]
}
