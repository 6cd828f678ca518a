//! Whether a reply was taken back before its mail left, and the raw mail that an article came by, without a look at the ledger.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0020_article_facts",
    r"
ALTER TABLE articles ADD COLUMN recalled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE articles ADD COLUMN raw_blob TEXT REFERENCES blobs (hash);
UPDATE articles SET raw_blob = i.raw_blob FROM incoming_mails i WHERE i.article_id = articles.id;
",
);
