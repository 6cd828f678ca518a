//! The tree of queues with their addresses. At most one queue is the catch-all.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0003_queues",
    r"
CREATE TABLE queues (
    id UUID NOT NULL PRIMARY KEY,
    parent_id UUID REFERENCES queues (id),
    path TEXT NOT NULL UNIQUE,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    portal BOOLEAN NOT NULL,
    closing_mail BOOLEAN NOT NULL,
    catch_all BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX queues_catch_all ON queues (catch_all) WHERE catch_all;
CREATE TABLE queue_addresses (
    address TEXT NOT NULL PRIMARY KEY,
    queue_id UUID NOT NULL REFERENCES queues (id) ON DELETE CASCADE,
    position BIGINT NOT NULL
);
CREATE UNIQUE INDEX queue_addresses_queue ON queue_addresses (queue_id, position);
",
);
