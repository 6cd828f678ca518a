//! What waits to be confirmed is listed for those who manage the form: by its subject, without reading what was sent; and how often its mail
//! went out is counted.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0175_form_entries",
    r"
ALTER TABLE form_pending ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE form_pending ADD COLUMN mails BIGINT NOT NULL DEFAULT 1;
",
);
