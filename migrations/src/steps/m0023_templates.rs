//! Text templates, and the queues that they are offered in; without any in every queue.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0023_templates",
    r"
CREATE TABLE templates (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    subject_de TEXT NOT NULL,
    subject_en TEXT NOT NULL,
    body_de TEXT NOT NULL,
    body_en TEXT NOT NULL,
    valid BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE template_queues (
    template_id UUID NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
    queue_id UUID NOT NULL REFERENCES queues (id),
    PRIMARY KEY (template_id, queue_id)
);
CREATE INDEX template_queues_queue ON template_queues (queue_id);
",
);
