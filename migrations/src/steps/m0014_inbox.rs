//! The queue that takes what fits nowhere else: without it a mail to an unknown address would have no place.

use crate::step::Step;

pub(crate) const STEP: Step = Step::each(
    "m0014_inbox",
    r"
INSERT INTO queues (id, parent_id, path, name_de, name_en, portal, closing_mail, catch_all)
VALUES (X'01900000000070008000000000000001', NULL, 'inbox', 'Eingang', 'Inbox', FALSE, TRUE, TRUE);
",
    r"
INSERT INTO queues (id, parent_id, path, name_de, name_en, portal, closing_mail, catch_all)
VALUES ('01900000-0000-7000-8000-000000000001', NULL, 'inbox', 'Eingang', 'Inbox', FALSE, TRUE, TRUE);
",
);
