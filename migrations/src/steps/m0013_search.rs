//! The search index: words as the analyser gives them, one row for each subject and each article. What customers may find and
//! what only agents may find stand in columns of their own.
//!
//! SQLite's `ascii` tokenizer and PostgreSQL's bare lexemes leave the words as they are: folding and stemming are done.

use crate::step::Step;

pub(crate) const STEP: Step = Step::each(
    "m0013_search",
    r"
CREATE VIRTUAL TABLE search USING fts5 (
    visible, internal, ticket_id UNINDEXED,
    content = '', contentless_unindexed = 1, contentless_delete = 1, detail = column, tokenize = 'ascii'
);
",
    r"
CREATE TABLE search (
    id {serial},
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    visible TSVECTOR NOT NULL,
    internal TSVECTOR NOT NULL
);
CREATE INDEX search_visible ON search USING GIN (visible);
CREATE INDEX search_internal ON search USING GIN (internal);
CREATE INDEX search_ticket ON search (ticket_id);
",
);
