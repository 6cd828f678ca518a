//! Saved views: a filter with a name. `sharing` is `nobody`, `queue` or `everyone`.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0024_saved_views",
    r"
CREATE TABLE saved_views (
    id UUID NOT NULL PRIMARY KEY,
    owner_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    filter TEXT NOT NULL,
    sort TEXT NOT NULL,
    columns TEXT NOT NULL,
    sharing TEXT NOT NULL,
    queue_id UUID REFERENCES queues (id),
    position BIGINT NOT NULL
);
CREATE INDEX saved_views_owner ON saved_views (owner_id, position);
CREATE INDEX saved_views_shared ON saved_views (sharing, queue_id) WHERE sharing <> 'nobody';
",
);
