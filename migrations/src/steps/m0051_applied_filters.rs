//! Which postmaster filters matched a mail, and what came of them, as JSON; nothing where none did.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0051_applied_filters",
    r"
ALTER TABLE incoming_mails ADD COLUMN filters TEXT;
",
);
