//! Webhooks and what they send. `definition` is the webhook as JSON; `secret` is the key of its signatures in Base64.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0123_webhooks",
    r"
CREATE TABLE webhooks (
    id UUID NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL,
    secret TEXT NOT NULL,
    listens BOOLEAN NOT NULL,
    failing_since BIGINT,
    disabled_at BIGINT
);
CREATE TABLE webhook_deliveries (
    id UUID NOT NULL PRIMARY KEY,
    webhook_id UUID NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    tried_at BIGINT,
    next_attempt_at BIGINT,
    lease_until BIGINT NOT NULL,
    answer_status BIGINT,
    answer TEXT
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at, id) WHERE status = 'queued';
CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, created_at, id);
CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at);
",
);
