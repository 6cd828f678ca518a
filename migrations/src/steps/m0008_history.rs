//! The history: append-only, held so by the database itself, chained by hash within each ticket.

use crate::step::Step;

pub(crate) const STEP: Step = Step::each(
    "m0008_history",
    r"
CREATE TABLE history (
    seq {serial},
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_id UUID REFERENCES people (id),
    event TEXT NOT NULL,
    visible_to_customer BOOLEAN NOT NULL,
    hash TEXT NOT NULL
);
CREATE UNIQUE INDEX history_ticket ON history (ticket_id, position);
CREATE TRIGGER history_no_update BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
",
    r"
CREATE TABLE history (
    seq {serial},
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_id UUID REFERENCES people (id),
    event TEXT NOT NULL,
    visible_to_customer BOOLEAN NOT NULL,
    hash TEXT NOT NULL
);
CREATE UNIQUE INDEX history_ticket ON history (ticket_id, position);
CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history is append-only'; END $$;
CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE ON history
FOR EACH ROW EXECUTE FUNCTION history_is_append_only();
",
);
