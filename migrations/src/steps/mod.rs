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
mod m0030_incoming_actions;
mod m0031_held_articles;
mod m0040_outbox_fates;
mod m0041_queue_mails;
mod m0044_queue_intake;
mod m0045_sender_trust;
mod m0046_answers_without_ticket;
mod m0047_ticket_queues;
mod m0048_reconciliations;
mod m0049_delays_and_invitations;
mod m0050_postmaster_filters;
mod m0051_applied_filters;
mod m0056_outbox_recipients;
mod m0058_mentioned;
mod m0061_calendars;
mod m0062_mailbox_watchers;
mod m0063_mail_texts;
mod m0070_session_address;
mod m0071_account_links;
mod m0072_identities;
mod m0073_session_provider;
mod m0074_api_tokens;
mod m0080_person_details;
mod m0081_directory_runs;
mod m0082_person_merges;
mod m0090_slas;
mod m0100_rules;
mod m0110_notifications;
mod m0111_absences;
mod m0120_sensitive_queues;
mod m0121_customers_close;
mod m0122_macros;
mod m0123_webhooks;
mod m0130_ticket_prints;
mod m0140_second_factors;
mod m0145_named_only;
mod m0150_queue_requests;
mod m0155_web_forms;
mod m0160_queue_name_shown;
mod m0165_passkeys;
mod m0170_calendar_periods;
mod m0171_branches;
mod m0175_form_entries;
mod m0180_role_providers;
mod m0185_notification_texts;
mod m0190_organisations;
mod m0195_seeings;
mod m0196_address_proofs;
mod m0200_history_redactions;
mod m0201_closings_along;
mod m0202_bulk_answers;
mod m0205_notices;
mod m0206_job_failures;

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
        m0030_incoming_actions::STEP,
        m0031_held_articles::STEP,
        m0040_outbox_fates::STEP,
        m0041_queue_mails::STEP,
        m0044_queue_intake::STEP,
        m0045_sender_trust::STEP,
        m0046_answers_without_ticket::STEP,
        m0047_ticket_queues::STEP,
        m0048_reconciliations::STEP,
        m0049_delays_and_invitations::STEP,
        m0050_postmaster_filters::STEP,
        m0051_applied_filters::STEP,
        m0056_outbox_recipients::STEP,
        m0058_mentioned::STEP,
        m0061_calendars::STEP,
        m0062_mailbox_watchers::STEP,
        m0063_mail_texts::STEP,
        m0070_session_address::STEP,
        m0071_account_links::STEP,
        m0072_identities::STEP,
        m0073_session_provider::STEP,
        m0074_api_tokens::STEP,
        m0080_person_details::STEP,
        m0081_directory_runs::STEP,
        m0082_person_merges::STEP,
        m0090_slas::STEP,
        m0100_rules::STEP,
        m0110_notifications::STEP,
        m0111_absences::STEP,
        m0120_sensitive_queues::STEP,
        m0121_customers_close::STEP,
        m0122_macros::STEP,
        m0123_webhooks::STEP,
        m0130_ticket_prints::STEP,
        m0140_second_factors::STEP,
        m0145_named_only::STEP,
        m0150_queue_requests::STEP,
        m0155_web_forms::STEP,
        m0160_queue_name_shown::STEP,
        m0165_passkeys::STEP,
        m0170_calendar_periods::STEP,
        m0171_branches::STEP,
        m0175_form_entries::STEP,
        m0180_role_providers::STEP,
        m0185_notification_texts::STEP,
        m0190_organisations::STEP,
        m0195_seeings::STEP,
        m0196_address_proofs::STEP,
        m0200_history_redactions::STEP,
        m0201_closings_along::STEP,
        m0202_bulk_answers::STEP,
        m0205_notices::STEP,
        m0206_job_failures::STEP,
    ]
}
