//! Messages that are held until an agent decides on them are known as such, not only as internal.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0031_held_articles",
    r"
ALTER TABLE articles ADD COLUMN held BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE articles SET held = TRUE WHERE id IN (
    SELECT article_id FROM incoming_mails WHERE outcome = 'held_follow_up' AND article_id IS NOT NULL
);
",
);
