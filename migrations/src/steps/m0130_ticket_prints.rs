//! Prints of requests, and the bands by which similar ones are found.

use crate::step::Step;

pub(crate) const STEP: Step = Step::each("m0130_ticket_prints", SQLITE, POSTGRES);

// The key is all that a band has, so SQLite keeps no second copy of it as a table.
const SQLITE: &str = r"
CREATE TABLE ticket_prints (
    ticket_id UUID NOT NULL PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    print BYTEA NOT NULL
);
CREATE INDEX ticket_prints_at ON ticket_prints (at);
CREATE TABLE ticket_bands (
    band BIGINT NOT NULL,
    at BIGINT NOT NULL,
    ticket_id UUID NOT NULL,
    PRIMARY KEY (band, at, ticket_id)
) WITHOUT ROWID;
";

const POSTGRES: &str = r"
CREATE TABLE ticket_prints (
    ticket_id UUID NOT NULL PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    print BYTEA NOT NULL
);
CREATE INDEX ticket_prints_at ON ticket_prints (at);
CREATE TABLE ticket_bands (
    band BIGINT NOT NULL,
    at BIGINT NOT NULL,
    ticket_id UUID NOT NULL,
    PRIMARY KEY (band, at, ticket_id)
);
";
