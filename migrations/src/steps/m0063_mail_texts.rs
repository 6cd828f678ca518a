//! What the whole desk says in its mails, written by administrators in the browser.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0063_mail_texts",
    r"
CREATE TABLE mail_texts (
    name TEXT NOT NULL PRIMARY KEY,
    text_de TEXT NOT NULL,
    text_en TEXT NOT NULL
);
",
);
