//! An entry of the history may lose a secret, once that is noted; it keeps its hash and everything else.

use crate::step::Step;

pub(crate) const STEP: Step = Step::each(
    "m0200_history_redactions",
    r"
CREATE TABLE history_redactions (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, position)
);
DROP TRIGGER history_no_update;
CREATE TRIGGER history_no_update BEFORE UPDATE ON history
WHEN NEW.seq <> OLD.seq OR NEW.ticket_id <> OLD.ticket_id OR NEW.position <> OLD.position OR NEW.at <> OLD.at
  OR NEW.actor_id IS NOT OLD.actor_id OR NEW.visible_to_customer <> OLD.visible_to_customer OR NEW.hash <> OLD.hash
  OR NEW.version IS NOT OLD.version
  OR NOT EXISTS (SELECT 1 FROM history_redactions r WHERE r.ticket_id = OLD.ticket_id AND r.position = OLD.position)
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
",
    r"
CREATE TABLE history_redactions (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, position)
);
CREATE OR REPLACE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF TG_OP = 'UPDATE' AND NEW.seq = OLD.seq AND NEW.ticket_id = OLD.ticket_id AND NEW.position = OLD.position AND NEW.at = OLD.at
    AND NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id AND NEW.visible_to_customer = OLD.visible_to_customer
    AND NEW.hash = OLD.hash AND NEW.version IS NOT DISTINCT FROM OLD.version
    AND EXISTS (SELECT 1 FROM history_redactions r WHERE r.ticket_id = OLD.ticket_id AND r.position = OLD.position)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the history is append-only';
END $$;
",
);
