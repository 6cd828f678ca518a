//! What a rule has to tell stands with the notification (`text` as JSON, in both languages).

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0185_notification_texts",
    r"
ALTER TABLE notifications ADD COLUMN text TEXT;
",
);
