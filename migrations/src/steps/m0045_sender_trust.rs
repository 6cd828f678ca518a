//! What the site's mail server found out about the sender of a message.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0045_sender_trust",
    r"
ALTER TABLE articles ADD COLUMN trust TEXT;
",
);
