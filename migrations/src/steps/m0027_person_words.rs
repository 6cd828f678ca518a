//! The words of people's names, account ids and addresses, for look-up while typing. Compared byte by byte, so that what begins so is
//! a range. The store fills it for people who were there before: folding is the analyser's.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0027_person_words",
    r"
CREATE TABLE person_words (
    word TEXT {bytewise} NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (word, person_id)
);
CREATE INDEX person_words_person ON person_words (person_id);
",
);
